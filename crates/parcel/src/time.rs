//! Statutory days.

use jiff::{Timestamp, civil::Date, tz::Offset};

/// A statutory day: the calendar day in Asia/Shanghai.
pub type Day = Date;

/// Chinese standard time. One zone, no daylight saving since 1991.
const SHANGHAI: Offset = jiff::tz::offset(8);

/// The statutory day of an instant, whatever offset it was written with.
pub fn statutory_day(instant: Timestamp) -> Day {
    SHANGHAI.to_datetime(instant).date()
}
