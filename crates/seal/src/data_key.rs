//! The cipher of one suite, under one key of the ring.
//!
//! Another suite (SM4 and SM3, for an owner who must use them) is another arm here and another byte in the header.

use std::sync::OnceLock;

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce, Tag,
    aead::{AeadInPlace, generic_array::GenericArray},
};
use zeroize::Zeroizing;

use crate::{
    SealError,
    secret::{Secret, first},
};

/// AES-256-GCM-SIV (RFC 8452) and BLAKE3.
pub(crate) const SUITE_INTERNATIONAL: u8 = 1;

/// Length of the tag that authenticates an envelope, in bytes.
pub(crate) const TAG_BYTES: usize = 16;

/// A key of the ring; its cipher is set up on first use.
#[derive(Debug)]
pub(crate) struct DataKey {
    secret: Secret,
    ready: OnceLock<Box<Ready>>,
}

struct Ready {
    cipher: Aes256GcmSiv,
    nonce_key: Secret,
}

impl std::fmt::Debug for Ready {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("<cipher>")
    }
}

impl DataKey {
    pub(crate) fn new(secret: Secret) -> Self {
        Self { secret, ready: OnceLock::new() }
    }

    /// The key itself, for uses other than a cipher.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Encrypts all of `message` after its first `header` bytes and puts the tag at its end.
    ///
    /// The nonce is a keyed hash of `bound`, which names the record: it needs no randomness and no room.
    /// Should one name ever come with two contents, this suite tells an attacker at most whether they are equal.
    pub(crate) fn seal(&self, message: &mut Vec<u8>, header: usize, bound: &[u8]) -> Result<(), SealError> {
        let ready = self.ready();
        let tag = ready
            .cipher
            .encrypt_in_place_detached(&ready.nonce(bound), bound, &mut message[header..])
            .map_err(|_| SealError::EnvelopeFormat)?;
        message.extend_from_slice(&tag);
        Ok(())
    }

    /// The clear text of `sealed`, a cipher text and its tag, if both belong to `bound`.
    pub(crate) fn open(&self, sealed: &[u8], bound: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let ready = self.ready();
        let (text, tag) = sealed.split_last_chunk::<TAG_BYTES>().ok_or(SealError::EnvelopeFormat)?;
        let mut clear = Zeroizing::new(text.to_vec());
        ready
            .cipher
            .decrypt_in_place_detached(&ready.nonce(bound), bound, &mut clear, Tag::from_slice(tag))
            .map_err(|_| SealError::EnvelopeRefused)?;
        Ok(clear)
    }

    fn ready(&self) -> &Ready {
        self.ready.get_or_init(|| {
            let cipher_key = self.secret.derive("portcullis cipher 1");
            Box::new(Ready {
                cipher: Aes256GcmSiv::new(GenericArray::from_slice(cipher_key.expose())),
                nonce_key: self.secret.derive("portcullis nonce 1"),
            })
        })
    }
}

impl Ready {
    fn nonce(&self, bound: &[u8]) -> Nonce {
        let hash = blake3::keyed_hash(self.nonce_key.expose(), bound);
        Nonce::from(first::<12>(hash.as_bytes()))
    }
}
