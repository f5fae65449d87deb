//! The files of indicators as they are written, before anything is checked.

use parcel::Bilingual;
use serde::Deserialize;

use super::{Conditions, Selection, Unit};
use crate::Status;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFile {
    #[serde(default)]
    pub(super) indicator: Vec<RawIndicator>,
    #[serde(default)]
    pub(super) scope: Vec<RawScope>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawScope {
    pub(super) id: String,
    pub(super) name: Bilingual,
    #[serde(default, rename = "where")]
    pub(super) conditions: Conditions,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndicator {
    pub(super) id: String,
    pub(super) name: Bilingual,
    pub(super) definition: Bilingual,
    pub(super) time: Option<Bilingual>,
    pub(super) unit: Option<Unit>,
    #[serde(default)]
    pub(super) select: Vec<Selection>,
    pub(super) external: Option<String>,
    #[serde(default)]
    pub(super) numerator: Vec<String>,
    #[serde(default)]
    pub(super) denominator: Vec<String>,
    pub(super) year_on_year_of: Option<String>,
    pub(super) not_computed: Option<Bilingual>,
    pub(super) decimals: Option<u8>,
    pub(super) source: String,
    pub(super) status: Status,
    pub(super) why: Option<Bilingual>,
}
