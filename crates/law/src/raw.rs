//! The data files as they are written, before anything is checked.

use parcel::{Ask, Bilingual, Day, DutyState, Gate, kind::ItemKind, kind::OperatorKind};
use serde::Deserialize;

use crate::{DataClass, Due, Ground, Situation, Status};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEdition {
    pub(crate) name: String,
    pub(crate) day: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWords {
    pub(crate) word: Vec<RawWord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWord {
    pub(crate) id: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) covers: Vec<RawReading>,
    #[serde(default)]
    pub(crate) leaves_out: Vec<RawReading>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawReading {
    pub(crate) kind: OperatorKind,
    pub(crate) status: Status,
    pub(crate) why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawProvisions {
    pub(crate) provision: Vec<RawProvision>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawProvision {
    pub(crate) id: String,
    pub(crate) title: Option<Bilingual>,
    pub(crate) says: Bilingual,
    #[serde(default)]
    pub(crate) must_not_accept: Vec<RawMustNotAccept>,
    pub(crate) edition: Vec<RawArticle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMustNotAccept {
    pub(crate) ground: Ground,
    pub(crate) words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawArticle {
    pub(crate) version: u32,
    pub(crate) year: Option<u16>,
    pub(crate) article: Option<String>,
    pub(crate) source: Option<Bilingual>,
    pub(crate) valid_from: Option<Day>,
    pub(crate) valid_to: Option<Day>,
    pub(crate) text: Status,
    pub(crate) dates: Status,
    pub(crate) why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSituations {
    pub(crate) situation: Vec<RawSpeech<Situation>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawGrounds {
    pub(crate) ground: Vec<RawSpeech<Ground>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSpeech<I> {
    pub(crate) id: I,
    pub(crate) asks: Option<Ask>,
    pub(crate) message: Bilingual,
    pub(crate) remedy: Option<Bilingual>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawReviews {
    pub(crate) review: Vec<RawReview>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawReview {
    pub(crate) who: Vec<String>,
    pub(crate) cites: Vec<String>,
    #[serde(default)]
    pub(crate) place: Vec<String>,
    pub(crate) text: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDuties {
    pub(crate) duty: Vec<RawDuty>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDuty {
    pub(crate) gate: Gate,
    pub(crate) state: DutyState,
    pub(crate) due: Option<Due>,
    pub(crate) provision: String,
    pub(crate) who: Vec<String>,
    #[serde(default)]
    pub(crate) items: Vec<ItemKind>,
    pub(crate) agreement: Option<bool>,
    #[serde(default)]
    pub(crate) place: Vec<String>,
    #[serde(default)]
    pub(crate) place_outside: Vec<String>,
    #[serde(default)]
    pub(crate) destination: Vec<String>,
    pub(crate) status: Option<Status>,
    pub(crate) why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRefusals {
    pub(crate) refusal: Vec<RawRefusal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRefusal {
    pub(crate) ground: Ground,
    pub(crate) provision: String,
    pub(crate) who: Vec<String>,
    #[serde(default)]
    pub(crate) items: Vec<ItemKind>,
    #[serde(default)]
    pub(crate) place: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOrders {
    pub(crate) order: Vec<RawOrder>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOrder {
    pub(crate) id: String,
    pub(crate) issuer: Bilingual,
    pub(crate) year: u16,
    pub(crate) says: Bilingual,
    #[serde(default)]
    pub(crate) place: Vec<String>,
    pub(crate) destination: Vec<String>,
    pub(crate) valid_from: Day,
    pub(crate) valid_to: Option<Day>,
    pub(crate) why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRetentions {
    pub(crate) retention: Vec<RawRetention>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRetention {
    pub(crate) class: DataClass,
    pub(crate) region: Option<String>,
    pub(crate) at_least_months: Option<u16>,
    pub(crate) at_least_days: Option<u16>,
    pub(crate) shortest: Option<bool>,
    pub(crate) provision: String,
    pub(crate) status: Option<Status>,
    pub(crate) why: Option<String>,
}
