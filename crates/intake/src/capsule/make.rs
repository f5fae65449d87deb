//! A decision is derived again from the journal, and packed.

use std::{ops::ControlFlow, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use journal::Entries;
use parcel::{DutyState, Item, ItemName, Pseudonym};
use screening::{Prepared, Screener, window::Entry as WindowEntry};
use seal::signing::Purpose;
use serde::Deserialize;

use super::{
    Capsule, CapsuleError, FORMAT, VERSION,
    contents::Contents,
    replay::notice,
    told::{Remembering, ToldReading},
};
use crate::{
    decide::Decider,
    entry::{self, Entry, Kept},
    keep::KeepError,
    store::{Progress, Store, StoreError},
    windows::WindowStore,
};

/// How much earlier than a window's start an entry may have been taken in and still count: clocks differ.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(1);

/// A decision, derived again from the journal, that is the one that was answered.
#[derive(Clone, Debug)]
struct Rederived {
    kept: Kept<Item>,
    windows: Vec<ToldReading>,
    decision: String,
    notices: Vec<String>,
}

/// Packs the decision of a record; of its latest revision unless one is named.
///
/// Reads the journal from where the longest window begins.
pub fn make(
    store: &Store,
    item: &ItemName,
    revision: Option<u32>,
    progress: Progress<'_>,
) -> Result<Capsule, CapsuleError> {
    let records = records(store, item)?;
    let found = records.iter().rfind(|(_, number)| revision.is_none_or(|wanted| *number == wanted));
    let (position, revision) = *found.ok_or(CapsuleError::UnknownRecord)?;
    let Rederived { kept, windows, decision, notices, .. } = rederive(store, position, progress)?;
    let screener = store.screener();
    // Linked to nothing outside this capsule.
    let case = format!("capsule {} {}", item.operator.as_str(), item.waybill.as_str());
    let own = |pseudonym: Pseudonym| store.ring().shown(pseudonym, "capsule", &case);
    let own = |record: Item| record.map_personal(|_, pseudonym| Some(own(pseudonym)));
    let mut capsule = Capsule {
        format: FORMAT.to_owned(),
        version: VERSION,
        semantics: screening::SEMANTICS,
        folding: screening::goods::folding(),
        item: item.clone(),
        revision,
        sequence: position,
        received_at: kept.received_at,
        pack: screener.pack().name().to_string(),
        law: screener.law().edition().to_string(),
        catalogue: screener.catalogue().edition().to_string(),
        record: own(kept.record),
        former: kept.former.map(own),
        windows,
        decision,
        notices,
        contents: Contents::of(screener),
        hash: String::new(),
        signature: None,
    };
    capsule.hash = capsule.digest();
    capsule.signature = Some(store.ring().sign(Purpose::Capsule, capsule.hash.as_bytes())?);
    Ok(capsule)
}

/// The records of an item: place in the journal and revision, in the order of the journal.
fn records(store: &Store, item: &ItemName) -> Result<Vec<(u64, u32)>, CapsuleError> {
    let known = store.history().item(item, &store.tail()?)?.records;
    let number = |row, column| known.cell(row, column).and_then(serde_json::Value::as_u64);
    let mut records: Vec<(u64, u32)> = (0..known.rows.len())
        .filter_map(|row| Some((number(row, "sequence")?, number(row, "revision")? as u32)))
        .collect();
    records.sort_unstable();
    Ok(records)
}

/// Derives every decision of an item again, in the order of the journal; the error names the first that differs.
pub fn verify(store: &Store, item: &ItemName, progress: Progress<'_>) -> Result<usize, CapsuleError> {
    let records = records(store, item)?;
    if records.is_empty() {
        return Err(CapsuleError::UnknownRecord);
    }
    for (position, _) in &records {
        rederive(store, *position, progress)?;
    }
    Ok(records.len())
}

/// Fills windows from the journal as they were, decides the record again and compares with what was answered.
fn rederive(store: &Store, position: u64, progress: Progress<'_>) -> Result<Rederived, CapsuleError> {
    let journal = store.journal();
    let kept = acceptance_at(journal, position)?.ok_or(CapsuleError::UnknownRecord)?;
    let answered = store.answered(position)?.ok_or(CapsuleError::UnknownRecord)?;
    let screener = store.screener();
    check_editions(&answered, screener)?;
    let keep = SignedDuration::from_micros(screener.pack().measures().keep());
    let from = Timestamp::saturating_sub(kept.record.accepted_at, keep.saturating_add(CLOCKS_DIFFER))
        .unwrap_or(Timestamp::MIN);
    let start = first_since(journal, from, position)?;
    // Where the clock of intake once ran backwards, windows may reach further back than that.
    for start in [start, journal.start()] {
        let derived = decide_again(store, start, position, progress)?;
        if derived.as_ref().is_some_and(|derived| derived.decision == answered) {
            return derived.ok_or(CapsuleError::UnknownRecord);
        }
    }
    Err(CapsuleError::Different { position })
}

fn decide_again(
    store: &Store,
    start: u64,
    position: u64,
    progress: Progress<'_>,
) -> Result<Option<Rederived>, CapsuleError> {
    let screener = store.screener_shared();
    let measures = Arc::clone(screener.pack().measures());
    let windows = Remembering::new(WindowStore::new(&measures, store.window_bounds()));
    let mut decider = Decider::new(Arc::clone(&screener), windows, None);
    let (mut derived, mut failed) = (None, None);
    store.journal().read(start..position + 1, &mut |at, bytes| {
        if at % 4_096 == 0 {
            progress(at - start, position - start);
        }
        match entry::read(bytes) {
            Ok(Entry::Acceptance(kept, _)) if at == position => {
                decider.windows_mut().listen();
                let decided = decider.decide(&kept, screener.prepare(&kept.record));
                let decision = decided.decision.to_json();
                let notices = decided.notices.iter().map(notice).collect();
                let windows = decider.windows_mut().take(&measures);
                derived = Some(Rederived { kept, windows, decision, notices });
            }
            Ok(Entry::Acceptance(kept, _)) => drop(decider.decide(&kept, unread(&kept.record))),
            Ok(Entry::Event(kept, _)) => drop(decider.decide_event(&kept)),
            Ok(Entry::Activation(_) | Entry::LookUp(_)) => {}
            Err(source) => {
                failed = Some(StoreError::from(KeepError::Entry { position: at, source }));
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    })?;
    failed.map_or(Ok(derived), |error| Err(error.into()))
}

/// A record of which only the windows are of interest.
fn unread(record: &Item) -> Prepared {
    Prepared { duties: [DutyState::NoRule; 3], findings: Vec::new(), entry: WindowEntry::of(record) }
}

#[derive(Deserialize)]
struct Editions {
    pack: String,
    law: String,
    catalogue: CatalogueEdition,
}

#[derive(Deserialize)]
struct CatalogueEdition {
    edition: String,
}

fn check_editions(answered: &str, screener: &Screener) -> Result<(), CapsuleError> {
    let editions: Editions = serde_json::from_str(answered)
        .map_err(|error| CapsuleError::Damaged { reason: format!("the kept answer: {error}") })?;
    for (what, found, held) in [
        ("pack", &editions.pack, screener.pack().name()),
        ("law", &editions.law, screener.law().edition()),
        ("catalogue", &editions.catalogue.edition, screener.catalogue().edition()),
    ] {
        if **found != **held {
            return Err(CapsuleError::OtherEdition { what, found: found.clone(), held: held.to_string() });
        }
    }
    Ok(())
}

fn acceptance_at(journal: &dyn Entries, position: u64) -> Result<Option<Kept<Item>>, CapsuleError> {
    let mut found = None;
    journal.read(position..position + 1, &mut |_, bytes| {
        if let Ok(Entry::Acceptance(kept, _)) = entry::read(bytes) {
            found = Some(kept);
        }
        ControlFlow::Break(())
    })?;
    Ok(found)
}

/// The first position up to `end` whose entry was made at `from` or later.
fn first_since(journal: &dyn Entries, from: Timestamp, end: u64) -> Result<u64, CapsuleError> {
    let (mut low, mut high) = (journal.start(), end);
    while low < high {
        let middle = low + (high - low) / 2;
        let mut made = None;
        journal.read(middle..middle + 1, &mut |_, bytes| {
            made = entry::read(bytes).ok().map(|entry| match entry {
                Entry::Acceptance(kept, _) => kept.received_at,
                Entry::Event(kept, _) => kept.received_at,
                Entry::Activation(activation) => activation.at,
                Entry::LookUp(look_up) => look_up.at,
            });
            ControlFlow::Break(())
        })?;
        if made.is_some_and(|made| made < from) { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}
