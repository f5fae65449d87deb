//! Names put since the last flush, in memory.

use super::{ItemKey, entry::Payload, key::KeyMap, station::Station};

/// Entries by key, packed as they will be stored.
pub(super) type Table = KeyMap<Payload>;

/// A table that takes no more entries and is being written.
pub(super) struct Frozen {
    pub(super) entries: Table,
    /// Stations that the file does not hold yet.
    pub(super) stations: Vec<Station>,
    /// Journal position up to which the entries reach.
    pub(super) up_to: u64,
    /// Newest day among all entries ever put.
    pub(super) newest_day: Option<i32>,
}

impl Frozen {
    /// The entries in order of their keys.
    pub(super) fn sorted(&self) -> Vec<(&ItemKey, &Payload)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| **key);
        entries
    }
}
