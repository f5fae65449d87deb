//! Names that choose a key: the retention class of a record, the number of a case.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::SealError;

/// How long a record is kept, by the name that `law` gives it, e.g. `cn` or `cn-31`.
///
/// Shape: 1 to 16 of `a-z`, `0-9`, `-`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RetentionClass([u8; 16]);

impl RetentionClass {
    /// Checks the shape; [`SealError::BadShape`] otherwise.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=16).contains(&text.len()) || !text.bytes().all(allowed) {
            return Err(SealError::BadShape { what: "a retention class", would_pass: "^[a-z0-9-]{1,16}$" });
        }
        let mut bytes = [0; 16];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self(bytes))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(16);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl TryFrom<String> for RetentionClass {
    type Error = SealError;

    fn try_from(text: String) -> Result<Self, SealError> {
        Self::parse(&text)
    }
}

impl From<RetentionClass> for String {
    fn from(class: RetentionClass) -> Self {
        class.as_str().to_owned()
    }
}

impl fmt::Display for RetentionClass {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for RetentionClass {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Number of the case that a legal hold is made for.
///
/// Shape: 1 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// Checks the shape; [`SealError::BadShape`] otherwise.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        if (1..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(SealError::BadShape { what: "a case number", would_pass: "1 to 64 characters" })
        }
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_a_short_plain_word() {
        for text in ["cn", "cn-31", "abcdefghijklmnop"] {
            assert_eq!(RetentionClass::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "CN", "cn_31", "一", "abcdefghijklmnopq", "cn\0"] {
            assert!(RetentionClass::parse(text).is_err(), "{text:?}");
        }
    }
}
