//! A decision is derived again from the journal, and packed.

use std::sync::Arc;

use parcel::{Item, ItemName, Pseudonym};
use screening::Screener;
use seal::signing::Purpose;
use serde::Deserialize;

use super::{
    Capsule, CapsuleError, FORMAT, VERSION,
    contents::Contents,
    replay::notice,
    told::{Remembering, ToldReading},
};
use crate::{
    entry::Kept,
    past,
    store::{Progress, Store},
    windows::WindowStore,
};

/// A decision, derived again from the journal, that is the one that was answered.
struct Rederived {
    screener: Arc<Screener>,
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
    let Rederived { screener, kept, windows, decision, notices } = rederive(store, position, progress)?;
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
        contents: Contents::of(&screener),
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

/// Fills windows from the journal as they were, decides the record again by the pack that decided it and compares with
/// what was answered.
fn rederive(store: &Store, position: u64, progress: Progress<'_>) -> Result<Rederived, CapsuleError> {
    let journal = store.journal();
    let kept = past::acceptance_at(journal, position)?.ok_or(CapsuleError::UnknownRecord)?;
    let answered = store.answered(position)?.ok_or(CapsuleError::UnknownRecord)?;
    let screener = screener_of(store, &answered)?;
    let start = past::start(journal, &screener, kept.record.accepted_at, position)?;
    // Where the clock of intake once ran backwards, windows may reach further back than that.
    for start in [start, journal.start()] {
        let measures = Arc::clone(screener.pack().measures());
        let windows = Remembering::new(WindowStore::new(&measures, store.window_bounds()));
        let mut decider = past::before(journal, &screener, windows, start, position, progress)?;
        decider.windows_mut().listen();
        let outcome = decider.decide(&kept, screener.prepare(&kept.record));
        let decision = outcome.decision.to_json();
        if decision == answered {
            let notices = outcome.notices.iter().map(notice).collect();
            let windows = decider.windows_mut().take(&measures);
            return Ok(Rederived { screener, kept, windows, decision, notices });
        }
    }
    Err(CapsuleError::Different { position })
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

/// What gave that answer.
fn screener_of(store: &Store, answered: &str) -> Result<Arc<Screener>, CapsuleError> {
    let editions: Editions = serde_json::from_str(answered)
        .map_err(|error| CapsuleError::Damaged { reason: format!("the kept answer: {error}") })?;
    let now = store.screener();
    let other = |what, found: &str, held: &str| {
        Err(CapsuleError::OtherEdition { what, found: found.to_owned(), held: held.to_owned() })
    };
    if editions.law != **now.law().edition() {
        return other("law", &editions.law, now.law().edition());
    }
    if editions.catalogue.edition != **now.catalogue().edition() {
        return other("catalogue", &editions.catalogue.edition, now.catalogue().edition());
    }
    store.screener_of(&editions.pack).map_or_else(|| other("pack", &editions.pack, now.pack().name()), Ok)
}
