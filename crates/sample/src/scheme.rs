//! Planted schemes: their names, their parameters, and how many of each a sample holds.
//!
//! The parameters overlap what honest people do: an instance inside the honest range cannot be told from them.

mod paper;
mod trade;

use parcel::{Bilingual, kind::OperatorKind};
use serde::Serialize;

use crate::{dice::Dice, draw::Maker, item::Item, operator::MachineWay, truth::Planted, visit::Handed, world::World};

/// What a scheme is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// A way of the trade in forbidden goods.
    Trade,
    /// A gate that is done only on paper.
    PaperGate,
}

/// A planted scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemeId {
    /// One sender, many small items to many recipients.
    Scatter,
    /// Many small items instead of one, under several senders, to one recipient.
    Split,
    /// One identity document lent to many phones.
    LentIdentity,
    /// One hand behind many senders: one address and one payer.
    OneHand,
    /// A payer unlike the senders, for many of them.
    ForeignPayer,
    /// Person and goods kept apart: fresh phones, somebody else pays, a stranger carries.
    Apart,
    /// Disguised goods names.
    Disguise,
    /// Inspections faster than hands.
    FastHands,
    /// Inspections stamped in one second.
    SameSecond,
    /// A courier in two places.
    TwoPlaces,
    /// One photo for many inspections.
    ReusedImage,
    /// Machine marks without a machine, its time and its image.
    MarksWithoutMachine,
    /// Machine results faster than a belt.
    FastBelt,
    /// One document of the outlet for unrelated senders.
    SharedDocument,
}

/// The parameters of a scheme.
pub(crate) struct Shape {
    pub(crate) id: SchemeId,
    /// Items of an instance.
    size: (i32, i32),
    /// Minutes that an instance takes.
    minutes: (i32, i32),
    /// From this size on an instance lies outside of what honest people do; 0: whatever its size.
    overt_from: i32,
    /// Share of the planted items; percent.
    share: u64,
    kinds: &'static [OperatorKind],
}

const POST: &[OperatorKind] = &[OperatorKind::Postal, OperatorKind::Express];
const EXPRESS: &[OperatorKind] = &[OperatorKind::Express];
const STREET: &[OperatorKind] = &[OperatorKind::Instant, OperatorKind::SameCity, OperatorKind::CrowdSourced];
const ANY: &[OperatorKind] = &[
    OperatorKind::Postal,
    OperatorKind::Express,
    OperatorKind::Express,
    OperatorKind::SameCity,
    OperatorKind::CrowdSourced,
    OperatorKind::Locker,
    OperatorKind::NetworkFreight,
    OperatorKind::BulkFreight,
];

/// Every scheme and its parameters; `docs/reference/sample-schemes.md` sets them beside the honest ranges.
pub(crate) const SHAPES: [Shape; 14] = [
    shape(SchemeId::Scatter, (6, 70), (60, 1_300), 41, 10, POST),
    shape(SchemeId::Split, (4, 24), (60, 1_300), 13, 7, POST),
    shape(SchemeId::LentIdentity, (3, 26), (300, 4_000), 6, 8, POST),
    shape(SchemeId::OneHand, (4, 30), (300, 4_000), 13, 8, POST),
    shape(SchemeId::ForeignPayer, (3, 24), (300, 4_000), 13, 7, ANY),
    shape(SchemeId::Apart, (2, 6), (60, 1_400), 7, 4, STREET),
    shape(SchemeId::Disguise, (1, 3), (1, 600), 0, 6, ANY),
    shape(SchemeId::FastHands, (8, 40), (0, 2), 24, 9, POST),
    shape(SchemeId::SameSecond, (3, 30), (4, 30), 6, 7, POST),
    shape(SchemeId::TwoPlaces, (2, 8), (1, 90), 3, 4, POST),
    shape(SchemeId::ReusedImage, (2, 14), (10, 600), 4, 6, EXPRESS),
    shape(SchemeId::MarksWithoutMachine, (4, 60), (60, 500), 12, 8, POST),
    shape(SchemeId::FastBelt, (20, 110), (0, 2), 31, 8, EXPRESS),
    shape(SchemeId::SharedDocument, (4, 40), (600, 4_300), 7, 8, POST),
];

const fn shape(
    id: SchemeId,
    size: (i32, i32),
    minutes: (i32, i32),
    overt_from: i32,
    share: u64,
    kinds: &'static [OperatorKind],
) -> Shape {
    Shape { id, size, minutes, overt_from, share, kinds }
}

impl Shape {
    /// Sizes of an instance that stays inside the honest range, or lies outside of it; all, where that has no say.
    fn sizes(&self, meek: bool) -> (i32, i32) {
        let (least, most) = self.size;
        let divided = (least + 1..=most).contains(&self.overt_from);
        match (divided, meek) {
            (true, true) => (least, self.overt_from - 1),
            (true, false) => (self.overt_from, most),
            (false, _) => (least, most),
        }
    }
}

impl SchemeId {
    /// Every scheme.
    pub const ALL: [Self; 14] = [
        Self::Scatter,
        Self::Split,
        Self::LentIdentity,
        Self::OneHand,
        Self::ForeignPayer,
        Self::Apart,
        Self::Disguise,
        Self::FastHands,
        Self::SameSecond,
        Self::TwoPlaces,
        Self::ReusedImage,
        Self::MarksWithoutMachine,
        Self::FastBelt,
        Self::SharedDocument,
    ];

    /// What people call it.
    pub fn title(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Scatter => ("一人多寄：小件寄往众多收件人", "one sender, many small items to many recipients"),
            Self::Split => ("化整为零：多个寄件人寄给同一人", "many small items instead of one, to one recipient"),
            Self::LentIdentity => ("一证多号：一个证件用于多个电话", "one identity document lent to many phones"),
            Self::OneHand => ("一手多名：同一地址、同一付款人", "one hand behind many senders"),
            Self::ForeignPayer => ("代付：众多寄件人由他人付款", "a payer unlike the senders"),
            Self::Apart => ("人货分离", "person and goods kept apart"),
            Self::Disguise => ("伪装品名", "disguised goods names"),
            Self::FastHands => ("验视快于手速", "inspections faster than hands"),
            Self::SameSecond => ("同一秒批量验视", "inspections stamped in one second"),
            Self::TwoPlaces => ("同一快递员同时两地收寄", "a courier in two places"),
            Self::ReusedImage => ("重复使用验视照片", "one photo for many inspections"),
            Self::MarksWithoutMachine => ("有过机标记而无机器记录", "machine marks without a machine"),
            Self::FastBelt => ("过机快于传送带", "machine results faster than a belt"),
            Self::SharedDocument => ("网点证件代替寄件人实名", "one document of the outlet for unrelated senders"),
        };
        Bilingual::new(zh, en)
    }

    /// What it is about.
    pub fn family(self) -> Family {
        if self < Self::FastHands { Family::Trade } else { Family::PaperGate }
    }
}

/// An instance to come.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Launch {
    /// After how many items it begins.
    pub(crate) ticket: u64,
    pub(crate) id: SchemeId,
    /// Stays inside the honest range, where the scheme can.
    pub(crate) meek: bool,
}

/// Every instance in order; the second of three stays inside the honest range.
pub(crate) fn launches(world: &World, dice: &mut Dice) -> Vec<Launch> {
    let plan = &world.plan;
    let planted = plan.items * u64::from(plan.planted_ppm) / u64::from(crate::plan::MILLION);
    let least = u64::from(plan.items >= 5_000 && plan.planted_ppm > 0);
    // The last tenth is left free, so that an instance has time to end.
    let latest = (plan.items * 9 / 10).max(1) as u32;
    let mut launches = Vec::new();
    for shape in &SHAPES {
        let mean = u64::from((shape.size.0 + shape.size.1) as u32).div_ceil(2);
        let count = (planted * shape.share / 100 / mean).max(least);
        launches.extend((0..count).map(|number| {
            let ticket = u64::from(dice.below(latest));
            Launch { ticket, id: shape.id, meek: number % 3 == 1 }
        }));
    }
    launches.sort_unstable();
    launches
}

/// Carries out one instance from `at` on.
pub(crate) fn carry_out(maker: &mut Maker, launch: &Launch, instance: u32, at: i32, left: u64) -> Vec<Handed> {
    let id = launch.id;
    let shape = &SHAPES[id as usize];
    let (least, most) = shape.sizes(launch.meek);
    let size = maker.dice.between(least, most).min(left.min(1_000) as i32);
    let seconds = (60 * maker.dice.between(shape.minutes.0, shape.minutes.1)).min(maker.world.end() - at - 1).max(0);
    let kind = maker.dice.pick(shape.kinds);
    let operator = operator(maker, id, kind);
    let run = Run { operator, at, seconds, size };
    let mut items = if id.family() == Family::Trade {
        trade::carry_out(maker, id, &run)
    } else {
        paper::carry_out(maker, id, &run)
    };
    items.sort_by_key(|(at, _)| *at);
    let of = items.len() as u16;
    let minutes = (seconds / 60) as u16;
    for (place, (_, item)) in items.iter_mut().enumerate() {
        let number = place as u16 + 1;
        item.planted =
            Some(Planted { scheme: id, instance, number, of, minutes, overt: overt(maker, shape, size, item) });
    }
    items
}

/// An instance about to be carried out.
pub(crate) struct Run {
    pub(crate) operator: u8,
    pub(crate) at: i32,
    pub(crate) seconds: i32,
    pub(crate) size: i32,
}

impl Run {
    /// Instants within the instance, in order.
    pub(crate) fn times(&self, dice: &mut Dice) -> Vec<i32> {
        let mut times: Vec<i32> = (0..self.size).map(|_| self.at + dice.between(0, self.seconds)).collect();
        times.sort_unstable();
        times
    }
}

fn overt(maker: &Maker, shape: &Shape, size: i32, item: &Item) -> bool {
    match (shape.id, item.goods[0].text) {
        (SchemeId::Disguise, crate::item::Text::Planted(name)) => {
            !matches!(maker.world.stock.prohibited[usize::from(name)].way, "vague" | "slang" | "pinyin")
        }
        (SchemeId::Disguise, _) => false,
        _ => size >= shape.overt_from,
    }
}

/// An operator of a kind, by its share.
fn operator(maker: &mut Maker, id: SchemeId, kind: OperatorKind) -> u8 {
    let fits = |network: &crate::operator::Network| match id {
        SchemeId::MarksWithoutMachine => network.listed.machine == MachineWay::AtOutlet,
        SchemeId::FastBelt => network.listed.machine == MachineWay::Event && network.profile.kind == kind,
        _ => network.profile.kind == kind,
    };
    let weight = |network| if fits(network) { network.share() } else { 0 };
    let running = crate::dice::running(maker.world.networks.iter().map(weight));
    maker.dice.weighted(&running) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_stand_in_order_and_share_all() {
        assert!(SHAPES.iter().map(|shape| shape.id).eq(SchemeId::ALL));
        assert_eq!(SHAPES.iter().map(|shape| shape.share).sum::<u64>(), 100);
    }

    #[test]
    fn the_page_carries_every_parameter() {
        let page = include_str!("../../../docs/reference/sample-schemes.md");
        for shape in &SHAPES {
            let id = serde_json::to_value(shape.id).unwrap();
            let row = format!("| `{}` |", id.as_str().unwrap());
            let row = page.lines().find(|line| line.starts_with(&row)).unwrap_or_else(|| panic!("no row {row}"));
            let sizes = format!("| {} to {} |", shape.size.0, shape.size.1);
            let minutes = format!("| {} to {} |", shape.minutes.0, shape.minutes.1);
            let overt = if shape.overt_from == 0 { "| – |".to_owned() } else { format!("| {} |", shape.overt_from) };
            for part in [sizes, minutes, overt] {
                assert!(row.contains(&part), "{part} is not in {row}");
            }
        }
    }
}
