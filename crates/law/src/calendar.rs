//! Which days are working days: weekends, days off and make-up workdays of the published holiday table.
//!
//! The table is data (`data/holidays.toml`), each row with the notice that announced it.
//! A day outside of the years that it covers is judged by the weekend only, and the answer says so.
//! How a period is counted belongs in `clock`.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

use jiff::{ToSpan, civil::Weekday};
use parcel::{Bilingual, Day};
use serde::Deserialize;

use crate::{Diagnostic, LawError, Status};

/// What a day is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Monday to Friday, nothing announced.
    Workday,
    /// A Saturday or Sunday that the notice makes a workday.
    MakeUpWorkday(Arc<DayOff>),
    /// A Saturday or Sunday, nothing announced.
    Weekend,
    /// A day off that a notice announced.
    Holiday(Arc<DayOff>),
}

/// A row of the holiday table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOff {
    /// Name of the holiday.
    pub name: Bilingual,
    /// Number of the notice that announced it.
    pub notice: Arc<str>,
    /// Whether the notice was read.
    pub status: Status,
}

/// The published holiday table.
#[derive(Debug)]
pub struct Calendar {
    first: Day,
    last: Day,
    off: HashMap<Day, Arc<DayOff>>,
    work: HashMap<Day, Arc<DayOff>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    covers: RawSpan,
    notice: Vec<RawNotice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpan {
    from: Day,
    to: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNotice {
    number: String,
    status: Status,
    holidays: Vec<RawHoliday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    zh: String,
    en: String,
    from: Day,
    to: Day,
    work: Vec<Day>,
}

impl Calendar {
    /// The table inside this program.
    ///
    /// # Panics
    ///
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static TABLE: LazyLock<Calendar> = LazyLock::new(|| {
            Calendar::read(include_str!("../data/holidays.toml")).unwrap_or_else(|error| panic!("{error}"))
        });
        &TABLE
    }

    /// Reads a table. Every problem is answered at once.
    pub fn read(text: &str) -> Result<Self, LawError> {
        let problem = |message: String| Diagnostic { file: "holidays.toml".to_owned(), message };
        let raw: RawTable = toml::from_str(text).map_err(|error| LawError::Data(vec![problem(error.to_string())]))?;
        let mut table = Self { first: raw.covers.from, last: raw.covers.to, off: HashMap::new(), work: HashMap::new() };
        let mut faults = BTreeSet::new();
        for notice in &raw.notice {
            for holiday in &notice.holidays {
                table.add(notice, holiday, &mut faults);
            }
        }
        if faults.is_empty() { Ok(table) } else { Err(LawError::Data(faults.into_iter().map(problem).collect())) }
    }

    fn add(&mut self, notice: &RawNotice, holiday: &RawHoliday, faults: &mut BTreeSet<String>) {
        let row = Arc::new(DayOff {
            name: Bilingual::new(&holiday.zh, &holiday.en),
            notice: notice.number.as_str().into(),
            status: notice.status,
        });
        if holiday.from > holiday.to || holiday.from < self.first || holiday.to > self.last {
            faults.insert(format!("{} {}: out of order or outside of what is covered", holiday.en, holiday.from));
        }
        for day in holiday.from.series(1.day()).take_while(|day| *day <= holiday.to) {
            if self.off.insert(day, row.clone()).is_some() {
                faults.insert(format!("{day} is there twice"));
            }
        }
        for day in &holiday.work {
            if !weekend(*day) || self.work.insert(*day, row.clone()).is_some() {
                faults.insert(format!("{day} cannot be made a workday, or is there twice"));
            }
        }
    }

    /// What a day is.
    ///
    /// ```
    /// use law::{Calendar, DayKind};
    ///
    /// let kind = |day: &str| Calendar::built_in().kind(day.parse().unwrap());
    /// assert!(matches!(kind("2026-10-05"), DayKind::Holiday(_)));
    /// assert!(matches!(kind("2026-10-10"), DayKind::MakeUpWorkday(_)));
    /// assert_eq!(kind("2026-10-11"), DayKind::Weekend);
    /// ```
    pub fn kind(&self, day: Day) -> DayKind {
        match (self.off.get(&day), self.work.get(&day)) {
            (Some(row), _) => DayKind::Holiday(row.clone()),
            (None, Some(row)) => DayKind::MakeUpWorkday(row.clone()),
            (None, None) if weekend(day) => DayKind::Weekend,
            (None, None) => DayKind::Workday,
        }
    }

    /// Whether work is done on a day.
    pub fn is_workday(&self, day: Day) -> bool {
        !self.off.contains_key(&day) && (self.work.contains_key(&day) || !weekend(day))
    }

    /// Whether the table covers a day; if not, weekends alone were looked at.
    pub fn covers(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// First and last day that the table covers.
    pub fn span(&self) -> (Day, Day) {
        (self.first, self.last)
    }

    /// The first workday on or after a day.
    pub fn workday_from(&self, day: Day) -> Day {
        let mut day = day;
        while !self.is_workday(day) {
            day = day.saturating_add(1.day());
        }
        day
    }
}

fn weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}
