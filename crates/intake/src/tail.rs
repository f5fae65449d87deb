//! What was decided and is not yet sealed: rows, window entries, and the range of the journal that they cover.
//!
//! Every question of history is asked of the sealed files and of this.

use std::{
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use history::{Batch, HistoryError, TableBuilder, Tail};
use screening::window::Entry as WindowEntry;

/// Rows that are gathered before they become a batch of columns.
const BUILDER_ROWS_MAX: usize = 8_192;

/// The unsealed tail. One writes, many ask.
#[derive(Default)]
pub struct OpenTail(Mutex<State>);

#[derive(Default)]
struct State {
    builder: TableBuilder,
    rows: usize,
    tail: Tail,
    entered: Vec<WindowEntry>,
    /// Why rows could not be made into columns, if so: they are missing here, so nothing is answered or sealed from
    /// then on. The journal holds them.
    failed: Option<String>,
}

/// A part of the journal that is about to be sealed.
pub struct Sealable {
    /// The positions.
    pub range: Range<u64>,
    /// Their rows.
    pub batches: Vec<Arc<Batch>>,
    /// Their window entries.
    pub entered: Vec<WindowEntry>,
}

impl OpenTail {
    /// Adds the rows of one entry of the journal.
    pub fn add(&self, write: impl FnOnce(&mut TableBuilder), entered: &[WindowEntry]) {
        let mut state = self.lock();
        write(&mut state.builder);
        state.entered.extend_from_slice(entered);
        state.rows += 1;
        if state.rows >= BUILDER_ROWS_MAX {
            state.close_builder();
        }
    }

    /// Everything that is not sealed, oldest first.
    pub fn batches(&self) -> Result<Vec<Arc<Batch>>, HistoryError> {
        let mut state = self.lock();
        state.close_builder();
        state.told()?;
        Ok(state.tail.batches())
    }

    /// Takes out what is to be sealed; it stays visible until [`Self::sealed`].
    pub fn cut(&self, range: Range<u64>) -> Result<Sealable, HistoryError> {
        let mut state = self.lock();
        state.close_builder();
        state.told()?;
        Ok(Sealable { range, batches: state.tail.freeze(), entered: std::mem::take(&mut state.entered) })
    }

    /// Window entries that no range was cut of yet, in the order in which they were put in.
    pub fn entered(&self) -> Vec<WindowEntry> {
        self.lock().entered.clone()
    }

    /// What lies before that position is in the files now.
    pub fn sealed(&self, to: u64) {
        self.lock().tail.drop_sealed(to);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn told(&self) -> Result<(), HistoryError> {
        self.failed.clone().map_or(Ok(()), |reason| Err(HistoryError::TailIncomplete { reason }))
    }

    fn close_builder(&mut self) {
        if self.rows == 0 {
            return;
        }
        self.rows = 0;
        let pushed = self.builder.finish().and_then(|batch| self.tail.push(batch));
        if let Err(error) = pushed {
            self.failed.get_or_insert(error.to_string());
        }
    }
}
