//! Registering, filing, dropping, joining, splitting and linking cases.

use parcel::{Day, kind::OperatorKind};
use serde::{Deserialize, Serialize};

use super::{Contraband, Recorded};
use crate::{Office, PersonId, SubjectId, case::PersonState, words::words};

words! {
    /// Where a case comes from.
    CaseSource {
        Find = "find" "收寄运输中查获",
        Police = "police" "公安机关发现",
        Regulator = "regulator" "行政机关移送",
        Own = "own" "检察院直接受理",
        Supervisor = "supervisor" "监察机关移送",
        Report = "report" "举报",
        Other = "other" "其他",
    }
}

words! {
    /// How two cases belong together.
    Relation {
        SameGoods = "same_goods" "同一批物品",
        SamePerson = "same_person" "同一人员",
        Upstream = "upstream" "上家",
        Downstream = "downstream" "下家",
        SameNetwork = "same_network" "同一团伙",
        Other = "other" "其他",
    }
}

/// A case enters the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRegistered {
    /// Where it comes from.
    pub source: CaseSource,
    /// Whether delivery was used for the crime.
    #[serde(default)]
    pub by_delivery: Recorded,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contraband: Option<Contraband>,
    /// Kind of operator that carried it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_kind: Option<OperatorKind>,
    /// The find that it grew from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find: Option<SubjectId>,
}

/// What became known later; fields left out stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseDescribed {
    /// Whether delivery was used for the crime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_delivery: Option<Recorded>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contraband: Option<Contraband>,
    /// Kind of operator that carried it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_kind: Option<OperatorKind>,
}

/// The case is filed for investigation (立案).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFiled {
    /// Number of the decision.
    pub document: SubjectId,
}

words! {
    /// Why a case is not filed.
    NoFiling {
        NoCrime = "no_crime" "没有犯罪事实",
        Minor = "minor" "犯罪事实显著轻微",
        Other = "other" "其他不追究刑事责任的情形",
    }
}

/// The case is not filed (不予立案).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseNotFiled {
    /// Number of the decision.
    pub document: SubjectId,
    /// Why.
    pub reason: NoFiling,
}

/// The case is dropped (撤销案件).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseDropped {
    /// Number of the decision.
    pub document: SubjectId,
    /// For whom; empty: for everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonId>,
}

/// An item belongs to the case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemLinked {
    /// Who took it in.
    pub operator: String,
    /// Its waybill.
    pub waybill: String,
}

/// Another case belongs together with this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseLinked {
    /// The other case.
    pub case: SubjectId,
    /// How.
    pub relation: Relation,
}

/// Another case goes on in this one (并案). Recorded in the same commit as [`JoinedInto`] in the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinedFrom {
    /// The case that ends here.
    pub case: SubjectId,
    /// How often it was returned for supplementary investigation.
    pub returns: u8,
    /// Day of its filing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<Day>,
    /// Its persons, each as it stood.
    pub persons: Vec<PersonState>,
}

/// This case goes on in another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinedInto {
    /// The case that goes on.
    pub case: SubjectId,
}

/// This case was split from another (分案). The first act of the new case, recorded in the same commit as [`SplitOff`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitFrom {
    /// The case that it comes from.
    pub case: SubjectId,
    /// How often that was returned for supplementary investigation: the limit of two is shared.
    pub returns: u8,
    /// Day of its filing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<Day>,
    /// What the case is about.
    pub described: CaseRegistered,
    /// The persons, each as it stood.
    pub persons: Vec<PersonState>,
}

/// Persons leave for a case of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitOff {
    /// The new case.
    pub case: SubjectId,
    /// Who leaves.
    pub persons: Vec<PersonId>,
}

/// Another office handles the case from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JurisdictionChanged {
    /// The office that received it.
    pub to: Office,
    /// Number of the document.
    pub document: SubjectId,
}
