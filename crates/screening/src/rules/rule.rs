//! One rule: what it looks for, what it says and what it asks.

use std::{fmt, sync::Arc};

use parcel::{Bilingual, Evidence, HintEffect, Item, Provision, Value};

use super::{
    compile::{Compiled, Scene, compile},
    schema::{Field, Kind},
    typed::Typed,
    witness::{Witness, witness},
};
use crate::window::{Count, KeyKind, MeasureId, Measures, Reading};

/// How far a rule has come. An experimental rule may only note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// New: may only note.
    Experimental,
    /// Being tried: may ask for inspection.
    Test,
    /// Proven.
    Stable,
}

impl Status {
    /// The status that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "experimental" => Some(Self::Experimental),
            "test" => Some(Self::Test),
            "stable" => Some(Self::Stable),
            _ => None,
        }
    }
}

/// A rule of a pack. Its effect is a hint: no rule can refuse an item.
#[derive(Debug)]
pub struct Rule {
    /// Id, version, message and source.
    pub provision: Arc<Provision>,
    /// Short name.
    pub title: Bilingual,
    /// How far it has come.
    pub status: Status,
    /// Who answers for it.
    pub owner: String,
    /// What its windows count over.
    pub key: KeyKind,
    /// When it fires.
    pub condition: Condition,
    /// What it does.
    pub effect: HintEffect,
    /// Why it exists.
    pub rationale: Bilingual,
    /// Whom it bothers for nothing.
    pub false_positives: Bilingual,
}

/// A checked condition, ready to run.
pub struct Condition {
    /// As written.
    pub source: String,
    compiled: Compiled,
    guard: Option<Guard>,
    witness: Option<Witness>,
    measures: Vec<MeasureId>,
    fields: Vec<&'static Field>,
}

/// What a condition asks of the record alone, before any window is read.
pub(crate) struct Guard {
    /// Equal for equal guards of one process.
    pub(crate) text: String,
    compiled: Compiled,
}

impl Condition {
    pub(super) fn new(source: &str, typed: &Typed) -> Self {
        let mut measures = Vec::new();
        let mut fields: Vec<&'static Field> = Vec::new();
        typed.walk(&mut |part| match part {
            Typed::Measured(id, ..) if !measures.contains(id) => measures.push(*id),
            Typed::Field(field) if fields.iter().all(|known| known.name != field.name) => fields.push(field),
            _ => {}
        });
        Self {
            source: source.to_owned(),
            compiled: compile(typed),
            guard: Guard::of(typed),
            witness: witness(typed),
            measures,
            fields,
        }
    }

    /// The measures that it reads.
    pub fn measures(&self) -> &[MeasureId] {
        &self.measures
    }

    pub(crate) fn witness(&self) -> Option<&[(MeasureId, Count)]> {
        self.witness.as_deref()
    }

    pub(crate) fn guard(&self) -> Option<&Guard> {
        self.guard.as_ref()
    }

    /// Whether the record alone does not rule it out.
    pub(crate) fn may_hold(&self, item: &Item) -> bool {
        self.guard.as_ref().is_none_or(|guard| guard.holds(item))
    }

    /// Whether it holds. Where a measure cannot be told, it does not.
    pub(crate) fn holds(&self, scene: &Scene<'_>) -> bool {
        let told = |id: &MeasureId| matches!(scene.readings[id.0], Reading::Count(_));
        self.measures.iter().all(told) && (self.compiled)(scene) != 0
    }

    /// The counts and fields that it read.
    pub(crate) fn evidence(&self, scene: &Scene<'_>, measures: &Measures) -> Evidence {
        let mut counts = Evidence::default();
        for id in &self.measures {
            let measure = measures.get(*id);
            if let Reading::Count(count) = scene.readings[id.0] {
                let how = if count >= measure.at_least { "at_least" } else { "count" };
                let value = Evidence::default().with(how, u64::from(count)).with("window", length(measure.window));
                counts = counts.with(measure.name.to_string(), value);
            }
        }
        let mut evidence = Evidence::default().with("counts", counts);
        for field in &self.fields {
            if let Some(value) = (field.read)(scene.item) {
                evidence = evidence.with(field.name, shown(field.kind, value));
            }
        }
        evidence
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Condition").field(&self.source).finish()
    }
}

impl Guard {
    fn of(typed: &Typed) -> Option<Self> {
        let is_of_record = |part: &&&Typed| {
            let mut alone = true;
            part.walk(&mut |inner| alone &= !matches!(inner, Typed::Measured(..)));
            alone
        };
        let parts = typed.conjuncts();
        let alone = parts.iter().filter(is_of_record).map(|part| (*part).clone());
        let guard = alone.reduce(|left, right| Typed::And(Box::new(left), Box::new(right)))?;
        Some(Self { text: format!("{guard:?}"), compiled: compile(&guard) })
    }

    /// Whether it holds for a record.
    pub(crate) fn holds(&self, item: &Item) -> bool {
        (self.compiled)(&Scene { item, readings: &[] }) != 0
    }
}

fn shown(kind: Kind, value: i64) -> Value {
    match kind {
        Kind::Flag => Value::Flag(value != 0),
        Kind::Number(..) => u64::try_from(value).map_or(Value::Number(value as f64), Value::Count),
        Kind::Word(words) => usize::try_from(value)
            .ok()
            .and_then(|position| words().get(position).copied())
            .map_or(Value::Count(0), Value::from),
    }
}

/// A length of time in the unit that it is whole in, as rule files write it.
pub(crate) fn length(micros: i64) -> String {
    let seconds = micros / 1_000_000;
    match seconds {
        days if days % 86_400 == 0 && days > 86_400 => format!("{}d", days / 86_400),
        hours if hours % 3600 == 0 => format!("{}h", hours / 3600),
        minutes if minutes % 60 == 0 => format!("{}m", minutes / 60),
        seconds => format!("{seconds}s"),
    }
}
