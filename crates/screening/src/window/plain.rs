//! Windows as their definition reads: everything is kept, every question looks at everything.
//!
//! For the cases of rules and as the measure of faster stores; far too slow for a journal.

use super::{Abstention, Entry, Insertion, KeyKind, Measure, Measures, Reading, Source, Tally, Windows};

/// All entries in the order of the journal.
#[derive(Clone, Debug, Default)]
pub struct PlainWindows {
    journal: Vec<Entry>,
}

impl PlainWindows {
    /// No entry yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The entries that a window of this record may count: other items, each by its latest revision journaled.
    fn others<'a>(&'a self, own: &'a Entry) -> impl Iterator<Item = &'a Entry> {
        self.journal.iter().enumerate().filter_map(move |(position, entry)| {
            let is_latest = self.journal[position + 1..].iter().all(|later| !later.replaces(entry));
            (is_latest && entry.item != own.item && entry.operator == own.operator).then_some(entry)
        })
    }

    fn reading(&self, own: &Entry, measure: &Measure, keep: i64) -> Reading {
        let start = own.accepted_at.saturating_sub(measure.window);
        let of_operator = self.journal.iter().filter(|entry| entry.operator == own.operator);
        let acceptances = of_operator.filter(|entry| entry.source == Source::Acceptance);
        let newest = acceptances.map(|entry| entry.accepted_at).max();
        if newest.is_some_and(|newest| start < newest.saturating_sub(keep)) {
            return Reading::Abstains(Abstention::Evicted);
        }
        let count = |value: &u64| {
            let mut tally = Tally::default();
            for other in self.others(own) {
                let is_inside = other.accepted_at > start && other.accepted_at <= own.accepted_at;
                if is_inside && other.values[measure.key.slots()].contains(value) {
                    tally.add(measure, own, other);
                }
            }
            tally.count()
        };
        let values = own.values[measure.key.slots()].iter().filter(|value| **value != 0);
        values.map(count).max().map_or(Reading::Absent, Reading::Count)
    }
}

impl Windows for PlainWindows {
    fn read(&mut self, own: &Entry, measures: &Measures, kind: KeyKind, wanted: u64, readings: &mut [Reading]) {
        for (bit, (id, measure)) in measures.of(kind).enumerate() {
            if wanted >> bit & 1 == 1 && own.has_key(kind) && measure.applies_to(own) {
                readings[id.0] = self.reading(own, measure, measures.keep());
            }
        }
    }

    fn holds(&self, item: u64) -> bool {
        let last = self.journal.iter().rev().find(|entry| entry.item == item && entry.source == Source::Acceptance);
        last.is_some_and(|entry| !entry.is_blank())
    }

    fn insert(&mut self, entry: &Entry) -> Insertion {
        self.journal.push(*entry);
        Insertion::Held
    }
}
