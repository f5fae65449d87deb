//! Changes of coverage with the stations they happened at, as rows of the history.

use history::{CoverageChange, TableBuilder};
use intake::{
    items::Items,
    naming::{Change, day_of},
};

/// Adds the changes of one record.
pub(super) fn add(builder: &mut TableBuilder, items: &Items, changes: &[Change]) {
    for change in changes {
        let Some(station) = items.station(change.station) else { continue };
        builder.coverage(&CoverageChange {
            operator: &station.operator,
            operator_kind: station.operator_kind,
            outlet: &station.outlet,
            region: station.place,
            channel: None,
            day: day_of(change.day),
            gate: change.gate,
            duty: change.duty,
            from: change.from,
            to: change.to,
            items: 1,
        });
    }
}
