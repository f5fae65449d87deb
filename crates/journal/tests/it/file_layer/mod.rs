//! A file layer for `SQLite` that can lose power, fill up, fail to sync, or lie about syncing.
//!
//! Reads and writes go to real files; beside them a [`disk`] remembers what a real disk would hold if the power went.
//! Test only: nothing of this is in the shipped crate.

mod disk;
mod vfs;

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use disk::Disk;
pub(crate) use disk::Fault;
use journal::Options;
use tempfile::TempDir;

use crate::support::{new_folder, small};

/// One registered file layer for the journal of one folder.
pub(crate) struct Layer {
    name: String,
    disk: Arc<Mutex<Disk>>,
}

impl Layer {
    /// Registers a layer under a name of its own; `seed` decides what a power cut leaves of unsynced writes.
    pub(crate) fn new(folder: &Path, seed: u64) -> Self {
        let disk = Arc::new(Mutex::new(Disk::new(folder, seed)));
        Self { name: vfs::register(Arc::clone(&disk)), disk }
    }

    /// Small options that go through this layer.
    pub(crate) fn options(&self) -> Options {
        Options { file_layer: Some(self.name.clone()), ..small() }
    }

    /// What the disk is to do wrong; nothing, if never said.
    pub(crate) fn set(&self, fault: Fault) {
        self.disk().fault = fault;
    }

    /// From now on syncing is acknowledged and not done, as under `synchronous=OFF`.
    pub(crate) fn lie_about_syncing(&self) {
        self.disk().lies = true;
    }

    /// Whether the power went.
    pub(crate) fn is_off(&self) -> bool {
        self.disk().is_off()
    }

    /// What the disk holds after the power went: at the moment of the cut, or now if there was none.
    pub(crate) fn after_power_cut(&self) -> TempDir {
        let image = self.disk().cut_power();
        let folder = new_folder();
        for (name, bytes) in image {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    /// What the next process finds after this one was killed: all that was written, synced or not, as it is known
    /// to a layer of its own.
    pub(crate) fn after_kill(&self, seed: u64) -> (TempDir, Self) {
        let folder = new_folder();
        let disk = Arc::new(Mutex::new(self.disk().copied_to(folder.path(), seed)));
        (folder, Self { name: vfs::register(Arc::clone(&disk)), disk })
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap()
    }
}
