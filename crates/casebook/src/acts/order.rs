//! Orders to rectify and penalties by the postal regulator. The rest of an order's life is in `measure`.

use parcel::Day;
use serde::{Deserialize, Serialize};

use crate::{SubjectId, words::words};

/// An operator is ordered to put something right (Administrative Penalty Law 28).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderIssued {
    /// Number of the order.
    pub document: SubjectId,
    /// The operator, by its name in the records.
    pub operator: String,
    /// What it did or left undone: ids of `law::Penalties`; at least one.
    pub breaches: Vec<String>,
    /// Point by point, what is to be put right; 1 to 64, each 1 to 512 characters, no personal data.
    pub points: Vec<String>,
    /// Last day; none: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// How many officers acted; the law asks for two.
    pub officers: u8,
    /// The find it grew from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find: Option<SubjectId>,
    /// The opinion of a procuratorate it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<SubjectId>,
}

/// A case of penalty is filed: 90 days run (Administrative Penalty Law 60).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenaltyFiled {
    /// Number of the filing.
    pub document: SubjectId,
}

words! {
    /// What a penalty consists of.
    PenaltyForm {
        Warning = "warning" "警告、通报批评",
        Fine = "fine" "罚款",
        Confiscation = "confiscation" "没收违法所得、非法财物",
        Suspension = "suspension" "责令停业整顿",
        Revocation = "revocation" "吊销许可证件",
    }
}

words! {
    /// What a notice tells the party (44).
    NoticePart {
        Reasons = "reasons" "事实、理由、依据",
        Defence = "defence" "陈述和申辩的权利",
        Hearing = "hearing" "要求听证的权利",
    }
}

/// The operator is told what penalty is meant, why, on which basis, and what rights it has (44).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenaltyTold {
    /// Number of the notice.
    pub document: SubjectId,
    /// The breach that it is for; one of the order.
    pub breach: String,
    /// What is meant.
    pub forms: Vec<PenaltyForm>,
    /// The fine that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine_yuan: Option<u64>,
    /// Whether the circumstances are held to be serious.
    #[serde(default)]
    pub serious: bool,
    /// What else the notice tells.
    pub tells: Vec<NoticePart>,
}

/// The operator stated its case; it may bring no heavier penalty (45).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyHeard {
    /// Whether what it brought forward was found to hold.
    pub holds: bool,
    /// Number of the record.
    pub document: SubjectId,
}

/// The operator gives up the hearing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HearingWaived {
    /// Number of the statement.
    pub document: SubjectId,
}

/// A penalty is imposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenaltyDecided {
    /// Number of the decision.
    pub document: SubjectId,
    /// The breach that it is for.
    pub breach: String,
    /// What it consists of.
    pub forms: Vec<PenaltyForm>,
    /// The fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine_yuan: Option<u64>,
    /// Fines on responsible persons, one entry each; nobody is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons_fine_yuan: Vec<u64>,
    /// Whether the circumstances were serious.
    #[serde(default)]
    pub serious: bool,
}

words! {
    /// Why no penalty is imposed.
    Sparing {
        MinorCorrected = "minor_corrected" "轻微并及时改正，没有造成危害后果",
        FirstSlight = "first_slight" "初次违法且危害后果轻微并及时改正",
        NoFault = "no_fault" "没有主观过错",
        NotProven = "not_proven" "违法事实不能成立",
        Transferred = "transferred" "涉嫌犯罪，已移送",
    }
}

/// No penalty is imposed (33, 57).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PenaltySpared {
    /// Number of the decision.
    pub document: SubjectId,
    /// Why.
    pub why: Sparing,
}
