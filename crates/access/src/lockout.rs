//! How long an account waits after wrong passwords. Pure: a value in, a value out.

use jiff::{SignedDuration, Timestamp};

/// When guessing is slowed down.
///
/// Default: 5 in a row are free, then each further one locks for twice as long, from 1 minute to 15.
/// That is fewer than 100 tries a day, and nobody is shut out for longer than a quarter of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockoutRules {
    /// Wrong passwords in a row before the first wait.
    pub free: u32,
    /// The first wait.
    pub first: SignedDuration,
    /// The longest wait.
    pub wait_max: SignedDuration,
}

impl Default for LockoutRules {
    fn default() -> Self {
        Self { free: 5, first: SignedDuration::from_mins(1), wait_max: SignedDuration::from_mins(15) }
    }
}

/// What is kept of wrong passwords.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lockout {
    /// Wrong passwords in a row.
    pub failures: u32,
    /// Until when no password is looked at, right or wrong.
    pub until: Option<Timestamp>,
}

impl Lockout {
    /// Whether no password is looked at now.
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// After another wrong password.
    #[must_use]
    pub fn failed(self, now: Timestamp, rules: &LockoutRules) -> Self {
        let failures = self.failures.saturating_add(1);
        let over = failures.checked_sub(rules.free);
        let wait = |over: u32| {
            let doubled = 2_i32.checked_pow(over.min(30)).and_then(|times| rules.first.checked_mul(times));
            doubled.unwrap_or(rules.wait_max).min(rules.wait_max)
        };
        // A clock at the end of time locks no more.
        Self { failures, until: over.and_then(|over| now.checked_add(wait(over)).ok()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_slows_down_and_never_stops_for_good() {
        let rules = LockoutRules::default();
        let mut now: Timestamp = "2026-11-22T01:00:00Z".parse().unwrap();
        let mut lockout = Lockout::default();
        let mut waits = Vec::new();
        for _ in 0..12 {
            lockout = lockout.failed(now, &rules);
            waits.push(lockout.until.map_or(0, |until| until.duration_since(now).as_secs() / 60));
            now = lockout.until.unwrap_or(now);
            assert!(!lockout.is_locked(now), "the wait is over at its end");
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15]);
    }

    #[test]
    fn it_is_locked_until_then() {
        let now: Timestamp = "2026-11-22T01:00:00Z".parse().unwrap();
        let lockout = Lockout { failures: 4, until: None }.failed(now, &LockoutRules::default());
        assert!(lockout.is_locked(now) && lockout.is_locked(now + SignedDuration::from_secs(59)));
        assert!(!lockout.is_locked(now + SignedDuration::from_secs(60)));
        assert_eq!(
            Lockout { failures: u32::MAX, until: None }.failed(now, &LockoutRules::default()).failures,
            u32::MAX
        );
    }
}
