//! Instants with the offset in which they were written, for clocks that run by the hour.

use std::fmt;

use jiff::{SignedDuration, Timestamp, tz::Offset};
use parcel::Day;

/// An instant as RFC 3339 writes it, e.g. `2026-09-25T10:20:00+08:00`; the offset is kept. Compared by the instant.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    at: Timestamp,
    offset: Offset,
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.at.display_with_offset(self.offset))
    }
}

impl Moment {
    /// An instant seen at an offset.
    pub fn new(at: Timestamp, offset: Offset) -> Self {
        Self { at, offset }
    }

    /// Reads RFC 3339: date, `T`, time with seconds, and `Z` or an offset.
    pub fn parse(text: &str) -> Option<Self> {
        let (clock, offset) = match text.strip_suffix(['Z', 'z']) {
            Some(clock) => (clock, Offset::UTC),
            None => (text.get(..text.len().checked_sub(6)?)?, offset(text.get(text.len() - 6..)?)?),
        };
        let shape = clock.len() >= 19
            && clock.bytes().take(19).zip(*b"dddd-dd-ddTdd:dd:dd").all(|(byte, sort)| match sort {
                b'd' => byte.is_ascii_digit(),
                b'T' => matches!(byte, b'T' | b't'),
                sort => byte == sort,
            });
        let at = shape.then(|| text.parse::<Timestamp>().ok()).flatten()?;
        Some(Self { at, offset })
    }

    /// The day at its offset.
    pub fn day(self) -> Day {
        self.offset.to_datetime(self.at).date()
    }

    /// The instant.
    pub fn timestamp(self) -> Timestamp {
        self.at
    }

    /// The end of the hour in which it lies; itself on the full hour.
    pub(crate) fn hour_end(self) -> Self {
        let clock = self.offset.to_datetime(self.at);
        let into = SignedDuration::from_secs(i64::from(clock.minute()) * 60 + i64::from(clock.second()))
            + SignedDuration::from_nanos(i64::from(clock.subsec_nanosecond()));
        if into.is_zero() { self } else { self.plus(SignedDuration::from_hours(1) - into) }
    }

    pub(crate) fn plus_hours(self, hours: u16) -> Self {
        self.plus(SignedDuration::from_hours(i64::from(hours)))
    }

    fn plus(self, time: SignedDuration) -> Self {
        Self { at: self.at.saturating_add(time).unwrap_or(self.at), ..self }
    }
}

/// Reads `+08:00`.
fn offset(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    let number = |range: std::ops::Range<usize>| {
        let digits = text.get(range)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(1..3)?, number(4..6)?);
    (minutes < 60).then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()).flatten()
}
