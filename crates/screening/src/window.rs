//! What windows count, and how a rule asks for it.
//!
//! A window holds the records earlier in the journal whose event time (`accepted_at`) lies in (t − w, t],
//! each other item once by its latest revision journaled before;
//! earlier revisions of the item itself and the record being decided are left out.
//! A pass through a machine after acceptance is an entry of its own: it counts for machines, images and places.
//! Letters enter no window. Where entries are kept, and how they leave, belongs in `intake`.

mod entry;
mod key;
mod measure;
mod plain;

pub use entry::{ENTRY_FORMAT, Entry, EntryV1, MachineResult, Moment, Source, fingerprint, item_print};
pub use key::{Attribute, KeyKind, SLOTS};
pub use measure::{COUNT_MAX, Count, Counted, DISTINCT_MAX, Measure, MeasureId, Measures, Near, Tally};
pub use plain::PlainWindows;

/// Why a measure cannot be told, although the record has its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abstention {
    /// The window reaches further back than entries of this operator are kept.
    Evicted,
    /// A bound on items or keys was reached, so that entries inside the window are missing.
    Full,
    /// The key has more entries than may be looked through.
    TooLong,
}

impl Abstention {
    /// The word in evidence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Evicted => "window_evicted",
            Self::Full => "window_full",
            Self::TooLong => "window_too_long",
        }
    }
}

/// What a window says of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// The record lacks the key, or a value that the measure compares with; or nobody asked.
    #[default]
    Absent,
    /// An exact count below the measure's bound, or the bound: "at least".
    Count(Count),
    /// It cannot be told.
    Abstains(Abstention),
}

/// What became of an entry that was put into the windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insertion {
    /// It is held.
    Held,
    /// Its event time lies before everything that is still kept: no window can ask for it.
    Old,
    /// A bound was reached, now or when it was first inserted; windows that reach back to it abstain from now on.
    Full,
}

/// The records of the recent past, as rules may ask about them.
///
/// Everything that it answers follows from the order of insertions alone.
pub trait Windows {
    /// Reads the measures of one key kind for an entry that is not inserted yet.
    ///
    /// `wanted` has one bit per measure of `measures.of(kind)`;
    /// answers go to `readings[id]`, where `id` is the measure's [`MeasureId`]. Others stay as they are.
    fn read(&mut self, own: &Entry, measures: &Measures, kind: KeyKind, wanted: u64, readings: &mut [Reading]);

    /// Whether an acceptance of the item is held: not one of a letter, nor one that is no longer kept.
    fn holds(&self, item: u64) -> bool;

    /// Puts an entry in, in the order of the journal; a later revision of an item replaces the earlier one.
    fn insert(&mut self, entry: &Entry) -> Insertion;
}

/// The windows of no journal: nothing came before.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWindows;

impl Windows for NoWindows {
    fn read(&mut self, own: &Entry, measures: &Measures, kind: KeyKind, wanted: u64, readings: &mut [Reading]) {
        for (bit, (id, measure)) in measures.of(kind).enumerate() {
            if wanted >> bit & 1 == 1 && own.has_key(kind) && measure.applies_to(own) {
                readings[id.0] = Reading::Count(0);
            }
        }
    }

    fn holds(&self, _: u64) -> bool {
        false
    }

    fn insert(&mut self, _: &Entry) -> Insertion {
        Insertion::Old
    }
}

#[cfg(test)]
mod tests;
