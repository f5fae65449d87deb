//! The only place that reads the clock and draws randomness.

use intake::store::Surroundings;
use jiff::Timestamp;

/// The instant now.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Fills a buffer with randomness of the operating system.
///
/// # Panics
/// Where the operating system gives none: no key may be made then.
pub fn random(bytes: &mut [u8]) {
    getrandom::fill(bytes).unwrap_or_else(|error| panic!("the operating system gives no randomness: {error}"));
}

/// Both, for a data directory.
pub const SURROUNDINGS: Surroundings = Surroundings { now, random };
