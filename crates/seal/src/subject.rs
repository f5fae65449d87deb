//! What an envelope belongs to: the name that its cipher is bound to.

use jiff::Timestamp;
use parcel::{Event, EventKind, ItemName, Pseudonym, RecordName};

/// The record, event or person that an envelope was sealed for. An envelope moved to another one does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// One revision of an item's record.
    Record(&'a RecordName),
    /// One event of an item.
    Event {
        /// The item.
        item: &'a ItemName,
        /// What happened.
        kind: EventKind,
        /// When.
        at: Timestamp,
    },
    /// A person in a case.
    Person {
        /// Number of the case, at most 64 bytes.
        case: &'a str,
        /// The person's pseudonym.
        person: &'a Pseudonym,
    },
}

impl<'a> From<&'a RecordName> for Subject<'a> {
    fn from(name: &'a RecordName) -> Self {
        Self::Record(name)
    }
}

impl<'a, P> From<&'a Event<P>> for Subject<'a> {
    fn from(event: &'a Event<P>) -> Self {
        Self::Event { item: &event.item, kind: event.kind, at: event.at }
    }
}

impl Subject<'_> {
    /// Header and name, each part by its length: what the cipher authenticates beside the clear text.
    pub(crate) fn bound_to(self, header: &[u8]) -> Vec<u8> {
        let mut bound = Vec::with_capacity(128);
        push(&mut bound, header);
        match self {
            Self::Record(name) => {
                bound.push(0);
                push_item(&mut bound, &name.item);
                bound.extend_from_slice(&name.revision.get().to_le_bytes());
            }
            Self::Event { item, kind, at } => {
                bound.push(1);
                push_item(&mut bound, item);
                push(&mut bound, parcel::Choice::word(kind).as_bytes());
                bound.extend_from_slice(&at.as_microsecond().to_le_bytes());
            }
            Self::Person { case, person } => {
                bound.push(2);
                push(&mut bound, case.as_bytes());
                bound.extend_from_slice(&person.0);
            }
        }
        bound
    }
}

fn push_item(bound: &mut Vec<u8>, item: &ItemName) {
    push(bound, item.operator.as_str().as_bytes());
    push(bound, item.waybill.as_str().as_bytes());
}

/// Every part is shorter than 256 bytes: headers, names of at most 32 bytes and words of closed lists.
fn push(bound: &mut Vec<u8>, part: &[u8]) {
    bound.push(part.len() as u8);
    bound.extend_from_slice(part);
}
