//! What became of items: where something was found, and what was opened for nothing.
//!
//! *Found*: an inspection result `found`, or an event `opened_found`. *Clear*: opened, and nothing found.
//! An inspection that passed at acceptance came before any request and clears nothing. Not opened is not clear.

use hashbrown::HashMap;
use parcel::{EventKind, InspectionResult, Item, PseudonymousEvent};
use screening::window::item_print;

use crate::entry::Link;

/// What is known of an item that was looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Whether something was found.
    pub found: bool,
    /// The entry of the journal that leads back to its acceptance.
    pub at: Link,
}

/// Everything that was looked into, by the fingerprint of its name.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels(HashMap<u64, Known>);

impl Labels {
    /// What a record of acceptance tells.
    pub(super) fn record(&mut self, item: &Item, position: u64) {
        let found = item.inspection.as_ref().is_some_and(|inspection| inspection.result == InspectionResult::Found);
        if found {
            self.note(item_print(item.item()), true, Link::to(Some(position)));
        }
    }

    /// What an event tells.
    pub(super) fn event(&mut self, event: &PseudonymousEvent, link: Link) {
        match event.kind {
            EventKind::OpenedFound => self.note(item_print(&event.item), true, link),
            EventKind::OpenedClear => self.note(item_print(&event.item), false, link),
            _ => {}
        }
    }

    /// What was told from elsewhere.
    pub(super) fn known(&mut self, item: u64) {
        self.note(item, true, Link::NONE);
    }

    fn note(&mut self, item: u64, found: bool, at: Link) {
        let known = self.0.entry(item).or_insert(Known { found, at });
        known.found |= found;
    }

    /// Whether an item was looked into, and whether something was found.
    pub(super) fn of(&self, item: u64) -> Option<bool> {
        self.0.get(&item).map(|known| known.found)
    }

    /// Every item that was looked into.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Known)> {
        self.0.iter().map(|(item, known)| (*item, *known))
    }
}
