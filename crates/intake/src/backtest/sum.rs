//! From counts to what a back-test says.

use hashbrown::HashSet;
use journal::Entries;
use parcel::Day;
use screening::{
    Screener,
    rules::{Mode, Rule},
    window::Measure,
};

use super::{
    Trial,
    report::{Asked, Backtest, Example, RuleReport, Share, Sides, Standing, VerdictChange},
    tally::{Tally, Touched},
};
use crate::{
    entry::{self, Entry, Link},
    keep::KeepError,
    store::StoreError,
};

impl Tally {
    /// Puts everything together.
    pub(super) fn finish(self, trial: &Trial<'_>) -> Result<Backtest, StoreError> {
        let finds = self.finds(trial)?;
        let mut touched = Sides::default();
        let mut asked = Sides::default();
        let (mut finds_touched, mut opened) = (Sides::default(), Sides::default());
        let mut rules = vec![Counts::default(); self.numbers.ids.len()];
        for (item, seen) in &self.touched {
            let [base, changed] = seen.sides;
            let known = self.labels.of(*item);
            touched.add(base, changed);
            asked.add(seen.asked[0], seen.asked[1]);
            opened.add(base && known.is_some(), changed && known.is_some());
            if known == Some(true) {
                finds_touched.add(base, changed);
            }
            count_rules(&mut rules, seen, known);
        }
        let days = self.days.len() as u64;
        let per_day = |items: u64| items as f64 / days.max(1) as f64;
        let asked = Asked { items: asked, per_day_base: per_day(asked.base), per_day_changed: per_day(asked.changed) };
        let rules = self.rules(trial, &rules);
        let found = |item: &u64| self.labels.of(*item);
        Ok(Backtest {
            base: trial.base.pack().name().to_string(),
            changed: trial.changed.pack().name().to_string(),
            from: self.from,
            to: self.to,
            entries: self.entries,
            items: self.items,
            records: self.records,
            events: self.events,
            days,
            records_changed: self.records_changed,
            verdicts: self
                .verdicts
                .iter()
                .map(|((from, to), records)| VerdictChange { from: *from, to: *to, records: *records })
                .collect(),
            touched,
            asked,
            finds,
            finds_touched,
            precision: Share::of(finds_touched.changed, opened.changed),
            precision_base: Share::of(finds_touched.base, opened.base),
            recall: Share::of(finds_touched.changed.min(finds), finds),
            recall_base: Share::of(finds_touched.base.min(finds), finds),
            rules,
            examples: self
                .examples
                .iter()
                .map(|(item, example)| Example { found: found(item), ..example.clone() })
                .collect(),
            surprises: self.surprises,
            surprising: self.surprising,
        })
    }

    /// Finds among items that count.
    fn finds(&self, trial: &Trial<'_>) -> Result<u64, StoreError> {
        let mut finds = 0;
        for (item, known) in self.labels.iter().filter(|(_, known)| known.found) {
            let told_elsewhere = trial.known.contains(&item) && known.at == Link::NONE;
            let everything = self.from.is_none() && self.to.is_none();
            let counts =
                everything || told_elsewhere || accepted(trial.journal, known.at)?.is_some_and(|day| self.counts(day));
            finds += u64::from(counts);
        }
        Ok(finds)
    }

    fn rules(&self, trial: &Trial<'_>, counts: &[Counts]) -> Vec<RuleReport> {
        let report = |(number, id): (usize, &String)| {
            let counts = &counts[number];
            let (base, changed) = (rule(&trial.base, id), rule(&trial.changed, id));
            RuleReport {
                rule: id.clone(),
                standing: standing(trial, base, changed),
                shadow: changed.or(base).is_some_and(|rule| rule.mode == Mode::Shadow),
                items: counts.items,
                hits_per_million: counts.items.changed as f64 * 1e6 / self.items.max(1) as f64,
                precision: Share::of(counts.finds.changed, counts.opened.changed),
                precision_base: Share::of(counts.finds.base, counts.opened.base),
                finds_gained: counts.finds.only_changed,
                finds_lost: counts.finds.only_base,
                last_fired: self.last[number],
            }
        };
        self.numbers.ids.iter().enumerate().map(report).collect()
    }
}

/// What is counted of one rule.
#[derive(Clone, Copy, Default)]
struct Counts {
    items: Sides,
    opened: Sides,
    finds: Sides,
}

fn count_rules(rules: &mut [Counts], seen: &Touched, known: Option<bool>) {
    let both: HashSet<u16> = seen.hits.iter().flatten().copied().collect();
    for number in both {
        let (base, changed) = (seen.hits[0].contains(&number), seen.hits[1].contains(&number));
        let counts = &mut rules[usize::from(number)];
        counts.items.add(base, changed);
        if known.is_some() {
            counts.opened.add(base, changed);
        }
        if known == Some(true) {
            counts.finds.add(base, changed);
        }
    }
}

fn rule<'a>(screener: &'a Screener, id: &str) -> Option<&'a Rule> {
    screener.pack().rules().rules().iter().find(|rule| rule.provision.rule == id)
}

fn standing(trial: &Trial<'_>, base: Option<&Rule>, changed: Option<&Rule>) -> Standing {
    let Some(changed) = changed else { return Standing::Removed };
    let Some(base) = base else { return Standing::Added };
    let measures = |screener: &Screener, rule: &Rule| -> Vec<Measure> {
        rule.condition.measures().iter().map(|id| screener.pack().measures().get(*id).clone()).collect()
    };
    let same = measures(&trial.base, base) == measures(&trial.changed, changed)
        && base.provision.version == changed.provision.version
        && base.condition.source == changed.condition.source
        && base.effect == changed.effect
        && base.mode == changed.mode
        && base.rollout_percent == changed.rollout_percent
        && base.key == changed.key;
    if same { Standing::Same } else { Standing::Changed }
}

/// The day of acceptance of the item that an entry belongs to, along the links back to it.
fn accepted(journal: &dyn Entries, from: Link) -> Result<Option<Day>, StoreError> {
    let mut link = from;
    while let Some(position) = link.position() {
        let bytes = journal.entry(position)?;
        match entry::read(&bytes).map_err(|source| KeepError::Entry { position, source })? {
            Entry::Acceptance(kept, _) => return Ok(Some(kept.record.day())),
            Entry::Event(kept, _) => link = kept.link,
            Entry::Activation(_) | Entry::LookUp(_) => return Ok(None),
        }
    }
    Ok(None)
}
