//! Which key: one slot per thing that is encrypted or hashed apart.

use std::fmt;

use jiff::civil::{Date, date};
use parcel::Day;
use serde::{Deserialize, Serialize};

/// A key epoch of pseudonyms, numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EpochId(pub u32);

impl fmt::Display for EpochId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The place of a key in the ring. Stored by position: new members go last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Slot {
    /// Content digests and pseudonyms shown outside; never destroyed.
    Root,
    /// Pseudonyms of one epoch.
    Epoch(EpochId),
    /// Envelopes of one statutory day (days since 1970-01-01) and retention class (its row in the ring).
    Day { day: i32, class: u16 },
    /// Envelopes held for one case (its row in the ring).
    Case(u32),
    /// Signatures; the one with the highest number signs. Never destroyed.
    Signing(u32),
}

const EPOCH: Date = date(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn day_number(day: Day) -> i32 {
    (day.duration_since(EPOCH).as_hours() / 24) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(1969, 12, 31)), -1);
        assert_eq!(day_number(date(2026, 11, 20)), 20_777);
        assert_eq!(day_number(Date::MIN), -4_371_587);
    }
}
