//! The fields of an event, as `event.schema.json` states them.

use jiff::Timestamp;
use parcel::{Clear, Code64, EventKind, Found, ItemName, Operator, ProblemCode, ReportedEvent, Sha256, Waybill};
use serde::de::MapAccess;

use super::{
    acceptance::FoundFields,
    leaf::{code, personal, text, time},
    object::{Fields, fields, object},
    path::{Broken, Path},
    reader::{At, Text, word},
};

fields! {
    EventFields -> ReportedEvent {
        waybill: Waybill = required Text(Waybill::parse),
        operator: Operator = required Text(Operator::parse),
        event: EventKind = required word(),
        at: Timestamp = required time(),
        place: Code64 = optional code(),
        by: Clear = optional personal(64, "at most 64 characters"),
        machine: Code64 = optional code(),
        image: Sha256 = optional Text(Sha256::parse),
        found: Found = optional object::<FoundFields>(),
        to: Clear = optional personal(128, "at most 128 characters"),
        receipt: Code64 = optional code(),
        note: Clear = optional personal(1024, "at most 1024 characters"),
        by_second: Clear = optional personal(64, "at most 64 characters"),
        approved_by: Clear = optional personal(64, "at most 64 characters"),
        basis: String = optional text(128, "at most 128 characters"),
    }
    build(self, at) {
        if self.event.is_some_and(EventKind::is_opening) {
            check_opening(&self, at);
        }
        Some(ReportedEvent {
            item: ItemName { operator: self.operator?, waybill: self.waybill? },
            kind: self.event?,
            at: self.at?,
            place: self.place,
            by: self.by,
            by_second: self.by_second,
            approved_by: self.approved_by,
            machine: self.machine,
            image: self.image,
            found: self.found,
            to: self.to,
            receipt: self.receipt,
            note: self.note,
            basis: self.basis,
        })
    }
}

/// An opening after acceptance needs a legal ground and two different people.
fn check_opening(fields: &EventFields, at: &Path<'_>) {
    let blank = |person: &Option<Clear>| person.as_ref().is_none_or(|person| person.expose().trim().is_empty());
    let missing = |name: &str, would_pass: &'static str| {
        at.field(name).breaks(Broken::new(ProblemCode::Missing, would_pass));
    };
    if fields.basis.as_ref().is_none_or(|basis| basis.trim().is_empty()) {
        missing("basis", "the legal ground of the opening: article or document number");
    }
    if blank(&fields.by) {
        missing("by", "who opened the item");
    }
    if blank(&fields.by_second) {
        missing("by_second", "the second officer or employee present at the opening");
    } else if fields.by == fields.by_second {
        at.field("by_second").breaks(Broken::new(ProblemCode::SamePerson, "another person than /by"));
    }
}
