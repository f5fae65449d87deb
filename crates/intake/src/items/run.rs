//! A run: one immutable file of records sorted by key. Its layout is in `docs/reference/items-format.md`.
//!
//! Index and filter stay in memory; records are read in place.
//! Blocks are not cached here: keys are hashes, so the neighbours of a record are never asked for next,
//! and the system's page cache holds the pages.

mod cursor;
mod header;
mod write;

use std::{fs::File, os::unix::fs::FileExt, path::PathBuf};

pub(super) use cursor::Cursor;
use header::{HEADER_BYTES, Header};
pub(super) use write::RunWriter;

use super::{
    ItemKey, ItemsError,
    entry::{PAYLOAD_BYTES, Payload},
    filter::{Filter, LANE_BYTES, Probe},
};

/// Bytes of a key and its payload.
const RECORD_BYTES: usize = 16 + PAYLOAD_BYTES;
/// Records of a block.
const BLOCK_RECORDS: usize = 64;
/// Bytes of a block: one page.
const BLOCK_BYTES: usize = RECORD_BYTES * BLOCK_RECORDS;
/// Bytes of index for a block: the first key's prefix and the block's checksum.
const INDEX_BYTES: usize = 16;

/// What the index says of a block.
#[derive(Clone, Copy)]
struct IndexEntry {
    first: u64,
    checksum: u64,
}

/// An open run.
pub(super) struct Run {
    path: PathBuf,
    file: File,
    header: Header,
    index: Vec<IndexEntry>,
    filter: Filter,
}

impl Run {
    /// Opens a run and reads its index and filter.
    pub(super) fn open(path: PathBuf) -> Result<Self, ItemsError> {
        let file = File::open(&path).map_err(ItemsError::io(&path, "open"))?;
        let length = file.metadata().map_err(ItemsError::io(&path, "measure"))?.len();
        let mut bytes = [0; HEADER_BYTES];
        file.read_exact_at(&mut bytes, 0).map_err(|_| ItemsError::damaged(&path, "header"))?;
        let header = Header::decode(&bytes, &path)?;
        if header.file_bytes() != Some(length) {
            return Err(ItemsError::damaged(&path, "its end: the length is not what the header says"));
        }
        let (index, filter) = read_tail(&file, &header).ok_or_else(|| ItemsError::damaged(&path, "index or filter"))?;
        Ok(Self { path, file, header, index, filter })
    }

    pub(super) fn path(&self) -> &std::path::Path {
        &self.path
    }

    pub(super) fn records(&self) -> u64 {
        self.header.records
    }

    /// The newest day on which one of its records was put.
    pub(super) fn newest_seen(&self) -> i32 {
        self.header.newest_seen
    }

    /// Bytes of index and filter in memory.
    pub(super) fn memory_bytes(&self) -> u64 {
        (self.index.len() * INDEX_BYTES) as u64 + self.filter.lanes() * LANE_BYTES as u64
    }

    /// False only if the run does not hold the key.
    pub(super) fn may_hold(&self, probe: Probe) -> bool {
        self.filter.may_hold(probe)
    }

    /// Looks the key up.
    pub(super) fn get(&self, key: ItemKey) -> Result<Option<Payload>, ItemsError> {
        let prefix = key.prefix();
        // A prefix that two keys share may end one block and begin the next.
        let first = self.index.partition_point(|block| block.first < prefix).saturating_sub(1);
        let end = self.index.partition_point(|block| block.first <= prefix);
        for block in first..end {
            let mut bytes = [0; BLOCK_BYTES];
            self.read_blocks(block, &mut bytes)?;
            if let Some(payload) = find(&bytes[..self.records_in(block) * RECORD_BYTES], key) {
                return Ok(Some(payload));
            }
        }
        Ok(None)
    }

    /// Reads whole blocks from `first` on and checks each.
    fn read_blocks(&self, first: usize, bytes: &mut [u8]) -> Result<(), ItemsError> {
        let at = HEADER_BYTES as u64 + first as u64 * BLOCK_BYTES as u64;
        self.file.read_exact_at(bytes, at).map_err(ItemsError::io(&self.path, "read"))?;
        for (number, block) in (first..).zip(bytes.chunks_exact(BLOCK_BYTES)) {
            if checksum(block) != self.index[number].checksum {
                return Err(ItemsError::damaged(&self.path, format!("block {number}")));
            }
        }
        Ok(())
    }

    /// How many records a block holds: the last one may be part full.
    fn records_in(&self, block: usize) -> usize {
        (self.header.records as usize - block * BLOCK_RECORDS).min(BLOCK_RECORDS)
    }
}

fn find(records: &[u8], key: ItemKey) -> Option<Payload> {
    let (mut low, mut high) = (0, records.len() / RECORD_BYTES);
    while low < high {
        let middle = usize::midpoint(low, high);
        let record = &records[middle * RECORD_BYTES..][..RECORD_BYTES];
        match record[..16].cmp(&key.0) {
            std::cmp::Ordering::Equal => return Payload::try_from(&record[16..]).ok(),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn read_tail(file: &File, header: &Header) -> Option<(Vec<IndexEntry>, Filter)> {
    let mut tail = vec![0; header.tail_bytes()? as usize];
    file.read_exact_at(&mut tail, header.tail_at()?).ok()?;
    if *blake3::hash(&tail).as_bytes() != header.tail_hash {
        return None;
    }
    let (index, filter) = tail.split_at(header.blocks() as usize * INDEX_BYTES);
    let number = |bytes: &[u8]| bytes.try_into().ok().map(u64::from_le_bytes);
    let entry = |bytes: &[u8]| Some(IndexEntry { first: number(&bytes[..8])?, checksum: number(&bytes[8..])? });
    let index = index.chunks_exact(INDEX_BYTES).map(entry).collect::<Option<_>>()?;
    Some((index, Filter::from_bytes(filter)))
}

/// First 8 bytes of the BLAKE3 of a block.
fn checksum(block: &[u8]) -> u64 {
    let hash = blake3::hash(block);
    hash.as_bytes().first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

#[cfg(test)]
mod tests;
