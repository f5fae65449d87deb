//! One mark: what a record or an event says of one gate of one item.

use jiff::Timestamp;
use parcel::{
    Day, EventKind, Gate, GateState, Item, Pseudonym, PseudonymousEvent, Sha256, kind::ItemKind, statutory_day,
};

use super::roll::{Name, Roll, StationId};
use crate::window::{fingerprint, item_print};

/// Where a mark comes from: a later revision of a record replaces its marks, an event adds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The record of acceptance.
    Record,
    /// An event: a pass through a machine after acceptance.
    Event,
}

/// A gate that is said to be done. Numbers only, so that many fit into memory.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Place in the journal.
    pub position: u64,
    /// Fingerprint of the item.
    pub item: u64,
    /// Which gate.
    pub gate: Gate,
    /// What it comes from.
    pub source: Source,
    /// Where.
    pub outlet: StationId,
    /// Who: whoever inspected or read the image, else whoever took the item in; none after acceptance.
    pub courier: StationId,
    /// Which machine.
    pub machine: StationId,
    /// Statutory day of acceptance, or of the event. Unit: days since 1970.
    pub day: i32,
    /// Unit: seconds since 1970.
    pub accepted_at: i64,
    /// Time of the gate itself; none where it is not recorded. Unit: seconds since 1970.
    pub at: Option<i64>,
    /// Identity: document and sender's phone. Else: the first two images. 0 where there is none.
    pub values: [u64; 2],
    /// Identity of a sender under a safety agreement, who shows no document.
    pub agreed: bool,
}

impl Mark {
    /// Whether nothing stands behind a machine's result: no machine, no time, no image.
    pub(super) fn is_bare(&self) -> bool {
        self.gate == Gate::Machine && self.machine == StationId::NONE && self.at.is_none() && self.values == [0, 0]
    }

    /// The station of a kind that it counts for.
    pub(super) fn station(&self, kind: super::Kind) -> StationId {
        match kind {
            super::Kind::Outlet => self.outlet,
            super::Kind::Courier => self.courier,
            super::Kind::Machine => self.machine,
        }
    }
}

/// The marks of an acceptance: each gate that it says was done. None of a letter.
pub(super) fn of_item(item: &Item, position: u64, roll: &mut Roll, mut give: impl FnMut(Mark)) {
    if item.item_kind == ItemKind::Letter {
        return;
    }
    let operator = &item.item().operator;
    let mut staff =
        |who: Option<Pseudonym>| who.map_or(StationId::NONE, |who| roll.enter(Name::Courier(operator.clone(), who)));
    let courier = staff(item.courier);
    let inspector = staff(item.inspection.as_ref().and_then(|inspection| inspection.by));
    let plain = Mark {
        position,
        item: item_print(item.item()),
        gate: Gate::Identity,
        source: Source::Record,
        outlet: roll.enter(Name::Outlet(operator.clone(), item.outlet.clone())),
        courier,
        machine: StationId::NONE,
        day: day(item.accepted_at),
        accepted_at: item.accepted_at.as_second(),
        at: None,
        values: [0; 2],
        agreed: item.sender.agreement.is_some(),
    };
    let done = |gate| item.gate_state(gate) == GateState::Done;
    if done(Gate::Identity) {
        let values = [item.sender.id_number, item.sender.party.phone].map(|value| value.map_or(0, short));
        give(Mark { at: item.identity.as_ref().and_then(|identity| identity.at).map(seconds), values, ..plain });
    }
    if let Some(inspection) = item.inspection.as_ref().filter(|_| done(Gate::Inspection)) {
        let courier = if inspector == StationId::NONE { courier } else { inspector };
        let mut photos = inspection.photos.iter().map(|photo| fingerprint(operator, &photo.0));
        let values = [photos.next().unwrap_or(0), photos.next().unwrap_or(0)];
        give(Mark { gate: Gate::Inspection, courier, at: inspection.at.map(seconds), values, ..plain });
    }
    if let Some(xray) = item.xray.as_ref().filter(|_| done(Gate::Machine)) {
        let place = Some(item.outlet.clone());
        let name = xray.machine.clone().map(|machine| Name::Machine(operator.clone(), machine, place));
        let machine = name.map_or(StationId::NONE, |name| roll.enter(name));
        let image = |image: Sha256| fingerprint(operator, &image.0);
        let values = [xray.image.map_or(0, image), 0];
        let courier = StationId::NONE;
        give(Mark { gate: Gate::Machine, courier, machine, at: xray.at.map(seconds), values, ..plain });
    }
}

/// The mark of a pass through a machine after acceptance; none of any other event.
pub(super) fn of_event(event: &PseudonymousEvent, position: u64, roll: &mut Roll) -> Option<Mark> {
    if !matches!(event.kind, EventKind::XrayClear | EventKind::XraySuspect) {
        return None;
    }
    let operator = &event.item.operator;
    let outlet = event.place.clone().map(|place| Name::Outlet(operator.clone(), place));
    let machine = event.machine.clone().map(|machine| Name::Machine(operator.clone(), machine, event.place.clone()));
    let mut number = |name: Option<Name>| name.map_or(StationId::NONE, |name| roll.enter(name));
    Some(Mark {
        position,
        item: item_print(&event.item),
        gate: Gate::Machine,
        source: Source::Event,
        outlet: number(outlet),
        courier: StationId::NONE,
        machine: number(machine),
        day: day(event.at),
        accepted_at: event.at.as_second(),
        at: Some(event.at.as_second()),
        values: [event.image.map_or(0, |image| fingerprint(operator, &image.0)), 0],
        agreed: false,
    })
}

fn seconds(at: Timestamp) -> i64 {
    at.as_second()
}

fn day(at: Timestamp) -> i32 {
    day_number(statutory_day(at))
}

/// A day as days since 1970.
pub(super) fn day_number(day: Day) -> i32 {
    jiff::civil::date(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
}

fn short(pseudonym: Pseudonym) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&pseudonym.0[..8]);
    u64::from_le_bytes(bytes).max(1)
}
