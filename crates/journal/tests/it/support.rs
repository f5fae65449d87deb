//! What several tests need: random entries that are the same for the same seed, and reading everything.

use std::ops::ControlFlow;

use journal::{Entries, Journal, JournalError, Options, Position};
use tempfile::TempDir;

/// A small generator of numbers (xorshift64*), so that a failing seed can be run again for ever.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) % bound
    }

    /// Half of it random, half of it not, so that compression has something to do.
    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|index| if index % 2 == 0 { self.below(256) as u8 } else { index as u8 }).collect()
    }

    /// A batch as it may come: often one small entry, sometimes many, sometimes long ones.
    pub(crate) fn batch(&mut self) -> Vec<Vec<u8>> {
        let count = if self.below(2) == 0 { 1 } else { 1 + self.below(30) };
        (0..count)
            .map(|_| {
                let length = if self.below(20) == 0 { self.below(20_000) } else { self.below(600) };
                self.bytes(length as usize)
            })
            .collect()
    }
}

/// Options under which everything happens often: new segments, and moving the log into the segment.
pub(crate) fn small() -> Options {
    Options { segment_entries_max: 60, wal_pages_max: 8, ..Options::default() }
}

/// Appends owned entries.
pub(crate) fn append<J: Journal + ?Sized>(journal: &mut J, entries: &[Vec<u8>]) -> Result<Position, JournalError> {
    let slices: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
    journal.append(&slices)
}

/// Every entry from the start on, with positions checked to have no hole.
pub(crate) fn everything<E: Entries + ?Sized>(entries: &E) -> Result<Vec<Vec<u8>>, JournalError> {
    let mut found = Vec::new();
    let start = entries.start();
    entries.read(start..entries.end(), &mut |at, bytes| {
        assert_eq!(at, start + found.len() as u64, "positions have a hole");
        found.push(bytes.to_vec());
        ControlFlow::Continue(())
    })?;
    assert_eq!(start + found.len() as u64, entries.end(), "reading stopped before the end");
    Ok(found)
}

/// Checks the whole chain and that it reaches the head.
pub(crate) fn verify<E: Entries + ?Sized>(entries: &E) -> Result<(), JournalError> {
    assert_eq!(entries.verify(&mut |_| {})?, entries.head()?);
    Ok(())
}

/// A folder that goes away with the value; in memory where the machine offers that.
///
/// Most tests make many journals and none of them pulls a real plug: syncing to a real disk would only cost time.
pub(crate) fn new_folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder can be made")
}
