//! The bounds of a journal, and the check of an append against them.

use crate::JournalError;
use crate::block::ENTRY_BYTES_LIMIT;

/// Bounds and tuning of a [`crate::SqliteJournal`].
///
/// Bounds may differ from one opening to the next; what is already stored stays readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Size in bytes at which a segment is closed and the next begun. Default: 1 GiB.
    ///
    /// One append is never split between segments, so a segment may pass this by one append.
    pub segment_bytes_max: u64,
    /// Number of entries at which a segment is closed and the next begun. Default: 4,000,000.
    pub segment_entries_max: u64,
    /// Length in bytes of one entry. Default: 1 MiB; at most 16 MiB, whatever is set.
    pub entry_bytes_max: usize,
    /// Length in bytes of all entries of one append together. Default: 64 MiB.
    pub append_bytes_max: usize,
    /// Decoded blocks that each reader keeps, of about 128 KiB each. Default: 32.
    pub cached_blocks_max: usize,
    /// Segments that each reader keeps open. Default: 4.
    pub open_segments_max: usize,
    /// Pages of 4 KiB in the write-ahead log at which they are moved into the segment, in the append that reaches it.
    /// Default: 1,000. More makes that append rarer and longer.
    pub wal_pages_max: u32,
    /// Name of a `SQLite` file layer (VFS) registered by the program, for tests under faults.
    /// Default: none, that of the operating system.
    pub file_layer: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes_max: 1 << 30,
            segment_entries_max: 4_000_000,
            entry_bytes_max: 1 << 20,
            append_bytes_max: 64 << 20,
            cached_blocks_max: 32,
            open_segments_max: 4,
            wal_pages_max: 1_000,
            file_layer: None,
        }
    }
}

impl Options {
    /// Refuses an append that passes a bound, before anything is written.
    pub(crate) fn check(&self, entries: &[&[u8]]) -> Result<(), JournalError> {
        let bytes_max = self.entry_bytes_max.min(ENTRY_BYTES_LIMIT);
        if let Some(index) = entries.iter().position(|entry| entry.len() > bytes_max) {
            return Err(JournalError::EntryTooLarge { index, bytes: entries[index].len(), bytes_max });
        }
        let bytes = entries.iter().map(|entry| entry.len()).sum();
        if bytes > self.append_bytes_max {
            return Err(JournalError::AppendTooLarge { bytes, bytes_max: self.append_bytes_max });
        }
        Ok(())
    }
}
