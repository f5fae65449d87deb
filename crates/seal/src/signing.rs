//! Signatures: what a ring vouches for, and how anybody checks it without a ring.
//!
//! A ring signs with Ed25519 (RFC 8032), or with SM2 and SM3 (GB/T 32918.2-2016) in the suite `guomi`.
//! Every signature is for one [`Purpose`], so that the head of a ledger never passes for a pack.
//! Whom to trust is the caller's word: [`verify`] takes the keys, and a signature that brings its own is refused.
//!
//! ```
//! # fn main() -> Result<(), seal::SealError> {
//! use seal::signing::{Purpose, Signature, verify};
//!
//! # let (data, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
//! # let mut random = |bytes: &mut [u8]| bytes.fill(7);
//! # let (master, _) = seal::MasterKey::load_or_create(&keys.path().join("data.key"), &mut random)?;
//! # let ring = seal::KeyRing::open(&data.path().join("ring"), &master, &mut random)?;
//! let signature = ring.sign(Purpose::LedgerHead, b"head of the ledger")?;
//! let kept = signature.to_string();
//!
//! let trusted = ring.signing_keys()?;
//! let read = Signature::parse(&kept)?;
//! assert!(verify(Purpose::LedgerHead, b"head of the ledger", &read, &trusted).is_ok());
//! assert!(verify(Purpose::Pack, b"head of the ledger", &read, &trusted).is_err());
//! # Ok(())
//! # }
//! ```

mod key;
mod pair;
mod text;

pub use key::{Algorithm, PublicKey, SIGNATURE_BYTES, Signature};
pub(crate) use pair::KeyPair;

use crate::SealError;

/// What a signature vouches for. Part of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The head of the chain of human acts.
    LedgerHead,
    /// The head of the journal, or of one operator's hour of it.
    JournalHead,
    /// A gap that the end of retention left.
    RetentionGap,
    /// A pack of rules and catalogue.
    Pack,
    /// A decision in one file.
    Capsule,
    /// A published figure or bulletin.
    Figure,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 6] =
        [Self::LedgerHead, Self::JournalHead, Self::RetentionGap, Self::Pack, Self::Capsule, Self::Figure];

    /// The word that is signed. Never changed.
    pub fn word(self) -> &'static str {
        match self {
            Self::LedgerHead => "ledger head",
            Self::JournalHead => "journal head",
            Self::RetentionGap => "retention gap",
            Self::Pack => "pack",
            Self::Capsule => "capsule",
            Self::Figure => "figure",
        }
    }

    pub(crate) fn sign(self, pair: &KeyPair, message: &[u8]) -> Result<Signature, SealError> {
        pair.sign(&self.framed(message))
    }

    /// What is signed for a message: no word holds the separator.
    fn framed(self, message: &[u8]) -> Vec<u8> {
        [b"portcullis signature 1\0", self.word().as_bytes(), b"\0", message].concat()
    }
}

/// Checks that one of the `trusted` keys signed `message` for `purpose`.
///
/// # Errors
/// [`SealError::SignerUnknown`] where the signature names no trusted key, [`SealError::SignatureRefused`] where it
/// belongs to another message or purpose.
pub fn verify(purpose: Purpose, message: &[u8], signature: &Signature, trusted: &[PublicKey]) -> Result<(), SealError> {
    if !trusted.contains(signature.key()) {
        return Err(SealError::SignerUnknown { key: Box::new(signature.key().clone()) });
    }
    if pair::is_by(signature, &purpose.framed(message)) { Ok(()) } else { Err(SealError::SignatureRefused) }
}

#[cfg(test)]
mod tests;
