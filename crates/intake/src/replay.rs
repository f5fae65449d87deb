//! The same evaluator over the journal again: what was answered must come out byte for byte.
//!
//! Needs no file but the journal; asks the kept answers only to compare them.

use std::{ops::ControlFlow, sync::Arc};

use journal::Entries;
use screening::{
    Screener,
    pack::Pack,
    window::{Entry as WindowEntry, Windows as _},
};

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
    /// Activations of a pack that is not kept, or of a law or catalogue that this program does not hold: what they
    /// decided was not compared.
    pub foreign: Vec<u64>,
}

/// Most positions that are named.
pub const DIFFERENT_MAX: usize = 100;

/// Finds a pack by the name that activations give it.
pub type FindPack<'a> = &'a dyn Fn(&str) -> Option<Arc<Pack>>;

/// Window entries that are kept for another pack's windows before those that are too old are let go.
const LOG_MAX: usize = 1_000_000;

/// A replay under way.
struct Replay<'a> {
    answers: &'a Answers,
    given: &'a Arc<Screener>,
    pack: FindPack<'a>,
    bounds: WindowBounds,
    decider: Decider<WindowStore>,
    /// What was put into the windows, as far back as any window reaches.
    log: Vec<WindowEntry>,
    /// How long the log may get before it is gone through.
    log_full: usize,
    /// Whether what decided is at hand.
    ours: bool,
    replayed: Replayed,
}

/// Decides every acceptance of the journal again, each by the pack that decided it, and compares with the answers kept.
///
/// `given` has the law and the catalogue, and the pack where nothing was activated.
pub fn replay(
    journal: &dyn Entries,
    answers: &Answers,
    given: &Arc<Screener>,
    pack: FindPack<'_>,
    bounds: WindowBounds,
    progress: Progress<'_>,
) -> Result<Replayed, StoreError> {
    let windows = WindowStore::new(given.pack().measures(), bounds);
    let decider = Decider::new(Arc::clone(given), windows, None);
    let (log, replayed) = (Vec::new(), Replayed::default());
    let mut replay = Replay { answers, given, pack, bounds, decider, log, log_full: LOG_MAX, ours: true, replayed };
    let mut failed: Option<StoreError> = None;
    let end = journal.end();
    journal.read(journal.start()..end, &mut |position, bytes| {
        if position % 4_096 == 0 {
            progress(position, end);
        }
        let read = entry::read(bytes).map_err(|source| KeepError::Entry { position, source }.into());
        match read.and_then(|entry| replay.enter(position, entry)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    progress(end, end);
    failed.map_or(Ok(replay.replayed), Err)
}

impl Replay<'_> {
    fn enter(&mut self, position: u64, entry: Entry<'_>) -> Result<(), StoreError> {
        match entry {
            Entry::Acceptance(kept, _) => {
                let outcome = self.decider.decide(&kept, self.given.prepare(&kept.record));
                self.log.extend_from_slice(&outcome.entered);
                if self.ours {
                    self.replayed.decisions += 1;
                    match self.answers.get(position)? {
                        Some(answer) if answer.text.json() == outcome.decision.to_json() => {}
                        Some(_) => note(&mut self.replayed.different, position),
                        None => note(&mut self.replayed.missing, position),
                    }
                }
                self.forget();
            }
            Entry::Event(kept, _) => {
                self.replayed.events += 1;
                let outcome = self.decider.decide_event(&kept);
                self.log.extend(outcome.entry.map(|(entry, _)| entry));
            }
            Entry::Activation(activation) => self.activate(position, &activation),
            Entry::LookUp(_) => {}
        }
        Ok(())
    }

    /// The next records are decided by another pack, over windows that hold the same past.
    fn activate(&mut self, position: u64, activation: &Activation) {
        let found = (self.pack)(&activation.pack);
        let same = *activation.law == **self.given.law().edition()
            && *activation.catalogue == *self.given.catalogue().edition().to_string();
        self.ours = same && found.is_some();
        if !self.ours {
            note(&mut self.replayed.foreign, position);
        }
        let Some(pack) = found.filter(|pack| pack.hash() != self.decider.screener().pack().hash()) else { return };
        let mut windows = None;
        if pack.measures() != self.decider.screener().pack().measures() {
            let mut filled = WindowStore::new(pack.measures(), self.bounds);
            for entry in &self.log {
                filled.insert(entry);
            }
            windows = Some(filled);
        }
        let screener = Screener::new(self.given.law(), self.given.catalogue(), pack);
        self.decider.activate(Arc::new(screener), windows);
    }

    /// Lets entries go that no window of any pack reaches: none reaches back further than those of the program's own.
    fn forget(&mut self) {
        if self.log.len() < self.log_full {
            return;
        }
        let keep = self.given.pack().measures().keep().max(self.decider.screener().pack().measures().keep());
        let mut newest = std::collections::HashMap::new();
        for entry in self.log.iter().filter(|entry| entry.source == screening::window::Source::Acceptance) {
            let time = newest.entry(entry.operator).or_insert(entry.accepted_at);
            *time = entry.accepted_at.max(*time);
        }
        // Blanks stay: they take out what is older than themselves, and have no time.
        self.log.retain(|entry| {
            entry.is_blank() || newest.get(&entry.operator).is_none_or(|newest| entry.accepted_at > newest - 2 * keep)
        });
        self.log_full = self.log.len() + LOG_MAX;
    }
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
