//! Changes of coverage with the stations they happened at, as rows of the history.

use history::TableBuilder;
use intake::{decide::coverage_row, items::Items, naming::Change};

/// Adds the changes of one record.
pub(super) fn add(builder: &mut TableBuilder, items: &Items, changes: &[Change]) {
    for change in changes {
        let Some(station) = items.station(change.station) else { continue };
        builder.coverage(&coverage_row(station, change));
    }
}
