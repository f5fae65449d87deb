//! Passwords: what passes, and what is kept.
//!
//! Current practice (NIST SP 800-63B-4, section 3.1.1): length counts, what is known or easily guessed is refused, no
//! kinds of characters are demanded, and nobody must change one without a reason.

mod rules;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub use rules::{PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN, check_password};

use crate::AccessError;

/// What one hash costs. The numbers are kept in each hash: a change counts for passwords set from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for HashCost {
    /// 19 MiB and 2 passes: the smallest that OWASP's cheat sheet on password storage names for Argon2id.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// The hash to keep of a password, in the PHC form; Argon2id with 16 bytes of salt.
///
/// # Errors
/// [`AccessError::Hash`] where the cost cannot be met.
pub(crate) fn hash(password: &str, cost: HashCost, random: &mut dyn FnMut(&mut [u8])) -> Result<String, AccessError> {
    let mut salt = [0; 16];
    random(&mut salt);
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|_| AccessError::Hash)?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = hasher.hash_password_with_salt(spelling(password).as_bytes(), &salt).map_err(|_| AccessError::Hash)?;
    Ok(hash.to_string())
}

/// Whether a password is the one that was hashed. Takes as long for a wrong one as for the right one.
pub(crate) fn agrees(password: &str, hash: &str) -> bool {
    // The numbers of the cost come from the hash, not from this value.
    Argon2::default().verify_password(spelling(password).as_bytes(), hash).is_ok()
}

/// One spelling for what different keyboards write (NFKC).
fn spelling(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

#[cfg(test)]
mod tests;
