//! Records of cases in a few words; what is not said is left out or has a fixed value.
//!
//! Labels stand for pseudonyms: equal labels of one kind are equal values. `#` becomes the number of the repetition.

use jiff::{SignedDuration, Timestamp};
use parcel::{
    Choice, Code64, Event, EventKind, Fen, Goods, Grams, Identity, IdentityMethod, IdentityResult, Inspection,
    InspectionResult, Item, ItemName, Operator, Party, Payment, Place, Pseudonym, PseudonymousEvent, RecordName,
    Region, Revision, Sender, Sha256, Waybill, Xray, XrayResult,
    kind::{Channel, ItemKind, OperatorKind, Outcome, PaymentMethod},
};

use super::{super::reader::Section, BEFORE_MAX, Journaled};
use crate::window::fingerprint;

/// When the record of a case is accepted: 2026-11-18 10:00 in Shanghai.
const CASE_SECOND: i64 = 1_794_967_200;

/// A record, or a run of similar ones, in a few words.
pub(super) struct Sketch {
    repeat: i64,
    ago: i64,
    every: i64,
    waybill: Option<String>,
    revision: i64,
    labels: [Option<String>; LABELS.len()],
    weight: Option<i64>,
    inspected_after: Option<i64>,
    xray_after: Option<i64>,
    identified_after: Option<i64>,
    goods: Vec<GoodsSketch>,
    mark: bool,
    event: bool,
    words: Words,
}

/// A line of declared goods in a few words.
struct GoodsSketch {
    name: String,
    weight: Option<i64>,
    value: Option<i64>,
}

/// Labels by position.
const LABELS: [&str; 13] = [
    "document",
    "agreement",
    "phone",
    "payer",
    "recipient",
    "address",
    "outlet",
    "courier",
    "inspector",
    "machine",
    "image",
    "photo",
    "reader",
];

#[derive(Clone, Copy, Default)]
struct Words {
    operator_kind: Option<OperatorKind>,
    item_kind: Option<ItemKind>,
    channel: Option<Channel>,
    outcome: Option<Outcome>,
    payment_method: Option<PaymentMethod>,
    identity_result: Option<IdentityResult>,
    identity_method: Option<IdentityMethod>,
    inspection_result: Option<InspectionResult>,
    xray_result: Option<XrayResult>,
}

impl Sketch {
    /// Reads a sketch of a pass, told by an event.
    pub(super) fn read_pass(section: Section<'_, '_>) -> Self {
        Self { event: true, ..Self::read(section) }
    }

    /// Reads a sketch: an acceptance, or with `event = true` a pass after it.
    pub(super) fn read(mut section: Section<'_, '_>) -> Self {
        let day = 86_400;
        let sketch = Self {
            repeat: section.optional_number("repeat", 1, BEFORE_MAX).unwrap_or(1),
            ago: section.optional_length("ago").unwrap_or(0),
            every: section.optional_length("every").unwrap_or(0),
            waybill: section.optional("waybill").map(|located| located.text.to_owned()),
            revision: section.optional_number("revision", 1, 100).unwrap_or(1),
            labels: LABELS.map(|name| section.optional(name).map(|located| located.text.to_owned())),
            weight: section.optional_number("weight_grams", 1, 100_000_000),
            inspected_after: section.optional_number("inspected_after_seconds", -400 * day, 400 * day),
            xray_after: section.optional_number("xray_after_seconds", -400 * day, 400 * day),
            identified_after: section.optional_number("identified_after_seconds", -400 * day, 400 * day),
            goods: section.tables("goods").into_iter().filter_map(GoodsSketch::read).collect(),
            mark: section.optional_flag("mark").unwrap_or(false),
            event: section.optional_flag("event").unwrap_or(false),
            words: Words::read(&mut section),
        };
        section.finish();
        sketch
    }

    /// The records that it stands for, oldest first.
    pub(super) fn journaled(&self, prefix: &str) -> impl Iterator<Item = Journaled> {
        (0..self.repeat).filter_map(move |number| {
            if self.event {
                return self.pass(prefix, number).map(Journaled::Pass);
            }
            self.item(prefix, number).map(Journaled::Item)
        })
    }

    fn name(&self, prefix: &str, number: i64) -> Option<ItemName> {
        let operator = Operator::parse("demo-express").ok()?;
        let waybill = self.waybill.clone().unwrap_or_else(|| format!("{prefix}-{number}"));
        Some(ItemName { waybill: Waybill::parse(&waybill).ok()?, operator })
    }

    fn at(&self, number: i64) -> Option<Timestamp> {
        let start = Timestamp::from_second(CASE_SECOND).ok()?;
        Some(start - SignedDuration::from_micros(self.ago - self.every * number))
    }

    /// `outlet` is the place of the pass, `reader` who read the image.
    fn pass(&self, prefix: &str, number: i64) -> Option<PseudonymousEvent> {
        let item = self.name(prefix, number)?;
        let code = |name: &str| self.label(name, number).and_then(|text| Code64::new(&text).ok());
        let suspect = self.words.xray_result == Some(XrayResult::Suspect);
        Some(Event {
            kind: if suspect { EventKind::XraySuspect } else { EventKind::XrayClear },
            at: self.at(number)?,
            place: code("outlet"),
            by: self.label("reader", number).map(|text| staff(&item.operator, &text)),
            by_second: None,
            approved_by: None,
            machine: code("machine"),
            image: self.label("image", number).map(|text| image(&item.operator, &text)),
            found: None,
            to: None,
            receipt: None,
            note: None,
            basis: None,
            item,
        })
    }

    fn item(&self, prefix: &str, number: i64) -> Option<Item> {
        let name = self.name(prefix, number)?;
        let operator = name.operator.clone();
        let accepted_at = self.at(number)?;
        let label = |name: &str| self.label(name, number);
        let place = Place::Home(Region::parse("000000").ok()?);
        let party = |phone, address| Party { name: None, phone, place, address };
        let code = |name: &str| label(name).and_then(|text| Code64::new(&text).ok());
        Some(Item {
            operator_kind: self.words.operator_kind.unwrap_or(OperatorKind::Express),
            outlet: code("outlet").or_else(|| Code64::new("O1").ok())?,
            accepted_region: None,
            courier: label("courier").map(|text| staff(&operator, &text)),
            channel: self.words.channel,
            accepted_at,
            item_kind: self.words.item_kind.unwrap_or(ItemKind::Parcel),
            outcome: self.words.outcome,
            weight: self.weight.and_then(|grams| Grams::of_item(u64::try_from(grams).ok()?).ok()),
            sender: Sender {
                party: party(
                    label("phone").map(|text| pseudonym(&operator, "phone", &text)),
                    label("address").map(|text| pseudonym(&operator, "address", &text)),
                ),
                id_kind: None,
                id_number: label("document").map(|text| pseudonym(&operator, "id_number", &text)),
                agreement: label("agreement").map(|text| pseudonym(&operator, "agreement", &text)),
            },
            recipient: party(label("recipient").map(|text| pseudonym(&operator, "phone", &text)), None),
            goods: self.goods.iter().map(GoodsSketch::line).collect(),
            identity: self.identity(accepted_at),
            inspection: self.inspection(&operator, number, accepted_at),
            xray: self.xray(&operator, number, accepted_at),
            payment: self.payment(&operator, number),
            name: RecordName { item: name, revision: Revision::new(u64::try_from(self.revision).ok()?).ok()? },
        })
    }

    fn label(&self, name: &str, number: i64) -> Option<String> {
        let position = LABELS.iter().position(|label| *label == name)?;
        self.labels[position].as_ref().map(|text| text.replace('#', &(number + 1).to_string()))
    }

    fn identity(&self, accepted_at: Timestamp) -> Option<Identity> {
        let Words { identity_result, identity_method, .. } = self.words;
        let recorded = identity_result.is_some() || identity_method.is_some() || self.identified_after.is_some();
        recorded.then(|| Identity {
            result: identity_result.unwrap_or(IdentityResult::Verified),
            method: identity_method,
            at: self.identified_after.map(|seconds| accepted_at + SignedDuration::from_secs(seconds)),
        })
    }

    fn inspection(&self, operator: &Operator, number: i64, accepted_at: Timestamp) -> Option<Inspection<Pseudonym>> {
        let by = self.label("inspector", number).map(|text| staff(operator, &text));
        let photos: Vec<_> = self.label("photo", number).map(|text| image(operator, &text)).into_iter().collect();
        let result = self.words.inspection_result;
        let named = by.is_some() || !photos.is_empty() || self.mark;
        let recorded = result.is_some() || named || self.inspected_after.is_some();
        recorded.then(|| Inspection {
            result: result.unwrap_or(InspectionResult::Passed),
            by,
            at: self.inspected_after.map(|seconds| accepted_at + SignedDuration::from_secs(seconds)),
            mark: self.mark.then(|| Code64::new("MARK").ok()).flatten(),
            photos,
            found: None,
        })
    }

    fn xray(&self, operator: &Operator, number: i64, accepted_at: Timestamp) -> Option<Xray<Pseudonym>> {
        let machine = self.label("machine", number).and_then(|text| Code64::new(&text).ok());
        let image = self.label("image", number).map(|text| image(operator, &text));
        let result = self.words.xray_result;
        let recorded = result.is_some() || machine.is_some() || image.is_some() || self.xray_after.is_some();
        recorded.then(|| Xray {
            result: result.unwrap_or(XrayResult::Clear),
            machine,
            by: self.label("reader", number).map(|text| staff(operator, &text)),
            at: self.xray_after.map(|seconds| accepted_at + SignedDuration::from_secs(seconds)),
            image,
        })
    }

    fn payment(&self, operator: &Operator, number: i64) -> Option<Payment<Pseudonym>> {
        let payer_phone = self.label("payer", number).map(|text| pseudonym(operator, "phone", &text));
        let method = self.words.payment_method;
        (payer_phone.is_some() || method.is_some()).then_some(Payment { method, payer_phone })
    }
}

impl GoodsSketch {
    fn read(mut section: Section<'_, '_>) -> Option<Self> {
        let name = section.word("name");
        let weight = section.optional_number("weight_grams", 1, 100_000_000);
        let value = section.optional_number("value_fen", 0, 1_000_000_000_000);
        section.finish();
        Some(Self { name: name?.to_owned(), weight, value })
    }

    fn line(&self) -> Goods {
        Goods {
            name: self.name.clone(),
            quantity: None,
            unit: None,
            weight: self.weight.and_then(|grams| Grams::of_item(u64::try_from(grams).ok()?).ok()),
            value: self.value.and_then(|fen| u64::try_from(fen).ok()).map(Fen),
            hs: None,
        }
    }
}

impl Words {
    fn read(section: &mut Section<'_, '_>) -> Self {
        Self {
            operator_kind: choice(section, "operator_kind"),
            item_kind: choice(section, "item_kind"),
            channel: choice(section, "channel"),
            outcome: choice(section, "outcome"),
            payment_method: choice(section, "payment_method"),
            identity_result: choice(section, "identity_result"),
            identity_method: choice(section, "identity_method"),
            inspection_result: choice(section, "inspection_result"),
            xray_result: choice(section, "xray_result"),
        }
    }
}

fn choice<C: Choice>(section: &mut Section<'_, '_>, name: &'static str) -> Option<C> {
    let list: Vec<&str> = C::ALL.iter().map(|member| member.word()).collect();
    section.optional_choice(name, &list.join(", "), C::from_word)
}

fn staff(operator: &Operator, text: &str) -> Pseudonym {
    pseudonym(operator, "staff", text)
}

/// A made-up pseudonym: keyed by nothing, for cases only.
fn pseudonym(operator: &Operator, domain: &str, text: &str) -> Pseudonym {
    let mut bytes = [0; 16];
    let value = fingerprint(operator, format!("{domain}\0{text}").as_bytes());
    bytes[..8].copy_from_slice(&value.to_le_bytes());
    Pseudonym(bytes)
}

fn image(operator: &Operator, text: &str) -> Sha256 {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&fingerprint(operator, text.as_bytes()).to_le_bytes());
    Sha256(bytes)
}
