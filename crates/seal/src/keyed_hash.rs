//! Keyed hashing: pseudonyms, digests, keys from keys, and the seal of the ring file.

use hmac::{Hmac, KeyInit, Mac};
use sm3::Sm3;

use crate::{Suite, secret::Secret};

/// A hash under one key, ready for many messages. Wiped when dropped, never printed.
pub(crate) enum KeyedHash {
    /// The keyed mode of BLAKE3.
    Blake3(Secret),
    /// HMAC with SM3, with both of its padded keys hashed already.
    Sm3(Box<Hmac<Sm3>>),
}

impl KeyedHash {
    pub(crate) fn new(suite: Suite, key: &Secret) -> Self {
        match suite {
            Suite::International => Self::Blake3(key.copy()),
            Suite::Guomi => Self::Sm3(Box::new(Hmac::new_from_slice(key.expose()).expect("HMAC takes any key"))),
        }
    }

    /// The hash of a message.
    pub(crate) fn hash(&self, message: &[u8]) -> [u8; 32] {
        match self {
            Self::Blake3(key) => *blake3::keyed_hash(key.expose(), message).as_bytes(),
            Self::Sm3(ready) => {
                let mut mac = Hmac::clone(ready);
                mac.update(message);
                mac.finalize().into_bytes().into()
            }
        }
    }

    /// The first `N` bytes of the hash of a message.
    pub(crate) fn first<const N: usize>(&self, message: &[u8]) -> [u8; N] {
        first(&self.hash(message))
    }

    /// The first `N` bytes of the hash of two messages, the end of the first of which cannot be moved: its length
    /// goes before it.
    pub(crate) fn first_of_two<const N: usize>(&self, one: &[u8], two: &[u8]) -> [u8; N] {
        let length = (one.len() as u64).to_le_bytes();
        match self {
            Self::Blake3(key) => {
                let mut hasher = blake3::Hasher::new_keyed(key.expose());
                hasher.update(&length).update(one).update(two);
                first(hasher.finalize().as_bytes())
            }
            Self::Sm3(ready) => {
                let mut mac = Hmac::clone(ready);
                for part in [&length, one, two] {
                    mac.update(part);
                }
                first(&mac.finalize().into_bytes().into())
            }
        }
    }
}

/// The first `N` bytes of a hash.
fn first<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    const { assert!(N <= 32) };
    let mut out = [0; N];
    out.copy_from_slice(&hash[..N]);
    out
}

impl std::fmt::Debug for KeyedHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("<keyed hash>")
    }
}

#[cfg(test)]
mod tests;
