//! Windows as they stood before a place in the journal, filled again from the journal itself.

use std::{ops::ControlFlow, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use journal::{Entries, JournalError};
use parcel::{DutyState, Item};
use screening::{
    Prepared, Screener,
    window::{Entry as WindowEntry, Windows},
};

use crate::{
    decide::Decider,
    entry::{self, Entry, Kept},
    keep::KeepError,
    store::{Progress, StoreError},
};

/// How much earlier than a window's start an entry may have been taken in and still count: clocks differ.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(1);

/// A decider whose windows hold what the journal holds from `start` up to `position`.
pub(crate) fn before<W: Windows>(
    journal: &dyn Entries,
    screener: &Arc<Screener>,
    windows: W,
    start: u64,
    position: u64,
    progress: Progress<'_>,
) -> Result<Decider<W>, StoreError> {
    let mut decider = Decider::new(Arc::clone(screener), windows, None);
    let mut failed = None;
    journal.read(start..position, &mut |at, bytes| {
        if at % 4_096 == 0 {
            progress(at - start, position - start);
        }
        match entry::read(bytes) {
            Ok(Entry::Acceptance(kept, _)) => drop(decider.decide(&kept, unscreened(&kept.record))),
            Ok(Entry::Event(kept, _)) => drop(decider.decide_event(&kept)),
            Ok(Entry::Activation(_) | Entry::LookUp(_)) => {}
            Err(source) => {
                failed = Some(KeepError::Entry { position: at, source });
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    progress(position - start, position - start);
    failed.map_or(Ok(decider), |error| Err(error.into()))
}

/// What windows need of a record: nothing is said of duties and goods.
fn unscreened(item: &Item) -> Prepared {
    Prepared { duties: [DutyState::NoRule; 3], findings: Vec::new(), entry: WindowEntry::of(item) }
}

/// The acceptance at a place in the journal; none where something else stands there.
pub(crate) fn acceptance_at(journal: &dyn Entries, position: u64) -> Result<Option<Kept<Item>>, JournalError> {
    let mut found = None;
    journal.read(position..position + 1, &mut |_, bytes| {
        if let Ok(Entry::Acceptance(kept, _)) = entry::read(bytes) {
            found = Some(kept);
        }
        ControlFlow::Break(())
    })?;
    Ok(found)
}

/// Where to begin to fill windows for a record accepted at `accepted_at`, if the clock of intake never ran backwards.
pub(crate) fn start(
    journal: &dyn Entries,
    screener: &Screener,
    accepted_at: Timestamp,
    position: u64,
) -> Result<u64, JournalError> {
    let reach = SignedDuration::from_micros(screener.pack().measures().keep()).saturating_add(CLOCKS_DIFFER);
    first_since(journal, accepted_at.saturating_sub(reach).unwrap_or(Timestamp::MIN), position)
}

/// The first position up to `end` whose entry was made at `from` or later.
fn first_since(journal: &dyn Entries, from: Timestamp, end: u64) -> Result<u64, JournalError> {
    let (mut low, mut high) = (journal.start(), end);
    while low < high {
        let middle = low + (high - low) / 2;
        let mut made = None;
        journal.read(middle..middle + 1, &mut |_, bytes| {
            made = entry::read(bytes).ok().map(|entry| entry.made_at());
            ControlFlow::Break(())
        })?;
        if made.is_some_and(|made| made < from) { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}
