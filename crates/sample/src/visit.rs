//! Honest visits: what comes to an outlet at one ticket, one item or many.
//!
//! Honest bursts exist on purpose: a merchant's eighty parcels, a wedding's forty boxes, a family with one document.

use parcel::kind::ItemKind;

use crate::{
    draw::{Maker, Scene},
    item::{Item, Sender},
    profile::Profile,
};

/// Mean size of a merchant's visit, as [`Maker::size`] draws it.
const VISIT_MEAN: u64 = 9;
const MILLION: u64 = crate::plan::MILLION as u64;

/// An item and when it was really handed in.
pub(crate) type Handed = (i32, Item);

/// What comes at one ticket; at most `left` items.
pub(crate) fn visit(maker: &mut Maker, operator: u8, at: i32, left: u64, out: &mut Vec<Handed>) {
    let scene = maker.scene(operator, at);
    if maker.dice.chance(merchant_visits(maker.profile(scene))) {
        merchant(maker, scene, left, out);
        return;
    }
    match maker.dice.below(crate::plan::MILLION) {
        0..150 => gifts(maker, scene, left, out),
        150..400 => moving(maker, scene, left, out),
        400..900 => family(maker, scene, left, out),
        900..1_000 => relief(maker, scene, left, out),
        _ => out.push((at, maker.individual(scene))),
    }
}

/// How many of a million visits are a merchant's: they are larger than others, so that fewer of them make up a share.
fn merchant_visits(profile: &Profile) -> u32 {
    let share = u64::from(profile.agreements);
    (share * MILLION / (VISIT_MEAN * MILLION - share * (VISIT_MEAN - 1))) as u32
}

/// Items of a hundred visits to an operator.
pub(crate) fn items_of_a_hundred(profile: &Profile) -> u32 {
    100 + (u64::from(merchant_visits(profile)) * (VISIT_MEAN - 1) * 100 / MILLION) as u32
}

/// A merchant's parcels, one after another.
fn merchant(maker: &mut Maker, scene: Scene, left: u64, out: &mut Vec<Handed>) {
    let size = maker.size().min(left as i32);
    let merchant = maker.world.merchant(scene.operator, scene.outlet, maker.dice);
    let category = maker.world.sells(merchant, maker.profile(scene).goods);
    // Parcels of one kind that were sorted before go as fast as hands can.
    let (low, high) = if maker.dice.chance(100_000) { (2, 4) } else { (5, 24) };
    let (first, mut at) = (out.len(), scene.at);
    for _ in 0..size {
        out.push((at, maker.sold(Scene { at, ..scene }, merchant, category)));
        at += maker.dice.between(low, high);
    }
    maker.floor.busy(scene.operator, scene.courier, at);
    if maker.dice.chance(40_000) {
        one_stamp(&mut out[first..], 4);
    }
    if maker.dice.chance(8_000) {
        let again = maker.dice.between(1, 2) as usize;
        same_photo(&mut out[first..], again);
    }
}

/// A small lot gets its inspection marks in one go.
fn one_stamp(items: &mut [Handed], lot: usize) {
    let stamp = items.first().and_then(|(_, item)| item.inspection).and_then(|inspection| inspection.at);
    for inspection in items.iter_mut().take(lot).filter_map(|(_, item)| item.inspection.as_mut()) {
        inspection.at = inspection.at.and(stamp);
    }
}

/// A device sends the photo of the first item again for the next one or two.
fn same_photo(items: &mut [Handed], again: usize) {
    let photo = items.first().and_then(|(_, item)| item.inspection).and_then(|inspection| inspection.photo);
    for inspection in items.iter_mut().take(1 + again).filter_map(|(_, item)| item.inspection.as_mut()) {
        inspection.photo = photo;
    }
}

/// Somebody sends small boxes to many: a wedding, a birth, a festival.
fn gifts(maker: &mut Maker, scene: Scene, left: u64, out: &mut Vec<Handed>) {
    let size = maker.dice.between(5, 40).min(left as i32);
    let first = maker.individual(scene);
    let category = maker.world.stock.category(maker.profile(scene).goods, maker.dice);
    let mut at = scene.at;
    for _ in 0..size {
        let recipient = maker.recipient(scene);
        let here = Scene { at, ..scene };
        out.push((
            at,
            maker.item(here, Sender { agreement: None, document: None, ..first.sender }, recipient, Some(category)),
        ));
        at += maker.dice.between(12, 90);
    }
}

/// Somebody moves house: many boxes to one address.
fn moving(maker: &mut Maker, scene: Scene, left: u64, out: &mut Vec<Handed>) {
    let size = maker.dice.between(3, 12).min(left as i32);
    let first = maker.individual(scene);
    let mut at = scene.at;
    for _ in 0..size {
        let here = Scene { at, ..scene };
        out.push((at, maker.item(here, first.sender, first.recipient, None)));
        at += maker.dice.between(20, 120);
    }
}

/// One shows the document for the family: each with their own phone.
fn family(maker: &mut Maker, scene: Scene, left: u64, out: &mut Vec<Handed>) {
    let size = maker.dice.between(2, 4).min(left as i32);
    let first = maker.individual(scene);
    out.push((scene.at, first.clone()));
    for number in 1..size {
        let at = scene.at + number * maker.dice.between(20, 90);
        let mut item = maker.individual(Scene { at, ..scene });
        item.sender.party.home = first.sender.party.home;
        item.sender.party.place = first.sender.party.place;
        if item.sender.document.is_some() && first.sender.document.is_some() {
            item.sender.document = first.sender.document;
        }
        out.push((at, item));
    }
}

/// A courier stands in at another outlet, after the way there.
fn relief(maker: &mut Maker, scene: Scene, left: u64, out: &mut Vec<Handed>) {
    out.push((scene.at, maker.individual(scene)));
    let next = maker.next_outlet(scene);
    let away = if next.is_some() { maker.dice.between(480, 1_800) } else { maker.dice.between(2_400, 7_200) };
    let mut at = scene.at + away;
    maker.floor.busy(scene.operator, scene.courier, at + 1_800 + away);
    let elsewhere = next.unwrap_or_else(|| maker.scene(scene.operator, at).outlet);
    for _ in 1..4.min(left as i32) {
        out.push((at, maker.individual(Scene { at, outlet: elsewhere, ..scene })));
        at += maker.dice.between(120, 600);
    }
}

impl Maker<'_> {
    /// Size of a merchant's visit: mostly few, at times eighty.
    fn size(&mut self) -> i32 {
        match self.dice.below(100) {
            0..80 => self.dice.between(1, 8),
            80..96 => self.dice.between(8, 32),
            _ => self.dice.between(33, 80),
        }
    }

    /// Another outlet of the operator in the same district, if there is one.
    pub(crate) fn next_outlet(&self, scene: Scene) -> Option<u32> {
        let outlets = &self.world.networks[usize::from(scene.operator)].outlets;
        let beside = [scene.outlet.wrapping_sub(1), scene.outlet + 1];
        let same =
            |outlet: &u32| outlets.get(*outlet as usize).is_some_and(|other| other.district == self.district(scene));
        beside.into_iter().find(same)
    }

    /// A parcel that somebody of the neighbourhood sends.
    pub(crate) fn individual_parcel(&mut self, scene: Scene) -> Item {
        loop {
            let item = self.individual(scene);
            if item.kind == ItemKind::Parcel {
                return item;
            }
        }
    }
}
