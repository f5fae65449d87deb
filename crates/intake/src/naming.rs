//! What a record or event is to the items known before: new, a repeat, a conflict, an illegal step.
//!
//! Decides by names, digests and states alone; who keeps them is `items`, what they mean for the law is `screening`.

mod change;
mod differing;

pub use change::Change;
pub use differing::{PlainField, differing_plain};

use parcel::{
    DutyState, Event, EventKind, Gate, GateState, Item, ItemName, Problem, ProblemCode, Record, State, statutory_day,
};

use crate::items::{ItemEntry, ItemKey, Items, ItemsError, Station, StationId, StationRef};

/// Where names of items are kept.
pub trait Names {
    /// What is known under a key.
    fn get(&self, key: &ItemKey) -> Result<Option<ItemEntry>, ItemsError>;
    /// Keeps what is known from now on.
    fn put(&mut self, key: ItemKey, entry: ItemEntry);
    /// The number of a station.
    fn intern(&mut self, station: StationRef<'_>) -> StationId;
    /// The station of a number.
    fn station(&self, id: StationId) -> Option<&Station>;
}

impl Names for Items {
    fn get(&self, key: &ItemKey) -> Result<Option<ItemEntry>, ItemsError> {
        Self::get(self, key)
    }

    fn put(&mut self, key: ItemKey, entry: ItemEntry) {
        Self::put(self, key, entry);
    }

    fn intern(&mut self, station: StationRef<'_>) -> StationId {
        Self::intern(self, station)
    }

    fn station(&self, id: StationId) -> Option<&Station> {
        Self::station(self, id)
    }
}

/// What a record is, before it is journaled.
#[derive(Debug)]
pub enum Standing {
    /// To be journaled, after the entry that is named, if any.
    New(Option<ItemEntry>),
    /// Journaled before, at that position: the answer of then.
    Repeat(u64),
    /// Another content stands under this name at that position.
    Conflict(u64),
    /// A higher revision came before; whether this one is a repeat of an older one is for the journal to say.
    Lower(ItemEntry),
}

/// What an acceptance is to the names known before.
pub fn standing<P>(
    names: &impl Names,
    key: &ItemKey,
    record: &Record<P>,
    digest: &[u8; 16],
) -> Result<Standing, ItemsError> {
    let Some(known) = names.get(key)? else { return Ok(Standing::New(None)) };
    let revision = record.name.revision.get();
    Ok(match revision.cmp(&known.revision) {
        std::cmp::Ordering::Greater => Standing::New(Some(known)),
        std::cmp::Ordering::Equal if *digest == known.digest => Standing::Repeat(known.record),
        std::cmp::Ordering::Equal => Standing::Conflict(known.record),
        std::cmp::Ordering::Less => Standing::Lower(known),
    })
}

/// What an event is, before it is journaled.
#[derive(Debug)]
pub enum Step {
    /// To be journaled: the item as it was, and its state from now on.
    Legal(ItemEntry, State),
    /// Journaled before, at that position, with that state as its answer.
    Repeat(u64, State),
    /// Cannot be taken.
    Refused(Problem),
}

/// The key under which an event is known, by the digest of its content.
pub fn event_key(digest: [u8; 16]) -> ItemKey {
    ItemKey(digest)
}

/// What an event is to its item.
pub fn step<P>(names: &impl Names, key: &ItemKey, event: &Event<P>, digest: [u8; 16]) -> Result<Step, ItemsError> {
    if let Some(known) = names.get(&event_key(digest))? {
        return Ok(Step::Repeat(known.record, known.state));
    }
    let Some(known) = names.get(key)? else {
        let problem =
            Problem::new("/waybill", ProblemCode::UnknownItem, "an acceptance of this operator and waybill first");
        return Ok(Step::Refused(problem));
    };
    Ok(match known.state.after(event.kind) {
        Some(state) => Step::Legal(known, state),
        None => Step::Refused(illegal(known.state)),
    })
}

fn illegal(state: State) -> Problem {
    use parcel::Choice;
    let legal: Vec<_> = EventKind::ALL.iter().filter(|kind| state.allows(**kind)).map(|kind| kind.word()).collect();
    let would_pass = format!("the item is {state}; legal now: {}", legal.join(", "));
    Problem::new("/event", ProblemCode::IllegalTransition, would_pass)
}

/// Enters an acceptance at its position: what is known of the item from now on, and what changes in coverage.
pub fn enter_record(
    names: &mut impl Names,
    key: ItemKey,
    before: Option<&ItemEntry>,
    item: &Item,
    kept: (u64, [u8; 16]),
    duties: [DutyState; 3],
) -> Vec<Change> {
    let (position, digest) = kept;
    let place = item.duty_place();
    let station = names.intern(StationRef {
        operator: &item.name.item.operator,
        operator_kind: item.operator_kind,
        outlet: &item.outlet,
        place,
    });
    let gates = [Gate::Identity, Gate::Inspection, Gate::Machine].map(|gate| item.gate_state(gate));
    let after = ItemEntry {
        last: position,
        record: position,
        revision: item.name.revision.get(),
        digest,
        state: state_after_record(before, item),
        gates,
        duties,
        station,
        day: day_number(item.day()),
    };
    names.put(key, after);
    change::of_record(before, &after)
}

/// A revision that says what the operator did with the item sets its state, as long as nothing else has happened to it;
/// any other leaves the state as it is.
fn state_after_record(before: Option<&ItemEntry>, item: &Item) -> State {
    match (before.map(|before| before.state), item.outcome) {
        (None, outcome) => State::first(outcome),
        (Some(State::Recorded | State::TakenIn | State::TurnedAway), Some(outcome)) => State::first(Some(outcome)),
        (Some(state), _) => state,
    }
}

/// Enters an event at its position: the item's new state, and what changes in coverage.
pub fn enter_event<P>(
    names: &mut impl Names,
    key: ItemKey,
    before: &ItemEntry,
    event: &Event<P>,
    kept: (u64, [u8; 16]),
) -> (State, Option<Change>) {
    let (position, digest) = kept;
    let state = before.state.after(event.kind).unwrap_or(before.state);
    let mut after = ItemEntry { last: position, state, ..*before };
    let machine = Gate::Machine as usize;
    if matches!(event.kind, EventKind::XrayClear | EventKind::XraySuspect) {
        after.gates[machine] = GateState::Done;
    }
    names.put(key, after);
    let own = ItemEntry { record: position, digest, revision: 0, ..after };
    names.put(event_key(digest), own);
    (state, change::of_gate(before, &after, Gate::Machine))
}

/// The name of an item's key.
pub fn key_of(item: &ItemName) -> ItemKey {
    ItemKey::of(item)
}

/// A statutory day as the items store counts it: days since 1970-01-01.
pub fn day_number(day: parcel::Day) -> i32 {
    let epoch = statutory_day(jiff::Timestamp::UNIX_EPOCH);
    (day - epoch).get_days()
}

/// The statutory day of a number of days since 1970-01-01.
pub fn day_of(number: i32) -> parcel::Day {
    let epoch = statutory_day(jiff::Timestamp::UNIX_EPOCH);
    jiff::Span::new().try_days(number).ok().and_then(|days| epoch.checked_add(days).ok()).unwrap_or(epoch)
}
