//! Windows in memory: what rules may ask about the recent past, answered in one pass per key.
//!
//! Everything that a store answers follows from the order of insertions alone: entries leave by event age only,
//! per operator, and where a bound is reached the windows that miss an entry abstain.
//! What is counted belongs in `screening::window`; this is where entries are kept.

mod chain;
mod operator;
mod slab;
mod store;
mod table;

use screening::window::{Entry, Insertion};

pub use operator::{Gap, OperatorMark};
pub use store::WindowStore;

/// Bounds of a store of windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowBounds {
    /// Most entries held at once; at most 268 million.
    pub window_items_max: u32,
    /// Most keys of all kinds held at once.
    pub window_keys_max: u64,
    /// Most entries of one key that are looked through for one record.
    pub window_walk_max: u32,
}

impl Default for WindowBounds {
    fn default() -> Self {
        Self { window_items_max: 16_000_000, window_keys_max: 100_000_000, window_walk_max: 4096 }
    }
}

/// What to keep of an insertion, so that a store can be filled again: insert these in the order of the journal
/// after [`WindowStore::restore`], and the store holds what it held.
///
/// An entry that a bound kept out becomes a blank: filled again, it must stay out.
pub fn kept(entry: &Entry, insertion: Insertion) -> Entry {
    match insertion {
        Insertion::Held | Insertion::Old => *entry,
        Insertion::Full => Entry::blank(entry.item, entry.operator),
    }
}

#[cfg(test)]
mod tests;
