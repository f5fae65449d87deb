//! Blocks: how entries are put together before they are hashed and stored.
//!
//! Pure bytes; compression and storage belong to the engines.

use crate::{Hash, Head, Position, chain};

/// Entries in one block at most.
pub const BLOCK_ENTRIES_MAX: usize = 256;

/// Bytes of entries in one block at most, unless a single entry is longer: then it has a block to itself.
pub const BLOCK_BYTES_MAX: usize = 128 << 10;

/// Length of an entry that no setting can pass; with it the memory that a damaged length could ask for is bounded.
pub(crate) const ENTRY_BYTES_LIMIT: usize = 16 << 20;

/// Framed bytes of a block that a reader accepts at most.
pub(crate) const RAW_BYTES_LIMIT: usize = ENTRY_BYTES_LIMIT + LENGTH_BYTES * BLOCK_ENTRIES_MAX;

/// Bytes of one length in the frame.
const LENGTH_BYTES: usize = 4;

/// Some entries in order, with their link in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The head that this block follows; its `end` is the position of the first entry.
    pub(crate) previous: Head,
    /// The head that this block makes.
    pub(crate) head: Head,
    raw: Vec<u8>,
    /// Where each entry ends in `raw`.
    ends: Vec<u32>,
}

impl Block {
    /// Reads a block back; `Err` says what is wrong with it.
    pub(crate) fn check(previous: Head, count: u32, hash: Hash, raw: Vec<u8>) -> Result<Self, &'static str> {
        if count == 0 || count as usize > BLOCK_ENTRIES_MAX {
            return Err("the number of entries in the block is out of range");
        }
        if chain::link(&previous, count, &raw) != hash {
            return Err("the block's bytes do not have the block's hash");
        }
        let end = previous.end.checked_add(u64::from(count)).ok_or("the block's position is out of range")?;
        let ends = ends(&raw, count as usize).ok_or("the lengths of the entries do not fill the block")?;
        Ok(Self { previous, head: Head { end, hash }, raw, ends })
    }

    /// The position of the first entry.
    pub(crate) fn first(&self) -> Position {
        self.previous.end
    }

    /// Whether the entry of that position is in this block.
    pub(crate) fn contains(&self, at: Position) -> bool {
        (self.first()..self.head.end).contains(&at)
    }

    /// The entry of a position; the position must be in this block.
    pub(crate) fn entry(&self, at: Position) -> &[u8] {
        let index = (at - self.first()) as usize;
        let from = if index == 0 { LENGTH_BYTES * self.ends.len() } else { self.ends[index - 1] as usize };
        &self.raw[from..self.ends[index] as usize]
    }
}

/// Where each entry ends, if the table of lengths and the bytes after it fit each other exactly.
fn ends(raw: &[u8], count: usize) -> Option<Vec<u32>> {
    let (lengths, _) = raw.split_at_checked(LENGTH_BYTES * count)?;
    let mut end = lengths.len();
    let mut ends = Vec::with_capacity(count);
    for length in lengths.chunks_exact(LENGTH_BYTES) {
        end = end.checked_add(u32::from_le_bytes(length.try_into().ok()?) as usize)?;
        ends.push(u32::try_from(end).ok()?);
    }
    (end == raw.len()).then_some(ends)
}

/// Frames entries into `raw`: the length of each as four bytes, lowest first, then the entries one after another.
pub(crate) fn frame(entries: &[&[u8]], raw: &mut Vec<u8>) {
    raw.clear();
    for entry in entries {
        raw.extend_from_slice(&(entry.len() as u32).to_le_bytes());
    }
    for entry in entries {
        raw.extend_from_slice(entry);
    }
}

/// Cuts the entries of one append into the blocks that they are stored in, in order.
pub(crate) fn split<'a, 'b>(mut entries: &'a [&'b [u8]]) -> impl Iterator<Item = &'a [&'b [u8]]> {
    std::iter::from_fn(move || {
        let (block, rest) = entries.split_at(block_entries(entries)?);
        entries = rest;
        Some(block)
    })
}

/// How many of the entries go into the next block; none when there are none.
fn block_entries(entries: &[&[u8]]) -> Option<usize> {
    let mut bytes = entries.first()?.len();
    let more = entries[1..].iter().take(BLOCK_ENTRIES_MAX - 1).take_while(|entry| {
        bytes += entry.len();
        bytes <= BLOCK_BYTES_MAX
    });
    Some(1 + more.count())
}

#[cfg(test)]
mod tests;
