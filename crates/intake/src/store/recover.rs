//! What the journal holds and the files do not is decided again, by the code that decides live.
//!
//! After a crash that is the end of the journal. Where files were removed it is as much of the journal as they held.

use std::{ops::ControlFlow, path::Path};

use journal::Entries;
use screening::{Screener, window::Windows};

use super::{Progress, StoreError};
use crate::{
    answers::Answers,
    decide::Decider,
    entry::{self, Entry},
    items::{Items, ItemsOptions},
    keep::{KeepError, Keeper},
    seal_off::Sealer,
    window_files::{self, WindowFileError},
};

/// How far the files reach.
#[derive(Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "a bound goes by the name that it has in the files that keep it")]
pub(super) struct Bounds {
    /// Names are kept up to here: never further than `sealed_to`.
    pub(super) flushed_to: u64,
    /// Answers and windows are kept up to here: `sealed_to`, or the start of the journal where any are missing.
    pub(super) decided_to: u64,
    /// History is kept up to here.
    pub(super) sealed_to: u64,
}

/// How many entries pass between two words of progress.
const PROGRESS_EVERY: u64 = 4_096;

/// How many ranges may be open after an opening; more are sealed while it goes on, so that memory stays bounded.
const OPEN_RANGES_MAX: u64 = 4;

/// Opens the names. Where they are ahead of the history, which is what happens when that is removed, they are built
/// anew: entering a record twice would count it twice.
pub(super) fn items(path: &Path, options: &ItemsOptions, sealed_to: u64) -> Result<(Items, u64), StoreError> {
    let (items, flushed_to) = Items::open(path, *options)?;
    if flushed_to <= sealed_to {
        return Ok((items, flushed_to));
    }
    drop(items);
    Items::remove(path)?;
    Ok(Items::open(path, *options)?)
}

/// Opens the answers, and says up to where answers and windows are kept: all of what is sealed, or nothing of it.
pub(super) fn answers(
    path: &Path,
    windows: &Path,
    sealed: std::ops::Range<u64>,
    screener: &Screener,
) -> Result<(Answers, u64), StoreError> {
    let answers = Answers::open(path, sealed.end)?;
    if answers.hold(&sealed) && window_files::are_whole(windows, &sealed, screener.pack().measures().keep())? {
        return Ok((answers, sealed.end));
    }
    Ok((Answers::open(path, sealed.start)?, sealed.start))
}

/// Fills the windows with what was sealed.
pub(super) fn windows<W: Windows>(
    dir: &Path,
    decided_to: u64,
    screener: &Screener,
    decider: &mut Decider<W>,
) -> Result<(), WindowFileError> {
    let keep = screener.pack().measures().keep();
    window_files::load(dir, decided_to, keep, |entry| decider.refill(entry))
}

/// What is filled again.
pub(super) struct Recovery<'a, W> {
    pub(super) screener: &'a Screener,
    pub(super) keeper: &'a mut Keeper<Items>,
    pub(super) decider: &'a mut Decider<W>,
    pub(super) sealer: &'a mut Sealer,
    pub(super) bounds: Bounds,
    /// Entries after which a range is sealed.
    pub(super) seal_entries: u64,
}

impl<W: Windows> Recovery<'_, W> {
    /// Enters what the files do not hold. Returns how many entries were passed.
    pub(super) fn run(mut self, journal: &dyn Entries, progress: Progress<'_>) -> Result<u64, StoreError> {
        let Bounds { flushed_to, decided_to, sealed_to } = self.bounds;
        let start = flushed_to.min(decided_to).max(journal.start());
        let end = journal.end();
        let many = end - decided_to.min(end) > OPEN_RANGES_MAX * self.seal_entries;
        let mut failed = None;
        journal.read(start..end, &mut |position, bytes| {
            if (position - start) % PROGRESS_EVERY == 0 {
                progress(position - start, end - start);
            }
            let mut step = || {
                self.enter(position, bytes)?;
                let next = position + 1;
                let due = many && next - self.bounds.decided_to.min(next) >= self.seal_entries;
                // The history ends there: answers and windows have their files end there too.
                if due || (next == sealed_to && self.bounds.decided_to < next) {
                    self.seal(next)?;
                }
                self.flush(next)
            };
            match step() {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        progress(end - start, end - start);
        failed.map_or(Ok(end - start), Err)
    }

    fn enter(&mut self, position: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let (named, decided) = (position < self.bounds.flushed_to, position < self.bounds.decided_to);
        let read = entry::read(bytes).map_err(|source| KeepError::Entry { position, source })?;
        match read {
            Entry::Acceptance(kept, envelope) => {
                let screened = self.screener.prepare(&kept.record);
                // Rows of what is sealed already are not written again: what changed there need not be known.
                let changes =
                    if named { Vec::new() } else { self.keeper.enter_record(position, &kept, screened.duties)? };
                if !decided {
                    self.decider.enter_record(position, &kept, screened, envelope, &changes);
                }
            }
            Entry::Event(kept, envelope) => {
                let entered = if named { None } else { self.keeper.enter_event(position, &kept)? };
                if let Some(entered) = entered.filter(|_| !decided) {
                    self.decider.enter_event(position, &kept, envelope, &entered);
                }
            }
            Entry::Activation(_) | Entry::LookUp(_) => {}
        }
        Ok(())
    }

    /// Seals what was decided up to `end`; history leaves out what it has.
    fn seal(&mut self, end: u64) -> Result<(), StoreError> {
        let cut = self.sealer.tail.cut(self.bounds.decided_to..end)?;
        self.sealer.seal(cut)?;
        self.bounds.decided_to = end;
        self.bounds.sealed_to = self.bounds.sealed_to.max(end);
        Ok(())
    }

    /// Writes the names once they are many, as far as everything else is in files.
    fn flush(&mut self, next: u64) -> Result<(), StoreError> {
        let open = next - self.bounds.flushed_to.min(next);
        let sealed = next <= self.bounds.sealed_to && next <= self.bounds.decided_to;
        if sealed && open >= self.seal_entries {
            self.keeper.names().flush(next)?;
            self.bounds.flushed_to = next;
        }
        Ok(())
    }
}
