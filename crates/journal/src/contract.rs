//! What every journal promises, whatever keeps the bytes.
//!
//! Engines belong in rooms of their own; nothing here touches a file.

use std::ops::{ControlFlow, Range};

use crate::JournalError;

/// The number of an entry: the first entry ever appended has 0, each next one is one higher, none is ever used twice.
///
/// Range: 0 to 2⁶³ − 1.
pub type Position = u64;

/// A BLAKE3 hash, 32 bytes.
pub type Hash = [u8; 32];

/// The end of the chain: what to publish, so that nobody can later change what came before.
///
/// Two journals with equal heads hold the same entries, appended in the same blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Head {
    /// One past the last entry; the position that the next entry will get.
    pub end: Position,
    /// Hash of the last block, which covers every block before it; 32 zero bytes while nothing was ever appended.
    pub hash: Hash,
}

/// What stays of a range of entries that was dropped at the end of its retention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// First position of the range.
    pub first: Position,
    /// The head of the chain as it stood at the end of the range.
    pub head: Head,
    /// What the owner of the journal says about the drop, for example a signature over `first` and `head`; opaque here.
    pub statement: Vec<u8>,
}

/// Reading a journal. Whoever holds one sees every entry whose append has returned, and no other.
pub trait Entries: Send + Sync {
    /// One past the last durable entry.
    fn end(&self) -> Position;

    /// First position that is still kept; entries before it were dropped at the end of their retention.
    fn start(&self) -> Position;

    /// The end of the chain.
    fn head(&self) -> Result<Head, JournalError>;

    /// Whether a head noted earlier (published, or in a manifest) still lies on this chain.
    ///
    /// False also for a head beyond the end: then acknowledged entries were lost.
    /// True for a head in the dropped range only where a drop recorded exactly that head.
    fn holds(&self, head: &Head) -> Result<bool, JournalError>;

    /// One entry.
    ///
    /// Errors: [`JournalError::Outside`] for a position that is not kept, [`JournalError::Damaged`] where the stored
    /// bytes are not the ones appended. Wrong bytes are never returned.
    fn entry(&self, at: Position) -> Result<Vec<u8>, JournalError>;

    /// Visits the entries of a range in order until the visitor breaks; a range beyond the end stops at the end.
    ///
    /// The end is looked at once, when the call begins. No lock is held while the visitor runs.
    fn read(
        &self,
        range: Range<Position>,
        visit: &mut dyn FnMut(Position, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), JournalError>;

    /// Reads everything, checks every hash and link, and returns the head that was reached.
    ///
    /// `progress` hears the position reached, now and then. The first damaged place is named by
    /// [`JournalError::Damaged`].
    fn verify(&self, progress: &mut dyn FnMut(Position)) -> Result<Head, JournalError>;

    /// What is left of the ranges that were dropped, oldest first, without a hole from 0 to [`Entries::start`].
    fn dropped(&self) -> Result<Vec<Dropped>, JournalError>;
}

/// A journal that can grow. One value writes; readers are as many as wanted.
pub trait Journal: Entries {
    /// Appends entries in order, all or none; returns the position of the first.
    ///
    /// Durable on return: survives the end of the process and, where the engine says so, the loss of power.
    /// Nothing is written for an empty slice.
    ///
    /// Errors: [`JournalError::EntryTooLarge`] and [`JournalError::AppendTooLarge`] are noticed before anything is
    /// written and leave the journal usable. After any other error it is unknown whether the entries are kept, so the
    /// journal is poisoned: every later append fails with [`JournalError::Poisoned`] until it is opened anew.
    fn append(&mut self, entries: &[&[u8]]) -> Result<Position, JournalError>;

    /// A second way to read, for another thread; it never makes the writer wait.
    fn reader(&self) -> Result<Box<dyn Entries>, JournalError>;
}
