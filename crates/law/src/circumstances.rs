//! What duties depend on: nothing of a person, only kind, place, destination, agreement and day.

use parcel::{
    Day, Place, Record,
    kind::{ItemKind, OperatorKind},
};

/// What duties depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Kind of business that takes the item in.
    pub operator_kind: OperatorKind,
    /// Where it is taken in.
    pub place: Place,
    /// Where it goes.
    pub destination: Place,
    /// What it is.
    pub item_kind: ItemKind,
    /// Whether the sender has a safety agreement.
    pub agreement: bool,
    /// The statutory day of acceptance.
    pub day: Day,
}

impl Circumstances {
    /// Those of a record, clear or pseudonymous. Where no place of acceptance is recorded the sender's stands in.
    pub fn of<P>(record: &Record<P>) -> Self {
        Self {
            operator_kind: record.operator_kind,
            place: record.duty_place(),
            destination: record.recipient.place,
            item_kind: record.item_kind,
            agreement: record.sender.agreement.is_some(),
            day: record.day(),
        }
    }
}
