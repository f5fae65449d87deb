//! Protests against judgments, and what came of them.

use serde::{Deserialize, Serialize};

use super::court::Sentence;
use crate::{PersonId, SubjectId, words::words};

words! {
    /// By which procedure.
    ProtestProcedure {
        SecondInstance = "second_instance" "第二审程序",
        Retrial = "retrial" "审判监督程序",
    }
}

words! {
    /// Against what: the period differs.
    Against {
        Judgment = "judgment" "判决",
        Ruling = "ruling" "裁定",
    }
}

/// A protest is filed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtestFiled {
    /// Number of the protest.
    pub document: SubjectId,
    /// By which procedure.
    pub procedure: ProtestProcedure,
    /// Against what.
    pub against: Against,
    /// For whom; at least one.
    pub persons: Vec<PersonId>,
}

/// A step on the way of a protest: supported, withdrawn, or the chief attends the committee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtestStep {
    /// Number of the protest.
    pub protest: SubjectId,
}

words! {
    /// What the court did with a protest.
    ProtestResult {
        Changed = "changed" "改判",
        Remanded = "remanded" "发回重审",
        Upheld = "upheld" "维持原判",
    }
}

words! {
    /// What changed for one person.
    ProtestEffect {
        Heavier = "heavier" "改判加重",
        Lighter = "lighter" "改判减轻",
        AcquittalToConviction = "acquittal_to_conviction" "无罪改有罪",
        ConvictionToAcquittal = "conviction_to_acquittal" "有罪改无罪",
        ChargeChanged = "charge_changed" "改变罪名",
        Unchanged = "unchanged" "未变",
    }
}

/// What changed for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonEffect {
    /// For whom.
    pub person: PersonId,
    /// What; several at once are possible, e.g. a conviction that is also heavier.
    pub effects: Vec<ProtestEffect>,
    /// The sentence from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<Sentence>,
}

/// The court concludes a protest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtestConcluded {
    /// Number of the protest.
    pub protest: SubjectId,
    /// What the court did.
    pub result: ProtestResult,
    /// Person by person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonEffect>,
    /// Number of the judgment or ruling.
    pub document: SubjectId,
}
