//! Request for arrest, its answer, and objections of the police.

use serde::{Deserialize, Serialize};

use crate::{PersonId, SubjectId, words::words};

/// The police ask for the approval of arrests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrestRequested {
    /// Of whom; at least one.
    pub persons: Vec<PersonId>,
    /// Number of the request.
    pub document: SubjectId,
}

/// The arrest is approved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrestApproved {
    /// Of whom.
    pub person: PersonId,
    /// Number of the decision.
    pub document: SubjectId,
}

words! {
    /// On which ground the procuratorate decides an arrest without a request.
    DirectArrest {
        OwnCase = "own_case" "直接受理的案件",
        MissedArrest = "missed_arrest" "纠正漏捕直接决定",
        InReview = "in_review" "审查起诉中决定",
    }
}

/// The arrest is decided without a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrestDecided {
    /// Of whom.
    pub person: PersonId,
    /// On which ground.
    pub ground: DirectArrest,
    /// Number of the decision.
    pub document: SubjectId,
}

words! {
    /// Why an arrest is refused (RULES 139, 140).
    RefusalReason {
        NoCrime = "no_crime" "不构成犯罪",
        InsufficientEvidence = "insufficient_evidence" "证据不足",
        NoNecessity = "no_necessity" "无逮捕必要",
    }
}

/// The arrest is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrestRefused {
    /// Of whom.
    pub person: PersonId,
    /// Why.
    pub reason: RefusalReason,
    /// Whether the decision follows from the exclusion of illegal evidence.
    #[serde(default)]
    pub after_exclusion: bool,
    /// Number of the decision.
    pub document: SubjectId,
}

/// The police ask for reconsideration or review of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// About whom.
    pub person: PersonId,
    /// Number of the request.
    pub document: SubjectId,
}

/// The answer to a reconsideration or review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionAnswered {
    /// About whom.
    pub person: PersonId,
    /// Whether the first decision is changed.
    pub changed: bool,
    /// Number of the answer.
    pub document: SubjectId,
}
