//! Names of items: which waybills are known, where each stands, and where in the journal its records are.
//!
//! Exact for `waybill_days_max`: sorted runs with Bloom filters over a table in memory.
//! Everything here is rebuilt from the journal; what a conflict or an illegal event is, is not decided here.

mod background;
mod entry;
mod error;
mod filter;
mod key;
mod manifest;
mod merge;
mod run;
mod shared;
mod station;
mod table;

use std::{path::Path, sync::Arc};

use background::Background;
pub use entry::ItemEntry;
pub use error::ItemsError;
use filter::Probe;
pub use key::ItemKey;
use merge::Leveled;
use shared::Shared;
use station::Stations;
pub use station::{Station, StationId, StationRef};
use table::{Frozen, Table};

/// Bounds of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemsOptions {
    /// Statutory days for which a name is kept, at least, after its last record or event. Default: 400.
    pub waybill_days_max: u16,
    /// Runs of one level that are merged into one of the next. Range: 2 or more. Default: 4.
    pub fan: usize,
    /// Runs at which a flush waits for merges. Range: more than the levels can hold, 64 at most. Default: 48.
    pub runs_max: usize,
    /// Stations that are listed; an entry at any further one has [`StationId::UNLISTED`]. Default: 1 000 000.
    pub stations_max: usize,
}

impl Default for ItemsOptions {
    fn default() -> Self {
        Self { waybill_days_max: 400, fan: 4, runs_max: 48, stations_max: 1_000_000 }
    }
}

/// The store of names. One owner puts; two background threads at most write and merge.
///
/// Memory: 64 to 128 bytes for each name put since the last flush but one, 18 bits for each name in a run.
pub struct Items {
    options: ItemsOptions,
    table: Table,
    /// The table before, until its run is seen.
    frozen: Option<Arc<Frozen>>,
    /// Whether that table still waits to be written.
    waits: bool,
    /// Newest first.
    runs: Vec<Leveled>,
    newest_day: Option<i32>,
    stations: Stations,
    /// How many stations are in the file, or on their way there.
    stations_flushed: usize,
    background: Background,
}

/// Sizes of the store, for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemsStats {
    /// Names in memory that no run holds yet.
    pub unflushed: u64,
    /// Runs on disk.
    pub runs: u64,
    /// Records of all runs; a name may have several until they are merged.
    pub records: u64,
    /// Bytes of filters and indexes in memory.
    pub index_bytes: u64,
    /// Stations listed.
    pub stations: u64,
}

impl Items {
    /// Opens the store of a directory, which is made where it is missing.
    ///
    /// Also returns the `up_to` of the last flush that was completed, 0 where there was none:
    /// what the journal holds from there on is to be put again.
    pub fn open(directory: &Path, options: ItemsOptions) -> Result<(Self, u64), ItemsError> {
        let shared = Shared::open(directory)?;
        let manifest = shared.manifest();
        let stations = Stations::new(shared.stations()?, options.stations_max);
        let items = Self {
            options,
            table: Table::default(),
            frozen: None,
            waits: false,
            runs: shared.runs(),
            newest_day: manifest.newest_day,
            stations_flushed: stations.len(),
            stations,
            background: Background::new(shared),
        };
        Ok((items, manifest.up_to))
    }

    /// Removes a store, so that it is built again from the journal.
    pub fn remove(directory: &Path) -> Result<(), ItemsError> {
        match std::fs::remove_dir_all(directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(ItemsError::io(directory, "remove")(error))
            }
            _ => Ok(()),
        }
    }

    /// What is kept of an item; `None` where its name is not known, or was last put longer ago than
    /// `waybill_days_max` before the newest day.
    pub fn get(&self, key: &ItemKey) -> Result<Option<ItemEntry>, ItemsError> {
        if let Some(payload) = self.in_memory(key) {
            return Ok(if self.is_forgotten(payload) { None } else { entry::decode(payload) });
        }
        let probe = Probe::of(*key);
        // All filters are asked before any answer is used, so that their cache misses overlap.
        let mut candidates = 0_u64;
        for (place, leveled) in self.runs.iter().enumerate() {
            candidates |= u64::from(leveled.run.may_hold(probe)) << (place % 64);
        }
        if candidates == 0 { Ok(None) } else { self.in_runs(*key, candidates) }
    }

    /// Keeps an entry in place of the one before.
    pub fn put(&mut self, key: ItemKey, entry: ItemEntry) {
        let newest = self.newest_day.map_or(entry.day, |newest| newest.max(entry.day));
        self.newest_day = Some(newest);
        self.table.insert(key, entry::encode(&entry, newest));
    }

    /// The number of a station, which is listed if it is new and the list is not full.
    pub fn intern(&mut self, station: StationRef<'_>) -> StationId {
        self.stations.intern(station)
    }

    /// The station of that number; `None` for [`StationId::UNLISTED`].
    pub fn station(&self, id: StationId) -> Option<&Station> {
        self.stations.get(id)
    }

    /// Sets everything put so far apart, to be written by [`Self::write_frozen`]; `up_to` is the journal position
    /// that it reaches. Between the two calls the journal's own files may be sealed up to there, so that a crash
    /// never finds names ahead of them.
    ///
    /// Waits only for the flush before, and for a merge where there are `runs_max` runs.
    /// An error is that of the flush or merge before: what it had to write stays in memory,
    /// and the next call tries again before anything else.
    pub fn freeze(&mut self, up_to: u64) -> Result<(), ItemsError> {
        self.write_frozen()?;
        self.background.finish_flush()?;
        self.see_runs();
        if self.runs.len() >= self.options.runs_max {
            self.background.finish_merge()?;
            self.begin_merge()?;
            self.background.finish_merge()?;
            self.see_runs();
        }
        // As large as the last one, so that no put has to wait for the table to grow.
        let next = Table::with_capacity_and_hasher(self.table.len(), std::hash::BuildHasherDefault::default());
        self.frozen = Some(Arc::new(Frozen {
            entries: std::mem::replace(&mut self.table, next),
            stations: self.stations.since(self.stations_flushed),
            up_to,
            newest_day: self.newest_day,
        }));
        self.stations_flushed = self.stations.len();
        self.waits = true;
        Ok(())
    }

    /// Begins to write what was set apart as a run, if anything waits.
    pub fn write_frozen(&mut self) -> Result<(), ItemsError> {
        let Some(frozen) = self.frozen.clone().filter(|_| self.waits) else { return Ok(()) };
        self.waits = false;
        self.background.begin_flush(frozen);
        self.begin_merge()
    }

    /// Begins to write everything put so far as a run: [`Self::freeze`], then [`Self::write_frozen`].
    pub fn flush(&mut self, up_to: u64) -> Result<(), ItemsError> {
        self.freeze(up_to)?;
        self.write_frozen()
    }

    /// Writes what waits, and waits until every flush and merge begun is done. Call before closing; without it nothing is lost,
    /// but the last flush may have to be done again from the journal.
    pub fn settle(&mut self) -> Result<(), ItemsError> {
        self.write_frozen()?;
        self.background.finish_flush()?;
        self.background.finish_merge()?;
        self.see_runs();
        Ok(())
    }

    /// Checks every block of every run of a directory whose owner is this process. Returns the number of records.
    pub fn verify_in(directory: &Path) -> Result<u64, ItemsError> {
        Shared::look(directory)?.verify()
    }

    /// Checks every block of every run. Returns the number of records.
    pub fn verify(&self) -> Result<u64, ItemsError> {
        self.background.shared().verify()
    }

    /// Sizes at the moment.
    pub fn stats(&self) -> ItemsStats {
        let frozen = self.frozen.as_ref().map_or(0, |frozen| frozen.entries.len());
        ItemsStats {
            unflushed: (self.table.len() + frozen) as u64,
            runs: self.runs.len() as u64,
            records: self.runs.iter().map(|leveled| leveled.run.records()).sum(),
            index_bytes: self.runs.iter().map(|leveled| leveled.run.memory_bytes()).sum(),
            stations: self.stations.len() as u64,
        }
    }

    fn begin_merge(&mut self) -> Result<(), ItemsError> {
        self.background.begin_merge(self.options.fan, i32::from(self.options.waybill_days_max))
    }

    /// Takes over the runs as they stand; the frozen table is among them now.
    fn see_runs(&mut self) {
        self.runs = self.background.shared().runs();
        self.frozen = None;
    }

    fn in_memory(&self, key: &ItemKey) -> Option<&entry::Payload> {
        self.table.get(key).or_else(|| self.frozen.as_ref()?.entries.get(key))
    }

    /// Asks those runs whose bit, by place modulo 64, is set.
    fn in_runs(&self, key: ItemKey, candidates: u64) -> Result<Option<ItemEntry>, ItemsError> {
        for (place, leveled) in self.runs.iter().enumerate() {
            if candidates >> (place % 64) & 1 == 1
                && let Some(payload) = leveled.run.get(key)?
            {
                let unknown = || ItemsError::damaged(leveled.run.path(), "an entry with an unknown state");
                return if self.is_forgotten(&payload) {
                    Ok(None)
                } else {
                    entry::decode(&payload).map(Some).ok_or_else(unknown)
                };
            }
        }
        Ok(None)
    }

    fn is_forgotten(&self, payload: &entry::Payload) -> bool {
        let days_max = i32::from(self.options.waybill_days_max);
        self.newest_day.is_some_and(|newest| newest.saturating_sub(entry::seen(payload)) > days_max)
    }
}

#[cfg(test)]
mod tests;
