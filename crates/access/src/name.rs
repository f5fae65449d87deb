//! Names of accounts and offices.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::AccessError;

/// The name with which somebody signs in. No personal data belongs in it.
///
/// Shape: 2 to 32 of `a-z`, `0-9`, `.`, `-`, `_`, beginning with a letter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

/// An office of the procuratorate, by the code that the casebook uses.
///
/// Shape: 1 to 32 of `a-z`, `A-Z`, `0-9`, `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeCode(String);

impl AccountName {
    /// Checks the shape; [`AccessError::BadShape`] otherwise.
    pub fn parse(text: &str) -> Result<Self, AccessError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
        let begins_well = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if begins_well && (2..=32).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(AccessError::BadShape { what: "account name", would_pass: "^[a-z][a-z0-9._-]{1,31}$" })
    }
}

impl OfficeCode {
    /// Checks the shape; [`AccessError::BadShape`] otherwise.
    pub fn parse(text: &str) -> Result<Self, AccessError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if (1..=32).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(AccessError::BadShape { what: "office code", would_pass: "^[A-Za-z0-9-]{1,32}$" })
    }
}

/// Reading and writing as text, alike for both.
macro_rules! as_text {
    ($($name:ident),+) => { $(
        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = AccessError;

            fn try_from(text: String) -> Result<Self, AccessError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    )+ };
}
as_text!(AccountName, OfficeCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        for text in ["clerk-1", "a.b", "ab"] {
            assert_eq!(AccountName::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "a", "1a", "张某", "A.b", "a b", &"a".repeat(33)] {
            assert!(AccountName::parse(text).is_err(), "{text}");
        }
        assert!(OfficeCode::parse("P-110105").is_ok() && OfficeCode::parse("某院").is_err());
    }
}
