//! Windows in memory: what rules may ask about the recent past, answered in one pass per key.
//!
//! Everything that a store answers follows from the order of insertions alone: entries leave by event age only,
//! per operator, and where a bound is reached the windows that miss an entry abstain.
//! To fill a store again, insert in the order of the journal what `screening::Outcome::entry` gave, from an event time
//! of [`WindowStore::horizon`] on: it then holds what it held.
//! What is counted belongs in `screening::window`; this is where entries are kept.

mod chain;
mod layout;
mod operator;
mod slab;
mod store;
mod table;

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
        Self { window_items_max: 16_000_000, window_keys_max: 100_000_000, window_walk_max: 2048 }
    }
}

#[cfg(test)]
mod tests;
