//! The acts that every document of supervision goes through, and those of supervision by the procuratorate.
//!
//! One life for all of them: issued, served, urged, replied to, objected to, re-examined, withdrawn, followed up, closed.
//! Measures, recommendations and orders share these acts; what differs is in their first act and in `measure::profile`.

use serde::{Deserialize, Serialize};

use crate::{PersonId, SubjectId, words::words};

words! {
    /// What a measure of supervision asks for.
    MeasureKind {
        FilingSupervision = "filing_supervision" "立案监督",
        FilingSilence = "filing_silence" "逾期不作立案决定的监督",
        WithdrawalSupervision = "withdrawal_supervision" "撤案监督",
        MissedArrest = "missed_arrest" "纠正漏捕",
        MissedCrime = "missed_crime" "纠正遗漏罪行",
        MissedAccomplice = "missed_accomplice" "纠正遗漏同案犯",
        InvestigationOpinion = "investigation_opinion" "书面纠正侦查活动违法",
        TrialOpinion = "trial_opinion" "书面纠正审判活动违法",
        Protest = "protest" "抗诉",
        AdministrativeOpinion = "administrative_opinion" "不起诉后的检察意见",
        TransferDemand = "transfer_demand" "要求移送涉嫌犯罪案件的检察意见",
    }
}

/// A measure of supervision is issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureIssued {
    /// What it asks for.
    pub kind: MeasureKind,
    /// Number of the document.
    pub document: SubjectId,
    /// To whom: an institution, 1 to 64 characters.
    pub addressee: String,
    /// The case that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<SubjectId>,
    /// The find that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find: Option<SubjectId>,
    /// Whom it concerns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonId>,
    /// The article of the Criminal Law that it is about, e.g. `347`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// Days for the reply, where the document sets them; 1 to 366.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_days: Option<u16>,
    /// Number of the chief prosecutor's decision, where the law asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<SubjectId>,
    /// Whether the case is already in court: Rules 356 before, 423 after.
    #[serde(default)]
    pub in_court: bool,
}

words! {
    /// How a document was served.
    Service {
        InPerson = "in_person" "直接送达",
        Announced = "announced" "宣告送达",
        Mail = "mail" "邮寄送达",
        Electronic = "electronic" "电子送达",
    }
}

/// The addressee received the document; the day of the act is that of receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentServed {
    /// How.
    pub how: Service,
    /// Number of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<SubjectId>,
}

/// A step that a document of its own records: urging, objecting, asking for review, a direct decision, a reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentStep {
    /// Number of that document.
    pub document: SubjectId,
}

words! {
    /// How far the addressee adopts.
    Answer {
        Adopted = "adopted" "采纳",
        PartlyAdopted = "partly_adopted" "部分采纳",
        NotAdopted = "not_adopted" "不采纳",
        Explained = "explained" "说明理由",
    }
}

/// The answer to one point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointReply {
    /// The point, from 1.
    pub point: u16,
    /// How far it is adopted.
    pub answer: Answer,
    /// What was done, or why not; 1 to 512 characters, no personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The addressee answers in writing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentReplied {
    /// Number of the reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<SubjectId>,
    /// How far it adopts on the whole.
    pub answer: Answer,
    /// Why not, or not wholly; 1 to 512 characters, no personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Point by point.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<PointReply>,
}

words! {
    /// What a second look came to.
    Reexamination {
        Upheld = "upheld" "维持",
        Changed = "changed" "变更",
        Withdrawn = "withdrawn" "撤销",
    }
}

/// The issuing office, or the one above it, looked again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentReexamined {
    /// What it came to.
    pub result: Reexamination,
    /// Number of the decision.
    pub document: SubjectId,
}

/// The matter is reported upward, or to the superior of the addressee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentEscalated {
    /// To whom: an institution, 1 to 64 characters.
    pub to: String,
    /// Number of the report.
    pub document: SubjectId,
}

/// The issuing office takes its document back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentWithdrawn {
    /// Number of the decision.
    pub document: SubjectId,
    /// Why; 1 to 512 characters, no personal data.
    pub reason: String,
}

words! {
    /// What a visit found.
    FollowUp {
        Done = "done" "已落实",
        Partly = "partly" "部分落实",
        NotDone = "not_done" "未落实",
        NotRecorded = "not_recorded" "未记录",
    }
}

/// What became of one point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointFinding {
    /// The point, from 1.
    pub point: u16,
    /// What was found.
    pub finding: FollowUp,
}

/// Somebody looked whether it was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentFollowedUp {
    /// What was found on the whole.
    pub finding: FollowUp,
    /// Point by point.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<PointFinding>,
}

words! {
    /// Why a matter is closed.
    Closing {
        Fulfilled = "fulfilled" "已落实",
        ReasonsHold = "reasons_hold" "理由成立",
        Withdrawn = "withdrawn" "已撤回",
        Escalated = "escalated" "已报上级处理",
        Concluded = "concluded" "法院已审结",
    }
}

/// Nothing more is owed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentClosed {
    /// Why.
    pub why: Closing,
}

/// Whether the reasons that the police gave hold (Rules 561).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonsJudged {
    /// Whether they hold.
    pub hold: bool,
}

/// The victim or the agency was told that the reasons hold (Rules 561).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplainantTold {}

/// Notice to file or to withdraw, received by the police on the day of the act (Rules 561, 563).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilingNoticed {
    /// Number of the notice.
    pub document: SubjectId,
    /// Number of the chief prosecutor's decision.
    pub approval: SubjectId,
}

words! {
    /// What the police did.
    FilingResult {
        Filed = "filed" "已立案",
        Withdrawn = "withdrawn" "已撤案",
    }
}

/// The police filed or withdrew the case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilingOutcome {
    /// What they did.
    pub result: FilingResult,
    /// Number of the decision.
    pub document: SubjectId,
    /// The case in the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<SubjectId>,
}
