//! Another pack in the place of the one that decides: windows are filled with the same past before it does.

use std::{path::Path, path::PathBuf, sync::Arc};

use screening::Screener;

use crate::{
    decide::Decider,
    tail::OpenTail,
    window_files::{self, WindowFileError},
    windows::{WindowBounds, WindowStore},
};

/// Fills windows for another pack.
#[derive(Clone)]
pub(super) struct Swap {
    pub(super) windows: PathBuf,
    pub(super) tail: Arc<OpenTail>,
    pub(super) bounds: WindowBounds,
    /// How far back files of windows are kept. Unit: microseconds.
    pub(super) keep: i64,
}

impl Swap {
    /// Has `screener` decide from here on. Everything before `sealed_to` stands in files, everything after in the tail.
    ///
    /// Windows of the same measures go on as they are.
    pub(super) fn run(
        &self,
        decider: &mut Decider<WindowStore>,
        screener: Arc<Screener>,
        sealed_to: u64,
    ) -> Result<bool, WindowFileError> {
        if decider.screener().pack().measures() == screener.pack().measures() {
            decider.activate(screener, None);
            return Ok(false);
        }
        let mut windows = WindowStore::new(screener.pack().measures(), self.bounds);
        fill(&self.windows, sealed_to, self.keep, &mut windows)?;
        for entry in self.tail.entered() {
            screening::window::Windows::insert(&mut windows, &entry);
        }
        decider.activate(screener, Some(windows));
        Ok(true)
    }
}

fn fill(dir: &Path, sealed_to: u64, keep: i64, windows: &mut WindowStore) -> Result<(), WindowFileError> {
    window_files::load(dir, sealed_to, keep, |entry| {
        screening::window::Windows::insert(windows, entry);
    })
}
