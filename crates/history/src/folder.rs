//! Files and folders: names, atomic writes, clearing away what a crash left behind.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use crate::error::{HistoryError, Result};

/// Suffix of a file that is being written; no such file outlives an opening.
const UNFINISHED: &str = "tmp";

/// Name of what is sealed under a journal range, without its suffix: first and last position, 12 digits or more.
pub(crate) fn range_name(range: &Range<u64>) -> String {
    format!("{:012}-{:012}", range.start, range.end.saturating_sub(1))
}

/// The range that a name stands for.
pub(crate) fn range_of(path: &Path) -> Option<Range<u64>> {
    let (first, last) = path.file_stem()?.to_str()?.split_once('-')?;
    Some(first.parse().ok()?..last.parse::<u64>().ok()?.checked_add(1)?)
}

pub(crate) fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(HistoryError::disk("create", folder))
}

/// Makes the names in a folder survive a loss of power.
pub(crate) fn sync(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(HistoryError::disk("sync", folder))
}

/// Every file below a folder, in the order of names.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let list = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        for entry in list.map_err(HistoryError::disk("list", &folder))? {
            let is_folder = entry.file_type().map_err(HistoryError::disk("look at", entry.path()))?.is_dir();
            if is_folder { folders.push(entry.path()) } else { found.push(entry.path()) }
        }
    }
    found.sort();
    Ok(found)
}

pub(crate) fn remove(file: &Path) -> Result<()> {
    fs::remove_file(file).map_err(HistoryError::disk("remove", file))
}

/// A file that gets its name only when it is whole and on the disk; its bytes are counted and hashed on the way.
pub(crate) struct NewFile {
    path: PathBuf,
    file: BufWriter<File>,
    hash: blake3::Hasher,
    bytes: u64,
}

/// What is known of a file that was just written.
pub(crate) struct Written {
    pub(crate) bytes: u64,
    pub(crate) blake3: blake3::Hash,
}

impl NewFile {
    pub(crate) fn create(path: PathBuf) -> Result<Self> {
        let unfinished = unfinished(&path);
        let file = File::create(&unfinished).map_err(HistoryError::disk("create", &unfinished))?;
        Ok(Self { path, file: BufWriter::with_capacity(1 << 20, file), hash: blake3::Hasher::new(), bytes: 0 })
    }

    /// Syncs the bytes, then gives the file its name. The folder still has to be synced.
    pub(crate) fn finish(self) -> Result<Written> {
        let Self { path, file, hash, bytes } = self;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error);
        file.and_then(|file| file.sync_all()).map_err(HistoryError::disk("write", &path))?;
        fs::rename(unfinished(&path), &path).map_err(HistoryError::disk("name", &path))?;
        Ok(Written { bytes, blake3: hash.finalize() })
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether a file is still being written.
pub(crate) fn is_unfinished(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix == UNFINISHED)
}

fn unfinished(path: &Path) -> PathBuf {
    path.with_extension(UNFINISHED)
}
