//! All rules of a pack, indexed by what can make them fire.
//!
//! A rule whose condition needs a count is looked at only when that count is reached;
//! a window is read only when a rule that needs it is not ruled out by the record alone.

use std::sync::Arc;

use parcel::{Evidence, Item};

use super::{compile::Scene, rule::Rule};
use crate::window::{Abstention, Count, Entry, KeyKind, Measures, Reading, Windows};

/// Position of a rule among the rules of a pack, which stand in the order of their ids.
type RuleId = usize;

/// Guards of one key kind that are looked at before its windows are read; rules with others always read them.
const GUARDS_MAX: usize = 16;

/// All rules of a pack.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    measures: Arc<Measures>,
    kinds: Vec<KindIndex>,
    /// By measure: rules that can fire once it reaches a count, by count.
    steps: Vec<Vec<(Count, RuleId)>>,
    /// By measure: rules that read it.
    readers: Vec<Vec<RuleId>>,
}

#[derive(Debug)]
struct KindIndex {
    kind: KeyKind,
    /// Rules that may fire without any count.
    always: Vec<RuleId>,
    /// Measures that are always read, as a mask.
    mask: u64,
    /// A rule that stands for a guard, and the measures that are read where it holds.
    guards: Vec<(RuleId, u64)>,
}

/// Room that is used again for every record.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    readings: Vec<Reading>,
    candidates: Vec<RuleId>,
}

/// What the rules say of one record.
#[derive(Debug)]
pub enum Fired<'a> {
    /// The rule's condition holds.
    Holds(&'a Rule, Evidence),
    /// It cannot be told.
    Abstains(&'a Rule, Abstention),
}

impl RuleSet {
    /// Indexes rules; their order becomes that of their ids.
    pub fn new(mut rules: Vec<Rule>, measures: Arc<Measures>) -> Self {
        rules.sort_by(|one, other| one.provision.rule.cmp(&other.provision.rule));
        let mut steps = vec![Vec::new(); measures.len()];
        let mut readers = vec![Vec::new(); measures.len()];
        for (id, rule) in rules.iter().enumerate() {
            for (measure, count) in rule.condition.witness().into_iter().flatten() {
                steps[measure.0].push((*count, id));
            }
            rule.condition.measures().iter().for_each(|measure| readers[measure.0].push(id));
        }
        for steps in &mut steps {
            steps.sort_unstable();
        }
        let kinds = KeyKind::ALL.iter().filter_map(|kind| KindIndex::of(*kind, &rules, &measures)).collect();
        Self { rules, measures, kinds, steps, readers }
    }

    /// The rules in the order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The measures that they read.
    pub fn measures(&self) -> &Arc<Measures> {
        &self.measures
    }

    /// Says of every rule that fires or cannot be told, in order of key kind and id.
    pub fn evaluate<'a>(
        &'a self,
        item: &Item,
        own: &Entry,
        windows: &mut impl Windows,
        scratch: &mut Scratch,
        mut say: impl FnMut(Fired<'a>),
    ) {
        scratch.readings.clear();
        scratch.readings.resize(self.measures.len(), Reading::Absent);
        for index in self.kinds.iter().filter(|index| own.has_key(index.kind)) {
            let wanted = index.wanted(item, &self.rules);
            if wanted != 0 {
                windows.read(own, &self.measures, index.kind, wanted, &mut scratch.readings);
            }
            self.candidates(index, scratch);
            let scene = Scene { item, readings: &scratch.readings };
            for id in &scratch.candidates {
                let rule = &self.rules[*id];
                if let Some(why) = abstention(rule, &scene) {
                    say(Fired::Abstains(rule, why));
                } else if rule.condition.holds(&scene) {
                    say(Fired::Holds(rule, rule.condition.evidence(&scene, &self.measures)));
                }
            }
        }
    }

    /// Collects the rules of one key kind that can fire or must abstain, each once.
    fn candidates(&self, index: &KindIndex, scratch: &mut Scratch) {
        scratch.candidates.clear();
        scratch.candidates.extend_from_slice(&index.always);
        for (id, _) in self.measures.of(index.kind) {
            match scratch.readings[id.0] {
                Reading::Absent => {}
                Reading::Count(reached) => {
                    let steps = self.steps[id.0].iter().take_while(|(count, _)| *count <= reached);
                    scratch.candidates.extend(steps.map(|(_, rule)| *rule));
                }
                Reading::Abstains(_) => scratch.candidates.extend_from_slice(&self.readers[id.0]),
            }
        }
        scratch.candidates.sort_unstable();
        scratch.candidates.dedup();
    }
}

impl KindIndex {
    /// The index of one key kind; none where no rule is over it.
    fn of(kind: KeyKind, rules: &[Rule], measures: &Measures) -> Option<Self> {
        let mut index = Self { kind, always: Vec::new(), mask: 0, guards: Vec::new() };
        let of_kind = rules.iter().enumerate().filter(|(_, rule)| rule.key == kind);
        let mut any = false;
        for (id, rule) in of_kind {
            any = true;
            if rule.condition.witness().is_none() {
                index.always.push(id);
            }
            let mask = rule.condition.measures().iter().fold(0, |mask, id| mask | measures.bit(*id));
            index.add(id, mask, rules);
        }
        any.then_some(index)
    }

    fn add(&mut self, id: RuleId, mask: u64, rules: &[Rule]) {
        let Some(guard) = rules[id].condition.guard() else {
            self.mask |= mask;
            return;
        };
        let same = |other: &RuleId| rules[*other].condition.guard().is_some_and(|other| other.text == guard.text);
        if let Some((_, known)) = self.guards.iter_mut().find(|(other, _)| same(other)) {
            *known |= mask;
        } else if self.guards.len() < GUARDS_MAX {
            self.guards.push((id, mask));
        } else {
            self.mask |= mask;
        }
    }

    /// The measures that some rule needs for this record.
    fn wanted(&self, item: &Item, rules: &[Rule]) -> u64 {
        let open =
            self.guards.iter().filter(|(rule, mask)| mask & !self.mask != 0 && rules[*rule].condition.may_hold(item));
        open.fold(self.mask, |wanted, (_, mask)| wanted | mask)
    }
}

/// Why a rule that the record alone does not rule out cannot be told.
fn abstention(rule: &Rule, scene: &Scene<'_>) -> Option<Abstention> {
    let mut applies = true;
    let mut why = None;
    for id in rule.condition.measures() {
        match scene.readings[id.0] {
            Reading::Absent => applies = false,
            Reading::Count(_) => {}
            Reading::Abstains(abstention) => why = why.or(Some(abstention)),
        }
    }
    why.filter(|_| applies && rule.condition.may_hold(scene.item))
}
