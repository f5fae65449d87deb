//! The cipher of each suite, and where its nonces come from.
//!
//! Both derive the nonce, so that sealing needs no randomness and the same record gives the same bytes;
//! `docs/decisions/0006-nonces-from-content.md` has the argument for each.

use aes_gcm::AesGcm;
use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce, Tag,
    aead::{AeadInOut, consts::U12, inout::InOutBuf},
};
use sm4::Sm4;
use zeroize::Zeroizing;

use crate::{SealError, Suite, keyed_hash::KeyedHash, secret::Secret};

const TAG_BYTES: usize = 16;
const NONCE_BYTES: usize = 12;

/// A cipher under one key, and the key of its nonces.
pub(crate) enum Cipher {
    /// AES-256-GCM-SIV (RFC 8452). The nonce is a keyed hash of the name and is not stored.
    AesGcmSiv { cipher: Box<Aes256GcmSiv>, nonces: KeyedHash },
    /// SM4-GCM (RFC 8998). The nonce is a keyed hash of name and clear text, and stands behind the tag.
    Sm4Gcm { cipher: Box<AesGcm<Sm4, U12>>, nonces: KeyedHash },
}

impl Cipher {
    /// A cipher for the uses of one key of the ring.
    pub(crate) fn new(suite: Suite, secret: &Secret) -> Self {
        let key = secret.derive(suite, "portcullis cipher 1");
        let nonces = KeyedHash::new(suite, &secret.derive(suite, "portcullis nonce 1"));
        match suite {
            Suite::International => Self::AesGcmSiv { cipher: Box::new(KeyInit::new(key.expose().into())), nonces },
            Suite::Guomi => {
                let key: Zeroizing<[u8; 16]> = Zeroizing::new(key.first_half());
                Self::Sm4Gcm { cipher: Box::new(KeyInit::new((&*key).into())), nonces }
            }
        }
    }

    /// Encrypts all of `message` after its first `header` bytes and puts the trailer behind it.
    ///
    /// `bound` names what is sealed: it is authenticated, and decides the nonce.
    pub(crate) fn seal(&self, message: &mut Vec<u8>, header: usize, bound: &[u8]) -> Result<(), SealError> {
        match self {
            Self::AesGcmSiv { cipher, nonces } => {
                let nonce = Nonce::from(nonces.first(bound));
                let tag = encrypt(&**cipher, &nonce, bound, &mut message[header..])?;
                message.extend_from_slice(&tag);
            }
            Self::Sm4Gcm { cipher, nonces } => {
                let nonce = Nonce::from(nonces.first_of_two(bound, &message[header..]));
                let tag = encrypt(&**cipher, &nonce, bound, &mut message[header..])?;
                message.extend_from_slice(&tag);
                message.extend_from_slice(&nonce);
            }
        }
        Ok(())
    }

    /// The clear text of `sealed`, a cipher text and its trailer, if both belong to `bound`.
    pub(crate) fn open(&self, sealed: &[u8], bound: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        match self {
            Self::AesGcmSiv { cipher, nonces } => decrypt(&**cipher, &Nonce::from(nonces.first(bound)), bound, sealed),
            Self::Sm4Gcm { cipher, nonces } => {
                let (sealed, nonce) = sealed.split_last_chunk::<NONCE_BYTES>().ok_or(SealError::EnvelopeFormat)?;
                let clear = decrypt(&**cipher, &Nonce::from(*nonce), bound, sealed)?;
                // What this ring did not seal in this way is not its own, whatever the tag says.
                let own = nonces.first_of_two::<NONCE_BYTES>(bound, &clear) == *nonce;
                own.then_some(clear).ok_or(SealError::EnvelopeRefused)
            }
        }
    }
}

fn encrypt<C>(cipher: &C, nonce: &Nonce, bound: &[u8], text: &mut [u8]) -> Result<[u8; TAG_BYTES], SealError>
where
    C: AeadInOut<NonceSize = U12, TagSize = aes_gcm_siv::aead::consts::U16>,
{
    let tag = cipher.encrypt_inout_detached(nonce, bound, InOutBuf::from(text));
    tag.map(Into::into).map_err(|_| SealError::EnvelopeFormat)
}

fn decrypt<C>(cipher: &C, nonce: &Nonce, bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError>
where
    C: AeadInOut<NonceSize = U12, TagSize = aes_gcm_siv::aead::consts::U16>,
{
    let (text, tag) = sealed.split_last_chunk::<TAG_BYTES>().ok_or(SealError::EnvelopeFormat)?;
    let mut clear = Zeroizing::new(text.to_vec());
    cipher
        .decrypt_inout_detached(nonce, bound, InOutBuf::from(clear.as_mut_slice()), &Tag::from(*tag))
        .map_err(|_| SealError::EnvelopeRefused)?;
    Ok(clear)
}

impl std::fmt::Debug for Cipher {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("<cipher>")
    }
}

#[cfg(test)]
mod tests;
