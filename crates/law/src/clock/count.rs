//! Counting: the arithmetic of days, months, working days and hours, and nothing else.

use jiff::ToSpan;
use parcel::Day;

use super::Length;
use crate::Calendar;

/// Days that do not count: the first, and the last where it is known.
pub(crate) type Pause = (Day, Option<Day>);

/// The last day of a period before holidays are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LastDay {
    /// After the months.
    pub(crate) after_months: Day,
    /// After months and days.
    pub(crate) after_days: Day,
    /// After days that did not count.
    pub(crate) day: Day,
    /// Days that did not count.
    pub(crate) paused_days: u16,
}

/// So many days later.
pub(crate) fn add_days(day: Day, days: i64) -> Day {
    day.saturating_add(days.days())
}

/// Days from one to the other.
pub(crate) fn days_between(from: Day, to: Day) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// So many months later: the same day of the month; from the last day of a month to the last day; where there is no
/// such day, the last day. Months are summed before they are applied, never chained.
///
/// Source: SPC Interpretation of the Criminal Procedure Law 2021 art. 202.
pub(crate) fn add_months(day: Day, months: u16) -> Day {
    let target = day.first_of_month().saturating_add(i64::from(months).months());
    if months == 0 {
        day
    } else if day.day() == day.days_in_month() || day.day() > target.days_in_month() {
        target.last_of_month()
    } else {
        add_days(target, i64::from(day.day()) - 1)
    }
}

/// The last day of a period whose starting day is not counted; none while a pause goes on.
pub(crate) fn last_day(calendar: &Calendar, start: Day, length: Length, pauses: &[Pause]) -> Option<LastDay> {
    if length.working_days > 0 {
        return last_working_day(calendar, start, length.working_days, pauses);
    }
    let after_months = add_months(start, length.months);
    let after_days = add_days(after_months, i64::from(length.days));
    let mut paused_days = 0;
    for (from, to) in merged(pauses) {
        let from = from.max(add_days(start, 1));
        paused_days += u16::try_from(days_between(from, to?) + 1).unwrap_or(0);
    }
    Some(LastDay { after_months, after_days, day: add_days(after_days, i64::from(paused_days)), paused_days })
}

fn last_working_day(calendar: &Calendar, start: Day, working_days: u16, pauses: &[Pause]) -> Option<LastDay> {
    let pauses = merged(pauses);
    let (mut day, mut counted, mut paused_days) = (start, 0, 0);
    while counted < working_days {
        day = add_days(day, 1);
        match pauses.iter().find(|(from, to)| *from <= day && to.is_none_or(|to| day <= to)) {
            Some((_, None)) => return None,
            Some(_) => paused_days += 1,
            None => counted += u16::from(calendar.is_workday(day)),
        }
    }
    Some(LastDay { after_months: start, after_days: day, day, paused_days })
}

/// Pauses in order, those that touch made one.
fn merged(pauses: &[Pause]) -> Vec<Pause> {
    let mut sorted = pauses.to_vec();
    sorted.sort_by_key(|(from, _)| *from);
    let mut merged: Vec<Pause> = Vec::new();
    for (from, to) in sorted {
        match merged.last_mut() {
            Some((_, last)) if last.is_none_or(|last| from <= add_days(last, 1)) => {
                *last = last.zip(to).map(|(last, to)| last.max(to));
            }
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// Days of pauses up to and with a day.
pub(crate) fn paused_until(start: Day, day: Day, pauses: &[Pause]) -> i32 {
    let within = merged(pauses).into_iter().map(|(from, to)| {
        let from = from.max(add_days(start, 1));
        days_between(from, to.map_or(day, |to| to.min(day))) + 1
    });
    within.map(|days| days.max(0)).sum()
}
