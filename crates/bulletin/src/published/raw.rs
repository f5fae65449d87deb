//! Files of figures as they are written, before anything is checked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use parcel::Bilingual;
use serde::Deserialize;

use super::{Confidence, Relation, Rounding};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    #[serde(default)]
    pub(super) series: Vec<RawSeries>,
    #[serde(default)]
    pub(super) release: Vec<RawRelease>,
    #[serde(default)]
    pub(super) check: Vec<RawCheck>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSeries {
    pub(super) id: String,
    pub(super) name: Bilingual,
    pub(super) unit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRelease {
    pub(super) id: String,
    pub(super) day: Date,
    #[serde(default)]
    pub(super) day_unverified: bool,
    pub(super) scope: Option<String>,
    pub(super) title: Bilingual,
    pub(super) source: String,
    pub(super) confidence: Confidence,
    #[serde(default)]
    pub(super) percentages: Rounding,
    /// By period, then by series.
    pub(super) figures: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) series: String,
    pub(super) formula: String,
    #[serde(default)]
    pub(super) relation: Relation,
    pub(super) months_within: Option<String>,
    pub(super) note: Option<Bilingual>,
}
