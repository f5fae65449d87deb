//! What is said about an item, by whom, and what would let it pass.
//!
//! A law or a person refuses an item; a hint or a pattern never can: only [`DutyEffect`] has a refusal.

use std::{borrow::Cow, sync::Arc};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{Bilingual, choice::choice};

choice! {
    /// What a finding rests on.
    FindingKind {
        Duty = "duty",
        Goods = "goods",
        Pattern = "pattern",
    }
}

choice! {
    /// What a person is asked to do.
    Ask {
        Identity = "identity",
        Open = "open",
        Machine = "machine",
        Look = "look",
    }
}

/// The provision, catalogue entry or rule that a finding comes from, with what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// Id of the rule.
    pub rule: String,
    /// Version of the rule, from 1.
    pub version: u32,
    /// What it says of the item.
    pub message: Bilingual,
    /// In English, article and year in Arabic digits, e.g. `Express Delivery Regulations 2025 art. 23`.
    pub source: String,
}

/// What is asked of a person, what would let the item pass and where to ask for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What to do.
    pub asks: Ask,
    /// What would let the item pass, and where to ask for review.
    pub remedy: Bilingual,
}

/// What a duty may do to an item.
#[derive(Clone, Debug, PartialEq)]
pub enum DutyEffect {
    /// Says something, asks nothing.
    Note,
    /// A person must act before the item moves.
    Inspect(Arc<Request>),
    /// The provision itself says "must not accept".
    Refuse(Arc<Request>),
}

/// What a goods name or a pattern may do to an item: never refuse it.
#[derive(Clone, Debug, PartialEq)]
pub enum HintEffect {
    /// Says something, asks nothing.
    Note,
    /// A person must look before the item moves.
    Inspect(Arc<Request>),
}

/// One thing said about an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// What the law asks of a gate.
    Duty {
        /// The provision.
        provision: Arc<Provision>,
        /// What it does.
        effect: DutyEffect,
        /// Fields and values that it rests on.
        evidence: Evidence,
    },
    /// What a declared name may stand for.
    Goods {
        /// The catalogue entry.
        provision: Arc<Provision>,
        /// What it does.
        effect: HintEffect,
        /// Dotted catalogue class.
        class: Arc<str>,
        /// The text, the matched words and every fold.
        evidence: Evidence,
        /// Weaker hits on the same text.
        also: Vec<GoodsHit>,
    },
    /// What a window over the sender's key shows.
    Pattern {
        /// The rule.
        provision: Arc<Provision>,
        /// What it does.
        effect: HintEffect,
        /// Counts that made it fire, or why it abstains.
        evidence: Evidence,
    },
}

/// A weaker hit on a text that another entry hit harder.
#[derive(Clone, Debug, PartialEq)]
pub struct GoodsHit {
    /// Catalogue entry.
    pub entry: Arc<str>,
    /// Dotted catalogue class.
    pub class: Arc<str>,
    /// The matched words as they stand in the text.
    pub matched: String,
}

/// Named values that a finding rests on; never a pseudonym. Keeps the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence(pub Vec<(Cow<'static, str>, Value)>);

/// A value in evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A count.
    Count(u64),
    /// A measured number; finite.
    Number(f64),
    /// Several values.
    List(Vec<Value>),
    /// Named values.
    Fields(Evidence),
}

impl Evidence {
    /// Adds a named value.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Vec<Value>> for Value {
    fn from(values: Vec<Value>) -> Self {
        Self::List(values)
    }
}

impl From<Evidence> for Value {
    fn from(fields: Evidence) -> Self {
        Self::Fields(fields)
    }
}

impl Finding {
    /// What it rests on.
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::Duty { .. } => FindingKind::Duty,
            Self::Goods { .. } => FindingKind::Goods,
            Self::Pattern { .. } => FindingKind::Pattern,
        }
    }

    /// The provision, entry or rule that it comes from.
    pub fn provision(&self) -> &Provision {
        match self {
            Self::Duty { provision, .. } | Self::Goods { provision, .. } | Self::Pattern { provision, .. } => provision,
        }
    }

    /// What it asks, unless it is a note.
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Duty { effect: DutyEffect::Inspect(request) | DutyEffect::Refuse(request), .. }
            | Self::Goods { effect: HintEffect::Inspect(request), .. }
            | Self::Pattern { effect: HintEffect::Inspect(request), .. } => Some(request),
            _ => None,
        }
    }

    /// Whether it refuses the item.
    pub fn refuses(&self) -> bool {
        matches!(self, Self::Duty { effect: DutyEffect::Refuse(_), .. })
    }

    fn evidence(&self) -> &Evidence {
        match self {
            Self::Duty { evidence, .. } | Self::Goods { evidence, .. } | Self::Pattern { evidence, .. } => evidence,
        }
    }

    fn effect_word(&self) -> &'static str {
        match self.request() {
            None => "note",
            Some(_) if self.refuses() => "refuse",
            Some(_) => "inspect",
        }
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let provision = self.provision();
        map.serialize_entry("rule", &provision.rule)?;
        map.serialize_entry("version", &provision.version)?;
        map.serialize_entry("kind", &self.kind())?;
        map.serialize_entry("effect", self.effect_word())?;
        if let Self::Goods { class, .. } = self {
            map.serialize_entry("class", &**class)?;
        }
        map.serialize_entry("message", &provision.message)?;
        if !self.evidence().is_empty() {
            map.serialize_entry("evidence", self.evidence())?;
        }
        if let Some(request) = self.request() {
            map.serialize_entry("remedy", &request.remedy)?;
        }
        map.serialize_entry("source", &provision.source)?;
        if let Some(request) = self.request() {
            map.serialize_entry("asks", &request.asks)?;
        }
        if let Self::Goods { also, .. } = self
            && !also.is_empty()
        {
            map.serialize_entry("also", &Hits(also))?;
        }
        map.end()
    }
}

struct Hits<'a>(&'a [GoodsHit]);

impl Serialize for Hits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Evidence::from))
    }
}

impl From<&GoodsHit> for Evidence {
    fn from(hit: &GoodsHit) -> Self {
        Self::default().with("entry", &*hit.entry).with("class", &*hit.class).with("matched", hit.matched.as_str())
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::List(values) => serializer.collect_seq(values),
            Self::Fields(fields) => fields.serialize(serializer),
        }
    }
}
