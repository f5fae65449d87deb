//! What the writer tells its readers: the segments and the durable head.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::{Dropped, Head, JournalError, Position, chain};

/// The durable state of a journal, as of the last append that returned.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// First positions of the segments, in order; at least one.
    pub(super) segments: Vec<Position>,
    /// The end of the chain.
    pub(super) head: Head,
    /// What was dropped before the first segment, oldest first.
    pub(super) dropped: Vec<Dropped>,
}

impl Kept {
    /// First position that is kept.
    pub(super) fn start(&self) -> Position {
        self.segments.first().copied().unwrap_or(self.head.end)
    }

    /// The head that the first segment follows.
    pub(super) fn origin(&self) -> Head {
        self.dropped.last().map_or(chain::ORIGIN, |dropped| dropped.head)
    }

    /// The segment that holds a position.
    pub(super) fn segment_of(&self, at: Position) -> Result<Position, JournalError> {
        let outside = JournalError::Outside { at, start: self.start(), end: self.head.end };
        if at >= self.head.end {
            return Err(outside);
        }
        let after = self.segments.partition_point(|first| *first <= at);
        if after == 0 { Err(outside) } else { Ok(self.segments[after - 1]) }
    }
}

/// [`Kept`], shared between the writer and its readers; held only for the time of a look.
#[derive(Debug)]
pub(super) struct Shared(RwLock<Kept>);

impl Shared {
    pub(super) fn new(kept: Kept) -> Self {
        Self(RwLock::new(kept))
    }

    pub(super) fn look(&self) -> RwLockReadGuard<'_, Kept> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn change(&self) -> RwLockWriteGuard<'_, Kept> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
