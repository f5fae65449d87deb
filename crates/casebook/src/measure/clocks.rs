//! Which clocks a document has started, and what ended them. Lengths and due dates are in `law`.

use jiff::{Timestamp, tz};
use law::clock::{Clocks, Event, Ledger, Moment, Opening, Start};
use parcel::Day;

/// Beijing time, in which instants are shown.
const ZONE: tz::Offset = tz::offset(8);

/// A clock that an act started.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentClock {
    /// Its id in `law::clock`.
    pub id: &'static str,
    /// The act that started it.
    pub started_by: u64,
    /// When what was owed was done.
    pub done: Option<Day>,
    /// When it ceased to be owed without being done: withdrawn, waived, overtaken.
    pub lapsed: Option<Day>,
    start: Start,
    option: Option<u16>,
}

impl DocumentClock {
    /// The clock with everything that happened to it; none: the law had no such clock on that day.
    pub fn ledger(&self) -> Option<Ledger> {
        let opening = Opening { option: self.option, ..Opening::at(self.start) };
        let mut ledger = Ledger::open(Clocks::built_in(), self.id, opening).ok()?;
        if let Some(day) = self.done {
            // A clock that takes no such event shows as still open, which is what it then is.
            let _ = ledger.record(Event::Done { day });
        }
        Some(ledger)
    }

    /// Whether something is still owed.
    pub fn is_open(&self) -> bool {
        self.done.is_none() && self.lapsed.is_none()
    }
}

/// The clocks of one document, in the order in which they were started.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClockNotes(Vec<DocumentClock>);

impl ClockNotes {
    /// All of them.
    pub fn all(&self) -> &[DocumentClock] {
        &self.0
    }

    /// The latest of an id.
    pub fn latest(&self, id: &str) -> Option<&DocumentClock> {
        self.0.iter().rev().find(|clock| clock.id == id)
    }

    /// Whether a clock of that id ended before `day` without being done.
    pub(crate) fn is_past(&self, id: &str, day: Day) -> bool {
        let due =
            self.latest(id).filter(|clock| clock.is_open()).and_then(DocumentClock::ledger).map(|open| open.due());
        due.flatten().is_some_and(|due| due.day() < day)
    }

    pub(crate) fn start_day(&mut self, id: &'static str, day: Day, option: Option<u16>, by: u64) {
        self.start(id, Start::Day(day), option, by);
    }

    pub(crate) fn start_moment(&mut self, id: &'static str, at: Timestamp, by: u64) {
        self.start(id, Start::Moment(Moment::new(at, ZONE)), None, by);
    }

    /// Starts a clock if the law had it on that day; one of the same id that still runs lapses.
    fn start(&mut self, id: &'static str, start: Start, option: Option<u16>, by: u64) {
        self.lapse(id, start.day());
        let clock = DocumentClock { id, started_by: by, done: None, lapsed: None, start, option };
        if clock.ledger().is_some() {
            self.0.push(clock);
        }
    }

    pub(crate) fn done(&mut self, id: &str, day: Day) {
        for clock in self.0.iter_mut().filter(|clock| clock.id == id && clock.is_open()) {
            clock.done = Some(day);
        }
    }

    pub(crate) fn lapse(&mut self, id: &str, day: Day) {
        for clock in self.0.iter_mut().filter(|clock| clock.id == id && clock.is_open()) {
            clock.lapsed = Some(day);
        }
    }

    pub(crate) fn lapse_all(&mut self, day: Day) {
        for clock in self.0.iter_mut().filter(|clock| clock.is_open()) {
            clock.lapsed = Some(day);
        }
    }
}
