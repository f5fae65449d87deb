//! Gates that are done only on paper.

use parcel::{InspectionResult, XrayResult, kind::Outcome};

use super::{Run, SchemeId, trade::shown};
use crate::{
    draw::{Maker, Scene},
    item::{Inspection, Item, Xray},
    visit::Handed,
};

/// Carries out one instance.
pub(super) fn carry_out(maker: &mut Maker, id: SchemeId, run: &Run) -> Vec<Handed> {
    let scene = maker.scene(run.operator, run.at);
    match id {
        SchemeId::FastHands => fast_hands(maker, run, scene),
        SchemeId::SameSecond => same_second(maker, run, scene),
        SchemeId::TwoPlaces => two_places(maker, run, scene),
        SchemeId::ReusedImage => reused_image(maker, run, scene),
        SchemeId::MarksWithoutMachine => marks_without_machine(maker, run, scene),
        SchemeId::FastBelt => fast_belt(maker, run, scene),
        _ => shared_document(maker, run, scene),
    }
}

/// An honest parcel, inspected on paper at an instant.
fn stamped(maker: &mut Maker, scene: Scene, stamp: i32) -> Item {
    let mut item = maker.individual_parcel(scene);
    let photo = item.inspection.and_then(|inspection| inspection.photo);
    let mark = item.serial;
    let result = InspectionResult::Passed;
    item.inspection = Some(Inspection { result, by: scene.courier, at: Some(stamp), mark, photo, found: None });
    item.hidden = None;
    item.outcome = Some(Outcome::TakenIn);
    item
}

fn fast_hands(maker: &mut Maker, run: &Run, scene: Scene) -> Vec<Handed> {
    let high = maker.dice.between(0, 3);
    let mut at = run.at;
    let next = |_| {
        let item = stamped(maker, Scene { at, ..scene }, at - 2);
        let handed = (at, item);
        at += maker.dice.between(0, high);
        handed
    };
    (0..run.size).map(next).collect()
}

fn same_second(maker: &mut Maker, run: &Run, scene: Scene) -> Vec<Handed> {
    let stamp = run.at + run.seconds;
    let times = run.times(maker.dice);
    times.into_iter().map(|at| (stamp, stamped(maker, Scene { at, ..scene }, stamp))).collect()
}

fn two_places(maker: &mut Maker, run: &Run, scene: Scene) -> Vec<Handed> {
    let outlets = maker.world.networks[usize::from(run.operator)].outlets.len() as u32;
    let elsewhere = (scene.outlet + 1 + maker.dice.below(outlets - 1)) % outlets;
    // Once, to the next outlet of the district, is what an honest stand-in does, too.
    let next = maker.next_outlet(scene).filter(|_| run.size == 2);
    let least = if next.is_some() { 480 } else { 60 };
    let other = Scene { outlet: next.unwrap_or(elsewhere), ..scene };
    let mut at = run.at;
    let next = |number| {
        let here = if number % 2 == 0 { scene } else { other };
        let item = stamped(maker, Scene { at, courier: scene.courier, ..here }, at - 6);
        let handed = (at, item);
        at += maker.dice.between(least, 720);
        handed
    };
    (0..run.size).map(next).collect()
}

fn reused_image(maker: &mut Maker, run: &Run, scene: Scene) -> Vec<Handed> {
    let photo = maker.dice.word();
    let times = run.times(maker.dice);
    let next = |at| {
        let mut item = stamped(maker, Scene { at, ..scene }, at - 9);
        item.inspection = item.inspection.map(|inspection| Inspection { photo: Some(photo), ..inspection });
        (at, item)
    };
    times.into_iter().map(next).collect()
}

fn marks_without_machine(maker: &mut Maker, run: &Run, scene: Scene) -> Vec<Handed> {
    let times = run.times(maker.dice);
    let next = |at| {
        let here = maker.scene_at(run.operator, scene.outlet, at);
        let mut item = maker.individual_parcel(here);
        item.xray = Some(Xray { result: XrayResult::Clear, machine: 0, by: 0, at: None, image: None });
        item.outcome = Some(Outcome::TakenIn);
        (at, item)
    };
    times.into_iter().map(next).collect()
}

fn fast_belt(maker: &mut Maker, run: &Run, scene: Scene) -> Vec<Handed> {
    // Pieces of an afternoon, passed within a minute or two at night.
    let pace = maker.dice.between(1, 6);
    let spread = Run { seconds: 5_400.min(maker.world.end() - run.at - 1).max(0), ..*run };
    let start = run.at + 5_400 + maker.dice.between(1_800, 14_400);
    let times = spread.times(maker.dice);
    let next = |(number, at): (usize, i32)| {
        let here = maker.scene_at(run.operator, scene.outlet, at);
        let mut item = maker.individual_parcel(here);
        item.outcome = Some(Outcome::TakenIn);
        item.belt_at = Some(start + number as i32 * pace / 4);
        (at, item)
    };
    times.into_iter().enumerate().map(next).collect()
}

fn shared_document(maker: &mut Maker, run: &Run, scene: Scene) -> Vec<Handed> {
    let owner = maker.hand();
    let times = run.times(maker.dice);
    let next = |at| {
        let here = maker.scene_at(run.operator, scene.outlet, at);
        let item = maker.individual_parcel(here);
        (at, shown(maker, item, owner))
    };
    times.into_iter().map(next).collect()
}
