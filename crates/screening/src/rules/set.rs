//! All rules of a pack, indexed by what can make them fire.
//!
//! A rule whose condition needs a count is looked at only when that count is reached, any other only where the record
//! meets its narrowest demand; a window is read only when a rule that needs it is not ruled out by the record alone.

mod index;

use std::sync::Arc;

use parcel::Evidence;

use self::index::Index;
use super::{
    compile::Scene,
    explain::{self, Explained},
    rule::Rule,
    subject::{Occasion, Subject},
};
use crate::window::{Abstention, Entry, KeyKind, Measures, Reading, Windows};

/// Position of a rule among the rules of a pack, which stand in the order of their ids.
type RuleId = usize;

/// All rules of a pack.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    measures: Arc<Measures>,
    acceptances: Vec<Index>,
    passes: Vec<Index>,
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
        let keys = || std::iter::once(None).chain(KeyKind::ALL.into_iter().map(Some));
        let of = |occasion| keys().filter_map(|key| Index::of(occasion, key, &rules, &measures)).collect();
        let (acceptances, passes) = (of(Occasion::Acceptance), of(Occasion::Pass));
        Self { rules, measures, acceptances, passes }
    }

    /// The rules in the order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The measures that they read.
    pub fn measures(&self) -> &Arc<Measures> {
        &self.measures
    }

    /// Says of every rule that fires or cannot be told, in order of key and id; rules over the record alone first.
    pub fn evaluate<'a>(
        &'a self,
        subject: Subject<'_>,
        own: &Entry,
        windows: &mut impl Windows,
        scratch: &mut Scratch,
        mut say: impl FnMut(Fired<'a>),
    ) {
        // Nothing of an item that became a letter is looked at.
        if own.is_blank() {
            return;
        }
        scratch.readings.clear();
        scratch.readings.resize(self.measures.len(), Reading::Absent);
        let indexes = match subject {
            Subject::Item(_) => &self.acceptances,
            Subject::Pass(_) => &self.passes,
        };
        for index in indexes.iter().filter(|index| index.key.is_none_or(|kind| own.has_key(kind))) {
            let wanted = index.wanted(subject, own, &self.rules);
            if let Some(kind) = index.key.filter(|_| wanted != 0) {
                windows.read(own, &self.measures, kind, wanted, &mut scratch.readings);
            }
            scratch.candidates.clear();
            index.candidates(subject, &scratch.readings, &mut scratch.candidates);
            let scene = Scene { subject, readings: &scratch.readings };
            for rule in scratch.candidates.iter().map(|id| &self.rules[*id]).filter(|rule| rule.covers(own.item)) {
                if let Some(why) = abstention(rule, &scene) {
                    say(Fired::Abstains(rule, why));
                } else if rule.condition.holds(&scene) {
                    say(Fired::Holds(rule, rule.condition.evidence(&scene, &self.measures)));
                }
            }
        }
    }

    /// Says of every rule why it fires or does not, in the order of ids.
    ///
    /// `item` and `pass` are what the record is, if so; rules of the other occasion say that they are.
    pub fn explain(
        &self,
        item: Option<Subject<'_>>,
        pass: Option<Subject<'_>>,
        own: &Entry,
        windows: &mut impl Windows,
    ) -> Vec<Explained<'_>> {
        let subject = |rule: &Rule| match rule.occasion {
            Occasion::Acceptance => item,
            Occasion::Pass => pass,
        };
        self.rules.iter().map(|rule| explain::explain(rule, subject(rule), own, windows, &self.measures)).collect()
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
    why.filter(|_| applies && rule.condition.may_hold(scene.subject))
}
