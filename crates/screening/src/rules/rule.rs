//! One rule: what it looks for, what it says and what it asks.

use std::{fmt, sync::Arc};

use parcel::{Bilingual, Evidence, HintEffect, Provision, Value};

use super::{
    check::Setting,
    compile::{Compiled, Scene, compile},
    explain::Conjunct,
    schema::{Field, Kind},
    select::Selector,
    subject::{Occasion, Subject},
    typed::Typed,
    witness::{Witness, witness},
};
use crate::window::{Count, KeyKind, Measure, MeasureId, Measures, Reading};

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

    /// The word in rule files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Experimental => "experimental",
            Self::Test => "test",
            Self::Stable => "stable",
        }
    }
}

/// Whether what a rule says reaches anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It does.
    #[default]
    Live,
    /// It is evaluated and recorded, and touches nothing.
    Shadow,
}

impl Mode {
    /// The mode that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "live" => Some(Self::Live),
            "shadow" => Some(Self::Shadow),
            _ => None,
        }
    }

    /// The word in rule files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Shadow => "shadow",
        }
    }
}

/// How often a rule is expected to fire, and how often for nothing; a try on history that lies outside says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Lowest and highest number of hits in a million records of its occasion.
    pub hits_per_million: (u32, u32),
    /// Lowest and highest share of hits that bother somebody for nothing. Unit: percent.
    pub false_alarm_percent: (u32, u32),
    /// Where the numbers come from.
    pub basis: Basis,
}

/// Where expected rates come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Counted on generated records with known truth.
    Sample,
    /// Nobody has counted yet.
    Assumed,
}

impl Basis {
    /// The basis that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "sample" => Some(Self::Sample),
            "assumed" => Some(Self::Assumed),
            _ => None,
        }
    }

    /// The word in rule files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Assumed => "assumed",
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
    /// What makes it look.
    pub occasion: Occasion,
    /// What its windows count over; none where it looks at the record alone.
    pub key: Option<KeyKind>,
    /// Whether what it says reaches anybody.
    pub mode: Mode,
    /// Share of items that it looks at, chosen by operator, waybill and rule. Range: 1 to 100. Unit: percent.
    pub rollout_percent: u32,
    /// When it fires.
    pub condition: Condition,
    /// What it does.
    pub effect: HintEffect,
    /// Why it exists.
    pub rationale: Bilingual,
    /// Whom it bothers for nothing.
    pub false_positives: Bilingual,
    /// How often it should fire.
    pub expected: Expected,
}

impl Rule {
    /// The word of what its windows count over, `item` where it looks at the record alone.
    pub fn key_word(&self) -> &'static str {
        self.key.map_or("item", KeyKind::word)
    }

    /// How a notice names its key; none where it enters the decision: over the sender, or the record alone.
    pub fn notice(&self) -> Option<parcel::NoticeKey> {
        self.key.and_then(KeyKind::notice)
    }

    /// Whether an item, by its [`crate::window::item_print`], is in the share that the rule looks at.
    ///
    /// An item that is in a share is in every larger share of the same rule.
    pub fn covers(&self, item: u64) -> bool {
        self.rollout_percent >= 100 || share(item, &self.provision.rule) < u64::from(self.rollout_percent) * 100
    }
}

/// Ten-thousandths by which an item comes into the share of a rule. Written to journals by its effect: never changed
/// without another version of what decides.
fn share(item: u64, rule: &str) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let start = item.to_le_bytes().into_iter().chain(rule.bytes());
    let hash = start.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    let mixed = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed ^ mixed >> 32) % 10_000
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
    selector: Option<Selector>,
    conjuncts: Vec<Conjunct>,
}

/// What a condition asks of the record alone, before any window is read.
pub(crate) struct Guard {
    /// Equal for equal guards of one process.
    pub(crate) text: String,
    compiled: Compiled,
}

impl Condition {
    pub(super) fn new(source: &str, typed: &Typed, setting: Setting<'_>) -> Self {
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
            selector: Selector::of(typed),
            conjuncts: typed.conjuncts().into_iter().map(|part| Conjunct::of(part, setting.measures)).collect(),
        }
    }

    pub(crate) fn conjuncts(&self) -> &[Conjunct] {
        &self.conjuncts
    }

    pub(crate) fn selector(&self) -> Option<&Selector> {
        self.selector.as_ref()
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
    pub(crate) fn may_hold(&self, subject: Subject<'_>) -> bool {
        self.guard.as_ref().is_none_or(|guard| guard.holds(subject))
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
                counts = counts.with(measure.name.to_string(), counted(measure, count));
            }
        }
        let mut evidence = Evidence::default();
        if !counts.is_empty() {
            evidence = evidence.with("counts", counts);
        }
        for field in &self.fields {
            if let Some(value) = field.value(scene.subject) {
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
    pub(crate) fn holds(&self, subject: Subject<'_>) -> bool {
        (self.compiled)(&Scene { subject, readings: &[] }) != 0
    }
}

/// A count with its window, as evidence shows it.
pub(super) fn counted(measure: &Measure, count: Count) -> Evidence {
    let how = if count >= measure.at_least { "at_least" } else { "count" };
    Evidence::default().with(how, u64::from(count)).with("window", length(measure.window))
}

pub(super) fn shown(kind: Kind, value: i64) -> Value {
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
