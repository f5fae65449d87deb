//! Roll-ups of the gates: how many items, by outlet and day, owe what and did what.
//!
//! Rows are additive: a cell's number is the sum of `items` over all of its rows.

use std::collections::HashMap;

use parcel::{
    Code64, Day, DutyState, Gate, GateState, Operator, Place,
    kind::{Channel, OperatorKind},
};

use super::{Days, Signed, Text, columns, day_number, shown, word};
use crate::rows::CoverageChange;

columns! {
    /// One cell and how many items it gains or loses.
    CoverageColumns {
        day: Days, required;
        operator: Text, required;
        operator_kind: Text, required;
        outlet: Text, required;
        region: Text, required;
        channel: Text, optional;
        gate: Text, required;
        duty: Text, required;
        state: Text, required;
        items: Signed, required;
    }
}

/// Where items are taken in on one day.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Station {
    operator: Operator,
    operator_kind: OperatorKind,
    outlet: Code64,
    region: Place,
    channel: Option<Channel>,
    day: Day,
}

impl Station {
    fn of(change: &CoverageChange<'_>) -> Self {
        Self {
            operator: change.operator.clone(),
            operator_kind: change.operator_kind,
            outlet: change.outlet.clone(),
            region: change.region,
            channel: change.channel,
            day: change.day,
        }
    }

    fn is_of(&self, change: &CoverageChange<'_>) -> bool {
        self.outlet == *change.outlet
            && self.operator == *change.operator
            && self.operator_kind == change.operator_kind
            && self.region == change.region
            && self.channel == change.channel
            && self.day == change.day
    }
}

/// One cell of a station: few, so that a list is quicker than a map.
type Cell = (Gate, DutyState, GateState, i64);

/// Changes added up as they come, so that a batch holds cells and not changes.
#[derive(Default)]
pub(crate) struct Cells {
    index: HashMap<Station, usize>,
    stations: Vec<(Station, Vec<Cell>)>,
    last: usize,
}

impl Cells {
    pub(crate) fn add(&mut self, change: &CoverageChange<'_>) {
        let position = self.position(change);
        let cells = &mut self.stations[position].1;
        for (state, items) in [(change.from, -change.items), (change.to, change.items)] {
            let Some(state) = state else { continue };
            let same = |cell: &&mut Cell| (cell.0, cell.1, cell.2) == (change.gate, change.duty, state);
            match cells.iter_mut().find(same) {
                Some(cell) => cell.3 += items,
                None => cells.push((change.gate, change.duty, state, items)),
            }
        }
    }

    /// The three gates of an item come one after the other: look at the last station first.
    fn position(&mut self, change: &CoverageChange<'_>) -> usize {
        if !self.stations.get(self.last).is_some_and(|(station, _)| station.is_of(change)) {
            let station = Station::of(change);
            let next = self.stations.len();
            self.last = *self.index.entry(station.clone()).or_insert(next);
            if self.last == next {
                self.stations.push((station, Vec::with_capacity(8)));
            }
        }
        self.last
    }

    /// Empties the cells into columns; cells that came to nothing are left out.
    pub(crate) fn drain_into(&mut self, columns: &mut CoverageColumns) {
        self.index.clear();
        self.last = 0;
        for (station, cells) in self.stations.drain(..) {
            for cell in cells.into_iter().filter(|cell| cell.3 != 0) {
                columns.append(&station, cell);
            }
        }
    }
}

impl CoverageColumns {
    fn append(&mut self, station: &Station, (gate, duty, state, items): Cell) {
        self.day.append_value(day_number(station.day));
        self.operator.append_value(station.operator.as_str());
        word(&mut self.operator_kind, Some(station.operator_kind));
        self.outlet.append_value(station.outlet.as_str());
        shown(&mut self.region, Some(station.region));
        word(&mut self.channel, station.channel);
        word(&mut self.gate, Some(gate));
        word(&mut self.duty, Some(duty));
        word(&mut self.state, Some(state));
        self.items.append_value(items);
    }
}
