//! Names of items, records and other things that are no personal data.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Fault, ProblemCode};

/// Number of a waybill.
///
/// Shape: 1 to 32 of `A-Z`, `0-9`, `-`. May stand in a URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Waybill(String);

impl Waybill {
    /// Checks the shape.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        named(text, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
            .map(Self)
            .ok_or(Fault::new(ProblemCode::BadPattern, "^[A-Z0-9-]{1,32}$, e.g. EX0000000000001"))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Name of a delivery operator.
///
/// Shape: 1 to 32 of `a-z`, `0-9`, `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Operator(String);

impl Operator {
    /// Checks the shape.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        named(text, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            .map(Self)
            .ok_or(Fault::new(ProblemCode::BadPattern, "^[a-z0-9-]{1,32}$, e.g. demo-express"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn named(text: &str, allowed: impl Fn(u8) -> bool) -> Option<String> {
    ((1..=32).contains(&text.len()) && text.bytes().all(allowed)).then(|| text.to_owned())
}

/// Which version of a record this is.
///
/// Range: 1 to 4 294 967 295; 1 where the sender says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(u32);

impl Revision {
    /// The revision of a record that names none.
    pub const FIRST: Self = Self(1);

    /// A revision from 1 up.
    pub fn new(number: u64) -> Result<Self, Fault> {
        u32::try_from(number)
            .ok()
            .filter(|number| *number >= 1)
            .map(Self)
            .ok_or(Fault::new(ProblemCode::OutOfRange, "integer, 1..=4294967295"))
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// What names an item: its operator and waybill.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemName {
    /// Who took it in.
    pub operator: Operator,
    /// Its waybill.
    pub waybill: Waybill,
}

/// What names one record of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordName {
    /// The item.
    pub item: ItemName,
    /// Which version of its record.
    pub revision: Revision,
}

/// Text of 1 to 64 characters that names a station, a machine or a mark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code64(String);

impl Code64 {
    /// Takes text that the caller has found to be at most 64 characters long.
    pub fn new(text: &str) -> Result<Self, Fault> {
        if text.chars().count() <= 64 {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::new(ProblemCode::TooLong, "at most 64 characters"))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// SHA-256 of an image or photo, written `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// Reads `sha256:` and 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = Fault::new(ProblemCode::BadPattern, "sha256: and 64 lower-case hexadecimal digits");
        let digits = text.strip_prefix("sha256:").filter(|digits| digits.len() == 64).ok_or(fault)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
            *byte = nibble(pair[0]).zip(nibble(pair[1])).map(|(high, low)| high << 4 | low).ok_or(fault)?;
        }
        Ok(Self(bytes))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}
