//! A key of the ring, with its cipher.

use std::sync::OnceLock;

use zeroize::Zeroizing;

use crate::{SealError, Suite, cipher::Cipher, secret::Secret};

/// A key of the ring; its cipher is set up on first use.
#[derive(Debug)]
pub(crate) struct DataKey {
    secret: Secret,
    suite: Suite,
    cipher: OnceLock<Cipher>,
}

impl DataKey {
    pub(crate) fn new(suite: Suite, secret: Secret) -> Self {
        Self { secret, suite, cipher: OnceLock::new() }
    }

    /// The key itself, for uses other than a cipher.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The suite of its ring.
    pub(crate) fn suite(&self) -> Suite {
        self.suite
    }

    /// As [`Cipher::seal`].
    pub(crate) fn seal(&self, message: &mut Vec<u8>, header: usize, bound: &[u8]) -> Result<(), SealError> {
        self.cipher().seal(message, header, bound)
    }

    /// As [`Cipher::open`].
    pub(crate) fn open(&self, sealed: &[u8], bound: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.cipher().open(sealed, bound)
    }

    fn cipher(&self) -> &Cipher {
        self.cipher.get_or_init(|| Cipher::new(self.suite, &self.secret))
    }
}
