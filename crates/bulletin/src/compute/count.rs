//! Counting: many counts in one pass over the facts.

use std::collections::{BTreeMap, HashMap};

use casebook::facts::{Fact, FactKind};
use law::indicator::{Conditions, Indicators, Measure, Unit};
use parcel::Choice;

use super::AskError;
use crate::{
    Period, Source,
    period::Month,
    property::{Condition, Dimension},
};

/// One count.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct CountKey {
    pub(super) indicator: String,
    pub(super) scope: String,
    pub(super) period: Period,
}

/// Counts to be made.
#[derive(Default)]
pub(super) struct Plan {
    counters: Vec<Counter>,
    places: HashMap<(CountKey, Option<Dimension>), usize>,
}

/// One count while it is made.
pub(super) struct Counter {
    key: CountKey,
    by: Option<Dimension>,
    unit: Unit,
    /// Any of these.
    selections: Vec<(Vec<FactKind>, Vec<Condition>)>,
    /// All of these.
    scope: Vec<Condition>,
    /// Who or what was counted, in which cell, how many times.
    rows: Vec<(u32, u64, u32)>,
}

/// Counts that were made.
pub(super) struct Counted {
    counts: HashMap<(CountKey, Option<Dimension>), BTreeMap<u32, u64>>,
    /// First month of any fact that was looked at.
    pub(super) first_month: Option<Month>,
}

impl Counter {
    pub(super) fn new(key: CountKey, by: Option<Dimension>) -> Result<Self, AskError> {
        let all = Indicators::built_in();
        let indicator = all.get(&key.indicator).ok_or_else(|| AskError::Indicator(key.indicator.clone()))?;
        let scope = all.scope(&key.scope).ok_or_else(|| AskError::Scope(key.scope.clone()))?;
        let Measure::Count { unit, select, .. } = &indicator.measure else {
            return Err(AskError::Breakdown(key.indicator.clone()));
        };
        let bad = |id: &str| {
            let indicator = id.to_owned();
            move |word| AskError::Definition { indicator, word }
        };
        let mut selections = Vec::new();
        for selection in select {
            let kind = |word: &String| FactKind::from_word(word).ok_or_else(|| word.clone());
            let kinds: Result<Vec<_>, _> = selection.facts.iter().map(kind).collect();
            let conditions = conditions(&selection.conditions).map_err(bad(&key.indicator))?;
            selections.push((kinds.map_err(bad(&key.indicator))?, conditions));
        }
        let scope = conditions(&scope.conditions).map_err(bad(&key.scope))?;
        Ok(Self { unit: *unit, selections, scope, key, by, rows: Vec::new() })
    }

    pub(super) fn kinds(&self) -> impl Iterator<Item = FactKind> {
        self.selections.iter().flat_map(|(kinds, _)| kinds.iter().copied())
    }

    /// Whether a fact is counted.
    pub(super) fn takes(&self, fact: &Fact) -> bool {
        let selected = |(kinds, conditions): &(Vec<FactKind>, Vec<Condition>)| {
            kinds.contains(&fact.kind) && conditions.iter().all(|condition| condition.holds(fact))
        };
        self.key.period.contains(fact.day)
            && self.scope.iter().all(|condition| condition.holds(fact))
            && self.selections.iter().any(selected)
    }

    fn count(&mut self, fact: &Fact) {
        if self.takes(fact) {
            let cell = self.by.map_or(0, |by| by.cell(fact));
            let (who, times) = counted_as(self.unit, fact);
            self.rows.push((cell, who, times));
        }
    }

    /// Distinct persons or cases once in a cell, everything else as often as it occurred.
    fn finish(mut self) -> BTreeMap<u32, u64> {
        self.rows.sort_unstable();
        self.rows.dedup_by(|next, kept| (next.0, next.1) == (kept.0, kept.1) && next.2 == 0 && kept.2 == 0);
        let mut cells = BTreeMap::new();
        for (cell, _, times) in self.rows {
            *cells.entry(cell).or_insert(0) += u64::from(times.max(1));
        }
        cells
    }
}

/// Who is counted, and how many times; 0 times: once, however often.
fn counted_as(unit: Unit, fact: &Fact) -> (u64, u32) {
    let case = u64::from(fact.case) << 16;
    match (unit, fact.person) {
        (Unit::Cases, _) => (case, 0),
        (Unit::Persons, Some(person)) => (case | u64::from(person), 0),
        _ => (case, fact.count),
    }
}

fn conditions(all: &Conditions) -> Result<Vec<Condition>, String> {
    all.iter().map(|(name, words)| Condition::read(name, words)).collect()
}

impl Plan {
    pub(super) fn add(&mut self, key: CountKey) -> Result<(), AskError> {
        self.add_by(key, None)
    }

    pub(super) fn add_by(&mut self, key: CountKey, by: Option<Dimension>) -> Result<(), AskError> {
        if !self.places.contains_key(&(key.clone(), by)) {
            self.counters.push(Counter::new(key.clone(), by)?);
            self.places.insert((key, by), self.counters.len() - 1);
        }
        Ok(())
    }

    /// Counts everything in one pass.
    pub(super) fn run(mut self, source: &impl Source) -> Counted {
        let mut by_kind: Vec<Vec<usize>> = vec![Vec::new(); FactKind::ALL.len()];
        for (place, counter) in self.counters.iter().enumerate() {
            for kind in counter.kinds() {
                if !by_kind[kind as usize].contains(&place) {
                    by_kind[kind as usize].push(place);
                }
            }
        }
        let mut first_month: Option<Month> = None;
        source.scan(&|kind| !by_kind[kind as usize].is_empty(), &mut |fact| {
            let month = Month::from(fact.day.year()) * 12 + Month::from(fact.day.month()) - 1;
            first_month = Some(first_month.map_or(month, |first| first.min(month)));
            for place in &by_kind[fact.kind as usize] {
                self.counters[*place].count(fact);
            }
        });
        let finish = |counter: Counter| ((counter.key.clone(), counter.by), counter.finish());
        Counted { counts: self.counters.into_iter().map(finish).collect(), first_month }
    }
}

impl Counted {
    pub(super) fn total(&self, key: &CountKey) -> u64 {
        self.counts.get(&(key.clone(), None)).map_or(0, |cells| cells.values().sum())
    }

    pub(super) fn cells(&self, key: &CountKey, by: Dimension) -> BTreeMap<u32, u64> {
        self.counts.get(&(key.clone(), Some(by))).cloned().unwrap_or_default()
    }
}
