//! The manifest: which files are the store. Replaced as a whole, last of all, so that a crash leaves the old one.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::ItemsError;

/// Version of the manifest's layout.
const FORMAT: u32 = 1;
const FILE: &str = "manifest";
/// Suffix of a file that is not finished.
const UNFINISHED: &str = "manifest.new";

/// What the store consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    format: u32,
    /// Journal position up to which everything is in the runs.
    pub(super) up_to: u64,
    /// Newest statutory day that was put, days since 1970-01-01.
    pub(super) newest_day: Option<i32>,
    /// How much of the file of stations counts.
    pub(super) stations_bytes: u64,
    /// The runs, newest first.
    pub(super) runs: Vec<ListedRun>,
}

/// A run as the manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListedRun {
    /// Number of its file.
    pub(super) file: u64,
    /// How often its records were merged.
    pub(super) level: u32,
}

/// A later format may have other fields: its number is read before them.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { format: FORMAT, up_to: 0, newest_day: None, stations_bytes: 0, runs: Vec::new() }
    }
}

impl Manifest {
    /// Reads the manifest of a directory; an empty one where there is none.
    pub(super) fn read(directory: &Path) -> Result<Self, ItemsError> {
        let path = directory.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(ItemsError::io(&path, "read")(error)),
        };
        let (body, hash) = text.trim_end().split_once('\n').ok_or_else(|| ItemsError::damaged(&path, "its end"))?;
        if blake3::hash(body.as_bytes()).to_hex().as_str() != hash {
            return Err(ItemsError::damaged(&path, "its checksum"));
        }
        let unreadable = |_| ItemsError::damaged(&path, "its text");
        let found = serde_json::from_str::<Versioned>(body).map_err(unreadable)?.format;
        if found != FORMAT {
            return Err(ItemsError::Format { path, found });
        }
        serde_json::from_str(body).map_err(unreadable)
    }

    /// Replaces the manifest of a directory and syncs it.
    pub(super) fn write(&self, directory: &Path) -> Result<(), ItemsError> {
        let path = directory.join(UNFINISHED);
        let body = serde_json::to_string(self).map_err(|_| ItemsError::damaged(&path, "a field to write"))?;
        let text = format!("{body}\n{}\n", blake3::hash(body.as_bytes()).to_hex());
        let write = || {
            let mut file = File::create(&path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&path, directory.join(FILE))?;
            sync(directory)
        };
        write().map_err(ItemsError::io(&path, "write"))
    }

    /// Where a run's file is.
    pub(super) fn run_path(directory: &Path, file: u64) -> PathBuf {
        directory.join(format!("{file:012}.run"))
    }
}

/// Makes the names of new files in a directory durable.
pub(super) fn sync(directory: &Path) -> std::io::Result<()> {
    File::open(directory)?.sync_all()
}
