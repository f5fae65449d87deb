//! The fields of a record that a rule may read; what is not here cannot be named.
//!
//! Left out on purpose, and held by a test: names, numbers and kinds of documents, nationality, regions, countries,
//! addresses, free text and goods names. Equality of pseudonyms is offered only where it is the whole question.

use jiff::tz::{Offset, offset};
use parcel::{
    Choice, Gate, GateState, Grams, IdentityMethod, InspectionResult, Item, XrayResult,
    kind::{Channel, ItemKind, OperatorKind, Outcome, PaymentMethod},
};

use super::subject::{Pass, Subject};

/// Chinese standard time, for the hour of day.
const SHANGHAI: Offset = offset(8);
/// Differences of times beyond a hundred years either way count as a hundred years.
const SECONDS_MAX: i64 = 3_153_600_000;
const GRAMS_MAX: i64 = 100_000_000;
const FEN_MAX: i64 = 1_000_000_000_000_000;

/// A field of an acceptance, as `item.NAME` in a rule, or of a pass, as `pass.NAME`.
#[derive(Debug)]
pub struct Field {
    /// Its name after `item.`.
    pub name: &'static str,
    /// What values it has.
    pub kind: Kind,
    /// Whether a record may lack it; then a rule must ask `has(item.NAME)` first.
    pub optional: bool,
    /// Reads it.
    pub read: Read,
}

/// How a field is read: a number, 0 or 1, or the position of a word.
#[derive(Clone, Copy, Debug)]
pub enum Read {
    /// Of an acceptance.
    Item(fn(&Item) -> Option<i64>),
    /// Of a pass through a machine.
    Pass(fn(&Pass) -> Option<i64>),
}

impl Field {
    /// Its value, if the record has one.
    pub fn value(&self, of: Subject<'_>) -> Option<i64> {
        match (self.read, of) {
            (Read::Item(read), Subject::Item(item)) => read(item),
            (Read::Pass(read), Subject::Pass(pass)) => read(pass),
            (Read::Item(_), Subject::Pass(_)) | (Read::Pass(_), Subject::Item(_)) => None,
        }
    }
}

/// What values an expression has.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A whole number from the first to the second, both included.
    Number(i64, i64),
    /// A word of a closed list.
    Word(fn() -> Vec<&'static str>),
}

fn words<C: Choice>() -> Vec<&'static str> {
    C::ALL.iter().map(|member| member.word()).collect()
}

fn index<C: Choice + PartialEq>(member: C) -> i64 {
    C::ALL.iter().position(|other| *other == member).unwrap_or(0) as i64
}

const fn always(name: &'static str, kind: Kind, read: fn(&Item) -> Option<i64>) -> Field {
    Field { name, kind, optional: false, read: Read::Item(read) }
}

const fn maybe(name: &'static str, kind: Kind, read: fn(&Item) -> Option<i64>) -> Field {
    Field { name, kind, optional: true, read: Read::Item(read) }
}

const fn of_pass(name: &'static str, kind: Kind, read: fn(&Pass) -> Option<i64>) -> Field {
    Field { name, kind, optional: false, read: Read::Pass(read) }
}

const SECONDS: Kind = Kind::Number(-SECONDS_MAX, SECONDS_MAX);

/// Every field that a rule may read.
pub static FIELDS: &[Field] = &[
    always("operator_kind", Kind::Word(words::<OperatorKind>), |item| Some(index(item.operator_kind))),
    always("item_kind", Kind::Word(words::<ItemKind>), |item| Some(index(item.item_kind))),
    maybe("channel", Kind::Word(words::<Channel>), |item| item.channel.map(index)),
    maybe("outcome", Kind::Word(words::<Outcome>), |item| item.outcome.map(index)),
    maybe("weight_grams", Kind::Number(1, GRAMS_MAX), |item| item.weight.map(|weight| weight.get() as i64)),
    always("goods_lines", Kind::Number(0, 64), |item| Some(item.goods.len() as i64)),
    maybe("goods_weight_grams", Kind::Number(1, GRAMS_MAX * 64), goods_weight),
    maybe("value_fen", Kind::Number(0, FEN_MAX), goods_value),
    always("every_line_weighed", Kind::Flag, |item| {
        Some(i64::from(!item.goods.is_empty() && item.goods.iter().all(|line| line.weight.is_some())))
    }),
    always("hour", Kind::Number(0, 23), |item| Some(i64::from(hour(item.accepted_at)))),
    always("under_agreement", Kind::Flag, |item| Some(i64::from(item.sender.agreement.is_some()))),
    maybe("payment_method", Kind::Word(words::<PaymentMethod>), |item| item.payment.as_ref()?.method.map(index)),
    maybe("payer_is_sender", Kind::Flag, |item| same(item.payment.as_ref()?.payer_phone, item.sender.party.phone)),
    maybe("payer_is_recipient", Kind::Flag, |item| same(item.payment.as_ref()?.payer_phone, item.recipient.phone)),
    always("identity", Kind::Word(words::<GateState>), |item| Some(index(item.gate_state(Gate::Identity)))),
    always("inspection", Kind::Word(words::<GateState>), |item| Some(index(item.gate_state(Gate::Inspection)))),
    always("machine", Kind::Word(words::<GateState>), |item| Some(index(item.gate_state(Gate::Machine)))),
    maybe("identity_method", Kind::Word(words::<IdentityMethod>), |item| item.identity.as_ref()?.method.map(index)),
    maybe("inspection_result", Kind::Word(words::<InspectionResult>), |item| {
        item.inspection.as_ref().map(|inspection| index(inspection.result))
    }),
    maybe("xray_result", Kind::Word(words::<XrayResult>), |item| item.xray.as_ref().map(|xray| index(xray.result))),
    always("photos", Kind::Number(0, 16), |item| Some(item.inspection.as_ref().map_or(0, |it| it.photos.len() as i64))),
    always("has_mark", Kind::Flag, |item| {
        Some(i64::from(item.inspection.as_ref().is_some_and(|it| it.mark.is_some())))
    }),
    always("has_image", Kind::Flag, |item| {
        Some(i64::from(item.xray.as_ref().is_some_and(|xray| xray.image.is_some())))
    }),
    always("names_machine", Kind::Flag, |item| {
        Some(i64::from(item.xray.as_ref().is_some_and(|xray| xray.machine.is_some())))
    }),
    maybe("inspector_is_courier", Kind::Flag, |item| same(item.inspection.as_ref()?.by, item.courier)),
    maybe("phone_is_recipients", Kind::Flag, |item| same(item.sender.party.phone, item.recipient.phone)),
    always("names_inspector", Kind::Flag, |item| {
        Some(i64::from(item.inspection.as_ref().is_some_and(|it| it.by.is_some())))
    }),
    maybe("identity_after_seconds", SECONDS, |item| since(item, item.identity.as_ref()?.at)),
    maybe("inspection_after_seconds", SECONDS, |item| since(item, item.inspection.as_ref()?.at)),
    maybe("xray_after_seconds", SECONDS, |item| since(item, item.xray.as_ref()?.at)),
];

/// Every field of a pass that a rule may read.
pub static PASS_FIELDS: &[Field] = &[
    of_pass("result", Kind::Word(results), |pass| Some(i64::from(pass.suspect))),
    of_pass("after_acceptance", Kind::Flag, |pass| Some(i64::from(pass.after_acceptance))),
    of_pass("has_image", Kind::Flag, |pass| Some(i64::from(pass.has_image))),
    of_pass("names_machine", Kind::Flag, |pass| Some(i64::from(pass.names_machine))),
    of_pass("names_staff", Kind::Flag, |pass| Some(i64::from(pass.names_staff))),
    of_pass("hour", Kind::Number(0, 23), |pass| Some(i64::from(pass.hour))),
];

fn results() -> Vec<&'static str> {
    vec!["clear", "suspect"]
}

/// Largest sum that [`FIELDS`] state; more counts as that.
fn goods_weight(item: &Item) -> Option<i64> {
    let lines = item.goods.iter().filter_map(|line| line.weight);
    lines.map(Grams::get).reduce(u64::saturating_add).map(|sum| sum.min(GRAMS_MAX as u64 * 64) as i64)
}

fn goods_value(item: &Item) -> Option<i64> {
    let lines = item.goods.iter().filter_map(|line| line.value);
    lines.map(|value| value.0).reduce(u64::saturating_add).map(|sum| sum.min(FEN_MAX as u64) as i64)
}

fn same<T: PartialEq>(one: Option<T>, other: Option<T>) -> Option<i64> {
    Some(i64::from(one? == other?))
}

fn since(item: &Item, at: Option<jiff::Timestamp>) -> Option<i64> {
    let seconds = at?.as_second() - item.accepted_at.as_second();
    Some(seconds.clamp(-SECONDS_MAX, SECONDS_MAX))
}

/// The hour of the day of an instant, in Asia/Shanghai.
pub(super) fn hour(at: jiff::Timestamp) -> i8 {
    SHANGHAI.to_datetime(at).hour()
}
