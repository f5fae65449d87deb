//! Places: GB/T 2260 codes at home, ISO 3166-1 codes abroad.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Fault, ProblemCode};

/// A place in China by its GB/T 2260 code.
///
/// Shape: 2 digits (province), 4 (city) or 6 (district). Codes change over the years; none is looked up here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Region {
    digits: u8,
    code: u32,
}

impl Region {
    const WOULD_PASS: &'static str = "2, 4 or 6 digits of GB/T 2260, e.g. 110105";

    /// Reads a code of 2, 4 or 6 digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let well_formed = matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|byte| byte.is_ascii_digit());
        let code = if well_formed { text.parse().ok() } else { None };
        code.map(|code| Self { digits: text.len() as u8, code })
            .ok_or(Fault::new(ProblemCode::BadPattern, Self::WOULD_PASS))
    }

    /// The province, 2 digits.
    #[must_use]
    pub fn province(self) -> Self {
        Self { digits: 2, code: self.code / 10_u32.pow(u32::from(self.digits) - 2) }
    }

    /// Whether this place is `other` or lies in it.
    pub fn lies_in(self, other: Self) -> bool {
        self.digits >= other.digits && self.code / 10_u32.pow(u32::from(self.digits - other.digits)) == other.code
    }
}

impl fmt::Display for Region {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:0width$}", self.code, width = usize::from(self.digits))
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// Where a party is: a place in China, or a country abroad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// In China.
    Home(Region),
    /// Abroad, by ISO 3166-1 alpha-2.
    Abroad([u8; 2]),
}

impl Place {
    const WOULD_PASS: &'static str =
        "2, 4 or 6 digits of GB/T 2260, e.g. 110105, or two capital letters of ISO 3166-1, e.g. KR";

    /// Reads a GB/T 2260 or ISO 3166-1 alpha-2 code.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        match text.as_bytes() {
            [first, second] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
                Ok(Self::Abroad([*first, *second]))
            }
            _ => Region::parse(text).map(Self::Home).map_err(|_| Fault::new(ProblemCode::BadPattern, Self::WOULD_PASS)),
        }
    }

    /// The place in China, if it is one.
    pub fn home(self) -> Option<Region> {
        match self {
            Self::Home(region) => Some(region),
            Self::Abroad(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home(region) => write!(out, "{region}"),
            Self::Abroad([first, second]) => write!(out, "{}{}", char::from(*first), char::from(*second)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_lies_in_its_city_and_province() {
        let district = Region::parse("110105").unwrap();
        assert!(district.lies_in(Region::parse("11").unwrap()));
        assert!(district.lies_in(Region::parse("1101").unwrap()));
        assert!(!district.lies_in(Region::parse("12").unwrap()));
        assert!(!Region::parse("11").unwrap().lies_in(district));
        assert_eq!(district.province().to_string(), "11");
        assert_eq!(Region::parse("0101").unwrap().to_string(), "0101");
    }

    #[test]
    fn five_digits_are_no_region() {
        for text in ["11010", "", "1", "1101055", "１１", "11010a", "kr", "KRX"] {
            assert!(Place::parse(text).is_err(), "{text}");
        }
        assert_eq!(Place::parse("KR").unwrap().to_string(), "KR");
    }
}
