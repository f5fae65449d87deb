//! What the pipeline hands over: one borrowed row for each kind of fact.

use jiff::Timestamp;
use parcel::{
    Code64, Day, DutyState, Gate, GateState, Item, Notice, Operator, Place, PseudonymousEvent, RecordName, State,
    Verdict,
    kind::{Channel, OperatorKind},
};

/// One record of an item, as journaled.
#[derive(Clone, Copy, Debug)]
pub struct RecordRow<'a> {
    /// Position in the journal.
    pub sequence: u64,
    /// When it came in; kept to the microsecond.
    pub received_at: Timestamp,
    /// The record, in pseudonyms.
    pub item: &'a Item,
    /// Key epoch of its pseudonyms.
    pub epoch: u32,
    /// Its sealed personal values.
    pub envelope: &'a [u8],
}

/// The answer to one record.
#[derive(Clone, Debug)]
pub struct DecisionRow<'a> {
    /// Position in the journal of the record that it answers.
    pub sequence: u64,
    /// The record that it answers.
    pub name: &'a RecordName,
    /// Statutory day of its acceptance.
    pub day: Day,
    /// May the item be taken in?
    pub verdict: Verdict,
    /// Ids of the rules that fired, in the order of the findings.
    pub rules: Vec<&'a str>,
    /// The decision as `parcel::Decision::to_json` writes it, without its sequence, in two pieces: the second begins
    /// with the findings, or is empty where the first holds all.
    pub answer: [&'a str; 2],
    /// Rule pack and edition.
    pub pack: &'a str,
    /// Edition of the law data.
    pub law: &'a str,
    /// Edition of the catalogue.
    pub catalogue: &'a str,
    /// What was owed at each gate, in the order of `parcel::Gate`.
    pub duties: [DutyState; 3],
}

/// Something that happened to an item.
#[derive(Clone, Copy, Debug)]
pub struct EventRow<'a> {
    /// Position in the journal.
    pub sequence: u64,
    /// When it came in; kept to the microsecond.
    pub received_at: Timestamp,
    /// Statutory day of the item's acceptance, or of the event where that is not known.
    pub day: Day,
    /// The event, in pseudonyms; free text stands in the envelope only.
    pub event: &'a PseudonymousEvent,
    /// Where the item stands after it.
    pub state: State,
    /// Key epoch of its pseudonyms.
    pub epoch: u32,
    /// Its sealed personal values and free text.
    pub envelope: &'a [u8],
}

/// What a window over a key other than the sender's raised.
#[derive(Clone, Copy, Debug)]
pub struct NoticeRow<'a> {
    /// Position in the journal of the record that made it fire.
    pub sequence: u64,
    /// Statutory day of that record's acceptance.
    pub day: Day,
    /// The notice.
    pub notice: &'a Notice,
}

/// A change of what is known of one gate, as an additive step: one less in `from`, one more in `to`.
///
/// A new item has no `from`; an event that does a gate later moves it from one state to the next; a revision that
/// changes outlet, place, channel, day or duty is two changes, one without `to` and one without `from`.
#[derive(Clone, Copy, Debug)]
pub struct CoverageChange<'a> {
    /// Who took the items in.
    pub operator: &'a Operator,
    /// What kind of business it is.
    pub operator_kind: OperatorKind,
    /// At which outlet.
    pub outlet: &'a Code64,
    /// Where duties are owed.
    pub region: Place,
    /// Where they were handed in.
    pub channel: Option<Channel>,
    /// Statutory day of acceptance.
    pub day: Day,
    /// The gate.
    pub gate: Gate,
    /// What the law asks of it.
    pub duty: DutyState,
    /// The state that the items leave.
    pub from: Option<GateState>,
    /// The state that they come to.
    pub to: Option<GateState>,
    /// How many items; at least 1.
    pub items: i64,
}
