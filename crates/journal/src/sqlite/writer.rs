//! Writing: blocks into the last segment, one transaction an append.
//!
//! When to begin the next segment is decided by the journal.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::segment::Segment;
use crate::{Head, JournalError, Options, block, chain};

/// Fast, and within a few per cent of higher levels on records that are mostly ciphertext: what does not repeat is
/// stored as it is.
const ZSTD_LEVEL: i32 = -1;

/// The last segment, open for appending.
pub(super) struct Writer {
    pub(super) segment: Segment,
    /// The head on disk.
    pub(super) head: Head,
    /// Size of the segment in bytes, without the pages that `SQLite` needs around what was added since it was opened.
    bytes: u64,
    packer: Packer,
}

impl Writer {
    /// Writes on at the end of a segment.
    pub(super) fn new(segment: Segment, head: Head) -> Result<Self, JournalError> {
        let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let bytes = segment.connection.query_row(size, [], |row| row.get::<_, i64>(0));
        let bytes = bytes.map_err(|error| segment.error(head.end, "measure a segment", error))? as u64;
        Ok(Self { segment, head, bytes, packer: Packer::new() })
    }

    /// Whether the next append belongs in a new segment.
    pub(super) fn is_full(&self, options: &Options) -> bool {
        let entries = self.head.end - self.segment.first;
        entries > 0 && (entries >= options.segment_entries_max || self.bytes >= options.segment_bytes_max)
    }

    /// Appends in one transaction; on return the entries are synced.
    pub(super) fn append(&mut self, entries: &[&[u8]]) -> Result<(), JournalError> {
        let (head, bytes) = write(&self.segment.connection, &mut self.packer, self.head, entries)
            .map_err(|error| self.segment.error(self.head.end, "append", error))?
            .ok_or(JournalError::OtherWriter)?;
        self.head = head;
        self.bytes += bytes;
        Ok(())
    }
}

/// Writes the blocks and the head in one transaction; returns the new head and how many bytes were stored.
///
/// None, and nothing is written, where the segment does not have the head that the writer knows.
fn write(
    connection: &Connection,
    packer: &mut Packer,
    mut head: Head,
    entries: &[&[u8]],
) -> rusqlite::Result<Option<(Head, u64)>> {
    let mut bytes = 0;
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let known = "SELECT count(*) FROM segment WHERE end = ?1 AND hash = ?2 AND NOT sealed";
    let mut known = transaction.prepare_cached(known)?;
    if known.query_row(params![head.end as i64, head.hash], |row| row.get::<_, i64>(0))? != 1 {
        return Ok(None);
    }
    drop(known);
    let mut insert = transaction.prepare_cached("INSERT INTO block VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for part in block::split(entries) {
        let next = packer.pack(head, part);
        let (first, count) = (head.end as i64, part.len() as i64);
        insert.execute(params![first, count, head.hash, next.hash, packer.raw.len() as i64, packer.stored])?;
        bytes += packer.stored.len() as u64;
        head = next;
    }
    drop(insert);
    let mut note = transaction.prepare_cached("UPDATE segment SET end = ?1, hash = ?2")?;
    note.execute(params![head.end as i64, head.hash])?;
    drop(note);
    transaction.commit()?;
    Ok(Some((head, bytes)))
}

/// Frames, hashes and compresses; keeps the room for it from block to block.
struct Packer {
    compressor: zstd::bulk::Compressor<'static>,
    raw: Vec<u8>,
    stored: Vec<u8>,
}

impl Packer {
    fn new() -> Self {
        let compressor = zstd::bulk::Compressor::new(ZSTD_LEVEL).expect("level -1 is a level of zstd");
        Self { compressor, raw: Vec::new(), stored: Vec::new() }
    }

    /// Leaves the framed and the compressed bytes in `raw` and `stored`, and returns the head that the block makes.
    fn pack(&mut self, head: Head, entries: &[&[u8]]) -> Head {
        block::frame(entries, &mut self.raw);
        let end = head.end + entries.len() as u64;
        let hash = chain::link(&head, entries.len() as u32, &self.raw);
        self.stored.clear();
        self.stored.reserve(zstd::zstd_safe::compress_bound(self.raw.len()));
        let packed = self.compressor.compress_to_buffer(&self.raw, &mut self.stored);
        packed.expect("a buffer of the bound is large enough for any block");
        Head { end, hash }
    }
}
