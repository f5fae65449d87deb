//! Procuratorial recommendations: their first act, and points changed later. The rest of their life is in `measure`.

use parcel::Day;
use serde::{Deserialize, Serialize};

use crate::{SubjectId, words::words};

words! {
    /// The five types of recommendations.
    RecommendationType {
        Retrial = "retrial" "再审检察建议",
        Correction = "correction" "纠正违法检察建议",
        PublicInterest = "public_interest" "公益诉讼检察建议",
        SocialGovernance = "social_governance" "社会治理检察建议",
        Other = "other" "其他检察建议",
    }
}

/// One point of a recommendation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// What was found; 1 to 1,000 characters, no personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// What is recommended; 1 to 1,000 characters, no personal data.
    pub recommends: String,
    /// Indicators by which its effect can be seen, e.g. `coverage.inspection`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<String>,
}

/// A recommendation is issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecommendationIssued {
    /// Of which type.
    #[serde(rename = "type")]
    pub kind: RecommendationType,
    /// Number of the document.
    pub document: SubjectId,
    /// To whom: an institution, 1 to 64 characters.
    pub addressee: String,
    /// Its name in the records, where it is an operator: what effect is looked for in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Copied to; institutions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// How many copies went out, where not all who got one are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies_count: Option<u16>,
    /// The case it grew from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<SubjectId>,
    /// Point by point; 1 to 64.
    pub points: Vec<Point>,
    /// Days for the reply where the document sets fewer than two months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_days: Option<u16>,
    /// Whether it is urgent: public-interest ones are then answered in 15 days.
    #[serde(default)]
    pub urgent: bool,
    /// Number of the decision of the chief or the committee.
    pub approval: SubjectId,
    /// First day of the investigation behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investigated_from: Option<Day>,
}
