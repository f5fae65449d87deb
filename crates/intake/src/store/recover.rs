//! After a crash: what the journal holds and the files do not is decided again, by the code that decides live.

use std::{ops::ControlFlow, path::Path};

use journal::Entries;
use screening::{Screener, window::Windows};

use super::{Progress, StoreError};
use crate::{
    decide::Decider,
    entry::{self, Entry},
    items::Items,
    keep::{KeepError, Keeper},
    window_files::{self, WindowFileError},
};

/// How far the files reach.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Names are kept up to here.
    pub(super) flushed_to: u64,
    /// Answers, windows and history are kept up to here.
    pub(super) sealed_to: u64,
}

/// How many entries pass between two words of progress.
const PROGRESS_EVERY: u64 = 4_096;

/// Fills the windows with what was sealed.
pub(super) fn windows<W: Windows>(
    dir: &Path,
    sealed_to: u64,
    screener: &Screener,
    decider: &mut Decider<W>,
) -> Result<(), WindowFileError> {
    let keep = screener.pack().measures().keep();
    window_files::load(dir, sealed_to, keep, |entry| decider.refill(entry))
}

/// Enters what the files do not hold.
pub(super) fn replay<W: Windows>(
    journal: &dyn Entries,
    screener: &Screener,
    keeper: &mut Keeper<Items>,
    decider: &mut Decider<W>,
    bounds: Bounds,
    progress: Progress<'_>,
) -> Result<(), StoreError> {
    let start = bounds.flushed_to.min(bounds.sealed_to).max(journal.start());
    let end = journal.end();
    let mut failed = None;
    journal.read(start..end, &mut |position, bytes| {
        if (position - start) % PROGRESS_EVERY == 0 {
            progress(position - start, end - start);
        }
        match enter(position, bytes, screener, keeper, decider, bounds) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    progress(end - start, end - start);
    failed.map_or(Ok(()), Err)
}

fn enter<W: Windows>(
    position: u64,
    bytes: &[u8],
    screener: &Screener,
    keeper: &mut Keeper<Items>,
    decider: &mut Decider<W>,
    bounds: Bounds,
) -> Result<(), StoreError> {
    let read = entry::read(bytes).map_err(|source| KeepError::Entry { position, source })?;
    match read {
        Entry::Acceptance(kept, envelope) => {
            let screened = screener.prepare(&kept.record);
            let changes = keeper.enter_record(position, &kept, screened.duties)?;
            if position >= bounds.sealed_to {
                decider.enter_record(position, &kept, screened, envelope, &changes);
            }
        }
        Entry::Event(kept, envelope) => {
            let entered = keeper.enter_event(position, &kept)?;
            if let Some(entered) = entered.filter(|_| position >= bounds.sealed_to) {
                decider.enter_event(position, &kept, envelope, &entered);
            }
        }
        Entry::Activation(_) | Entry::LookUp(_) => {}
    }
    Ok(())
}
