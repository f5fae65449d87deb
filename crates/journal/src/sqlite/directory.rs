//! The folder of a journal: which files are segments, and how changes of the folder itself are made durable.
//!
//! What is inside a segment belongs in `segment`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::{JournalError, Position};

const PREFIX: &str = "segment-";
const SUFFIX: &str = ".sqlite";
/// Of a segment that is being made; without meaning after a crash.
const UNFINISHED: &str = ".new";

/// The file of the segment that begins at `first`; twenty digits, so that names sort as positions do.
pub(super) fn segment_file(folder: &Path, first: Position) -> PathBuf {
    folder.join(format!("{PREFIX}{first:020}{SUFFIX}"))
}

/// The write-ahead log of a segment; there is one only while the segment is open, or after a crash.
pub(super) fn log_file(folder: &Path, first: Position) -> PathBuf {
    folder.join(format!("{PREFIX}{first:020}{SUFFIX}-wal"))
}

/// Where a segment is made before it gets its name.
pub(super) fn unfinished_file(folder: &Path, first: Position) -> PathBuf {
    folder.join(format!("{PREFIX}{first:020}{SUFFIX}{UNFINISHED}"))
}

/// First positions of the segments in the folder, in order. Makes the folder where there is none.
pub(super) fn segments(folder: &Path) -> Result<Vec<Position>, JournalError> {
    let list = || -> io::Result<Vec<Position>> {
        fs::create_dir_all(folder)?;
        let mut found = Vec::new();
        for file in fs::read_dir(folder)? {
            found.extend(file?.file_name().to_str().and_then(first_of));
        }
        found.sort_unstable();
        Ok(found)
    };
    list().map_err(files("list its folder"))
}

/// The position in the name of a segment's file; none for any other file.
fn first_of(name: &str) -> Option<Position> {
    let digits = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
    (digits.len() == 20).then(|| digits.parse().ok())?
}

/// Removes what a crash left of a segment that was being made.
pub(super) fn remove_unfinished(folder: &Path, first: Position) -> Result<(), JournalError> {
    remove_with_companions(&unfinished_file(folder, first))
}

/// Removes a segment that was dropped.
pub(super) fn remove_segment(folder: &Path, first: Position) -> Result<(), JournalError> {
    remove_with_companions(&segment_file(folder, first))
}

/// Removes a database with its write-ahead log, shared memory and rollback journal, the database first: a log left
/// without its database means nothing, a database without its log would be another one.
fn remove_with_companions(file: &Path) -> Result<(), JournalError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(files("remove a segment")(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Gives a finished segment its name, durably.
pub(super) fn publish(folder: &Path, first: Position) -> Result<(), JournalError> {
    let unfinished = unfinished_file(folder, first);
    let publish = || {
        File::open(&unfinished)?.sync_all()?;
        fs::rename(&unfinished, segment_file(folder, first))?;
        File::open(folder)?.sync_all()
    };
    publish().map_err(files("name a new segment"))
}

/// Makes the removal or naming of files durable.
pub(super) fn sync(folder: &Path) -> Result<(), JournalError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(files("sync its folder"))
}

fn files(doing: &'static str) -> impl Fn(io::Error) -> JournalError {
    move |source| JournalError::Files { doing, source }
}
