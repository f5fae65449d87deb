//! What each figure means: names, unit, numerator and denominator as selections over facts, scope, rounding, source.
//!
//! Definitions only, as data (`data/indicators/*.toml`). Facts are dated and come from acts; they are counted in `bulletin`.
//! No definition holds a target, a threshold or a rank.

use std::{collections::BTreeMap, sync::LazyLock};

use parcel::Bilingual;
use serde::Deserialize;

use crate::{LawError, Status};

mod raw;
mod read;
#[cfg(test)]
mod tests;

/// In what a figure is counted. Ratios across units mean nothing unless the definition says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Cases (件).
    Cases,
    /// Persons (人): one person in one case once in the period.
    Persons,
    /// Person-times (人次): one person once per act.
    PersonTimes,
    /// Case-times (件次): one case once per act.
    CaseTimes,
    /// Documents (份).
    Documents,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 5] = [Self::Cases, Self::Persons, Self::PersonTimes, Self::CaseTimes, Self::Documents];

    /// The unit as it stands behind a number.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Cases => ("件", "cases"),
            Self::Persons => ("人", "persons"),
            Self::PersonTimes => ("人次", "person-times"),
            Self::CaseTimes => ("件次", "case-times"),
            Self::Documents => ("份", "documents"),
        };
        Bilingual::new(zh, en)
    }
}

/// A condition on facts: every named property has one of the named values. No condition: every fact.
pub type Conditions = BTreeMap<String, Vec<String>>;

/// Facts of some kinds that fulfil a condition.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Kinds of fact; at least one.
    pub facts: Vec<String>,
    /// What else must be true of them.
    #[serde(default, rename = "where")]
    pub conditions: Conditions,
}

/// A term of a share: an indicator, in the scope asked for or in one of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Id of an indicator that counts.
    pub indicator: String,
    /// Id of a scope; none: the scope asked for.
    pub scope: Option<String>,
}

/// How a figure comes about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A count of facts.
    Count {
        /// In what.
        unit: Unit,
        /// Which; a fact that several select counts once.
        select: Vec<Selection>,
        /// Series of figures from elsewhere that are added in the scope of everything.
        external: Option<String>,
    },
    /// A quotient of sums of counts.
    Share {
        /// Numerator.
        numerator: Vec<Term>,
        /// Denominator.
        denominator: Vec<Term>,
    },
    /// The change of another indicator against the same months of the year before.
    YearOnYear {
        /// Of which.
        of: String,
    },
    /// Defined by its publisher in a way that is not fully known; never computed.
    NotComputed {
        /// What is missing.
        why: Bilingual,
    },
}

/// One definition.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Id, e.g. `non-arrest-rate`.
    pub id: String,
    /// Names.
    pub name: Bilingual,
    /// Definition in words.
    pub definition: Bilingual,
    /// How it comes about.
    pub measure: Measure,
    /// Which day places a fact in a period.
    pub time: Bilingual,
    /// Decimals of the published percentage; 0 for counts.
    pub decimals: u8,
    /// Where the definition was found.
    pub source: String,
    /// Whether it was read there or inferred.
    pub status: Status,
    /// Why it is unverified, or what else to know.
    pub why: Option<Bilingual>,
}

/// A part of everything: a condition with a name.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Id, e.g. `drug`.
    pub id: String,
    /// Names.
    pub name: Bilingual,
    /// The condition.
    pub conditions: Conditions,
}

/// The scope of everything.
pub const SCOPE_ALL: &str = "all";

/// All definitions and scopes.
#[derive(Debug)]
pub struct Indicators {
    indicators: BTreeMap<String, Indicator>,
    scopes: BTreeMap<String, Scope>,
}

const FILES: &[(&str, &str)] = &[
    ("indicators/scopes.toml", include_str!("../data/indicators/scopes.toml")),
    ("indicators/arrest.toml", include_str!("../data/indicators/arrest.toml")),
    ("indicators/prosecution.toml", include_str!("../data/indicators/prosecution.toml")),
    ("indicators/supervision.toml", include_str!("../data/indicators/supervision.toml")),
];

impl Indicators {
    /// The definitions inside this program, read once.
    ///
    /// # Panics
    ///
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static INDICATORS: LazyLock<Indicators> =
            LazyLock::new(|| Indicators::read(FILES).unwrap_or_else(|error| panic!("{error}")));
        &INDICATORS
    }

    /// Reads definitions, by name and text. Every problem is answered at once.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, LawError> {
        read::indicators(files)
    }

    /// A definition by id.
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.indicators.get(id)
    }

    /// A scope by id.
    pub fn scope(&self, id: &str) -> Option<&Scope> {
        self.scopes.get(id)
    }

    /// Every definition, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.values()
    }

    /// Every scope, by id.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.scopes.values()
    }
}
