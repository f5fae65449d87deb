//! The same evaluator over the journal again: what was answered must come out byte for byte.
//!
//! Needs no file but the journal; asks the kept answers only to compare them.

use std::{ops::ControlFlow, sync::Arc};

use journal::Entries;
use screening::Screener;

use crate::{
    answers::Answers,
    decide::Decider,
    entry::{self, Activation, Entry},
    keep::KeepError,
    store::{Progress, StoreError},
    windows::{WindowBounds, WindowStore},
};

/// What came of a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Acceptances decided again.
    pub decisions: u64,
    /// Events passed.
    pub events: u64,
    /// Positions whose decision came out otherwise; at most [`DIFFERENT_MAX`].
    pub different: Vec<u64>,
    /// Positions whose answer is not kept; at most [`DIFFERENT_MAX`].
    pub missing: Vec<u64>,
    /// Activations of a pack, law or catalogue that this program does not hold: what they decided was not compared.
    pub foreign: Vec<u64>,
}

/// Most positions that are named.
pub const DIFFERENT_MAX: usize = 100;

/// Decides every acceptance of the journal again and compares with the answers kept.
pub fn replay(
    journal: &dyn Entries,
    answers: &Answers,
    screener: &Arc<Screener>,
    bounds: WindowBounds,
    progress: Progress<'_>,
) -> Result<Replayed, StoreError> {
    let windows = WindowStore::new(screener.pack().measures(), bounds);
    let mut decider = Decider::new(Arc::clone(screener), windows, None);
    let mut replayed = Replayed::default();
    let mut ours = true;
    let mut failed: Option<StoreError> = None;
    let end = journal.end();
    journal.read(journal.start()..end, &mut |position, bytes| {
        if position % 4_096 == 0 {
            progress(position, end);
        }
        let read = entry::read(bytes).map_err(|source| KeepError::Entry { position, source }.into());
        let step =
            read.and_then(|entry| again(position, entry, answers, screener, &mut decider, &mut ours, &mut replayed));
        match step {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    progress(end, end);
    failed.map_or(Ok(replayed), Err)
}

fn again(
    position: u64,
    entry: Entry<'_>,
    answers: &Answers,
    screener: &Screener,
    decider: &mut Decider<WindowStore>,
    ours: &mut bool,
    replayed: &mut Replayed,
) -> Result<(), StoreError> {
    match entry {
        Entry::Acceptance(kept, _) => {
            let outcome = decider.decide(&kept, screener.prepare(&kept.record));
            if *ours {
                replayed.decisions += 1;
                match answers.get(position)? {
                    Some(answer) if answer.json == outcome.decision.to_json() => {}
                    Some(_) => note(&mut replayed.different, position),
                    None => note(&mut replayed.missing, position),
                }
            }
        }
        Entry::Event(kept, _) => {
            replayed.events += 1;
            decider.decide_event(&kept);
        }
        Entry::Activation(activation) => {
            *ours = is_ours(&activation, screener);
            if !*ours {
                note(&mut replayed.foreign, position);
            }
        }
        Entry::LookUp(_) => {}
    }
    Ok(())
}

fn is_ours(activation: &Activation, screener: &Screener) -> bool {
    *activation.pack == **screener.pack().name()
        && *activation.law == **screener.law().edition()
        && *activation.catalogue == *screener.catalogue().edition().to_string()
}

fn note(positions: &mut Vec<u64>, position: u64) {
    if positions.len() < DIFFERENT_MAX {
        positions.push(position);
    }
}

/// Entries of a journal by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Acceptances, every revision.
    pub records: u64,
    /// Events.
    pub events: u64,
    /// Activations and look-ups.
    pub others: u64,
}

/// Counts the entries of a journal by kind.
pub fn count(journal: &dyn Entries) -> Result<Counted, journal::JournalError> {
    let mut counted = Counted::default();
    journal.read(journal.start()..journal.end(), &mut |_, bytes| {
        match entry::kind(bytes) {
            Some(entry::Kind::Acceptance) => counted.records += 1,
            Some(entry::Kind::Event) => counted.events += 1,
            _ => counted.others += 1,
        }
        ControlFlow::Continue(())
    })?;
    Ok(counted)
}
