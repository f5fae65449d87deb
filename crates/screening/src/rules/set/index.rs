//! The rules of one occasion and key, and what can make each of them fire.

use super::RuleId;
use crate::{
    rules::{rule::Rule, select::Selected, subject::Occasion, subject::Subject},
    window::{Count, Entry, KeyKind, MeasureId, Measures, Reading},
};

/// Guards of one key that are looked at before its windows are read; rules with others always read them.
const GUARDS_MAX: usize = 32;

/// The rules of one occasion and key.
#[derive(Debug)]
pub(super) struct Index {
    /// What the windows count over; none for rules over the record alone.
    pub(super) key: Option<KeyKind>,
    /// Rules that may fire on any record.
    always: Vec<RuleId>,
    /// Rules that need no count, by what a field must be.
    selected: Selected,
    /// Rules by the measures that they read.
    measures: Vec<OfMeasure>,
    /// Measures that are always read, as a mask.
    mask: u64,
    /// A rule that stands for a guard, and the measures that are read where it holds.
    guards: Vec<(RuleId, u64)>,
}

/// The rules that read one measure.
#[derive(Debug)]
struct OfMeasure {
    id: MeasureId,
    /// Rules that can fire once it reaches a count, by count.
    steps: Vec<(Count, RuleId)>,
    /// All that read it.
    readers: Vec<RuleId>,
}

impl Index {
    /// The index of one occasion and key; none where no rule is of it.
    pub(super) fn of(occasion: Occasion, key: Option<KeyKind>, rules: &[Rule], measures: &Measures) -> Option<Self> {
        let (always, selected, guards) = (Vec::new(), Selected::default(), Vec::new());
        let mut index = Self { key, always, selected, measures: Vec::new(), mask: 0, guards };
        let mut any = false;
        let own = |(_, rule): &(RuleId, &Rule)| rule.key == key && rule.occasion == occasion;
        for (id, _) in rules.iter().enumerate().filter(own) {
            any = true;
            index.add(id, rules, measures);
        }
        index.measures.iter_mut().for_each(|of| of.steps.sort_unstable());
        any.then_some(index)
    }

    fn add(&mut self, id: RuleId, rules: &[Rule], measures: &Measures) {
        let condition = &rules[id].condition;
        match (condition.witness(), condition.selector()) {
            (Some(witness), _) => {
                for (measure, count) in witness {
                    self.of_measure(*measure).steps.push((*count, id));
                }
            }
            (None, Some(selector)) => self.selected.add(selector, id),
            (None, None) => self.always.push(id),
        }
        for measure in condition.measures() {
            self.of_measure(*measure).readers.push(id);
        }
        let mask = condition.measures().iter().fold(0, |mask, id| mask | measures.bit(*id));
        self.guard(id, mask, rules);
    }

    fn of_measure(&mut self, id: MeasureId) -> &mut OfMeasure {
        let position = self.measures.iter().position(|known| known.id == id).unwrap_or_else(|| {
            self.measures.push(OfMeasure { id, steps: Vec::new(), readers: Vec::new() });
            self.measures.len() - 1
        });
        &mut self.measures[position]
    }

    fn guard(&mut self, id: RuleId, mask: u64, rules: &[Rule]) {
        if mask == 0 {
            return;
        }
        let text = |rule: RuleId| rules[rule].condition.guard().map(|guard| guard.text.as_str());
        let whole = |rule: RuleId| rules[rule].rollout_percent >= 100;
        if whole(id) && text(id).is_none() {
            self.mask |= mask;
        } else if let Some((_, known)) =
            self.guards.iter_mut().find(|(other, _)| whole(id) && whole(*other) && text(*other) == text(id))
        {
            *known |= mask;
        } else if self.guards.len() < GUARDS_MAX {
            self.guards.push((id, mask));
        } else {
            self.mask |= mask;
        }
    }

    /// The measures that some rule needs for this record.
    pub(super) fn wanted(&self, subject: Subject<'_>, own: &Entry, rules: &[Rule]) -> u64 {
        let open = self.guards.iter().filter(|(rule, mask)| {
            mask & !self.mask != 0 && rules[*rule].covers(own.item) && rules[*rule].condition.may_hold(subject)
        });
        open.fold(self.mask, |wanted, (_, mask)| wanted | mask)
    }

    /// Collects the rules that can fire or must abstain, each once, in order.
    pub(super) fn candidates(&self, subject: Subject<'_>, readings: &[Reading], found: &mut Vec<RuleId>) {
        found.extend_from_slice(&self.always);
        self.selected.candidates(subject, |rule| found.push(rule));
        for OfMeasure { id, steps, readers } in &self.measures {
            match readings[id.0] {
                Reading::Absent => {}
                Reading::Count(reached) => {
                    found.extend(steps.iter().take_while(|(count, _)| *count <= reached).map(|(_, rule)| *rule));
                }
                Reading::Abstains(_) => found.extend_from_slice(readers),
            }
        }
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
    }
}
