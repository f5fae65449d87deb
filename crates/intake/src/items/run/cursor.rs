//! Reading a run from its first key to its last, for merging and verification.

use super::{BLOCK_BYTES, BLOCK_RECORDS, RECORD_BYTES, Run};
use crate::items::{
    ItemKey, ItemsError,
    entry::{PAYLOAD_BYTES, Payload},
};

/// Blocks read at once. 256 KiB: few calls, and 64 cursors still take but 16 MiB.
const BLOCKS_AT_ONCE: usize = 64;

/// Stands on one record of a run, or behind the last.
pub(in super::super) struct Cursor<'a> {
    run: &'a Run,
    buffer: Vec<u8>,
    /// Record number that the buffer begins with.
    begins: u64,
    /// Record number that the cursor stands on.
    at: u64,
}

impl<'a> Cursor<'a> {
    /// Stands on the first record.
    pub(in super::super) fn new(run: &'a Run) -> Result<Self, ItemsError> {
        let mut cursor = Self { run, buffer: Vec::new(), begins: 0, at: 0 };
        cursor.fill()?;
        Ok(cursor)
    }

    /// The key it stands on; `None` behind the last.
    pub(in super::super) fn key(&self) -> Option<ItemKey> {
        let (key, _) = self.record()?.split_first_chunk()?;
        Some(ItemKey(*key))
    }

    /// The payload it stands on; zeros behind the last.
    pub(in super::super) fn payload(&self) -> Payload {
        self.record()
            .and_then(|record| record.last_chunk::<PAYLOAD_BYTES>())
            .map_or([0; PAYLOAD_BYTES], |payload| *payload)
    }

    /// Goes on by one record.
    pub(in super::super) fn advance(&mut self) -> Result<(), ItemsError> {
        let before = self.key();
        self.at += 1;
        if (self.at - self.begins) as usize * RECORD_BYTES >= self.buffer.len() {
            self.fill()?;
        }
        if self.key().is_some_and(|key| before >= Some(key)) {
            let place = format!("record {}: not in order", self.at);
            return Err(ItemsError::damaged(&self.run.path, place));
        }
        Ok(())
    }

    fn record(&self) -> Option<&[u8]> {
        if self.at >= self.run.header.records {
            return None;
        }
        self.buffer.get((self.at - self.begins) as usize * RECORD_BYTES..)?.get(..RECORD_BYTES)
    }

    fn fill(&mut self) -> Result<(), ItemsError> {
        let first = (self.at / BLOCK_RECORDS as u64) as usize;
        let blocks = self.run.index.len().saturating_sub(first).min(BLOCKS_AT_ONCE);
        self.buffer.resize(blocks * BLOCK_BYTES, 0);
        self.begins = self.at;
        self.run.read_blocks(first, &mut self.buffer)
    }
}
