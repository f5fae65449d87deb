//! What a disk holds for certain, what it may lose, and what it leaves when the power goes. No `unsafe` here.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::ffi::{SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE};

use crate::support::Chance;

/// Unit in which an interrupted write may be torn.
const SECTOR: usize = 512;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The power goes after that many writes and syncs.
    PowerCut {
        after: u64,
    },
    /// The disk is full after that many writes.
    Full {
        after: u64,
    },
    /// Syncing fails after that many times, and what was to be synced stays unsynced.
    Sync {
        after: u64,
    },
}

/// A change of a file that was not synced yet.
#[derive(Clone)]
pub(crate) enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

#[derive(Clone, Default)]
struct File {
    synced: Vec<u8>,
    unsynced: Vec<Change>,
}

type Image = Vec<(OsString, Vec<u8>)>;

/// The disk under one folder.
pub(crate) struct Disk {
    folder: PathBuf,
    files: BTreeMap<PathBuf, File>,
    /// Files whose removal was not synced: they may come back.
    removed: BTreeMap<PathBuf, File>,
    chance: Chance,
    pub(crate) fault: Fault,
    pub(crate) lies: bool,
    image: Option<Image>,
}

impl Disk {
    pub(crate) fn new(folder: &Path, seed: u64) -> Self {
        Self {
            folder: folder.to_owned(),
            files: BTreeMap::new(),
            removed: BTreeMap::new(),
            chance: Chance::new(seed),
            fault: Fault::None,
            lies: false,
            image: None,
        }
    }

    /// A disk without faults that holds the same, in another folder; the shared memory of processes is not copied.
    pub(crate) fn copied_to(&self, folder: &Path, seed: u64) -> Self {
        let mut copy = Self::new(folder, seed);
        for entry in fs::read_dir(&self.folder).unwrap() {
            let entry = entry.unwrap();
            if !entry.path().to_string_lossy().ends_with("-shm") {
                fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
            }
        }
        for (path, file) in &self.files {
            copy.files.insert(folder.join(path.file_name().unwrap()), file.clone());
        }
        copy
    }

    pub(crate) fn is_off(&self) -> bool {
        self.image.is_some()
    }

    /// What was on the disk before the layer came to know the file counts as synced.
    pub(crate) fn open(&mut self, path: &Path) {
        self.removed.remove(path);
        let synced = || fs::read(path).unwrap_or_default();
        self.files.entry(path.to_owned()).or_insert_with(|| File { synced: synced(), unsynced: Vec::new() });
    }

    /// Notes a change; `Err` is what `SQLite` is told instead.
    pub(crate) fn change(&mut self, path: &Path, change: Change) -> Result<(), i32> {
        let code = self.refuses(false);
        if !matches!(code, Some(SQLITE_FULL)) && self.image.is_none() {
            self.files.entry(path.to_owned()).or_default().unsynced.push(change);
        }
        self.answer(code)
    }

    /// Notes that everything up to now is on the disk.
    pub(crate) fn sync(&mut self, path: &Path) -> Result<(), i32> {
        let code = self.refuses(true);
        self.answer(code)?;
        if !self.lies {
            let file = self.files.entry(path.to_owned()).or_default();
            for change in std::mem::take(&mut file.unsynced) {
                apply(&mut file.synced, &change, |_| true);
            }
        }
        Ok(())
    }

    pub(crate) fn remove(&mut self, path: &Path, synced: bool) {
        let file = self.files.remove(path).unwrap_or_default();
        if !synced {
            self.removed.insert(path.to_owned(), file);
        }
    }

    /// The code of what goes wrong with this operation, if anything does.
    fn refuses(&mut self, sync: bool) -> Option<i32> {
        if self.is_off() {
            return Some(SQLITE_IOERR_WRITE);
        }
        let (after, code) = match &mut self.fault {
            Fault::PowerCut { after } => (after, SQLITE_IOERR_WRITE),
            Fault::Full { after } if !sync => (after, SQLITE_FULL),
            Fault::Sync { after } if sync => (after, SQLITE_IOERR_FSYNC),
            _ => return None,
        };
        if *after == 0 {
            return Some(code);
        }
        *after -= 1;
        None
    }

    fn answer(&mut self, code: Option<i32>) -> Result<(), i32> {
        if code.is_some() && matches!(self.fault, Fault::PowerCut { .. }) {
            self.cut_power();
        }
        code.map_or(Ok(()), Err)
    }

    /// Takes the power away, unless it is gone already; returns the files that are left.
    pub(crate) fn cut_power(&mut self) -> Image {
        if self.image.is_none() {
            self.image = Some(self.left_over());
        }
        self.image.clone().unwrap_or_default()
    }

    fn left_over(&mut self) -> Image {
        // Sometimes nothing unsynced is left, sometimes all of it, mostly something between.
        let mood = self.chance.below(4);
        let mut image = Image::new();
        for entry in fs::read_dir(&self.folder).unwrap() {
            let path = entry.unwrap().path();
            if path.to_string_lossy().ends_with("-shm") {
                continue;
            }
            let bytes = match self.files.get(&path) {
                Some(file) => left_of(file, mood, &mut self.chance),
                None => fs::read(&path).unwrap(),
            };
            image.push((path.file_name().unwrap().to_owned(), bytes));
        }
        for (path, file) in &self.removed {
            if !path.exists() && self.chance.below(2) == 0 {
                image.push((path.file_name().unwrap().to_owned(), left_of(file, mood, &mut self.chance)));
            }
        }
        image
    }
}

/// What the disk holds of a file: the synced bytes, and some of the changes since, whole, torn or not at all.
fn left_of(file: &File, mood: u64, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = file.synced.clone();
    for change in &file.unsynced {
        match (mood, chance.below(3)) {
            (0, _) | (2.., 0) => {}
            (1, _) | (2.., 1) => apply(&mut bytes, change, |_| true),
            _ => apply(&mut bytes, change, |_| chance.below(2) == 0),
        }
    }
    bytes
}

/// Makes a change, or those of its sectors that `keeps` picks.
fn apply(bytes: &mut Vec<u8>, change: &Change, mut keeps: impl FnMut(usize) -> bool) {
    match change {
        Change::Truncate(length) => bytes.truncate(*length),
        Change::Write(at, written) => {
            for (index, sector) in written.chunks(SECTOR).enumerate() {
                if keeps(index) {
                    let from = at + index * SECTOR;
                    bytes.resize(bytes.len().max(from + sector.len()), 0);
                    bytes[from..from + sector.len()].copy_from_slice(sector);
                }
            }
        }
    }
}
