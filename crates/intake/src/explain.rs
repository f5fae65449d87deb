//! Why every rule fired on an item or did not: the journal is gone through up to its latest record, and the rules are
//! asked as the windows stood then.

use std::{ops::ControlFlow, sync::Arc};

use journal::Entries;
use parcel::{Finding, Item, ItemName};
use screening::{Screener, rules::Explained};

use crate::{
    decide::Decider,
    entry::{self, Entry},
    past,
    store::{Progress, StoreError},
    windows::{WindowBounds, WindowStore},
};

/// The windows as they stood before the latest record of an item, and that record.
pub struct Explanation {
    /// Where the record stands in the journal.
    pub position: u64,
    /// The record.
    pub item: Item,
    /// What the record alone says: duties and goods.
    pub findings: Vec<Finding>,
    decider: Decider<WindowStore>,
}

impl Explanation {
    /// Why every rule fired or did not, in the order of ids; nothing of a letter.
    pub fn rules(&mut self) -> Vec<Explained<'_>> {
        self.decider.explain(&self.item)
    }
}

/// Goes through the journal; none where it has no record of the item.
///
/// The pack of `screener` is asked throughout, whatever decided then: another pack may be tried on an old item.
pub fn explain(
    journal: &dyn Entries,
    screener: &Arc<Screener>,
    name: &ItemName,
    bounds: WindowBounds,
    progress: Progress<'_>,
) -> Result<Option<Explanation>, StoreError> {
    let Some(last) = last_record(journal, name, progress)? else { return Ok(None) };
    let windows = WindowStore::new(screener.pack().measures(), bounds);
    let Some(kept) = past::acceptance_at(journal, last)? else { return Ok(None) };
    let decider = past::before(journal, screener, windows, journal.start(), last, progress)?;
    let item = kept.former.unwrap_or(kept.record);
    let findings = screener.prepare(&item).findings;
    Ok(Some(Explanation { position: last, item, findings, decider }))
}

fn last_record(journal: &dyn Entries, name: &ItemName, progress: Progress<'_>) -> Result<Option<u64>, StoreError> {
    let mut last = None;
    let end = journal.end();
    journal.read(journal.start()..end, &mut |position, bytes| {
        if position % 4_096 == 0 {
            progress(position, end);
        }
        // The name stands in clear in every entry: most are passed without being read.
        let waybill = name.waybill.as_str().as_bytes();
        if memchr::memmem::find(bytes, waybill).is_some()
            && let Ok(Entry::Acceptance(kept, _)) = entry::read(bytes)
            && kept.record.item() == name
        {
            last = Some(position);
        }
        ControlFlow::Continue(())
    })?;
    Ok(last)
}
