//! A journal in memory, for tests and for runs that keep nothing.

use std::ops::{ControlFlow, Range};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use crate::block::{self, Block};
use crate::{Dropped, Entries, Head, Journal, JournalError, Options, Position, chain};

/// A journal that forgets at exit: it keeps the contract of [`Journal`] but for durability.
///
/// The same appends give the same [`Head`] as on disk. Clones share their entries and read what the first one appends.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal {
    blocks: Arc<RwLock<Vec<Arc<Block>>>>,
}

impl MemoryJournal {
    /// An empty journal.
    pub fn new() -> Self {
        Self::default()
    }

    fn blocks(&self) -> RwLockReadGuard<'_, Vec<Arc<Block>>> {
        self.blocks.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> Head {
        self.blocks().last().map_or(chain::ORIGIN, |block| block.head)
    }

    fn block(&self, at: Position) -> Option<Arc<Block>> {
        let blocks = self.blocks();
        let index = blocks.partition_point(|block| block.head.end <= at);
        blocks.get(index).cloned()
    }
}

impl Entries for MemoryJournal {
    fn end(&self) -> Position {
        self.current().end
    }

    fn start(&self) -> Position {
        0
    }

    fn head(&self) -> Result<Head, JournalError> {
        Ok(self.current())
    }

    fn holds(&self, head: &Head) -> Result<bool, JournalError> {
        Ok(*head == chain::ORIGIN || self.blocks().iter().any(|block| block.head == *head))
    }

    fn entry(&self, at: Position) -> Result<Vec<u8>, JournalError> {
        let block = self.block(at).ok_or_else(|| JournalError::Outside { at, start: 0, end: self.end() })?;
        Ok(block.entry(at).to_vec())
    }

    fn read(
        &self,
        range: Range<Position>,
        visit: &mut dyn FnMut(Position, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let end = range.end.min(self.end());
        let mut at = range.start;
        while at < end {
            let Some(block) = self.block(at) else { break };
            while at < end.min(block.head.end) {
                if visit(at, block.entry(at)).is_break() {
                    return Ok(());
                }
                at += 1;
            }
        }
        Ok(())
    }

    fn verify(&self, progress: &mut dyn FnMut(Position)) -> Result<Head, JournalError> {
        let head = self.current();
        progress(head.end);
        Ok(head)
    }

    fn dropped(&self) -> Result<Vec<Dropped>, JournalError> {
        Ok(Vec::new())
    }
}

impl Journal for MemoryJournal {
    fn append(&mut self, entries: &[&[u8]]) -> Result<Position, JournalError> {
        Options::default().check(entries)?;
        let mut blocks = self.blocks.write().unwrap_or_else(PoisonError::into_inner);
        let mut head = blocks.last().map_or(chain::ORIGIN, |block| block.head);
        let first = head.end;
        for part in block::split(entries) {
            let mut raw = Vec::new();
            block::frame(part, &mut raw);
            let count = part.len() as u32;
            let hash = chain::link(&head, count, &raw);
            let block = Block::check(head, count, hash, raw).expect("a block framed here reads back");
            head = block.head;
            blocks.push(Arc::new(block));
        }
        Ok(first)
    }

    fn reader(&self) -> Result<Box<dyn Entries>, JournalError> {
        Ok(Box::new(self.clone()))
    }
}
