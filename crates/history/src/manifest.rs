//! Manifests: one for each sealing, chained by hash. What no manifest names is not part of the history.

use std::{fs, io::Write, ops::Range, path::Path};

use parcel::Day;
use serde::{Deserialize, Serialize};

use crate::{
    error::{HistoryError, Result},
    folder::{self, NewFile},
    table::Table,
};

/// Version of the stored format. A reader of version 1 reads every file ever written as version 1.
const VERSION: u32 = 1;

/// What the first manifest names as the one before it.
pub(crate) const NONE_BEFORE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What one sealing wrote.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    version: u32,
    /// First journal position.
    pub(crate) first: u64,
    /// The journal position after the last.
    pub(crate) end: u64,
    /// BLAKE3 of the manifest before this one.
    pub(crate) previous: String,
    /// In the order in which they were written.
    pub(crate) files: Vec<SealedFile>,
}

/// One data file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealedFile {
    /// Name of the table.
    pub(crate) table: String,
    /// Statutory day of its rows.
    pub(crate) day: Day,
    /// Path below the folder of the history, with `/`.
    pub(crate) path: String,
    /// How many rows.
    pub(crate) rows: u64,
    /// How many bytes.
    pub(crate) bytes: u64,
    /// Hash of its bytes.
    pub(crate) blake3: String,
}

impl SealedFile {
    /// Where a table's rows of one day and one journal range stand.
    pub(crate) fn place(table: Table, day: Day, range: &Range<u64>) -> String {
        format!("{}/day={day}/{}.parquet", table.name(), folder::range_name(range))
    }
}

impl Manifest {
    pub(crate) fn new(range: &Range<u64>, previous: &str, files: Vec<SealedFile>) -> Self {
        Self { version: VERSION, first: range.start, end: range.end, previous: previous.to_owned(), files }
    }

    /// Writes it; from the moment this returns its files are part of the history. Returns its hash.
    pub(crate) fn write(&self, folder: &Path) -> Result<String> {
        let path = folder.join(folder::range_name(&(self.first..self.end))).with_extension("json");
        let mut file = NewFile::create(path.clone())?;
        // Serialising plain fields cannot fail.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        file.write_all(text.as_bytes()).map_err(HistoryError::disk("write", &path))?;
        let written = file.finish()?;
        folder::sync(folder)?;
        Ok(written.blake3.to_string())
    }
}

/// All manifests in order and the hash of the last, after checking that each follows from the one before it.
///
/// One that is being written has no name yet and is not there.
pub(crate) fn read_all(folder: &Path) -> Result<(Vec<Manifest>, String)> {
    let mut manifests = Vec::new();
    let mut previous = NONE_BEFORE.to_owned();
    let mut end = None;
    let mut paths = folder::files_below(folder)?;
    paths.retain(|path| !folder::is_unfinished(path));
    paths.sort_by_key(|path| folder::range_of(path).map(|range| range.start));
    for path in paths {
        let bytes = fs::read(&path).map_err(HistoryError::disk("read", &path))?;
        let damaged = |reason| HistoryError::DamagedManifest { path: path.clone(), reason };
        let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| damaged("it is not a manifest"))?;
        if manifest.version != VERSION {
            return Err(damaged("its version is not known here"));
        }
        if manifest.previous != previous {
            return Err(damaged("it does not carry the hash of the manifest before it"));
        }
        if end.is_some_and(|end| end != manifest.first) || folder::range_of(&path) != Some(manifest.first..manifest.end)
        {
            return Err(damaged("its journal range does not follow the one before it"));
        }
        end = Some(manifest.end);
        previous = blake3::hash(&bytes).to_string();
        manifests.push(manifest);
    }
    Ok((manifests, previous))
}
