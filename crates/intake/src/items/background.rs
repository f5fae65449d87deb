//! The two threads of the store: one writes a frozen table, one merges runs. Each is started when there is work.

use std::{
    sync::Arc,
    thread::{self, JoinHandle},
};

use super::{ItemsError, shared::Shared, table::Frozen};

type Work = JoinHandle<Result<(), ItemsError>>;

/// What is under way.
pub(super) struct Background {
    shared: Arc<Shared>,
    /// The table being written, until its run is published.
    frozen: Option<Arc<Frozen>>,
    flush: Option<Work>,
    merge: Option<Work>,
}

impl Background {
    pub(super) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared), frozen: None, flush: None, merge: None }
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Starts to write a table. The one before is finished.
    pub(super) fn begin_flush(&mut self, frozen: Arc<Frozen>) {
        self.frozen = Some(Arc::clone(&frozen));
        let shared = Arc::clone(&self.shared);
        self.flush = Some(thread::spawn(move || shared.flush(&frozen)));
    }

    /// Waits for the table being written. One that failed before is tried again, here.
    pub(super) fn finish_flush(&mut self) -> Result<(), ItemsError> {
        match (self.flush.take(), &self.frozen) {
            (Some(work), _) => join(work)?,
            (None, Some(frozen)) => self.shared.flush(frozen)?,
            (None, None) => {}
        }
        self.frozen = None;
        Ok(())
    }

    /// Starts a merge, unless one is under way. An error is that of the merge before.
    pub(super) fn begin_merge(&mut self, fan: usize, days_max: i32) -> Result<(), ItemsError> {
        if self.merge.as_ref().is_some_and(|work| !work.is_finished()) {
            return Ok(());
        }
        self.finish_merge()?;
        let shared = Arc::clone(&self.shared);
        self.merge = Some(thread::spawn(move || shared.merge(fan, days_max)));
        Ok(())
    }

    /// Waits for the merge that is under way.
    pub(super) fn finish_merge(&mut self) -> Result<(), ItemsError> {
        self.merge.take().map_or(Ok(()), join)
    }
}

impl Drop for Background {
    /// No thread outlives the store: a directory that is opened again has one writer.
    fn drop(&mut self) {
        self.shared.stop();
        for work in [self.flush.take(), self.merge.take()].into_iter().flatten() {
            let _ = join(work);
        }
    }
}

fn join(work: Work) -> Result<(), ItemsError> {
    work.join().unwrap_or(Err(ItemsError::Thread))
}
