//! How often somebody may ask: a bucket that fills with time. In memory, bounded, without a clock of its own.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

/// A rate, and how much of it may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many may come at once. At least 1.
    pub burst: u32,
    /// The time in which one more becomes free. Longer than nothing.
    pub every: SignedDuration,
}

impl Rate {
    /// For signing in, by account and by address: 10 at once, then one every 6 seconds.
    pub const SIGN_IN: Self = Self { burst: 10, every: SignedDuration::from_secs(6) };
    /// For look-ups by a person, by account: 20 at once, then one every 30 seconds.
    pub const LOOK_UP: Self = Self { burst: 20, every: SignedDuration::from_secs(30) };
    /// For pages and questions, by account: 120 at once, then five a second.
    pub const ASK: Self = Self { burst: 120, every: SignedDuration::from_millis(200) };
}

/// Counts for many keys, such as accounts and addresses.
#[derive(Debug)]
pub struct RateLimiter {
    rate: Rate,
    keys_max: usize,
    /// When each key's bucket will be full again: no entry is a full one.
    full_at: HashMap<String, Timestamp>,
}

/// Too many: ask again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// After how long one more is free.
    pub retry_after: SignedDuration,
}

impl RateLimiter {
    /// A limiter for at most `keys_max` keys that are not full at once.
    pub fn new(rate: Rate, keys_max: usize) -> Self {
        Self { rate, keys_max, full_at: HashMap::new() }
    }

    /// Takes one for a key.
    ///
    /// # Errors
    /// [`TooMany`]; also for a key not seen yet while `keys_max` others are counted: full means "later".
    pub fn take(&mut self, key: &str, now: Timestamp) -> Result<(), TooMany> {
        let missing = self
            .full_at
            .get(key)
            .map_or(SignedDuration::ZERO, |full_at| full_at.duration_since(now).max(SignedDuration::ZERO));
        // Of a bucket of `burst`, all but one may be missing when one more is taken.
        let room = self.rate.every.saturating_mul(self.rate.burst.saturating_sub(1).min(i32::MAX as u32) as i32);
        if missing > room {
            return Err(TooMany { retry_after: missing - room });
        }
        if !self.full_at.contains_key(key) && self.full_at.len() >= self.keys_max {
            self.full_at.retain(|_, full_at| *full_at > now);
            if self.full_at.len() >= self.keys_max {
                return Err(TooMany { retry_after: self.rate.every });
            }
        }
        let full_at = now.checked_add(missing + self.rate.every).unwrap_or(Timestamp::MAX);
        self.full_at.insert(key.to_owned(), full_at);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 3, every: SignedDuration::from_secs(10) };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::new(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_burst_passes_and_then_one_by_one() {
        let mut limiter = RateLimiter::new(RATE, 8);
        let mut take = |seconds| limiter.take("a", at(seconds)).map_err(|many| many.retry_after.as_secs());
        assert_eq!([take(0), take(0), take(0)], [Ok(()); 3]);
        assert_eq!(take(0), Err(10));
        assert_eq!(take(4), Err(6));
        assert_eq!(take(10), Ok(()));
        assert_eq!(take(10), Err(10));
        assert_eq!([take(100), take(100), take(100)], [Ok(()); 3]);
        assert!(take(100).is_err());
    }

    #[test]
    fn keys_are_counted_apart_and_are_bounded() {
        let mut limiter = RateLimiter::new(RATE, 2);
        assert!(limiter.take("a", at(0)).is_ok() && limiter.take("b", at(0)).is_ok());
        assert!(limiter.take("c", at(0)).is_err(), "full means later");
        assert!(limiter.take("a", at(0)).is_ok(), "those that are counted go on");
        assert!(limiter.take("c", at(11)).is_ok(), "one that is full again makes room");
    }
}
