//! Columns of a record: what was said at acceptance, in pseudonyms.

use arrow::{array::ArrayRef, datatypes::Field};
use parcel::{Found, Identity, Inspection, Item, Party, Pseudonym, Sender, Xray};

use super::{
    Alias, Days, Hash, Hashes, Instant, Number, Small, Text, Whole, alias, columns, day_number, goods::GoodsColumn,
    hash, instant, word,
};
use crate::rows::RecordRow;

columns! {
    /// What names a record, where and when it was taken in.
    NameColumns {
        sequence: Whole, required;
        received_at: Instant, required;
        day: Days, required;
        operator: Text, required;
        operator_kind: Text, required;
        waybill: Text, required;
        revision: Small, required;
        outlet: Text, required;
        accepted_region: Text, optional;
        courier: Alias, optional;
        channel: Text, optional;
        accepted_at: Instant, required;
        item_kind: Text, required;
        outcome: Text, optional;
        weight_grams: Whole, optional;
        epoch: Small, required;
    }
}

columns! {
    /// Who sends it, who is to have it, who paid.
    PartyColumns {
        sender_name: Alias, optional;
        sender_phone: Alias, optional;
        sender_id_number: Alias, optional;
        sender_agreement: Alias, optional;
        sender_address: Alias, optional;
        sender_region: Text, required;
        recipient_name: Alias, optional;
        recipient_phone: Alias, optional;
        recipient_address: Alias, optional;
        recipient_region: Text, required;
        payment_method: Text, optional;
        payer_phone: Alias, optional;
    }
}

columns! {
    /// What was recorded of the three gates.
    GateColumns {
        identity_result: Text, optional;
        identity_method: Text, optional;
        identity_at: Instant, optional;
        inspection_result: Text, optional;
        inspection_by: Alias, optional;
        inspection_at: Instant, optional;
        inspection_mark: Text, optional;
        inspection_photos: Hashes, optional;
        found_class: Text, optional;
        found_entry: Text, optional;
        found_quantity: Number, optional;
        found_unit: Text, optional;
        xray_result: Text, optional;
        xray_machine: Text, optional;
        xray_by: Alias, optional;
        xray_at: Instant, optional;
        xray_image: Hash, optional;
    }
}

/// All of them.
pub(crate) struct RecordColumns {
    pub(crate) name: NameColumns,
    parties: PartyColumns,
    goods: GoodsColumn,
    gates: GateColumns,
}

impl RecordColumns {
    pub(crate) fn new() -> Self {
        Self {
            name: NameColumns::new(),
            parties: PartyColumns::new(),
            goods: GoodsColumn::new(),
            gates: GateColumns::new(),
        }
    }

    pub(crate) fn fields() -> Vec<Field> {
        let mut fields = NameColumns::fields();
        fields.extend(PartyColumns::fields());
        fields.push(GoodsColumn::field());
        fields.extend(GateColumns::fields());
        fields
    }

    pub(crate) fn append(&mut self, row: &RecordRow<'_>) {
        let item = row.item;
        self.name.append(row);
        self.parties.sender(&item.sender);
        self.parties.recipient(&item.recipient);
        word(&mut self.parties.payment_method, item.payment.as_ref().and_then(|payment| payment.method));
        let payer = item.payment.as_ref().and_then(|payment| payment.payer_phone.as_ref());
        alias(&mut self.parties.payer_phone, payer);
        self.goods.append(&item.goods);
        self.gates.identity(item.identity.as_ref());
        self.gates.inspection(item.inspection.as_ref());
        self.gates.xray(item.xray.as_ref());
    }

    pub(crate) fn finish(&mut self, out: &mut Vec<ArrayRef>) {
        self.name.finish(out);
        self.parties.finish(out);
        self.goods.finish(out);
        self.gates.finish(out);
    }
}

impl NameColumns {
    fn append(&mut self, row: &RecordRow<'_>) {
        let item: &Item = row.item;
        self.sequence.append_value(row.sequence);
        instant(&mut self.received_at, Some(row.received_at));
        self.day.append_value(day_number(item.day()));
        self.operator.append_value(item.item().operator.as_str());
        word(&mut self.operator_kind, Some(item.operator_kind));
        self.waybill.append_value(item.item().waybill.as_str());
        self.revision.append_value(item.name.revision.get());
        self.outlet.append_value(item.outlet.as_str());
        super::shown(&mut self.accepted_region, item.accepted_region);
        alias(&mut self.courier, item.courier.as_ref());
        word(&mut self.channel, item.channel);
        instant(&mut self.accepted_at, Some(item.accepted_at));
        word(&mut self.item_kind, Some(item.item_kind));
        word(&mut self.outcome, item.outcome);
        self.weight_grams.append_option(item.weight.map(parcel::Grams::get));
        self.epoch.append_value(row.epoch);
    }
}

impl PartyColumns {
    fn sender(&mut self, sender: &Sender<Pseudonym>) {
        alias(&mut self.sender_name, sender.party.name.as_ref());
        alias(&mut self.sender_phone, sender.party.phone.as_ref());
        alias(&mut self.sender_id_number, sender.id_number.as_ref());
        alias(&mut self.sender_agreement, sender.agreement.as_ref());
        alias(&mut self.sender_address, sender.party.address.as_ref());
        super::shown(&mut self.sender_region, Some(sender.party.place));
    }

    fn recipient(&mut self, recipient: &Party<Pseudonym>) {
        alias(&mut self.recipient_name, recipient.name.as_ref());
        alias(&mut self.recipient_phone, recipient.phone.as_ref());
        alias(&mut self.recipient_address, recipient.address.as_ref());
        super::shown(&mut self.recipient_region, Some(recipient.place));
    }
}

impl GateColumns {
    fn identity(&mut self, identity: Option<&Identity>) {
        word(&mut self.identity_result, identity.map(|identity| identity.result));
        word(&mut self.identity_method, identity.and_then(|identity| identity.method));
        instant(&mut self.identity_at, identity.and_then(|identity| identity.at));
    }

    fn inspection(&mut self, inspection: Option<&Inspection<Pseudonym>>) {
        word(&mut self.inspection_result, inspection.map(|inspection| inspection.result));
        alias(&mut self.inspection_by, inspection.and_then(|inspection| inspection.by.as_ref()));
        instant(&mut self.inspection_at, inspection.and_then(|inspection| inspection.at));
        let mark = inspection.and_then(|inspection| inspection.mark.as_ref());
        self.inspection_mark.append_option(mark.map(parcel::Code64::as_str));
        let photos = inspection.map_or(&[][..], |inspection| &inspection.photos);
        for photo in photos {
            hash(self.inspection_photos.values(), Some(photo));
        }
        self.inspection_photos.append(!photos.is_empty());
        self.found(inspection.and_then(|inspection| inspection.found.as_ref()));
    }

    fn found(&mut self, found: Option<&Found>) {
        self.found_class.append_option(found.map(|found| found.class.as_str()));
        self.found_entry.append_option(found.and_then(|found| found.entry.as_deref()));
        self.found_quantity.append_option(found.and_then(|found| found.quantity).map(parcel::Quantity::get));
        self.found_unit.append_option(found.and_then(|found| found.unit.as_deref()));
    }

    fn xray(&mut self, xray: Option<&Xray<Pseudonym>>) {
        word(&mut self.xray_result, xray.map(|xray| xray.result));
        let machine = xray.and_then(|xray| xray.machine.as_ref());
        self.xray_machine.append_option(machine.map(parcel::Code64::as_str));
        alias(&mut self.xray_by, xray.and_then(|xray| xray.by.as_ref()));
        instant(&mut self.xray_at, xray.and_then(|xray| xray.at));
        hash(&mut self.xray_image, xray.and_then(|xray| xray.image.as_ref()));
    }
}
