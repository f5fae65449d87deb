//! What happens to an item after its acceptance: machines, openings, finds, deliveries, and records put right.

use parcel::{
    EventKind, InspectionResult, XrayResult,
    kind::{ItemKind, Outcome},
};

use crate::{
    draw::Maker,
    item::{Inspection, Item, Where, Xray},
    operator::MachineWay,
    plan::EventDetail,
    queue::{Pending, Queue, Why},
};

/// Shares of machine results that are suspect: of honest contents, and of hidden ones.
const SUSPECT: u32 = 6_000;
const SUSPECT_HIDDEN: u32 = 420_000;

/// One event in numbers.
#[derive(Clone, Copy)]
pub(crate) struct Note {
    pub(crate) operator: u8,
    pub(crate) what: EventKind,
    /// Number of the waybill.
    pub(crate) serial: u32,
    pub(crate) at: i32,
    /// Place in the list of districts.
    pub(crate) district: u16,
    /// Who acted; 0: not said.
    pub(crate) by: u16,
    /// Which machine; 0: none.
    pub(crate) machine: u8,
    /// Place in the list of prohibited names.
    pub(crate) found: u8,
}

/// Follows one item: what comes next is never before what came last.
struct Trail<'a> {
    queue: &'a mut Queue,
    item: &'a Item,
    /// When the line of acceptance went out.
    sent: i32,
    /// When the last thing happened.
    last: i32,
    end: i32,
    detail: EventDetail,
}

impl Trail<'_> {
    /// Something happens so many seconds later; nothing does after the end of the sample.
    fn then(&mut self, what: EventKind, after: i32, note: Note) {
        let at = self.last + after;
        self.last = at;
        if at < self.end {
            self.sent = self.sent.max(at) + 4;
            self.queue.push(self.sent, Pending::Event(Note { what, at, ..note }));
        }
    }
}

/// Lays out what follows a record of acceptance that goes out at `sent`.
pub(crate) fn follow(maker: &mut Maker, queue: &mut Queue, item: &Item, sent: i32) {
    let plan = &maker.world.plan;
    again(maker, queue, item, sent);
    let mut item = item.clone();
    item.planted = None;
    let sent = put_right(maker, queue, &mut item, sent);
    if plan.events == EventDetail::None || item.outcome == Some(Outcome::TurnedAway) {
        return;
    }
    let last = item.accepted_at.max(0);
    let mut trail = Trail { queue, item: &item, sent, last, end: maker.world.end(), detail: plan.events };
    let note = Note {
        operator: item.operator,
        what: EventKind::TakenIn,
        serial: item.serial,
        at: 0,
        district: maker.world.networks[usize::from(item.operator)].outlets[item.outlet as usize].district,
        by: 0,
        machine: 0,
        found: item.hidden.unwrap_or(0),
    };
    if item.outcome.is_none() && maker.dice.chance(600_000) {
        trail.then(EventKind::TakenIn, maker.dice.between(30, 600), note);
    }
    if maker.dice.chance(400) {
        let by = staff(maker, item.courier);
        trail.then(EventKind::StaffReport, maker.dice.between(60, 900), Note { by, ..note });
    }
    let suspect = machine(maker, &mut trail, note);
    let stopped = suspect && opened(maker, &mut trail, note);
    if !stopped && trail.detail == EventDetail::All {
        deliver(maker, &mut trail, note);
    }
}

/// The same record again, or another under the same name.
fn again(maker: &mut Maker, queue: &mut Queue, item: &Item, sent: i32) {
    let plan = &maker.world.plan;
    let copy = |weight_grams| Box::new(Item { planted: None, weight_grams, ..item.clone() });
    if maker.dice.chance(plan.repeats_ppm) {
        let at = sent + maker.dice.between(1, 60);
        queue.push(at, Pending::Item(copy(item.weight_grams), Why::Repeat));
    }
    if maker.dice.chance(plan.conflicts_ppm) {
        let at = sent + maker.dice.between(61, 100);
        queue.push(at, Pending::Item(copy(item.weight_grams + 7), Why::Conflict));
    }
}

/// A gate made up for, or a typing error put right; says when that was sent.
fn put_right(maker: &mut Maker, queue: &mut Queue, item: &mut Item, sent: i32) -> i32 {
    if !maker.dice.chance(maker.world.plan.revisions_ppm) {
        return sent;
    }
    let quick = maker.world.networks[usize::from(item.operator)].profile.within_city;
    let at = sent + if quick { maker.dice.between(120, 700) } else { maker.dice.between(600, 5_400) };
    item.revision += 1;
    if item.inspection.is_none() && item.kind != ItemKind::Letter {
        let result = InspectionResult::Passed;
        let stamp = Some(at - maker.dice.between(20, 300));
        item.inspection =
            Some(Inspection { result, by: item.courier, at: stamp, mark: item.serial, photo: None, found: None });
    } else {
        item.weight_grams += 1 + maker.dice.below(item.weight_grams / 10 + 10);
    }
    queue.push(at, Pending::Item(Box::new(item.clone()), Why::Revision));
    at
}

/// The machine at the sorting centre; says whether its result was suspect.
fn machine(maker: &mut Maker, trail: &mut Trail, note: Note) -> bool {
    let network = &maker.world.networks[usize::from(note.operator)];
    let way = network.listed.machine;
    if way == MachineWay::AtOutlet {
        return trail.item.xray.is_some_and(|xray| xray.result == XrayResult::Suspect);
    }
    let done = network.profile.machine_done / 100 * network.listed.care;
    if trail.item.kind == ItemKind::Letter || !(trail.item.belt_at.is_some() || maker.dice.chance(done)) {
        return false;
    }
    let city = maker.world.places.city[usize::from(note.district)].start;
    let reaches = trail.last + 60 * maker.dice.between(45, 420);
    let mut slot = maker.floor.belt(note.operator, city, reaches, maker.dice);
    if let Some(at) = trail.item.belt_at {
        (slot.at, slot.machine) = (at, 1);
    }
    let share = if trail.item.hidden.is_some() { SUSPECT_HIDDEN } else { SUSPECT };
    let suspect = trail.item.belt_at.is_none() && maker.dice.chance(share);
    let by = 1 + maker.dice.below(30) as u16;
    if way == MachineWay::Revision {
        revise(maker, trail, suspect, slot.machine, by as u8, slot.at);
    } else {
        let what = if suspect { EventKind::XraySuspect } else { EventKind::XrayClear };
        trail.then(what, slot.at - trail.last, Note { machine: slot.machine, by, ..note });
    }
    suspect
}

/// The machine's result comes as a revision of the whole record.
fn revise(maker: &mut Maker, trail: &mut Trail, suspect: bool, machine: u8, by: u8, at: i32) {
    trail.last = at;
    if at >= trail.end {
        return;
    }
    let result = if suspect { XrayResult::Suspect } else { XrayResult::Clear };
    let xray = Some(Xray { result, machine, by, at: Some(at), image: Some(maker.dice.word()) });
    let revised = Item { xray, revision: trail.item.revision + 1, ..trail.item.clone() };
    trail.sent = trail.sent.max(at) + 4;
    trail.queue.push(trail.sent, Pending::Item(Box::new(revised), Why::Revision));
}

/// A suspect item is opened, held or let through; says whether it goes no further.
fn opened(maker: &mut Maker, trail: &mut Trail, note: Note) -> bool {
    let by = 100 + maker.dice.below(60) as u16;
    let note = Note { by, ..note };
    let drawn = maker.dice.below(100);
    if drawn < 14 {
        // Let through without a word: a gap that supervision should see.
        return false;
    }
    if drawn < 30 {
        trail.then(EventKind::Held, maker.dice.between(300, 2_400), note);
    }
    let found = trail.item.hidden.is_some() && maker.dice.chance(930_000);
    let what = if found { EventKind::OpenedFound } else { EventKind::OpenedClear };
    trail.then(what, maker.dice.between(600, 7_200), note);
    if !found {
        trail.then(EventKind::Released, maker.dice.between(120, 1_800), note);
        return false;
    }
    trail.then(EventKind::HandedOver, maker.dice.between(1_800, 21_600), note);
    true
}

fn deliver(maker: &mut Maker, trail: &mut Trail, note: Note) {
    let (low, high) = maker.world.networks[usize::from(note.operator)].profile.delivery_minutes;
    let at = trail.item.accepted_at + 60 * maker.dice.between(low, high);
    let after = (at - trail.last).max(600);
    let district = match trail.item.recipient.place {
        Where::District(district) => district,
        // Abroad nobody reports a delivery.
        Where::Abroad(_) => return,
    };
    let by = 200 + maker.dice.below(2_000) as u16;
    match maker.dice.below(1_000) {
        0..=5 => trail.then(EventKind::Returned, after, Note { district, by, ..note }),
        6..=25 => {}
        _ => trail.then(EventKind::Delivered, after, Note { district, by, ..note }),
    }
}

fn staff(maker: &mut Maker, courier: u32) -> u16 {
    if courier == 0 { 1 + maker.dice.below(99) as u16 } else { (courier % 60_000) as u16 }
}
