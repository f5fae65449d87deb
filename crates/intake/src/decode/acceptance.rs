//! The fields of an acceptance, as `acceptance.schema.json` states them.

use jiff::Timestamp;
use parcel::{
    Acceptance, Clear, Code64, Fen, Found, Goods, Grams, Identity, IdentityMethod, IdentityResult, Inspection,
    InspectionResult, ItemName, Operator, Party, Payment, Place, Quantity, RecordName, Region, Revision, Sender,
    Sha256, Waybill, Xray, XrayResult,
    kind::{Channel, IdKind, ItemKind, OperatorKind, Outcome, PaymentMethod},
};
use serde::de::MapAccess;

use super::{
    leaf::{class, code, hs, personal, some_code, some_text, text, time},
    object::{Fields, fields, object},
    path::Path,
    reader::{At, Integer, List, Number, Reader, Text, word},
};

/// Most goods lines of one item.
pub const GOODS_MAX: usize = 64;

/// Most photos of one inspection.
pub const PHOTOS_MAX: usize = 16;

fn quantity() -> impl Reader<Value = Quantity> {
    Number(Quantity::new)
}

fn staff() -> impl Reader<Value = Clear> {
    personal(64, "at most 64 characters")
}

fn name() -> impl Reader<Value = Clear> {
    personal(128, "at most 128 characters")
}

fn phone() -> impl Reader<Value = Clear> {
    personal(32, "at most 32 characters")
}

fn address() -> impl Reader<Value = Clear> {
    personal(256, "at most 256 characters")
}

fn short_unit() -> impl Reader<Value = String> {
    text(16, "at most 16 characters")
}

fn courier() -> impl Reader<Value = Clear> {
    Text(|text: &str| match Code64::new(text) {
        Ok(_) if text.is_empty() => {
            Err(parcel::Fault::new(parcel::ProblemCode::TooShort, "1 to 64 characters, or leave the field out"))
        }
        Ok(_) => Ok(Clear::new(text)),
        Err(fault) => Err(fault),
    })
}

fields! {
    AcceptanceFields -> Acceptance {
        waybill: Waybill = required Text(Waybill::parse),
        revision: Revision = optional Integer(Revision::new),
        operator: Operator = required Text(Operator::parse),
        operator_kind: OperatorKind = required word(),
        outlet: Code64 = required some_code(),
        accepted_region: Region = optional Text(Region::parse),
        courier: Clear = optional courier(),
        channel: Channel = optional word(),
        accepted_at: Timestamp = required time(),
        item_kind: ItemKind = required word(),
        outcome: Outcome = optional word(),
        weight_grams: Grams = optional Integer(Grams::of_item),
        sender: Sender<Clear> = required object::<SenderFields>(),
        recipient: Party<Clear> = required object::<RecipientFields>(),
        goods: Vec<Goods> = required List {
            max: GOODS_MAX, would_pass: "at most 64 goods lines", each: object::<GoodsFields>
        },
        identity: Identity = optional object::<IdentityFields>(),
        inspection: Inspection<Clear> = optional object::<InspectionFields>(),
        xray: Xray<Clear> = optional object::<XrayFields>(),
        payment: Payment<Clear> = optional object::<PaymentFields>(),
    }
    build(self, _at) {
        let item_kind = self.item_kind?;
        Some(Acceptance {
            name: RecordName {
                item: ItemName { operator: self.operator?, waybill: self.waybill? },
                revision: self.revision.unwrap_or(Revision::FIRST),
            },
            operator_kind: self.operator_kind?,
            outlet: self.outlet?,
            accepted_region: self.accepted_region,
            courier: self.courier,
            channel: self.channel,
            accepted_at: self.accepted_at?,
            item_kind,
            outcome: self.outcome,
            weight: self.weight_grams,
            sender: self.sender?,
            recipient: self.recipient?,
            // Goods text of a letter is neither read nor stored.
            goods: if item_kind == ItemKind::Letter { Vec::new() } else { self.goods? },
            identity: self.identity,
            inspection: self.inspection,
            xray: self.xray,
            payment: self.payment,
        })
    }
}

fields! {
    SenderFields -> Sender<Clear> {
        name: Clear = optional name(),
        phone: Clear = optional phone(),
        id_kind: IdKind = optional word(),
        id_number: Clear = optional personal(64, "at most 64 characters"),
        region: Place = required Text(Place::parse),
        address: Clear = optional address(),
        agreement: Clear = optional personal(64, "at most 64 characters"),
    }
    build(self, _at) {
        Some(Sender {
            party: Party { name: self.name, phone: self.phone, place: self.region?, address: self.address },
            id_kind: self.id_kind,
            id_number: self.id_number,
            agreement: self.agreement,
        })
    }
}

fields! {
    RecipientFields -> Party<Clear> {
        name: Clear = optional name(),
        phone: Clear = optional phone(),
        region: Place = required Text(Place::parse),
        address: Clear = optional address(),
    }
    build(self, _at) {
        Some(Party { name: self.name, phone: self.phone, place: self.region?, address: self.address })
    }
}

fields! {
    GoodsFields -> Goods {
        name: String = required some_text(256, "1 to 256 characters"),
        quantity: Quantity = optional quantity(),
        unit: String = optional short_unit(),
        weight_grams: Grams = optional Integer(Grams::of_line),
        value_fen: Fen = optional Integer(|fen| Ok(Fen(fen))),
        hs: String = optional hs(),
    }
    build(self, _at) {
        Some(Goods {
            name: self.name?,
            quantity: self.quantity,
            unit: self.unit,
            weight: self.weight_grams,
            value: self.value_fen,
            hs: self.hs,
        })
    }
}

fields! {
    IdentityFields -> Identity {
        result: IdentityResult = required word(),
        method: IdentityMethod = optional word(),
        at: Timestamp = optional time(),
    }
    build(self, _at) {
        Some(Identity { result: self.result?, method: self.method, at: self.at })
    }
}

fields! {
    InspectionFields -> Inspection<Clear> {
        result: InspectionResult = required word(),
        by: Clear = optional staff(),
        at: Timestamp = optional time(),
        mark: Code64 = optional code(),
        photos: Vec<Sha256> = optional List {
            max: PHOTOS_MAX, would_pass: "at most 16 photos", each: || Text(Sha256::parse)
        },
        found: Found = optional object::<FoundFields>(),
    }
    build(self, _at) {
        Some(Inspection {
            result: self.result?,
            by: self.by,
            at: self.at,
            mark: self.mark,
            photos: self.photos.unwrap_or_default(),
            found: self.found,
        })
    }
}

fields! {
    FoundFields -> Found {
        class: String = required class(),
        entry: String = optional text(256, "at most 256 characters"),
        quantity: Quantity = optional quantity(),
        unit: String = optional short_unit(),
    }
    build(self, _at) {
        Some(Found { class: self.class?, entry: self.entry, quantity: self.quantity, unit: self.unit })
    }
}

fields! {
    XrayFields -> Xray<Clear> {
        result: XrayResult = required word(),
        machine: Code64 = optional code(),
        by: Clear = optional staff(),
        at: Timestamp = optional time(),
        image: Sha256 = optional Text(Sha256::parse),
    }
    build(self, _at) {
        Some(Xray { result: self.result?, machine: self.machine, by: self.by, at: self.at, image: self.image })
    }
}

fields! {
    PaymentFields -> Payment<Clear> {
        method: PaymentMethod = optional word(),
        payer_phone: Clear = optional phone(),
    }
    build(self, _at) {
        Some(Payment { method: self.method, payer_phone: self.payer_phone })
    }
}
