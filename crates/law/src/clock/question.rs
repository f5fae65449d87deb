//! A question about a clock as a line of JSON, answered in one line: every problem at once, each by name.

use parcel::Day;
use serde::Serialize;

use super::{Answer, ClockProblem, Clocks, Event, Ledger, Opening, Start};
use fields::{Fields, object};

mod fields;

/// A question that can be answered.
#[derive(Clone, Debug)]
pub struct Question {
    /// The clock with its events.
    pub ledger: Ledger,
    /// The day on which its standing is asked for.
    pub on: Option<Day>,
    /// What the asker calls it; given back as it came.
    pub reference: Option<String>,
}

/// Answers a line such as `{"clock":"filing-reasons","start":"2026-09-25"}`.
///
/// The answer has `due`, `provision`, `steps` and `provisional`, and what the clock is; or `error`, the first problem,
/// and `problems`, all of them, each with `code`, `field`, `message` in both languages and what is `allowed`.
pub fn answer_line(clocks: &Clocks, line: &[u8]) -> String {
    match ask(clocks, line) {
        Ok(question) => serde_json::to_string(&Answer::of(clocks, &question)).unwrap_or_default(),
        Err(problems) => problems_line(&problems),
    }
}

#[derive(Serialize)]
struct Refused<'a> {
    error: Option<&'a ClockProblem>,
    problems: &'a [ClockProblem],
}

/// The line that answers a question with problems.
pub fn problems_line(problems: &[ClockProblem]) -> String {
    serde_json::to_string(&Refused { error: problems.first(), problems }).unwrap_or_default()
}

/// Reads a line; every problem at once.
pub fn ask(clocks: &Clocks, line: &[u8]) -> Result<Question, Vec<ClockProblem>> {
    let mut fields = Fields { clocks, problems: Vec::new(), map: object(line)? };
    let id = fields.clock();
    let opening = fields.opening(id.as_deref());
    let events = fields.events();
    let on = fields.day("on").unwrap_or(None);
    let reference = fields.reference();
    fields.unknown();
    let mut problems = fields.problems;
    let opened = open(clocks, id.as_deref(), opening);
    let ledger = opened.map_err(|opened| problems.splice(0..0, opened).for_each(drop)).ok();
    let ledger = ledger.map(|ledger| record(ledger, events, &mut problems));
    match ledger {
        Some(ledger) if problems.is_empty() => Ok(Question { ledger, on, reference }),
        _ => Err(problems),
    }
}

/// Opens the clock as far as what was given allows; an unknown id is answered whatever else is wrong.
fn open(clocks: &Clocks, id: Option<&str>, opening: Option<Opening>) -> Result<Ledger, Vec<ClockProblem>> {
    let known = id.filter(|id| clocks.get(id).is_some());
    match (id, opening) {
        (Some(id), Some(opening)) => Ledger::open(clocks, id, opening),
        (Some(id), None) if known.is_none() => {
            Ledger::open(clocks, id, Opening::at(Start::Day(super::ledger::STARTS.0)))
        }
        _ => Err(Vec::new()),
    }
}

/// Records events in the order of their days; what is refused is told by its place in the list.
fn record(mut ledger: Ledger, events: Vec<(usize, Event)>, problems: &mut Vec<ClockProblem>) -> Ledger {
    let mut events = events;
    events.sort_by_key(|(_, event)| event.day());
    for (place, event) in events {
        if let Err(mut problem) = ledger.record(event) {
            problem.field = format!("events[{place}]");
            problems.push(problem);
        }
    }
    ledger
}
