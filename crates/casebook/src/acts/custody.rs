//! Measures of constraint and the time in custody.

use parcel::Day;
use serde::{Deserialize, Serialize};

use crate::{PersonId, SubjectId, words::words};

/// Detention, bail or residential surveillance begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureTaken {
    /// Against whom.
    pub person: PersonId,
    /// Number of the decision.
    pub document: SubjectId,
}

words! {
    /// Why a measure ended.
    Lifting {
        Expired = "expired" "期限届满",
        NotNeeded = "not_needed" "不再需要",
        NotProsecuted = "not_prosecuted" "不追究刑事责任",
        NecessityReview = "necessity_review" "羁押必要性审查",
        Other = "other" "其他",
    }
}

/// A measure ends and no other follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureLifted {
    /// Whose.
    pub person: PersonId,
    /// Why.
    pub why: Lifting,
}

words! {
    /// On which provision custody is extended; each presupposes the one before it.
    Extension {
        Complex = "complex" "案情复杂（刑事诉讼法第156条）",
        FourKinds = "four_kinds" "四类案件（刑事诉讼法第158条）",
        Heavy = "heavy" "可能判处十年以上（刑事诉讼法第159条）",
        Special = "special" "特别重大复杂（刑事诉讼法第157条）",
    }
}

/// Custody during investigation is extended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyExtended {
    /// Whose.
    pub person: PersonId,
    /// On which provision.
    pub basis: Extension,
    /// Day on which the extension was asked for.
    pub requested: Day,
    /// Number of the decision.
    pub document: SubjectId,
}

words! {
    /// Why custody is counted anew.
    Restart {
        OtherMajorCrime = "other_major_crime" "发现另有重要罪行",
        IdentityKnown = "identity_known" "查清身份",
    }
}

/// Custody is counted anew from the day of the act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyRestarted {
    /// Whose.
    pub person: PersonId,
    /// Why.
    pub why: Restart,
}

/// A psychiatric evaluation begins or ends; its time is not counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Of whom.
    pub person: PersonId,
}
