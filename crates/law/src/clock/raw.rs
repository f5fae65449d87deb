//! The data files of the clocks as they are written, before anything is checked.

use std::collections::HashMap;

use parcel::{Bilingual, Day};
use serde::Deserialize;

use super::{Bearer, Choice, Custody, GroundEffect, Length};
use crate::Status;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTexts {
    pub(crate) text: Vec<RawText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawText {
    pub(crate) id: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) year: u16,
    pub(crate) valid_from: Day,
    pub(crate) status: Status,
    pub(crate) why: Option<Bilingual>,
    pub(crate) dates_why: Option<Bilingual>,
    pub(crate) before: Option<RawBefore>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawBefore {
    pub(crate) year: u16,
    pub(crate) status: Option<Status>,
    pub(crate) why: Option<Bilingual>,
    pub(crate) articles: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCountings {
    pub(crate) counting: Vec<RawCounting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCounting {
    pub(crate) id: String,
    pub(crate) name: Bilingual,
    pub(crate) moves: RawMoves,
    pub(crate) cites: Vec<String>,
    pub(crate) months: Vec<String>,
    pub(crate) status: Option<Status>,
    pub(crate) why: Option<Bilingual>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RawMoves {
    UnlessCustody,
    Never,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawGrounds {
    pub(crate) ground: Vec<RawGround>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawGround {
    pub(crate) id: String,
    pub(crate) name: Bilingual,
    pub(crate) effect: GroundEffect,
    pub(crate) cites: Vec<String>,
    pub(crate) times_max: Option<u16>,
    #[serde(default)]
    pub(crate) after_expiry: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawClocks {
    pub(crate) clock: Vec<RawClock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawClock {
    pub(crate) id: String,
    pub(crate) name: Bilingual,
    pub(crate) starts: Bilingual,
    pub(crate) bearer: Bearer,
    pub(crate) counting: String,
    pub(crate) custody: Option<Custody>,
    #[serde(default)]
    pub(crate) liberty_ceiling: bool,
    pub(crate) length: Length,
    pub(crate) cites: Vec<String>,
    pub(crate) expiry: Bilingual,
    pub(crate) option: Option<Choice>,
    #[serde(default)]
    pub(crate) grounds: Vec<String>,
    #[serde(default)]
    pub(crate) new: bool,
    pub(crate) status: Option<Status>,
    pub(crate) why: Option<Bilingual>,
    #[serde(default)]
    pub(crate) extension: Vec<RawExtension>,
    #[serde(default)]
    pub(crate) earlier: Vec<RawPeriod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawExtension {
    pub(crate) length: Length,
    pub(crate) days_min: Option<u16>,
    pub(crate) by: Bilingual,
    pub(crate) cites: Vec<String>,
    pub(crate) request_before_days: Option<u16>,
    #[serde(default)]
    pub(crate) request_cites: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPeriod {
    pub(crate) length: Length,
    pub(crate) counting: String,
    pub(crate) cites: Vec<String>,
    pub(crate) why: Bilingual,
}
