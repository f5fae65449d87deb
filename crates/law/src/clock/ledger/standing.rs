//! How a clock stands on a day: reckoned, never kept.

use parcel::Day;
use serde::Serialize;

use super::{Due, Ledger};
use crate::clock::count;

/// Where a clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The day lies before the start.
    NotStarted,
    /// It runs.
    Running,
    /// It stands still.
    Paused,
    /// What was owed was done in time.
    Done,
    /// What was owed was done after the end.
    DoneLate,
    /// It has ended and nothing is recorded as done.
    Ended,
}

/// A clock on a day, as far as its events are known.
///
/// For clocks that run by the hour the day is the measure: on the day of the due instant they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it is.
    pub state: State,
    /// When it ends; none while a pause goes on.
    pub due: Option<Due>,
    /// Days that the law gives, extensions and a move by holidays included; none while a pause goes on.
    pub budget_days: Option<i32>,
    /// Days that have been used.
    pub used_days: i32,
    /// Days that did not count.
    pub paused_days: i32,
    /// Days that are left; none while a pause goes on. Below 0: days since the end.
    pub left_days: Option<i32>,
}

impl Ledger {
    /// How it stands at the end of a day, all events known so far taken together.
    pub fn standing(&self, day: Day) -> Standing {
        let due = self.due();
        let pauses = self.course.pauses();
        let from = self.course.from;
        let stop = self.course.done.unwrap_or(day).min(day).max(from);
        let paused_days = count::paused_until(from, stop, &pauses);
        let end = due.map(Due::day);
        let counted = count::days_between(from, end.map_or(stop, |end| stop.min(end))) - paused_days;
        let whole = end.map(|end| count::days_between(from, end) - count::paused_until(from, end, &pauses));
        Standing {
            state: self.state(day, end),
            due,
            budget_days: whole,
            used_days: counted.max(0),
            paused_days,
            left_days: end.map(|end| count::days_between(stop, end) - remaining_pause(from, stop, end, &pauses)),
        }
    }

    fn state(&self, day: Day, end: Option<Day>) -> State {
        let still = self.course.paused.iter().any(|(_, (from, to))| *from <= day && to.is_none_or(|to| day <= to));
        match (self.course.done, end) {
            _ if day < self.course.from => State::NotStarted,
            (Some(done), end) if done <= day => {
                if end.is_some_and(|end| done > end) {
                    State::DoneLate
                } else {
                    State::Done
                }
            }
            _ if still => State::Paused,
            (_, Some(end)) if day > end => State::Ended,
            _ => State::Running,
        }
    }
}

fn remaining_pause(from: Day, stop: Day, end: Day, pauses: &[count::Pause]) -> i32 {
    (count::paused_until(from, end, pauses) - count::paused_until(from, stop, pauses)).max(0)
}
