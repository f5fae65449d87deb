//! What windows held at each sealing, so that they can be filled again without reading the journal from its start.
//!
//! One file for a sealed range of the journal, `<first>-<last>.windows`, written once.
//! Rebuilt from the journal where they are missing. How windows answer belongs in `windows`.
//!
//! Files that no window needs any more are removed from the oldest on; the file `dropped` says how far, and for
//! windows of which length (both in decimal, microseconds), so that a file that is missing is noticed.
//!
//! Format, version 2: letters `PWIN`, version, length of the head (8 bytes, little endian), head (postcard: newest
//! acceptance of each operator, latest event time of each operator), then zstd of postcard entries, then the BLAKE3
//! hash of everything before. Version 1 had no passes through machines: one list of times in its head, and entries as
//! [`EntryV1`]. It is still read.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use screening::window::{Entry as WindowEntry, EntryV1, Source};
use serde::{Deserialize, Serialize};

use crate::range_name;

const MARK: &[u8; 5] = b"PWIN\x02";
const MARK_V1: &[u8; 5] = b"PWIN\x01";
const EXTENSION: &str = "windows";
const HASH_BYTES: usize = 32;

/// Window entries cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum WindowFileError {
    /// The disk failed.
    #[error("windows under {path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is damaged: remove the directory and open again, it is rebuilt from the journal.
    #[error("{path} is damaged; remove its directory, it is rebuilt from the journal")]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
}

/// Event times of each operator, microseconds since 1970.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    /// Newest acceptance: what windows are kept behind.
    newest: BTreeMap<u64, i64>,
    /// Latest entry of any kind: until when the file is needed.
    latest: BTreeMap<u64, i64>,
}

/// The head of a file of version 1.
#[derive(Deserialize)]
struct HeadV1 {
    newest: BTreeMap<u64, i64>,
}

impl Head {
    fn of(entries: &[WindowEntry]) -> Self {
        let mut head = Self::default();
        let acceptances = entries.iter().filter(|entry| entry.source == Source::Acceptance);
        extend(&mut head.newest, acceptances.map(|entry| (entry.operator, entry.accepted_at)));
        extend(&mut head.latest, entries.iter().map(|entry| (entry.operator, entry.accepted_at)));
        head
    }
}

fn extend(newest: &mut BTreeMap<u64, i64>, times: impl IntoIterator<Item = (u64, i64)>) {
    for (operator, time) in times {
        let newest = newest.entry(operator).or_insert(time);
        *newest = time.max(*newest);
    }
}

/// Writes the entries of a sealed range.
pub fn write(dir: &Path, range: &Range<u64>, entries: &[WindowEntry]) -> Result<(), WindowFileError> {
    let path = range_name::path(dir, range, EXTENSION);
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(dir)?;
        let head = postcard::to_stdvec(&Head::of(entries)).map_err(std::io::Error::other)?;
        let body = postcard::to_stdvec(entries).map_err(std::io::Error::other)?;
        let mut bytes = Vec::with_capacity(body.len() + head.len() + 64);
        bytes.extend_from_slice(MARK);
        bytes.extend_from_slice(&(head.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(&zstd::bulk::compress(&body, 1)?);
        let hash = blake3::hash(&bytes);
        bytes.extend_from_slice(hash.as_bytes());
        let temporary = path.with_extension("tmp");
        let mut file = File::create(&temporary)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, &path)?;
        File::open(dir)?.sync_all()
    };
    write().map_err(|source| WindowFileError::Disk { path: path.clone(), source })
}

const DROPPED: &str = "dropped";

/// Whether the files reach up to `sealed_to` without a gap, and back as far as windows of `keep` microseconds need.
pub fn are_whole(dir: &Path, sealed: &Range<u64>, keep: i64) -> Result<bool, WindowFileError> {
    let dropped = read_dropped(dir).filter(|(_, dropped_keep)| *dropped_keep >= keep).map_or(0, |(to, _)| to);
    let mut end = sealed.start.max(dropped);
    for (range, _) in files(dir)?.into_iter().filter(|(range, _)| range.end <= sealed.end) {
        if range.start > end {
            break;
        }
        end = end.max(range.end);
    }
    Ok(end >= sealed.end)
}

/// Reads every file, in the order of the journal; the error names the first damaged one.
pub fn verify(dir: &Path) -> Result<(), WindowFileError> {
    files(dir)?.iter().try_for_each(|(_, path)| read_entries(path).map(drop))
}

fn read_dropped(dir: &Path) -> Option<(u64, i64)> {
    let text = fs::read_to_string(dir.join(DROPPED)).ok()?;
    let (to, keep) = text.trim_end().split_once(' ')?;
    Some((to.parse().ok()?, keep.parse().ok()?))
}

/// Notes what is about to be removed.
fn write_dropped(dir: &Path, to: u64, keep: i64) -> Result<(), WindowFileError> {
    let path = dir.join(DROPPED);
    let write = || -> std::io::Result<()> {
        let temporary = path.with_extension("tmp");
        let mut file = File::create(&temporary)?;
        writeln!(file, "{to} {keep}")?;
        file.sync_all()?;
        fs::rename(&temporary, &path)?;
        File::open(dir)?.sync_all()
    };
    write().map_err(|source| WindowFileError::Disk { path: path.clone(), source })
}

/// Hands over the entries that windows of `keep` microseconds still need, in the order of the journal.
///
/// Files that were never committed, and those that no window needs any more, are removed.
pub fn load(dir: &Path, sealed_to: u64, keep: i64, mut take: impl FnMut(&WindowEntry)) -> Result<(), WindowFileError> {
    for (_, path) in files(dir)?.into_iter().filter(|(range, _)| range.end > sealed_to) {
        fs::remove_file(&path).map_err(|source| WindowFileError::Disk { path, source })?;
    }
    // A file of late revisions only looks needless by its times, and still takes items out.
    for path in prune(dir, sealed_to, keep)? {
        read_entries(&path)?.iter().for_each(&mut take);
    }
    Ok(())
}

/// Removes the oldest files below `sealed_to` that windows of `keep` microseconds need no more. Returns those that stay.
///
/// Late records alone may make a file needless between needed ones: that one stays, so that there is no gap.
pub fn prune(dir: &Path, sealed_to: u64, keep: i64) -> Result<Vec<PathBuf>, WindowFileError> {
    let mut newest = BTreeMap::new();
    let mut heads = Vec::new();
    for (range, path) in files(dir)?.into_iter().filter(|(range, _)| range.end <= sealed_to) {
        let head = read_head(&path)?;
        extend(&mut newest, head.newest.iter().map(|(operator, time)| (*operator, *time)));
        heads.push((range, path, head));
    }
    let needed = |head: &Head| {
        head.latest.iter().any(|(operator, time)| newest.get(operator).is_some_and(|newest| *time > newest - keep))
    };
    let old = heads.iter().take_while(|(_, _, head)| !needed(head)).count();
    remove(dir, &heads[..old], keep)?;
    Ok(heads.into_iter().skip(old).map(|(_, path, _)| path).collect())
}

fn remove(dir: &Path, old: &[(Range<u64>, PathBuf, Head)], keep: i64) -> Result<(), WindowFileError> {
    let Some((last, _, _)) = old.last() else { return Ok(()) };
    write_dropped(dir, last.end, keep)?;
    for (_, path, _) in old {
        fs::remove_file(path).map_err(|source| WindowFileError::Disk { path: path.clone(), source })?;
    }
    Ok(())
}

fn files(dir: &Path) -> Result<Vec<(Range<u64>, PathBuf)>, WindowFileError> {
    let disk = |source| WindowFileError::Disk { path: dir.to_owned(), source };
    fs::create_dir_all(dir).map_err(disk)?;
    let mut files = Vec::new();
    for found in fs::read_dir(dir).map_err(disk)? {
        let path = found.map_err(disk)?.path();
        match range_name::range_of(&path, EXTENSION) {
            Some(range) => files.push((range, path)),
            None if path.ends_with(DROPPED) => {}
            None => fs::remove_file(&path).map_err(disk)?,
        }
    }
    files.sort_by_key(|(range, _)| range.start);
    Ok(files)
}

fn read_head(path: &Path) -> Result<Head, WindowFileError> {
    let damaged = || WindowFileError::Damaged { path: path.to_owned() };
    let read = || -> std::io::Result<(bool, Vec<u8>)> {
        let mut file = File::open(path)?;
        let mut start = [0; MARK.len() + 8];
        file.read_exact(&mut start)?;
        let mut size = [0; 8];
        size.copy_from_slice(&start[MARK.len()..]);
        let mut head = Vec::new();
        file.take(u64::from_le_bytes(size)).read_to_end(&mut head)?;
        Ok((start.starts_with(MARK_V1), head))
    };
    let (is_v1, head) = read().map_err(|_| damaged())?;
    if is_v1 {
        let HeadV1 { newest } = postcard::from_bytes(&head).map_err(|_| damaged())?;
        return Ok(Head { latest: newest.clone(), newest });
    }
    postcard::from_bytes(&head).map_err(|_| damaged())
}

fn read_entries(path: &Path) -> Result<Vec<WindowEntry>, WindowFileError> {
    let damaged = || WindowFileError::Damaged { path: path.to_owned() };
    let bytes = fs::read(path).map_err(|source| WindowFileError::Disk { path: path.to_owned(), source })?;
    let (bytes, hash) = bytes.split_at_checked(bytes.len().saturating_sub(HASH_BYTES)).ok_or_else(damaged)?;
    if blake3::hash(bytes).as_bytes() != hash {
        return Err(damaged());
    }
    let is_v1 = bytes.starts_with(MARK_V1);
    let body = bytes.strip_prefix(if is_v1 { MARK_V1 } else { MARK }).ok_or_else(damaged)?;
    let (size, rest) = body.split_first_chunk::<8>().ok_or_else(damaged)?;
    let packed = rest.get(u64::from_le_bytes(*size) as usize..).ok_or_else(damaged)?;
    let plain = zstd::stream::decode_all(packed).map_err(|_| damaged())?;
    if is_v1 {
        let entries: Vec<EntryV1> = postcard::from_bytes(&plain).map_err(|_| damaged())?;
        return Ok(entries.into_iter().map(WindowEntry::from).collect());
    }
    postcard::from_bytes(&plain).map_err(|_| damaged())
}
