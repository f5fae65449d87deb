//! What a sample is to be: its size, its days and its rates. Nothing here draws anything.

use jiff::civil::{Date, date};

/// Rates are parts per million of the items.
pub(crate) const MILLION: u32 = 1_000_000;

/// What a sample is to be. The same plan gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where all randomness comes from.
    pub seed: u64,
    /// Number of distinct items; 1 to [`Plan::ITEMS_MAX`]. Repeats, revisions and events come on top.
    pub items: u64,
    /// Number of days; 1 to [`Plan::DAYS_MAX`].
    pub days: u16,
    /// The first day, in Asia/Shanghai.
    ///
    /// Keep the last day in the past where lines are sent to a live system: it rejects acceptances that lie ahead.
    pub first_day: Date,
    /// Number of people who send or receive; `None`: eight for ten items, of whom more than half a person an item
    /// appears. At most [`Plan::PEOPLE_MAX`].
    pub people: Option<u32>,
    /// Which events follow the acceptances.
    pub events: EventDetail,
    /// Share of items that belong to planted schemes; parts per million, at most 100 000.
    pub planted_ppm: u32,
    /// Share of items whose record comes a second time, unchanged; parts per million, at most 100 000.
    pub repeats_ppm: u32,
    /// Share of items that are put right by a revision; parts per million, at most 100 000.
    /// Machine results that come as revisions are not counted here.
    pub revisions_ppm: u32,
    /// Share of items whose record comes again with another content under the same name; parts per million,
    /// at most 100 000.
    pub conflicts_ppm: u32,
    /// Share of items that arrive hours late; parts per million, at most 100 000.
    pub late_ppm: u32,
}

/// Which events follow the acceptances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventDetail {
    /// Acceptances only: no events, and no machine results that come later as revisions.
    None,
    /// Machine results, openings, holds, finds and staff reports.
    Gates,
    /// All, deliveries and returns too.
    All,
}

/// Why a plan cannot be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Choose a number of items within the bounds.
    #[error("items must be 1..={max}", max = Plan::ITEMS_MAX)]
    Items,
    /// Choose a number of days within the bounds.
    #[error("days must be 1..={max}", max = Plan::DAYS_MAX)]
    Days,
    /// Choose a first day from 1950 to 2200.
    #[error("the first day must lie between 1950 and 2200")]
    FirstDay,
    /// Choose a number of people within the bounds.
    #[error("people must be {min}..={max}", min = Plan::PEOPLE_MIN, max = Plan::PEOPLE_MAX)]
    People,
    /// Choose a rate of at most a tenth.
    #[error("rates must be 0..=100000 parts per million")]
    Rate,
}

impl Plan {
    /// Largest number of items.
    pub const ITEMS_MAX: u64 = 40_000_000;
    /// Largest number of days.
    pub const DAYS_MAX: u16 = 366;
    /// Smallest number of people.
    pub const PEOPLE_MIN: u32 = 400;
    /// Largest number of people.
    pub const PEOPLE_MAX: u32 = 40_000_000;
    /// Largest rate, in parts per million.
    pub const RATE_MAX: u32 = 100_000;

    /// Checks every bound.
    pub fn check(&self) -> Result<(), PlanError> {
        if !(1..=Self::ITEMS_MAX).contains(&self.items) {
            return Err(PlanError::Items);
        }
        if !(1..=Self::DAYS_MAX).contains(&self.days) {
            return Err(PlanError::Days);
        }
        if !(1950..=2200).contains(&self.first_day.year()) {
            return Err(PlanError::FirstDay);
        }
        if !(Self::PEOPLE_MIN..=Self::PEOPLE_MAX).contains(&self.people()) {
            return Err(PlanError::People);
        }
        let rates = [self.planted_ppm, self.repeats_ppm, self.revisions_ppm, self.conflicts_ppm, self.late_ppm];
        if rates.iter().any(|rate| *rate > Self::RATE_MAX) { Err(PlanError::Rate) } else { Ok(()) }
    }

    /// Number of people who send or receive.
    pub fn people(&self) -> u32 {
        let default = (self.items * 8 / 10).clamp(u64::from(Self::PEOPLE_MIN), u64::from(Self::PEOPLE_MAX));
        self.people.unwrap_or(default as u32)
    }
}

impl Default for Plan {
    /// A week of November of 200 000 items with everything in it but conflicts.
    fn default() -> Self {
        Self {
            seed: 1,
            items: 200_000,
            days: 7,
            first_day: date(2026, 11, 9),
            people: None,
            events: EventDetail::All,
            planted_ppm: 8_000,
            repeats_ppm: 3_000,
            revisions_ppm: 5_000,
            conflicts_ppm: 0,
            late_ppm: 3_000,
        }
    }
}
