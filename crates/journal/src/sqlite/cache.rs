//! The few blocks that were read last.

use std::sync::Arc;

use crate::Position;
use crate::block::Block;

/// Blocks by recency, the latest first; so few that looking through them costs less than a map.
pub(super) struct Cache {
    blocks: Vec<Arc<Block>>,
    blocks_max: usize,
}

impl Cache {
    pub(super) fn new(blocks_max: usize) -> Self {
        Self { blocks: Vec::with_capacity(blocks_max), blocks_max }
    }

    /// The block that holds a position, if it is here; it becomes the latest.
    pub(super) fn find(&mut self, at: Position) -> Option<Arc<Block>> {
        let index = self.blocks.iter().position(|block| block.contains(at))?;
        self.blocks[..=index].rotate_right(1);
        self.blocks.first().cloned()
    }

    /// Keeps a block as the latest; the oldest makes room for it.
    pub(super) fn keep(&mut self, block: &Arc<Block>) {
        if self.blocks_max == 0 {
            return;
        }
        self.blocks.truncate(self.blocks_max - 1);
        self.blocks.insert(0, Arc::clone(block));
    }
}
