//! Early intervention, review for prosecution, plea, sentencing recommendation, and the decision.

use serde::{Deserialize, Serialize};

use super::court::Sentence;
use crate::{PersonId, SubjectId, words::words};

/// Prosecutors take part in the investigation of a major case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlyIntervention {
    /// Number of the document.
    pub document: SubjectId,
}

/// The procuratorate had a missed arrest, crime or accomplice put right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missed {
    /// Who.
    pub person: PersonId,
    /// The article that was left out, where a crime was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// Number of the document.
    pub document: SubjectId,
}

/// The police transfer persons for prosecution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transferred {
    /// Who; at least one.
    pub persons: Vec<PersonId>,
    /// Number of the opinion for prosecution.
    pub document: SubjectId,
}

/// The review is extended by fifteen days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewExtended {
    /// Number of the decision.
    pub document: SubjectId,
}

/// The case is returned for supplementary investigation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// Number of the document.
    pub document: SubjectId,
}

/// The case comes back from supplementary investigation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resubmitted {
    /// Number of the document.
    pub document: SubjectId,
}

words! {
    /// Why no statement of plea with counsel was needed (CPL 174).
    PleaException {
        Impaired = "impaired" "盲、聋、哑人或者限制责任的精神病人",
        MinorObjection = "minor_objection" "未成年人的法定代理人、辩护人有异议",
        Other = "other" "其他不需要签署的情形",
    }
}

/// A person pleads and accepts the sentence proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PleaSigned {
    /// Who.
    pub person: PersonId,
    /// Whether defence or duty counsel was present at the signing.
    pub counsel_present: bool,
    /// Why no statement had to be signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<PleaException>,
    /// Number of the signed statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<SubjectId>,
}

/// A person takes the plea back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PleaRevoked {
    /// Who.
    pub person: PersonId,
}

words! {
    /// Whether one sentence or a range is proposed.
    RecommendationForm {
        Determinate = "determinate" "确定刑",
        Range = "range" "幅度刑",
    }
}

/// A sentence is proposed to the court.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceRecommended {
    /// For whom.
    pub person: PersonId,
    /// One sentence or a range.
    pub form: RecommendationForm,
    /// The sentence, or the lower end of the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Sentence>,
    /// The upper end of the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Sentence>,
}

/// Persons are indicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prosecuted {
    /// Who; at least one.
    pub persons: Vec<PersonId>,
    /// Number of the indictment.
    pub document: SubjectId,
}

words! {
    /// Kinds of non-prosecution.
    NonProsecution {
        NoCriminalFacts = "no_criminal_facts" "没有犯罪事实（法定）",
        Statutory = "statutory" "其他法定情形",
        Discretionary = "discretionary" "犯罪情节轻微（酌定）",
        InsufficientEvidence = "insufficient_evidence" "证据不足（存疑）",
        Conditional = "conditional" "附条件",
        Special = "special" "最高人民检察院核准",
    }
}

/// A person is not prosecuted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotProsecuted {
    /// Who.
    pub person: PersonId,
    /// On which ground.
    pub ground: NonProsecution,
    /// Whether the decision follows from the exclusion of illegal evidence.
    #[serde(default)]
    pub after_exclusion: bool,
    /// Number of the approval of the Supreme People's Procuratorate, where the ground is `special`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<SubjectId>,
    /// Length of the probation in months, 6 to 12, where the ground is `conditional`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probation_months: Option<u16>,
    /// Number of the decision.
    pub document: SubjectId,
}

/// The probation of a conditional non-prosecution ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionalEnded {
    /// Whose.
    pub person: PersonId,
    /// Whether the conditions were kept: then not prosecuted, else back in review.
    pub kept: bool,
    /// Number of the decision.
    pub document: SubjectId,
}

/// The prosecution of persons is withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProsecutionWithdrawn {
    /// Of whom; at least one.
    pub persons: Vec<PersonId>,
    /// Number of the document.
    pub document: SubjectId,
}
