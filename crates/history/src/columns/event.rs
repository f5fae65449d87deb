//! Columns of an event. Free text (`note`, `to`) stands in its envelope only.

use super::{Alias, Days, Hash, Instant, Number, Small, Text, Whole, alias, columns, day_number, hash, instant, word};
use crate::rows::EventRow;

columns! {
    /// What happened to an item, where it stands now, who acted.
    EventColumns {
        sequence: Whole, required;
        received_at: Instant, required;
        day: Days, required;
        operator: Text, required;
        waybill: Text, required;
        event: Text, required;
        state: Text, required;
        at: Instant, required;
        place: Text, optional;
        by: Alias, optional;
        by_second: Alias, optional;
        approved_by: Alias, optional;
        machine: Text, optional;
        image: Hash, optional;
        found_class: Text, optional;
        found_entry: Text, optional;
        found_quantity: Number, optional;
        found_unit: Text, optional;
        receipt: Text, optional;
        basis: Text, optional;
        epoch: Small, required;
    }
}

impl EventColumns {
    pub(crate) fn append(&mut self, row: &EventRow<'_>) {
        let event = row.event;
        let found = event.found.as_ref();
        self.sequence.append_value(row.sequence);
        instant(&mut self.received_at, Some(row.received_at));
        self.day.append_value(day_number(row.day));
        self.operator.append_value(event.item.operator.as_str());
        self.waybill.append_value(event.item.waybill.as_str());
        word(&mut self.event, Some(event.kind));
        word(&mut self.state, Some(row.state));
        instant(&mut self.at, Some(event.at));
        self.place.append_option(event.place.as_ref().map(parcel::Code64::as_str));
        alias(&mut self.by, event.by.as_ref());
        alias(&mut self.by_second, event.by_second.as_ref());
        alias(&mut self.approved_by, event.approved_by.as_ref());
        self.machine.append_option(event.machine.as_ref().map(parcel::Code64::as_str));
        hash(&mut self.image, event.image.as_ref());
        self.found_class.append_option(found.map(|found| found.class.as_str()));
        self.found_entry.append_option(found.and_then(|found| found.entry.as_deref()));
        self.found_quantity.append_option(found.and_then(|found| found.quantity).map(parcel::Quantity::get));
        self.found_unit.append_option(found.and_then(|found| found.unit.as_deref()));
        self.receipt.append_option(event.receipt.as_ref().map(parcel::Code64::as_str));
        self.basis.append_option(event.basis.as_deref());
        self.epoch.append_value(row.epoch);
    }
}
