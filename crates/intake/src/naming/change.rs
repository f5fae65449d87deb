//! What a record or event changes in coverage: additive steps, so that roll-ups never need the past.

use parcel::{DutyState, Gate, GateState};

use crate::items::{ItemEntry, StationId};

/// One item leaves a state of a gate, or comes to one, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it was taken in.
    pub station: StationId,
    /// Statutory day of acceptance, days since 1970-01-01.
    pub day: i32,
    /// The gate.
    pub gate: Gate,
    /// What the law asks of it.
    pub duty: DutyState,
    /// The state it leaves.
    pub from: Option<GateState>,
    /// The state it comes to.
    pub to: Option<GateState>,
}

const GATES: [Gate; 3] = [Gate::Identity, Gate::Inspection, Gate::Machine];

/// What a first record or a revision changes.
pub(super) fn of_record(before: Option<&ItemEntry>, after: &ItemEntry) -> Vec<Change> {
    let mut changes = Vec::with_capacity(3);
    for gate in GATES {
        match before {
            None => changes.push(Change { from: None, ..step(after, gate) }),
            Some(before) if same_cell(before, after, gate) => changes.extend(of_gate(before, after, gate)),
            Some(before) => {
                changes.push(Change { from: Some(before.gates[gate as usize]), to: None, ..step(before, gate) });
                changes.push(Change { from: None, ..step(after, gate) });
            }
        }
    }
    changes
}

/// What a later event changes at one gate.
pub(super) fn of_gate(before: &ItemEntry, after: &ItemEntry, gate: Gate) -> Option<Change> {
    let from = before.gates[gate as usize];
    (from != after.gates[gate as usize]).then(|| Change { from: Some(from), ..step(after, gate) })
}

fn step(entry: &ItemEntry, gate: Gate) -> Change {
    Change {
        station: entry.station,
        day: entry.day,
        gate,
        duty: entry.duties[gate as usize],
        from: None,
        to: Some(entry.gates[gate as usize]),
    }
}

fn same_cell(before: &ItemEntry, after: &ItemEntry, gate: Gate) -> bool {
    let cell = |entry: &ItemEntry| (entry.station, entry.day, entry.duties[gate as usize]);
    cell(before) == cell(after)
}
