//! Counting, in the order of the journal: items touched on each side, records whose decision changes, examples.
//!
//! An item counts once, whatever number of its records and passes a rule fires on. Only touched items are kept.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use parcel::{Day, ItemName, Verdict};
use screening::{Screener, rules::Mode, window::item_print};

use super::{
    Trial,
    labels::Labels,
    pass::{Hit, Ready, Said},
    report::{Example, Surprise},
};

/// Most examples that are shown, and most of one rule.
const EXAMPLES_MAX: usize = 40;
const EXAMPLES_OF_RULE_MAX: usize = 3;

/// Most unexpected hits that are named.
const SURPRISES_MAX: usize = 100;

/// What is kept of a touched item.
#[derive(Default)]
pub(super) struct Touched {
    /// Live and shadow hits of each side, as numbers of rules, each once.
    pub(super) hits: [Vec<u16>; 2],
    pub(super) sides: [bool; 2],
    pub(super) asked: [bool; 2],
}

/// The rules of both sides under one number each.
pub(super) struct Numbers {
    pub(super) ids: Vec<String>,
    /// From the place in a pack to the number, for each side.
    pub(super) of: [Vec<u16>; 2],
}

/// Counts so far.
pub(super) struct Tally {
    pub(super) numbers: Numbers,
    pub(super) labels: Labels,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    pub(super) entries: u64,
    pub(super) items: u64,
    pub(super) records: u64,
    pub(super) events: u64,
    pub(super) days: BTreeSet<Day>,
    pub(super) records_changed: u64,
    pub(super) verdicts: BTreeMap<(Verdict, Verdict), u64>,
    pub(super) touched: HashMap<u64, Touched>,
    pub(super) last: Vec<Option<Day>>,
    pub(super) examples: Vec<(u64, Example)>,
    pub(super) examples_of: Vec<usize>,
    pub(super) surprises: u64,
    pub(super) surprising: Vec<Surprise>,
}

impl Numbers {
    fn new(base: &Screener, changed: &Screener) -> Self {
        let rules = |screener: &Screener| -> Vec<String> {
            screener.pack().rules().rules().iter().map(|rule| rule.provision.rule.clone()).collect()
        };
        let sides = [rules(base), rules(changed)];
        let ids: Vec<_> = sides.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let number = |id: &String| ids.binary_search(id).unwrap_or_default() as u16;
        let of = sides.map(|rules| rules.iter().map(number).collect());
        Self { ids, of }
    }
}

impl Tally {
    pub(super) fn new(trial: &Trial<'_>) -> Self {
        let numbers = Numbers::new(&trial.base, &trial.changed);
        let mut labels = Labels::default();
        trial.known.iter().for_each(|item| labels.known(*item));
        let rules = numbers.ids.len();
        Self {
            numbers,
            labels,
            from: trial.from,
            to: trial.to,
            entries: 0,
            items: 0,
            records: 0,
            events: 0,
            days: BTreeSet::new(),
            records_changed: 0,
            verdicts: BTreeMap::new(),
            touched: HashMap::new(),
            last: vec![None; rules],
            examples: Vec::new(),
            examples_of: vec![0; rules],
            surprises: 0,
            surprising: Vec::new(),
        }
    }

    /// Counts one entry.
    pub(super) fn add(&mut self, trial: &Trial<'_>, position: u64, ready: &Ready, base: &Said, changed: &Said) {
        self.entries += 1;
        match ready {
            Ready::Acceptance(kept, _, alone) => {
                let item = &kept.record;
                let day = item.day();
                self.labels.record(item, position);
                if !self.counts(day) {
                    return;
                }
                self.records += 1;
                self.items += u64::from(kept.link.position().is_none());
                if self.days.last() != Some(&day) {
                    self.days.insert(day);
                }
                self.touch(item_print(item.item()), day, base, changed);
                self.surprise(trial, position, item.item(), base, changed);
                self.compare(position, ready, *alone, base, changed);
            }
            Ready::Event(kept) => {
                self.events += 1;
                self.labels.event(&kept.record, kept.link);
                let day = parcel::statutory_day(kept.record.at);
                if self.counts(day) {
                    self.touch(item_print(&kept.record.item), day, base, changed);
                    self.surprise(trial, position, &kept.record.item, base, changed);
                }
            }
            Ready::Other => {}
        }
    }

    /// Whether items of a day count.
    pub(super) fn counts(&self, day: Day) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }

    fn touch(&mut self, item: u64, day: Day, base: &Said, changed: &Said) {
        if base.is_empty() && changed.is_empty() {
            return;
        }
        let touched = self.touched.entry(item).or_default();
        for (side, said) in [base, changed].into_iter().enumerate() {
            for hit in said {
                let number = self.numbers.of[side][usize::from(hit.rule)];
                if !touched.hits[side].contains(&number) {
                    touched.hits[side].push(number);
                }
                touched.sides[side] |= hit.mode == Mode::Live;
                touched.asked[side] |= hit.mode == Mode::Live && hit.asks;
                if side == 1 {
                    let last = &mut self.last[usize::from(number)];
                    *last = (*last).max(Some(day));
                }
            }
        }
    }

    /// Notes live hits of the changed pack that the pack in force does not have and nobody expected.
    fn surprise(&mut self, trial: &Trial<'_>, position: u64, item: &ItemName, base: &Said, changed: &Said) {
        let Some(expected) = &trial.expected else { return };
        let expected = expected.get(&item_print(item));
        for hit in changed.iter().filter(|hit| hit.mode == Mode::Live) {
            let number = self.numbers.of[1][usize::from(hit.rule)];
            let rule = &self.numbers.ids[usize::from(number)];
            let is_old = base.iter().any(|old| self.numbers.of[0][usize::from(old.rule)] == number);
            if is_old || expected.is_some_and(|rules| rules.contains(rule)) {
                continue;
            }
            self.surprises += 1;
            if self.surprising.len() < SURPRISES_MAX {
                self.surprising.push(Surprise {
                    rule: rule.clone(),
                    sequence: position,
                    operator: item.operator.as_str().to_owned(),
                    waybill: item.waybill.as_str().to_owned(),
                });
            }
        }
    }

    /// Holds the decisions of one record against each other.
    fn compare(&mut self, position: u64, ready: &Ready, alone: Verdict, base: &Said, changed: &Said) {
        let (from, to) = (verdict(alone, base), verdict(alone, changed));
        let set = |side: usize, said: &Said| -> BTreeSet<u16> {
            said.iter().map(|hit| self.numbers.of[side][usize::from(hit.rule)]).collect()
        };
        let deciding = |said: &Said| -> Said { said.iter().filter(|hit| hit.decides).cloned().collect() };
        let same = |one: &Hit, other: &Hit, numbers: &Numbers| {
            numbers.of[0][usize::from(one.rule)] == numbers.of[1][usize::from(other.rule)]
                && one.asks == other.asks
                && one.evidence == other.evidence
        };
        let (base_decides, changed_decides) = (deciding(base), deciding(changed));
        let unchanged = base_decides.len() == changed_decides.len()
            && base_decides.iter().zip(&changed_decides).all(|(one, other)| same(one, other, &self.numbers));
        self.records_changed += u64::from(!unchanged);
        if from != to {
            *self.verdicts.entry((from, to)).or_default() += 1;
        }
        let (base_set, changed_set) = (set(0, base), set(1, changed));
        if base_set != changed_set && self.examples.len() < EXAMPLES_MAX {
            self.example(position, ready, (from, to), (&base_set, &changed_set), changed);
        }
    }

    fn example(
        &mut self,
        position: u64,
        ready: &Ready,
        (from, to): (Verdict, Verdict),
        (base, changed): (&BTreeSet<u16>, &BTreeSet<u16>),
        said: &Said,
    ) {
        let differing: Vec<u16> = base.symmetric_difference(changed).copied().collect();
        if differing.iter().all(|rule| self.examples_of[usize::from(*rule)] >= EXAMPLES_OF_RULE_MAX) {
            return;
        }
        for rule in &differing {
            self.examples_of[usize::from(*rule)] += 1;
        }
        let Ready::Acceptance(kept, ..) = ready else { return };
        let name = kept.record.item();
        let id = |number: u16| self.numbers.ids[usize::from(number)].clone();
        let evidence = |number: u16| {
            let hit = said.iter().find(|hit| self.numbers.of[1][usize::from(hit.rule)] == number);
            (id(number), hit.map(|hit| hit.evidence.clone()).unwrap_or_default())
        };
        let example = Example {
            sequence: position,
            operator: name.operator.as_str().to_owned(),
            waybill: name.waybill.as_str().to_owned(),
            from,
            to,
            gained: changed.difference(base).map(|number| evidence(*number)).collect(),
            lost: base.difference(changed).map(|number| id(*number)).collect(),
            found: None,
        };
        self.examples.push((item_print(name), example));
    }
}

/// The decision of what the record alone says together with patterns.
fn verdict(alone: Verdict, said: &Said) -> Verdict {
    let asks = said.iter().any(|hit| hit.decides && hit.asks);
    alone.max(if asks { Verdict::Inspect } else { Verdict::Accept })
}
