//! Public keys and signatures as values: what they are written as, and what they must look like.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text;
use crate::SealError;

/// Length of a signature of either algorithm, in bytes.
pub const SIGNATURE_BYTES: usize = 64;

const KEY_SHAPE: &str = "ed25519: and 64 hexadecimal digits, or sm2: and 66";
const SIGNATURE_SHAPE: &str = "a public key, a colon and 128 hexadecimal digits";

/// An algorithm of signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// SM2 with SM3 (GB/T 32918.2-2016), signer's identity `1234567812345678` as in GM/T 0009-2012.
    Sm2,
}

impl Algorithm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ed25519, Self::Sm2];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::Sm2 => "sm2",
        }
    }

    /// Length of a public key, in bytes; that of SM2 is a compressed point.
    pub fn key_bytes(self) -> usize {
        match self {
            Self::Ed25519 => 32,
            Self::Sm2 => 33,
        }
    }
}

/// A key that checks signatures. Written as `ed25519:` or `sm2:` and hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey {
    algorithm: Algorithm,
    bytes: Vec<u8>,
}

impl PublicKey {
    /// Reads the written form. Whether it is a point of its curve is found out when it is used.
    ///
    /// # Errors
    /// [`SealError::BadShape`].
    pub fn parse(written: &str) -> Result<Self, SealError> {
        let of = || {
            let (word, digits) = written.split_once(':')?;
            let algorithm = Algorithm::ALL.into_iter().find(|algorithm| algorithm.word() == word)?;
            let bytes = text::bytes(digits)?;
            (bytes.len() == algorithm.key_bytes()).then_some(Self { algorithm, bytes })
        };
        of().ok_or(SealError::BadShape { what: "a public key", would_pass: KEY_SHAPE })
    }

    /// Its algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn new(algorithm: Algorithm, bytes: Vec<u8>) -> Self {
        debug_assert_eq!(bytes.len(), algorithm.key_bytes());
        Self { algorithm, bytes }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A signature and the key that made it. Written as the key, a colon and hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signature {
    key: PublicKey,
    bytes: [u8; SIGNATURE_BYTES],
}

impl Signature {
    /// Reads the written form.
    ///
    /// # Errors
    /// [`SealError::BadShape`].
    pub fn parse(written: &str) -> Result<Self, SealError> {
        let of = || {
            let (key, digits) = written.rsplit_once(':')?;
            let bytes = text::bytes(digits)?.try_into().ok()?;
            Some(Self { key: PublicKey::parse(key).ok()?, bytes })
        };
        of().ok_or(SealError::BadShape { what: "a signature", would_pass: SIGNATURE_SHAPE })
    }

    /// The key that made it, as it says: trusted only where the reader has it from elsewhere.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    pub(super) fn new(key: PublicKey, bytes: [u8; SIGNATURE_BYTES]) -> Self {
        Self { key, bytes }
    }

    pub(super) fn bytes(&self) -> &[u8; SIGNATURE_BYTES] {
        &self.bytes
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.algorithm.word(), text::digits(&self.bytes))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.key, text::digits(&self.bytes))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl TryFrom<String> for PublicKey {
    type Error = SealError;

    fn try_from(written: String) -> Result<Self, SealError> {
        Self::parse(&written)
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for Signature {
    type Error = SealError;

    fn try_from(written: String) -> Result<Self, SealError> {
        Self::parse(&written)
    }
}

impl From<Signature> for String {
    fn from(signature: Signature) -> Self {
        signature.to_string()
    }
}
