//! The two algorithms: a pair of keys from a secret of the ring, signing, checking.

use ed25519_dalek::Signer as _;
use sm2::{SecretKey, dsa::signature::Verifier as _, elliptic_curve::sec1::ToSec1Point as _};

use super::{Algorithm, PublicKey, SIGNATURE_BYTES, Signature};
use crate::{SealError, Suite, secret::Secret};

/// The identity of a signer where none is agreed on (GM/T 0009-2012, section 10).
const IDENTITY: &str = "1234567812345678";

/// Tries at a secret number of SM2; one in four thousand million is not one.
const TRIES_MAX: u8 = 8;

/// A secret key and its public one. Made for each signature and dropped after it.
pub(crate) enum KeyPair {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Sm2(Box<sm2::dsa::SigningKey>),
}

impl KeyPair {
    /// The pair that belongs to a secret of the ring.
    pub(crate) fn new(suite: Suite, secret: &Secret) -> Result<Self, SealError> {
        match suite {
            Suite::International => {
                let seed = secret.derive(suite, "portcullis signing 1: ed25519");
                Ok(Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(seed.expose()))))
            }
            Suite::Guomi => sm2_pair(secret).map(|pair| Self::Sm2(Box::new(pair))).ok_or(SealError::SignatureRefused),
        }
    }

    pub(crate) fn public(&self) -> PublicKey {
        match self {
            Self::Ed25519(pair) => PublicKey::new(Algorithm::Ed25519, pair.verifying_key().to_bytes().to_vec()),
            Self::Sm2(pair) => {
                let point = sm2::PublicKey::from(pair.verifying_key());
                PublicKey::new(Algorithm::Sm2, point.to_sec1_point(true).as_bytes().to_vec())
            }
        }
    }

    /// The signature of what was framed for its purpose. The same bytes give the same signature.
    pub(super) fn sign(&self, framed: &[u8]) -> Result<Signature, SealError> {
        let bytes: [u8; SIGNATURE_BYTES] = match self {
            Self::Ed25519(pair) => pair.sign(framed).to_bytes(),
            Self::Sm2(pair) => pair.try_sign(framed).map_err(|_| SealError::SignatureRefused)?.to_bytes().into(),
        };
        Ok(Signature::new(self.public(), bytes))
    }
}

/// Whether the key that a signature names made it for these bytes.
pub(super) fn is_by(signature: &Signature, framed: &[u8]) -> bool {
    match signature.key().algorithm() {
        Algorithm::Ed25519 => ed25519_is_by(signature, framed),
        Algorithm::Sm2 => sm2_is_by(signature, framed),
    }
    .is_some()
}

fn ed25519_is_by(signature: &Signature, framed: &[u8]) -> Option<()> {
    let key = signature.key().bytes().try_into().ok()?;
    let key = ed25519_dalek::VerifyingKey::from_bytes(key).ok()?;
    // Strict: a signature that another library would read otherwise is none.
    key.verify_strict(framed, &ed25519_dalek::Signature::from_bytes(signature.bytes())).ok()
}

fn sm2_is_by(signature: &Signature, framed: &[u8]) -> Option<()> {
    let key = sm2::dsa::VerifyingKey::from_sec1_bytes(IDENTITY, signature.key().bytes()).ok()?;
    let signature = sm2::dsa::Signature::from_bytes(signature.bytes().into()).ok()?;
    key.verify(framed, &signature).ok()
}

fn sm2_pair(secret: &Secret) -> Option<sm2::dsa::SigningKey> {
    (0..TRIES_MAX).find_map(|tried| {
        let seed = secret.derive(Suite::Guomi, &format!("portcullis signing 1: sm2 {tried}"));
        let number = SecretKey::from_slice(seed.expose()).ok()?;
        sm2::dsa::SigningKey::new(IDENTITY, &number).ok()
    })
}
