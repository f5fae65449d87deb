//! The way through the journal: read, prepare on every core, decide twice in order, compare in order.
//!
//! Chunks keep their order because they are handed round in turn; every queue between the threads is bounded.

use std::{
    num::NonZero,
    ops::ControlFlow,
    panic::resume_unwind,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, ScopedJoinHandle},
};

use parcel::{Evidence, Finding, HintEffect, Item, Provision, PseudonymousEvent, Verdict};
use screening::{Screener, rules::Mode};

use super::{Trial, tally::Tally};
use crate::{
    decide::Decider,
    entry::{self, Entry, Kept},
    keep::KeepError,
    store::{Progress, StoreError},
    windows::WindowStore,
};

/// Entries that are handed on together.
const CHUNK_ENTRIES: usize = 2_048;

/// Chunks that wait between two threads.
const WAITING_MAX: usize = 4;

/// An entry with what depends on it alone.
pub(super) enum Ready {
    /// An acceptance, and the strength of what duty and goods say.
    Acceptance(Box<Kept<Item>>, Box<screening::Prepared>, Verdict),
    /// An event.
    Event(Box<Kept<PseudonymousEvent>>),
    /// Anything else.
    Other,
}

/// Entries with their positions.
pub(super) type Chunk = Vec<(u64, Ready)>;

/// What the rules of one side say of an entry: rules by their place in the order of ids.
pub(super) type Said = Vec<Hit>;

/// One rule that fired.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hit {
    /// Its place among the rules of its pack.
    pub(super) rule: u16,
    /// Whether it asks for something.
    pub(super) asks: bool,
    /// Whether it enters the decision.
    pub(super) decides: bool,
    /// Whether it only watches.
    pub(super) mode: Mode,
    /// What made it fire.
    pub(super) evidence: Evidence,
}

type Sent<T> = Result<T, StoreError>;

/// Goes through the journal once.
pub(super) fn run(trial: &Trial<'_>, tally: &mut Tally, progress: Progress<'_>) -> Result<(), StoreError> {
    let end = trial.journal.end();
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, NonZero::get);
        let (mut raw_out, mut ready_in) = (Vec::new(), Vec::new());
        for _ in 0..workers {
            let (to, from) = sync_channel(WAITING_MAX);
            let (done, prepared) = sync_channel(WAITING_MAX);
            scope.spawn(move || prepare(&trial.base, &from, &done));
            raw_out.push(to);
            ready_in.push(prepared);
        }
        let reader = scope.spawn(move || read(trial, &raw_out));
        let (base_to, base_from) = sync_channel(WAITING_MAX);
        let (changed_to, changed_from) = sync_channel(WAITING_MAX);
        let (both_to, both) = sync_channel(2 * WAITING_MAX);
        scope.spawn(move || hand_round(&ready_in, &[base_to, changed_to], &both_to));
        let (base_done, base_said) = sync_channel(WAITING_MAX);
        let (changed_done, changed_said) = sync_channel(WAITING_MAX);
        let base = scope.spawn(move || decide(trial, &trial.base, &base_from, &base_done));
        let changed = scope.spawn(move || decide(trial, &trial.changed, &changed_from, &changed_done));
        let mut failed = None;
        for chunk in both {
            let chunk: Arc<Chunk> = match chunk {
                Ok(chunk) => chunk,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            };
            let (Ok(base), Ok(changed)) = (base_said.recv(), changed_said.recv()) else { break };
            for (((position, ready), base), changed) in chunk.iter().zip(base).zip(changed) {
                tally.add(trial, *position, ready, &base, &changed);
            }
            progress(chunk.last().map_or(0, |(position, _)| position + 1), end);
        }
        // Whoever still sends learns that nobody listens.
        drop((base_said, changed_said));
        let read = joined(reader);
        joined(base);
        joined(changed);
        failed.map_or(read, Err)
    })
}

fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Entries as they stand in the journal, with their places.
type Raw = Vec<(u64, Vec<u8>)>;

/// Reads the journal and hands its entries to those who prepare, in turn.
fn read(trial: &Trial<'_>, to: &[SyncSender<Raw>]) -> Result<(), StoreError> {
    let (journal, mut turn) = (trial.journal, 0);
    let mut chunk = Vec::with_capacity(CHUNK_ENTRIES);
    let end = journal.end();
    journal.read(journal.start()..end, &mut |position, bytes| {
        chunk.push((position, bytes.to_vec()));
        if chunk.len() < CHUNK_ENTRIES && position + 1 < end {
            return ControlFlow::Continue(());
        }
        let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK_ENTRIES));
        turn = (turn + 1) % to.len();
        // Nobody listens any more only where something failed, which is told elsewhere.
        if to[turn].send(full).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(())
}

fn prepare(screener: &Screener, from: &Receiver<Vec<(u64, Vec<u8>)>>, to: &SyncSender<Sent<Chunk>>) {
    for chunk in from {
        let ready = chunk.iter().map(|(position, bytes)| Ok((*position, ready(*position, bytes, screener)?))).collect();
        if to.send(ready).is_err() {
            return;
        }
    }
}

fn ready(position: u64, bytes: &[u8], screener: &Screener) -> Result<Ready, StoreError> {
    Ok(match entry::read(bytes).map_err(|source| KeepError::Entry { position, source })? {
        Entry::Acceptance(kept, _) => {
            let mut prepared = screener.prepare(&kept.record);
            let findings = std::mem::take(&mut prepared.findings);
            Ready::Acceptance(Box::new(kept), Box::new(prepared), strength(&findings))
        }
        Entry::Event(kept, _) => Ready::Event(Box::new(kept)),
        Entry::Activation(_) | Entry::LookUp(_) => Ready::Other,
    })
}

/// The strongest that findings ask for, as a decision of them alone would say.
fn strength(findings: &[Finding]) -> Verdict {
    let of = |finding: &Finding| match finding.request() {
        Some(_) if finding.refuses() => Verdict::Refuse,
        Some(_) => Verdict::Inspect,
        None => Verdict::Accept,
    };
    findings.iter().map(of).max().unwrap_or(Verdict::Accept)
}

/// Gives every chunk to both sides and to who compares, in the order of the journal.
fn hand_round(
    from: &[Receiver<Sent<Chunk>>],
    sides: &[SyncSender<Arc<Chunk>>; 2],
    both: &SyncSender<Sent<Arc<Chunk>>>,
) {
    let mut turn = 0;
    loop {
        turn = (turn + 1) % from.len();
        let chunk = match from[turn].recv() {
            Ok(Ok(chunk)) => Arc::new(chunk),
            Ok(Err(error)) => {
                let _ = both.send(Err(error));
                return;
            }
            // The reader is done.
            Err(_) => return,
        };
        let heard = sides.iter().all(|side| side.send(Arc::clone(&chunk)).is_ok());
        if !heard || both.send(Ok(chunk)).is_err() {
            return;
        }
    }
}

/// Decides as live, with what the record alone says left out: that is the same on both sides.
fn decide(trial: &Trial<'_>, screener: &Arc<Screener>, from: &Receiver<Arc<Chunk>>, to: &SyncSender<Vec<Said>>) {
    let windows = WindowStore::new(screener.pack().measures(), trial.bounds);
    let mut decider = Decider::new(Arc::clone(screener), windows, None);
    let said = Sayer { screener };
    for chunk in from {
        let all = chunk.iter().map(|(_, ready)| said.of(&mut decider, ready)).collect();
        drop(chunk);
        if to.send(all).is_err() {
            return;
        }
    }
}

struct Sayer<'a> {
    screener: &'a Screener,
}

impl Sayer<'_> {
    fn of(&self, decider: &mut Decider<WindowStore>, ready: &Ready) -> Said {
        let mut said = Said::new();
        match ready {
            Ready::Acceptance(kept, prepared, _) => {
                let outcome = decider.decide(kept, (**prepared).clone());
                for finding in &outcome.decision.findings {
                    if let Finding::Pattern { provision, effect, evidence } = finding {
                        said.extend(self.hit(provision, effect, true, Mode::Live, evidence));
                    }
                }
                for notice in &outcome.notices {
                    said.extend(self.hit(&notice.provision, &notice.effect, false, Mode::Live, &notice.evidence));
                }
                said.extend(
                    outcome
                        .shadow
                        .iter()
                        .filter_map(|hit| self.hit(&hit.provision, &hit.effect, false, Mode::Shadow, &hit.evidence)),
                );
            }
            Ready::Event(kept) => {
                let outcome = decider.decide_event(kept);
                for notice in &outcome.notices {
                    said.extend(self.hit(&notice.provision, &notice.effect, false, Mode::Live, &notice.evidence));
                }
                said.extend(
                    outcome
                        .shadow
                        .iter()
                        .filter_map(|hit| self.hit(&hit.provision, &hit.effect, false, Mode::Shadow, &hit.evidence)),
                );
            }
            Ready::Other => {}
        }
        said
    }

    /// None for the note that some rules could not be told.
    fn hit(
        &self,
        provision: &Provision,
        effect: &HintEffect,
        decides: bool,
        mode: Mode,
        evidence: &Evidence,
    ) -> Option<Hit> {
        let rules = self.screener.pack().rules().rules();
        let rule = rules.binary_search_by(|rule| rule.provision.rule.cmp(&provision.rule)).ok()?;
        let asks = matches!(effect, HintEffect::Inspect(_));
        Some(Hit { rule: rule as u16, asks, decides, mode, evidence: evidence.clone() })
    }
}
