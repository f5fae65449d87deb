//! Why a rule fired, or which part of its condition did not hold, with the values that it read.

use parcel::Evidence;

use super::{
    compile::{Compiled, Scene, compile},
    rule::{Rule, counted, shown},
    schema::Field,
    show,
    subject::Subject,
    typed::Typed,
};
use crate::window::{Abstention, Entry, MeasureId, Measures, Reading, Windows};

/// A part of a condition that must hold.
pub(crate) struct Conjunct {
    text: String,
    compiled: Compiled,
    fields: Vec<&'static Field>,
    measures: Vec<MeasureId>,
}

/// What one part of a condition says of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The part, as CEL.
    pub text: String,
    /// Whether it holds; none where a value that it needs is absent or cannot be told.
    pub holds: Option<bool>,
    /// The values that it read; absent ones are left out.
    pub values: Evidence,
}

/// Why a rule fired or did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Every part holds.
    Fired,
    /// A part does not hold, or a value that it needs is absent.
    ClauseFails,
    /// The record lacks the key that the rule's windows count over.
    NoKey,
    /// The record lacks a value that a measure compares with.
    NothingToCompare,
    /// A window cannot be told.
    Abstains(Abstention),
    /// The item is not in the share for which the rule is rolled out.
    OutsideRollout,
    /// The record is of another occasion, e.g. an acceptance without a pass through a machine.
    OtherOccasion,
}

impl Reason {
    /// The word in answers for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fired => "fired",
            Self::ClauseFails => "clause_fails",
            Self::NoKey => "no_key",
            Self::NothingToCompare => "nothing_to_compare",
            Self::Abstains(why) => why.word(),
            Self::OutsideRollout => "outside_rollout",
            Self::OtherOccasion => "other_occasion",
        }
    }
}

/// What a rule says of a record, part by part.
#[derive(Debug)]
pub struct Explained<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Why it fired or did not.
    pub reason: Reason,
    /// Every part of its condition, in order; none where the occasion is another.
    pub clauses: Vec<Clause>,
}

impl Conjunct {
    pub(super) fn of(typed: &Typed, measures: &Measures) -> Self {
        let mut fields: Vec<&'static Field> = Vec::new();
        let mut read = Vec::new();
        typed.walk(&mut |part| match part {
            Typed::Field(field) if fields.iter().all(|known| known.name != field.name) => fields.push(field),
            Typed::Measured(id, ..) if !read.contains(id) => read.push(*id),
            _ => {}
        });
        Self { text: show::shown(typed, measures), compiled: compile(typed), fields, measures: read }
    }

    fn clause(&self, scene: &Scene<'_>, measures: &Measures) -> Clause {
        let present = self.fields.iter().all(|field| field.value(scene.subject).is_some());
        let told = self.measures.iter().all(|id| matches!(scene.readings[id.0], Reading::Count(_)));
        let mut values = Evidence::default();
        for field in &self.fields {
            if let Some(value) = field.value(scene.subject) {
                values = values.with(field.name, shown(field.kind, value));
            }
        }
        for id in &self.measures {
            let measure = measures.get(*id);
            values = match scene.readings[id.0] {
                Reading::Count(count) => values.with(measure.name.to_string(), counted(measure, count)),
                Reading::Abstains(why) => values.with(measure.name.to_string(), why.word()),
                Reading::Absent => values,
            };
        }
        let holds = (present && told).then(|| (self.compiled)(scene) != 0);
        Clause { text: self.text.clone(), holds, values }
    }
}

/// Explains one rule; `readings` has room for every measure.
pub(super) fn explain<'a>(
    rule: &'a Rule,
    subject: Option<Subject<'_>>,
    own: &Entry,
    windows: &mut impl Windows,
    measures: &Measures,
) -> Explained<'a> {
    let Some(subject) = subject else { return Explained { rule, reason: Reason::OtherOccasion, clauses: Vec::new() } };
    let mut readings = vec![Reading::Absent; measures.len()];
    if let Some(kind) = rule.key {
        let wanted = rule.condition.measures().iter().fold(0, |mask, id| mask | measures.bit(*id));
        windows.read(own, measures, kind, wanted, &mut readings);
    }
    let scene = Scene { subject, readings: &readings };
    let clauses = rule.condition.conjuncts().iter().map(|part| part.clause(&scene, measures)).collect();
    Explained { rule, reason: reason(rule, own, &scene), clauses }
}

fn reason(rule: &Rule, own: &Entry, scene: &Scene<'_>) -> Reason {
    if rule.key.is_some_and(|kind| !own.has_key(kind)) {
        return Reason::NoKey;
    }
    if !rule.covers(own.item) {
        return Reason::OutsideRollout;
    }
    if !rule.condition.may_hold(scene.subject) {
        return Reason::ClauseFails;
    }
    let readings = || rule.condition.measures().iter().map(|id| scene.readings[id.0]);
    if readings().any(|reading| reading == Reading::Absent) {
        return Reason::NothingToCompare;
    }
    let abstention = readings().find_map(|reading| match reading {
        Reading::Abstains(why) => Some(why),
        _ => None,
    });
    match abstention {
        Some(why) => Reason::Abstains(why),
        None if rule.condition.holds(scene) => Reason::Fired,
        None => Reason::ClauseFails,
    }
}
