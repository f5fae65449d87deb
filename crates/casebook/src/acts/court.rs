//! What courts decide, and when it takes effect.

use parcel::Day;
use serde::{Deserialize, Serialize};

use crate::{PersonId, SubjectId, words::words};

words! {
    /// Kinds of main punishment.
    SentenceKind {
        Exempt = "exempt" "免予刑事处罚",
        Fine = "fine" "单处附加刑",
        Control = "control" "管制",
        ShortDetention = "short_detention" "拘役",
        Imprisonment = "imprisonment" "有期徒刑",
        Life = "life" "无期徒刑",
        SuspendedDeath = "suspended_death" "死刑缓期执行",
        Death = "death" "死刑",
    }
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// Main punishment.
    pub kind: SentenceKind,
    /// Its length in months, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u16>,
    /// Whether it is suspended on probation (缓刑).
    #[serde(default)]
    pub probation: bool,
}

impl Sentence {
    /// Ten years or more, life, or death, suspended or not.
    pub fn is_heavy(&self) -> bool {
        match self.kind {
            SentenceKind::Imprisonment => self.months.is_some_and(|months| months >= 120),
            kind => kind >= SentenceKind::Life,
        }
    }

    /// Five years or less: the bound of Rules 482.
    pub fn is_five_years_or_less(&self) -> bool {
        match self.kind {
            SentenceKind::Imprisonment => self.months.is_some_and(|months| months <= 60),
            kind => kind < SentenceKind::Imprisonment,
        }
    }
}

words! {
    /// What the court found.
    Outcome {
        Convicted = "convicted" "有罪",
        AcquittedByLaw = "acquitted_by_law" "依法宣告无罪",
        AcquittedByEvidence = "acquitted_by_evidence" "证据不足宣告无罪",
        Terminated = "terminated" "终止审理",
    }
}

words! {
    /// What the court did with the sentence proposed.
    Adoption {
        NoneMade = "none_made" "未提出",
        Adopted = "adopted" "采纳",
        NotAdopted = "not_adopted" "未采纳",
        NotRecorded = "not_recorded" "未记录",
    }
}

/// The court of first instance judges a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// Whom.
    pub person: PersonId,
    /// What it found.
    pub outcome: Outcome,
    /// The sentence of a conviction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<Sentence>,
    /// What it did with the sentence proposed.
    pub recommendation: Adoption,
    /// Day on which the procuratorate received the judgment: the protest period runs from the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Day>,
    /// Number of the judgment.
    pub document: SubjectId,
}

/// A judgment takes effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TookEffect {
    /// For whom; at least one.
    pub persons: Vec<PersonId>,
}

/// A sentence is handed over for execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Executed {
    /// Whose.
    pub person: PersonId,
    /// Number of the notice.
    pub document: SubjectId,
}
