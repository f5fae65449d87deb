//! Secrets that are shown once: tokens of sessions and keys. Kept as hashes only.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// 32 random bytes, written as 43 characters of base64url. Wiped when dropped, printed by no `Debug`.
///
/// Long enough that a plain hash of it can be kept: nobody tries 2²⁵⁶ of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<[u8; 32]>);

/// What is kept of a [`Secret`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SecretHash(pub(crate) [u8; 32]);

impl Secret {
    /// A new one. `random` fills it from the system's randomness.
    pub fn new(random: &mut dyn FnMut(&mut [u8])) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        random(&mut *bytes);
        Self(bytes)
    }

    /// Reads the written form; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        let read = URL_SAFE_NO_PAD.decode_slice(text, &mut *bytes).ok()?;
        (read == 32).then_some(Self(bytes))
    }

    /// The written form, to be shown once.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0.as_slice()))
    }

    /// What is kept of it. The use is hashed with it, so that a session is never taken for a key.
    pub(crate) fn hash(&self, usage: &str) -> SecretHash {
        let context = format!("portcullis access 1: {usage}");
        SecretHash(blake3::derive_key(&context, self.0.as_slice()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<secret>")
    }
}

/// Whether two hashes are equal, in constant time.
pub(crate) fn are_equal(one: [u8; 32], other: [u8; 32]) -> bool {
    blake3::Hash::from_bytes(one) == blake3::Hash::from_bytes(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_written_and_read() {
        let secret = Secret::new(&mut |bytes| bytes.fill(0xfb));
        assert_eq!(secret.expose().len(), 43);
        assert_eq!(Secret::parse(&secret.expose()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "<secret>");
        for text in ["", "AAAA", &"A".repeat(44), &"+".repeat(43)] {
            assert!(Secret::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn uses_are_hashed_apart() {
        let secret = Secret::new(&mut |bytes| bytes.fill(7));
        assert!(secret.hash("session").0 != secret.hash("key").0);
        assert!(are_equal(secret.hash("key").0, secret.hash("key").0));
    }
}
