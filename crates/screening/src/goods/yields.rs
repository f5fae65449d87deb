//! What became of the hits of each entry: how many there were, and in how many items a thing was found.
//!
//! Pure counts that callers feed and keep; no share here says what was missed, because items without a hit are not in it.

use std::collections::BTreeMap;

use parcel::Day;
use serde::{Deserialize, Serialize};

use crate::interval::Interval;

/// What became of the hits of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Yield {
    /// Items that hit the entry. Unit: items.
    pub hits: u64,
    /// Of these, items that were opened or looked at and the answer recorded. Unit: items.
    pub checked: u64,
    /// Of these, items in which the thing was found. Unit: items.
    pub finds: u64,
    /// Day of the latest hit; none before the first.
    pub last_hit: Option<Day>,
}

impl Yield {
    /// Finds among the items that were checked; none where none was.
    pub fn precision(&self) -> Option<Interval> {
        Interval::of(self.finds, self.checked)
    }

    fn add(&mut self, other: &Self) {
        self.hits += other.hits;
        self.checked += other.checked;
        self.finds += other.finds;
        self.last_hit = self.last_hit.max(other.last_hit);
    }
}

/// What became of the hits of every entry, by its id.
///
/// Adding in any order gives the same; an entry that never hit is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yields(BTreeMap<String, Yield>);

impl Yields {
    /// Counts an item that hit an entry on a day.
    pub fn hit(&mut self, entry: &str, day: Day) {
        let counts = self.0.entry(entry.to_owned()).or_default();
        counts.hits += 1;
        counts.last_hit = counts.last_hit.max(Some(day));
    }

    /// Counts what was found where such an item was checked.
    pub fn checked(&mut self, entry: &str, found: bool) {
        let counts = self.0.entry(entry.to_owned()).or_default();
        counts.checked += 1;
        counts.finds += u64::from(found);
    }

    /// Adds the counts of another part of the items.
    pub fn merge(&mut self, other: &Self) {
        for (entry, counts) in &other.0 {
            self.0.entry(entry.clone()).or_default().add(counts);
        }
    }

    /// The counts of an entry; all zero where it never hit.
    pub fn of(&self, entry: &str) -> Yield {
        self.0.get(entry).cloned().unwrap_or_default()
    }

    /// Every entry that hit, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Yield)> {
        self.0.iter().map(|(entry, counts)| (entry.as_str(), counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn parts_add_up_in_any_order() {
        let (mut one, mut other) = (Yields::default(), Yields::default());
        one.hit("heroin", day("2026-11-02"));
        one.checked("heroin", true);
        other.hit("heroin", day("2026-11-01"));
        other.hit("ivory", day("2026-11-03"));
        other.checked("heroin", false);
        let (mut forth, mut back) = (one.clone(), other.clone());
        forth.merge(&other);
        back.merge(&one);
        assert_eq!(forth, back);
        assert_eq!(forth.of("heroin"), Yield { hits: 2, checked: 2, finds: 1, last_hit: Some(day("2026-11-02")) });
        assert_eq!(forth.iter().map(|(entry, _)| entry).collect::<Vec<_>>(), ["heroin", "ivory"]);
        assert_eq!(forth.of("opium"), Yield::default());
    }

    #[test]
    fn an_interval_needs_items_that_were_checked() {
        assert_eq!(Yield { hits: 9, ..Yield::default() }.precision(), None);
        let interval = Yield { hits: 12, checked: 10, finds: 5, last_hit: None }.precision().expect("an interval");
        // Wilson 1927, for 5 of 10.
        assert!((interval.from - 0.2366).abs() < 1e-4 && (interval.to - 0.7634).abs() < 1e-4, "{interval:?}");
    }
}
