//! The clocks that the acts of a case start, lengthen, stop and end.
//!
//! Lengths, counting and due dates are in `law`; here is only which act does what to which clock. Nothing is kept: the
//! clocks are read from the acts each time, so that a correction moves them as it moves everything else.
//! Clocks that run by the hour need instants; acts bear days, so they are not here.

mod course;

use law::clock::{ClockProblem, Clocks, Event, Ledger, Opening};
use parcel::Day;

use super::{CaseState, Constraint, PersonState, Stage, effective};
use crate::{
    Act, CasebookError, PersonId,
    acts::{Payload, custody::Extension},
};

/// A clock of a case.
#[derive(Clone, Debug)]
pub struct CaseClock {
    /// Whose; none: of the case.
    pub person: Option<PersonId>,
    /// The act that started it.
    pub started_by: u64,
    /// The clock with everything that happened to it.
    pub ledger: Ledger,
    /// Acts that the clock does not allow, e.g. an extension after its end; they are recorded and change no due date.
    pub problems: Vec<ClockProblem>,
}

/// Every clock that the acts of a case have started, in the order in which they were.
///
/// # Errors
/// Where the replacement in a correction cannot be read.
pub fn clocks(acts: &[Act]) -> Result<Vec<CaseClock>, CasebookError> {
    Ok(Board::of(acts)?.0.into_iter().filter_map(Running::open).collect())
}

/// Clocks whose end costs a right and breaks no duty: over, they need not be shown as open.
const RIGHTS: &[&str] = &[
    "non-prosecuted-appeal",
    "non-prosecution-reconsideration",
    "non-prosecution-review",
    "protest-judgment",
    "protest-ruling",
    "refusal-reconsideration",
    "refusal-review",
];

/// Whether the end of a clock costs a right and breaks no duty.
pub fn is_right(id: &str) -> bool {
    RIGHTS.contains(&id)
}

/// The clock of a person's custody during investigation, as the state tells it; none: not under arrest.
pub fn custody(person: &PersonState) -> Option<Ledger> {
    let opening = Opening::at(law::clock::Start::Day(person.custody_since?));
    let mut ledger = Ledger::open(Clocks::built_in(), "custody-investigation", opening).ok()?;
    for (from, to) in &person.evaluations {
        // What the clock does not allow was recorded all the same and changes no due date.
        let _ = ledger.record(evaluation(*from, *to));
    }
    for (day, basis) in &person.extensions {
        if *basis != Extension::Special {
            let _ = ledger.record(Event::Extended { day: *day, requested: None, days: None });
        }
    }
    Some(ledger)
}

fn evaluation(from: Day, to: Option<Day>) -> Event {
    Event::Paused { ground: "psychiatric_evaluation".to_owned(), from, to }
}

/// A clock while the acts are gone through.
#[derive(Clone)]
struct Running {
    id: &'static str,
    person: Option<PersonId>,
    started_by: u64,
    opening: Opening,
    events: Vec<Event>,
    over: bool,
}

impl Running {
    /// The clock with its events; none: the law had no such clock on that day.
    fn open(self) -> Option<CaseClock> {
        let mut ledger = Ledger::open(Clocks::built_in(), self.id, self.opening).ok()?;
        let problems = self.events.into_iter().filter_map(|event| ledger.record(event).err()).collect();
        Some(CaseClock { person: self.person, started_by: self.started_by, ledger, problems })
    }
}

/// What an act met, as far as clocks ask.
pub(crate) struct Met {
    reviewed: bool,
    /// Of the persons that an arrest is requested of: who was detained.
    detained: Vec<PersonId>,
}

impl Met {
    pub(crate) fn of(state: &CaseState, act: &Act) -> Self {
        let reviewed = state.persons.iter().any(|person| person.stage == Stage::Review);
        let detained =
            |person: &&PersonId| state.person(**person).is_some_and(|person| person.constraint == Constraint::Detained);
        let detained = match &act.payload {
            Payload::ArrestRequested(requested) => requested.persons.iter().filter(detained).copied().collect(),
            _ => Vec::new(),
        };
        Self { reviewed, detained }
    }
}

/// The clocks so far.
#[derive(Clone, Default)]
pub(crate) struct Board(Vec<Running>);

impl Board {
    /// The clocks of a case after its acts, corrections taken into account.
    pub(crate) fn of(acts: &[Act]) -> Result<Self, CasebookError> {
        let (mut state, mut board) = (CaseState::default(), Self::default());
        for act in effective(acts)? {
            let met = Met::of(&state, &act);
            state.apply(&act);
            board.take(&met, &state, &act);
        }
        Ok(board)
    }

    /// Takes an act into account, given what it met and the case after it.
    pub(crate) fn take(&mut self, met: &Met, after: &CaseState, act: &Act) {
        course::take(self, met, after, act);
    }

    /// The clocks on which something is still to be done.
    pub(crate) fn open(&self) -> impl Iterator<Item = CaseClock> {
        self.0.iter().filter(|clock| !clock.over).cloned().filter_map(Running::open)
    }

    fn start(&mut self, id: &'static str, person: Option<PersonId>, started_by: u64, opening: Opening) {
        self.0.push(Running { id, person, started_by, opening, events: Vec::new(), over: false });
    }

    /// The clock of that name and person that still runs.
    fn running(&mut self, id: &str, person: Option<PersonId>) -> Option<&mut Running> {
        self.0.iter_mut().rev().find(|clock| clock.id == id && clock.person == person && !clock.over)
    }

    fn record(&mut self, id: &str, person: Option<PersonId>, event: Event) {
        if let Some(clock) = self.running(id, person) {
            clock.events.push(event);
        }
    }

    fn done(&mut self, ids: &[&str], person: Option<PersonId>, day: Day) {
        for id in ids {
            if let Some(clock) = self.running(id, person) {
                clock.events.push(Event::Done { day });
                clock.over = true;
            }
        }
    }

    /// Everything that still runs against a person ends.
    fn all_done(&mut self, person: PersonId, day: Day) {
        for clock in self.0.iter_mut().filter(|clock| clock.person == Some(person) && !clock.over) {
            clock.events.push(Event::Done { day });
            clock.over = true;
        }
    }

    /// An evaluation begins, or ends where one is open, in every clock that it pauses.
    fn evaluate(&mut self, person: PersonId, day: Day, begins: bool) {
        let counts = |clock: &&mut Running| !clock.over && clock.person.is_none_or(|of| of == person);
        for clock in self.0.iter_mut().filter(counts).filter(|clock| is_paused_by_evaluation(clock.id)) {
            match clock.events.last_mut() {
                _ if begins => clock.events.push(evaluation(day, None)),
                Some(Event::Paused { to, .. }) => *to = Some(day),
                _ => {}
            }
        }
    }
}

fn is_paused_by_evaluation(id: &str) -> bool {
    let clock = Clocks::built_in().get(id);
    clock.is_some_and(|clock| clock.grounds.iter().any(|ground| &*ground.id == "psychiatric_evaluation"))
}
