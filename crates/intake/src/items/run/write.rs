//! Writing a run, in order of its keys, without holding it in memory.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    os::unix::fs::FileExt,
    path::PathBuf,
};

use super::{BLOCK_BYTES, HEADER_BYTES, Header, INDEX_BYTES, IndexEntry, RECORD_BYTES, Run, checksum};
use crate::items::{
    ItemKey, ItemsError,
    entry::{self, Payload},
    filter::Filter,
};

/// Bytes written at once.
const BUFFER_BYTES: usize = 1 << 20;

/// A run that is being written.
pub(in super::super) struct RunWriter {
    path: PathBuf,
    file: BufWriter<File>,
    block: Vec<u8>,
    index: Vec<IndexEntry>,
    filter: Filter,
    records: u64,
    newest_seen: i32,
}

impl RunWriter {
    /// Begins a file; `records_max` is the most that will be pushed.
    pub(in super::super) fn create(path: PathBuf, records_max: u64) -> Result<Self, ItemsError> {
        let file = File::create(&path).map_err(ItemsError::io(&path, "create"))?;
        let mut file = BufWriter::with_capacity(BUFFER_BYTES, file);
        // The header is written last, when it is known; until then the page is no header.
        file.write_all(&[0; HEADER_BYTES]).map_err(ItemsError::io(&path, "write"))?;
        let (block, index, filter) = (Vec::with_capacity(BLOCK_BYTES), Vec::new(), Filter::for_records(records_max));
        Ok(Self { path, file, block, index, filter, records: 0, newest_seen: i32::MIN })
    }

    /// Takes the next record; its key is above every key before it.
    pub(in super::super) fn push(&mut self, key: ItemKey, payload: &Payload) -> Result<(), ItemsError> {
        if self.block.is_empty() {
            self.index.push(IndexEntry { first: key.prefix(), checksum: 0 });
        }
        self.block.extend_from_slice(&key.0);
        self.block.extend_from_slice(payload);
        self.filter.add(key);
        self.records += 1;
        self.newest_seen = self.newest_seen.max(entry::seen(payload));
        if self.block.len() == BLOCK_BYTES { self.end_block() } else { Ok(()) }
    }

    /// Ends the file, syncs it and opens it; `None`, and no file, where nothing was pushed.
    pub(in super::super) fn finish(mut self) -> Result<Option<Run>, ItemsError> {
        if self.records == 0 {
            fs::remove_file(&self.path).map_err(ItemsError::io(&self.path, "remove"))?;
            return Ok(None);
        }
        if !self.block.is_empty() {
            self.end_block()?;
        }
        let tail_hash = self.write_tail()?;
        let header =
            Header { records: self.records, lanes: self.filter.lanes(), newest_seen: self.newest_seen, tail_hash };
        self.seal(&header).map_err(ItemsError::io(&self.path, "write"))?;
        let file = File::open(&self.path).map_err(ItemsError::io(&self.path, "open"))?;
        Ok(Some(Run { path: self.path, file, header, index: self.index, filter: self.filter }))
    }

    fn seal(&mut self, header: &Header) -> std::io::Result<()> {
        self.file.flush()?;
        let file = self.file.get_ref();
        file.write_all_at(&header.encode(), 0)?;
        file.sync_all()
    }

    fn end_block(&mut self) -> Result<(), ItemsError> {
        debug_assert!(self.block.len().is_multiple_of(RECORD_BYTES));
        self.block.resize(BLOCK_BYTES, 0);
        if let Some(last) = self.index.last_mut() {
            last.checksum = checksum(&self.block);
        }
        self.file.write_all(&self.block).map_err(ItemsError::io(&self.path, "write"))?;
        self.block.clear();
        Ok(())
    }

    fn write_tail(&mut self) -> Result<[u8; 32], ItemsError> {
        let mut tail = Vec::with_capacity(self.index.len() * INDEX_BYTES);
        for entry in &self.index {
            tail.extend_from_slice(&entry.first.to_le_bytes());
            tail.extend_from_slice(&entry.checksum.to_le_bytes());
        }
        tail.extend(self.filter.bytes().flatten());
        self.file.write_all(&tail).map_err(ItemsError::io(&self.path, "write"))?;
        Ok(*blake3::hash(&tail).as_bytes())
    }
}
