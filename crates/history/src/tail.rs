//! The unsealed tail: batches in journal order, small ones put together so that one-row batches stay cheap.

use std::sync::Arc;

use crate::{batch::Batch, error::Result};

/// How many neighbours of a size are put into one.
const NEIGHBOURS: usize = 16;

/// Rows above which a batch is left as it is.
const MERGED_ROWS_MAX: usize = 16_384;

/// Batches that are not sealed yet, oldest first.
///
/// A row is copied at most a few times: only batches of one size class are put together. Empty columns cost some
/// kilobytes a batch, so that a million batches of one row would not fit into memory otherwise.
#[derive(Default)]
pub struct Tail {
    batches: Vec<Arc<Batch>>,
    /// So many of the oldest are being sealed: they stay as they are.
    frozen: usize,
}

impl Tail {
    /// Adds a batch that follows the others.
    pub fn push(&mut self, batch: Batch) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        self.batches.push(Arc::new(batch));
        while let Some(from) = self.mergeable() {
            let merged = Batch::merge(&self.batches[from..])?;
            self.batches.truncate(from);
            self.batches.push(Arc::new(merged));
        }
        Ok(())
    }

    /// The batches as they stand: cheap to take and unchanged by later pushes.
    pub fn batches(&self) -> Vec<Arc<Batch>> {
        self.batches.clone()
    }

    /// The batches as they stand, to be sealed. Rows pushed later are never put together with them, so that
    /// [`drop_sealed`](Self::drop_sealed) can take exactly these out.
    pub fn freeze(&mut self) -> Vec<Arc<Batch>> {
        self.frozen = self.batches.len();
        self.batches()
    }

    /// Takes out what lies before journal position `sealed_to`. Call it after the sealing, not before: in between,
    /// rows are in both and the history leaves them out of the tail by itself.
    pub fn drop_sealed(&mut self, sealed_to: u64) {
        self.batches.retain(|batch| batch.span().is_some_and(|(_, last)| last >= sealed_to));
        self.frozen = 0;
    }

    /// How many rows are in it, over all tables.
    pub fn len(&self) -> usize {
        self.batches.iter().map(|batch| batch.len()).sum()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// Where the last neighbours of one size class begin, if there are enough of them.
    fn mergeable(&self) -> Option<usize> {
        let from = self.batches.len().checked_sub(NEIGHBOURS).filter(|from| *from >= self.frozen)?;
        let class = size_class(self.batches.last()?.len())?;
        self.batches[from..]
            .iter()
            .all(|batch| size_class(batch.len()).is_some_and(|other| other <= class))
            .then_some(from)
    }
}

/// Sizes by powers of the number of neighbours; none for batches that are large enough.
fn size_class(rows: usize) -> Option<u32> {
    (rows < MERGED_ROWS_MAX).then(|| rows.max(1).ilog(NEIGHBOURS))
}
