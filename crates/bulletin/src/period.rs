//! Stretches of whole months, the only periods for which figures are published.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// A month, counted from January of the year 0.
pub(crate) type Month = i32;

/// Whole months, both ends included; at least one. Written `2021-01..2021-09`, for a single month `2021-01..2021-01`.
///
/// Range: years 1900 to 2199. Ordered by first month, then by last.
///
/// ```
/// use bulletin::Period;
///
/// let period: Period = "2019-01..2020-05".parse().unwrap();
/// assert_eq!(period.months(), 17);
/// assert_eq!(period.a_year_before().to_string(), "2018-01..2019-05");
/// assert_eq!(period.overlap(period.a_year_before()), 5);
/// assert!("2020-05..2019-01".parse::<Period>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Month,
    last: Month,
}

/// The text is no period; what would pass is `2021-01..2021-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a period; would pass: 2021-01..2021-09")]
pub struct PeriodError;

impl Period {
    /// From months counted from year 0, the last included; none: out of order.
    pub(crate) fn of_months(first: Month, last: Month) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// January to December of a year; none: outside 1900 to 2199.
    pub fn year(year: i16) -> Option<Self> {
        let first = (1900..2200).contains(&year).then(|| i32::from(year) * 12)?;
        Some(Self { first, last: first + 11 })
    }

    /// Number of months, at least 1.
    pub fn months(self) -> i32 {
        self.last - self.first + 1
    }

    /// The same months of the year before: what "year on year" compares with.
    #[must_use]
    pub fn a_year_before(self) -> Self {
        Self { first: self.first - 12, last: self.last - 12 }
    }

    /// Number of months that both contain.
    pub fn overlap(self, other: Self) -> i32 {
        (self.last.min(other.last) - self.first.max(other.first) + 1).max(0)
    }

    /// Whether the day lies in it.
    pub fn contains(self, day: jiff::civil::Date) -> bool {
        let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        (self.first..=self.last).contains(&month)
    }

    /// First month, counted from year 0.
    pub(crate) fn begin(self) -> Month {
        self.first
    }

    /// The month after the last.
    pub(crate) fn end(self) -> Month {
        self.last + 1
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let (first, last) = text.split_once("..").ok_or(PeriodError)?;
        let (first, last) = (month(first).ok_or(PeriodError)?, month(last).ok_or(PeriodError)?);
        Self::of_months(first, last).ok_or(PeriodError)
    }
}

/// `2021-09`, nothing else.
fn month(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    let digits = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
    ((1900..2200).contains(&year) && (1..=12).contains(&month)).then(|| year * 12 + month - 1)
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write = |month: Month| format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
        write!(out, "{}..{}", write(self.first), write(self.last))
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
