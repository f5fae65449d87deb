//! Reading: single entries through a cache, ranges block by block.
//!
//! Each read is a query of its own, so that no long transaction keeps the writer's log from being moved into the
//! segment. Checking the whole chain belongs in `verify`.

use std::ops::{ControlFlow, Range};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cache::Cache;
use super::kept::{Kept, Shared};
use super::segment::{Segment, Unzip, damaged};
use super::verify;
use crate::block::Block;
use crate::{Dropped, Entries, Head, JournalError, Options, Position};

/// Reads a [`crate::SqliteJournal`] from any thread, over connections of its own.
///
/// Sees every append that returned. Outlives the journal that it came from, and then sees what was there at last.
pub struct SqliteReader {
    pub(super) folder: PathBuf,
    pub(super) options: Options,
    pub(super) shared: Arc<Shared>,
    hands: Mutex<Hands>,
}

/// What one read at a time can use.
struct Hands {
    /// Open segments, the latest used first.
    segments: Vec<Segment>,
    cache: Cache,
    unzip: Unzip,
}

impl SqliteReader {
    pub(super) fn new(folder: PathBuf, options: Options, shared: Arc<Shared>) -> Self {
        let cache = Cache::new(options.cached_blocks_max);
        let hands = Mutex::new(Hands { segments: Vec::new(), cache, unzip: Unzip::new() });
        Self { folder, options, shared, hands }
    }

    pub(super) fn kept(&self) -> Kept {
        self.shared.look().clone()
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The block that holds a position; `keep` says whether it is worth remembering.
    fn block(&self, at: Position, keep: bool) -> Result<Arc<Block>, JournalError> {
        let segment = self.shared.look().segment_of(at)?;
        let mut hands = self.hands();
        if let Some(block) = hands.cache.find(at) {
            return Ok(block);
        }
        let Hands { segments, cache, unzip } = &mut *hands;
        let block = self.segment(segments, segment).and_then(|segment| segment.block(at, unzip));
        let block = Arc::new(block.map_err(|error| self.unless_dropped(at, error))?);
        if keep {
            cache.keep(&block);
        }
        Ok(block)
    }

    /// The error, unless its reason is that the segment was dropped a moment ago.
    fn unless_dropped(&self, at: Position, error: JournalError) -> JournalError {
        self.shared.look().segment_of(at).err().unwrap_or(error)
    }

    /// An open segment, as the latest of those that are kept open.
    fn segment<'a>(&self, open: &'a mut Vec<Segment>, first: Position) -> Result<&'a Segment, JournalError> {
        if let Some(index) = open.iter().position(|segment| segment.first == first) {
            open[..=index].rotate_right(1);
        } else {
            let segment = Segment::open_to_read(&self.folder, first, &self.options)?;
            open.truncate(self.options.open_segments_max.saturating_sub(1));
            open.insert(0, segment);
        }
        Ok(&open[0])
    }

    /// Visits the blocks that hold a range, each checked to follow the one before it.
    pub(super) fn blocks(
        &self,
        range: Range<Position>,
        visit: &mut dyn FnMut(&Block) -> Result<ControlFlow<()>, JournalError>,
    ) -> Result<(), JournalError> {
        let (mut at, mut before) = (range.start, None::<Head>);
        while at < range.end {
            let block = self.block(at, false)?;
            if before.is_some_and(|before| before != block.previous) {
                let segment = self.shared.look().segment_of(at)?;
                return Err(damaged(segment, at, "the block does not follow the one before it"));
            }
            if visit(&block)?.is_break() {
                break;
            }
            at = block.head.end;
            before = Some(block.head);
        }
        Ok(())
    }
}

impl Entries for SqliteReader {
    fn end(&self) -> Position {
        self.shared.look().head.end
    }

    fn start(&self) -> Position {
        self.shared.look().start()
    }

    fn head(&self) -> Result<Head, JournalError> {
        Ok(self.shared.look().head)
    }

    fn holds(&self, head: &Head) -> Result<bool, JournalError> {
        let kept = self.kept();
        if head.end > kept.head.end {
            return Ok(false);
        }
        if head.end <= kept.start() {
            let ends = kept.dropped.iter().map(|dropped| dropped.head);
            return Ok(ends.chain([crate::chain::ORIGIN]).any(|known| known == *head));
        }
        Ok(self.block(head.end - 1, false)?.head == *head)
    }

    fn entry(&self, at: Position) -> Result<Vec<u8>, JournalError> {
        Ok(self.block(at, true)?.entry(at).to_vec())
    }

    fn read(
        &self,
        range: Range<Position>,
        visit: &mut dyn FnMut(Position, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let range = range.start..range.end.min(self.end());
        self.blocks(range.clone(), &mut |block| {
            let within = range.start.max(block.first())..range.end.min(block.head.end);
            for at in within {
                if visit(at, block.entry(at)).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn verify(&self, progress: &mut dyn FnMut(Position)) -> Result<Head, JournalError> {
        verify::verify(self, progress)
    }

    fn dropped(&self) -> Result<Vec<Dropped>, JournalError> {
        Ok(self.shared.look().dropped.clone())
    }
}
