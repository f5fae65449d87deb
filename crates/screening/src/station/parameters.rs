//! What the model takes for granted, as data: each number with its unit, its status and a reason.

use std::collections::BTreeMap;

use parcel::Bilingual;
use serde::Deserialize;

const BUILT_IN: &str = include_str!("../../data/stations.toml");

/// A number with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// `assumed` or `measured`.
    pub status: String,
    /// Why this number.
    pub reason: Bilingual,
}

/// The numbers that the model uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    edition: String,
    all: Vec<Parameter>,
}

/// A file of parameters cannot be used: put right what it names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParametersError {
    /// The file is no TOML of this shape.
    #[error("the file does not read: {0}")]
    Shape(String),
    /// Some are missing, unknown or out of range.
    #[error("wrong parameters: {}", .0.join("; "))]
    Values(Vec<String>),
}

/// Name, least and greatest value.
const KNOWN: [(&str, f64, f64); 14] = [
    ("hands_seconds_min", 0.1, 600.0),
    ("hands_run_min", 3.0, 10_000.0),
    ("belt_seconds_min", 0.01, 600.0),
    ("belt_run_min", 3.0, 10_000.0),
    ("same_second_min", 2.0, 10_000.0),
    ("places_minutes_min", 1.0, 600.0),
    ("document_phones_min", 2.0, 10_000.0),
    ("image_items_min", 2.0, 10_000.0),
    ("bare_tail_max", 0.0, 0.1),
    ("order_minutes_max", 1.0, 100_000.0),
    ("usual_marks_min", 1.0, 1_000_000.0),
    ("usual_stations_min", 1.0, 1_000_000.0),
    ("sensitivity_min", 0.05, 1.0),
    ("sensitivity", 0.05, 1.0),
];

#[derive(Deserialize)]
struct RawFile {
    edition: String,
    #[serde(flatten)]
    parameters: BTreeMap<String, Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    value: f64,
    unit: String,
    status: String,
    zh: String,
    en: String,
}

impl Parameters {
    /// The parameters that ship with this version.
    pub fn built_in() -> Result<Self, ParametersError> {
        Self::parse(BUILT_IN)
    }

    /// Reads parameters; every problem is named at once.
    pub fn parse(text: &str) -> Result<Self, ParametersError> {
        let file: RawFile = toml::from_str(text).map_err(|error| ParametersError::Shape(error.message().to_owned()))?;
        let mut found = file.parameters;
        let (mut all, mut wrong) = (Vec::new(), Vec::new());
        for (name, least, greatest) in KNOWN {
            match found.remove(name) {
                None => wrong.push(format!("{name} is missing")),
                Some(raw) if !(least..=greatest).contains(&raw.value) => {
                    wrong.push(format!("{name}: would pass: {least} to {greatest}"));
                }
                Some(raw) if !matches!(raw.status.as_str(), "assumed" | "measured") => {
                    wrong.push(format!("{name}: status: would pass: assumed, measured"));
                }
                Some(Raw { value, unit, status, zh, en }) => {
                    all.push(Parameter { name, value, unit, status, reason: Bilingual::new(zh, en) });
                }
            }
        }
        wrong.extend(found.keys().map(|name| format!("{name} is not known")));
        if wrong.is_empty() { Ok(Self { edition: file.edition, all }) } else { Err(ParametersError::Values(wrong)) }
    }

    /// Edition of the file.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// Every parameter, in the order in which they are read.
    pub fn all(&self) -> &[Parameter] {
        &self.all
    }

    /// The value of a known parameter.
    pub(super) fn value(&self, name: &str) -> f64 {
        // Every known name was read; an unknown one is a slip that the tests of the model see.
        self.all.iter().find(|parameter| parameter.name == name).map_or(f64::NAN, |parameter| parameter.value)
    }

    /// The value of a known parameter that counts something.
    pub(super) fn count(&self, name: &str) -> u32 {
        self.value(name) as u32
    }
}
