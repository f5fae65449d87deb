//! Which family of algorithms a ring uses: chosen when it is made, kept in its file, never changed afterwards.

use std::fmt;

use crate::SealError;

/// The algorithms of a ring.
///
/// Default: [`Suite::International`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Suite {
    /// BLAKE3, AES-256-GCM-SIV (RFC 8452), Ed25519 (RFC 8032).
    #[default]
    International,
    /// 国密, the commercial algorithms of China: HMAC with SM3 (GB/T 32905-2016), SM4 (GB/T 32907-2016) in
    /// Galois/counter mode (RFC 8998), SM2 signatures (GB/T 32918.2-2016).
    Guomi,
}

impl Suite {
    /// Every suite, by its number.
    pub const ALL: [Self; 2] = [Self::International, Self::Guomi];

    /// The word for it in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::Guomi => "guomi",
        }
    }

    /// The suite of a word; [`SealError::BadShape`] otherwise.
    pub fn parse(word: &str) -> Result<Self, SealError> {
        let named = Self::ALL.into_iter().find(|suite| suite.word() == word);
        named.ok_or(SealError::BadShape { what: "a crypto suite", would_pass: "international or guomi" })
    }

    /// The byte that names it in stored formats.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::International => 1,
            Self::Guomi => 2,
        }
    }

    pub(crate) fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.number() == number)
    }

    /// Bytes that stand behind a cipher text: its tag and, where it is stored, its nonce.
    pub(crate) fn trailer_bytes(self) -> usize {
        match self {
            Self::International => 16,
            Self::Guomi => 16 + 12,
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_come_back() {
        for suite in Suite::ALL {
            assert_eq!(Suite::parse(suite.word()).unwrap(), suite);
            assert_eq!(Suite::of_number(suite.number()), Some(suite));
        }
        assert!(Suite::parse("SM").unwrap_err().to_string().contains("international or guomi"));
        assert_eq!((Suite::of_number(0), Suite::of_number(3)), (None, None));
    }
}
