//! What the acts say: one small struct per kind of act, by stage of the procedure.
//!
//! A payload has a version of its own; a stored act keeps the words it was written with for ever.
//! Who acted, when and for what stands in the envelope (`act`); what follows for a case, in `case`.

pub mod arrest;
pub mod court;
pub mod custody;
pub mod evidence;
pub mod filing;
pub mod find;
pub mod measure;
pub mod order;
pub mod person;
pub mod prosecution;
pub mod protest;
pub mod publication;
pub mod recommend;
pub mod record;

use serde_json::value::RawValue;

use crate::{CasebookError, words::words};

words! {
    /// A fact that may be recorded, recorded as absent, or not recorded at all.
    #[derive(Default)]
    Recorded {
        #[default]
        NotRecorded = "not_recorded" "未记录",
        Yes = "yes" "是",
        No = "no" "否",
    }
}

words! {
    /// Classes of contraband in a case.
    Contraband {
        Drug = "drug" "毒品",
        Firearm = "firearm" "枪支弹药",
        Explosive = "explosive" "爆炸物",
        Wildlife = "wildlife" "野生动物及其制品",
        TerrorMedia = "terror_media" "涉恐涉暴音视频等物品",
        ControlledImplement = "controlled_implement" "管制器具",
        Precursor = "precursor" "制毒物品",
        Counterfeit = "counterfeit" "假冒伪造物品",
        Other = "other" "其他",
    }
}

/// Declares every kind of act: its word, Chinese name, the version of its payload and its struct.
macro_rules! acts {
    ($($(#[$meta:meta])* $variant:ident($payload:ty) = $word:literal $zh:literal $version:literal;)+) => {
        words! {
            /// Kinds of acts.
            ActKind { $($variant = $word $zh),+ }
        }

        /// What an act says.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Payload { $(
            #[doc = concat!("`", $word, "`: ", $zh, ".")]
            $variant($payload)
        ),+ }

        impl Payload {
            /// The kind of act.
            pub fn kind(&self) -> ActKind {
                match self { $(Self::$variant(_) => ActKind::$variant),+ }
            }

            /// The version of the payload that this program writes.
            pub fn version(&self) -> u16 {
                match self { $(Self::$variant(_) => $version),+ }
            }

            /// As JSON, for readers outside.
            pub fn json(&self) -> Box<RawValue> {
                self.write()
            }

            /// As JSON, in the one form that is stored and hashed.
            pub(crate) fn write(&self) -> Box<RawValue> {
                let raw = match self { $(Self::$variant(payload) => serde_json::value::to_raw_value(payload)),+ };
                raw.expect("payloads hold nothing that JSON cannot hold")
            }

            /// Reads a stored payload.
            ///
            /// # Errors
            /// [`CasebookError::Payload`] where the words do not fit, or come from a later edition of this program.
            pub fn read(kind: ActKind, version: u16, json: &str) -> Result<Self, CasebookError> {
                match kind { $(ActKind::$variant => {
                    if version != $version {
                        return Err(CasebookError::PayloadVersion { kind, version, known: $version });
                    }
                    let payload = serde_json::from_str(json);
                    payload.map(Self::$variant).map_err(|source| CasebookError::Payload { kind, source })
                }),+ }
            }
        }
    };
}

acts! {
    CaseRegistered(filing::CaseRegistered) = "case_registered" "登记案件" 1;
    CaseDescribed(filing::CaseDescribed) = "case_described" "补充案件情况" 1;
    CaseFiled(filing::CaseFiled) = "case_filed" "立案" 1;
    CaseNotFiled(filing::CaseNotFiled) = "case_not_filed" "不予立案" 1;
    CaseDropped(filing::CaseDropped) = "case_dropped" "撤销案件" 1;
    ItemLinked(filing::ItemLinked) = "item_linked" "关联邮件快件" 1;
    CaseLinked(filing::CaseLinked) = "case_linked" "关联案件" 1;
    JoinedFrom(filing::JoinedFrom) = "joined_from" "并入案件" 1;
    JoinedInto(filing::JoinedInto) = "joined_into" "并案移出" 1;
    SplitFrom(filing::SplitFrom) = "split_from" "分案移入" 1;
    SplitOff(filing::SplitOff) = "split_off" "分案" 1;
    JurisdictionChanged(filing::JurisdictionChanged) = "jurisdiction_changed" "改变管辖" 1;
    PersonAdded(person::PersonAdded) = "person_added" "登入人员" 1;
    PersonDescribed(person::PersonDescribed) = "person_described" "补充人员情况" 1;
    ChargesSet(person::ChargesSet) = "charges_set" "认定罪名" 1;
    EarlyIntervention(prosecution::EarlyIntervention) = "early_intervention" "提前介入" 1;
    Detained(custody::MeasureTaken) = "detained" "刑事拘留" 1;
    Bailed(custody::MeasureTaken) = "bailed" "取保候审" 1;
    Surveilled(custody::MeasureTaken) = "surveilled" "监视居住" 1;
    MeasureLifted(custody::MeasureLifted) = "measure_lifted" "解除强制措施" 1;
    ArrestRequested(arrest::ArrestRequested) = "arrest_requested" "提请批准逮捕" 1;
    ArrestApproved(arrest::ArrestApproved) = "arrest_approved" "批准逮捕" 1;
    ArrestDecided(arrest::ArrestDecided) = "arrest_decided" "决定逮捕" 1;
    ArrestRefused(arrest::ArrestRefused) = "arrest_refused" "不批准逮捕" 1;
    ArrestReconsiderationAsked(arrest::Objection) = "arrest_reconsideration_asked" "不捕要求复议" 1;
    ArrestReconsidered(arrest::ObjectionAnswered) = "arrest_reconsidered" "不捕复议决定" 1;
    ArrestReviewAsked(arrest::Objection) = "arrest_review_asked" "不捕提请复核" 1;
    ArrestReviewed(arrest::ObjectionAnswered) = "arrest_reviewed" "不捕复核决定" 1;
    CustodyExtended(custody::CustodyExtended) = "custody_extended" "延长侦查羁押期限" 1;
    CustodyRestarted(custody::CustodyRestarted) = "custody_restarted" "重新计算侦查羁押期限" 1;
    EvaluationBegan(custody::Evaluation) = "evaluation_began" "精神病鉴定开始" 1;
    EvaluationEnded(custody::Evaluation) = "evaluation_ended" "精神病鉴定结束" 1;
    ExclusionRaised(evidence::ExclusionRaised) = "exclusion_raised" "提出排除非法证据" 1;
    ExclusionDecided(evidence::ExclusionDecided) = "exclusion_decided" "非法证据审查结论" 1;
    MissedArrestCorrected(prosecution::Missed) = "missed_arrest_corrected" "纠正漏捕" 1;
    MissedCrimeCorrected(prosecution::Missed) = "missed_crime_corrected" "纠正遗漏罪行" 1;
    MissedAccompliceCorrected(prosecution::Missed) = "missed_accomplice_corrected" "纠正遗漏同案犯" 1;
    Transferred(prosecution::Transferred) = "transferred" "移送审查起诉" 1;
    ReviewExtended(prosecution::ReviewExtended) = "review_extended" "延长审查起诉期限" 1;
    Returned(prosecution::Returned) = "returned" "退回补充侦查" 1;
    Resubmitted(prosecution::Resubmitted) = "resubmitted" "补充侦查后移送" 1;
    PleaSigned(prosecution::PleaSigned) = "plea_signed" "认罪认罚具结" 1;
    PleaRevoked(prosecution::PleaRevoked) = "plea_revoked" "反悔认罪认罚" 1;
    SentenceRecommended(prosecution::SentenceRecommended) = "sentence_recommended" "提出量刑建议" 1;
    Prosecuted(prosecution::Prosecuted) = "prosecuted" "提起公诉" 1;
    NotProsecuted(prosecution::NotProsecuted) = "not_prosecuted" "不起诉" 1;
    ConditionalEnded(prosecution::ConditionalEnded) = "conditional_ended" "附条件不起诉考验期届满" 1;
    NonProsecutionReconsiderationAsked(arrest::Objection) = "non_prosecution_reconsideration_asked" "不起诉要求复议" 1;
    NonProsecutionReconsidered(arrest::ObjectionAnswered) = "non_prosecution_reconsidered" "不起诉复议决定" 1;
    NonProsecutionReviewAsked(arrest::Objection) = "non_prosecution_review_asked" "不起诉提请复核" 1;
    NonProsecutionReviewed(arrest::ObjectionAnswered) = "non_prosecution_reviewed" "不起诉复核决定" 1;
    ProsecutionWithdrawn(prosecution::ProsecutionWithdrawn) = "prosecution_withdrawn" "撤回起诉" 1;
    Judged(court::Judged) = "judged" "一审裁判" 1;
    TookEffect(court::TookEffect) = "took_effect" "裁判生效" 1;
    Executed(court::Executed) = "executed" "交付执行" 1;
    ProtestFiled(protest::ProtestFiled) = "protest_filed" "提出抗诉" 1;
    ProtestSupported(protest::ProtestStep) = "protest_supported" "支持抗诉" 1;
    ProtestWithdrawn(protest::ProtestStep) = "protest_withdrawn" "撤回抗诉" 1;
    ChiefAttended(protest::ProtestStep) = "chief_attended" "检察长列席审委会" 1;
    ProtestConcluded(protest::ProtestConcluded) = "protest_concluded" "抗诉案件审结" 1;
    RecordSealed(record::RecordSealed) = "record_sealed" "封存犯罪记录" 1;
    LookedUp(record::LookedUp) = "looked_up" "查询人员" 1;
    FigureStated(publication::FigureStated) = "figure_stated" "登记外部数字" 1;
    BulletinPublished(publication::BulletinPublished) = "bulletin_published" "发布通报" 1;
    MeasureIssued(measure::MeasureIssued) = "measure_issued" "发出监督文书" 1;
    DocumentServed(measure::DocumentServed) = "document_served" "送达文书" 1;
    DocumentUrged(measure::DocumentStep) = "document_urged" "督促回复" 1;
    DocumentReplied(measure::DocumentReplied) = "document_replied" "书面回复" 1;
    DocumentObjected(measure::DocumentStep) = "document_objected" "提出异议" 1;
    DocumentReexamined(measure::DocumentReexamined) = "document_reexamined" "复查决定" 1;
    DocumentReviewAsked(measure::DocumentStep) = "document_review_asked" "提请上级复核" 1;
    DocumentReviewed(measure::DocumentReexamined) = "document_reviewed" "上级审查决定" 1;
    DocumentEscalated(measure::DocumentEscalated) = "document_escalated" "上报、通报" 1;
    DocumentWithdrawn(measure::DocumentWithdrawn) = "document_withdrawn" "撤回文书" 1;
    DocumentFollowedUp(measure::DocumentFollowedUp) = "document_followed_up" "跟踪落实" 1;
    DocumentClosed(measure::DocumentClosed) = "document_closed" "办结" 1;
    ReasonsJudged(measure::ReasonsJudged) = "reasons_judged" "审查立案或者不立案理由" 1;
    ComplainantTold(measure::ComplainantTold) = "complainant_told" "告知理由成立" 1;
    FilingNoticed(measure::FilingNoticed) = "filing_noticed" "通知立案或者撤案" 1;
    FilingOutcome(measure::FilingOutcome) = "filing_outcome" "监督后立案或者撤案" 1;
    FilingReminded(measure::DocumentStep) = "filing_reminded" "立案监督催办" 1;
    TakenDirectly(measure::DocumentStep) = "taken_directly" "直接决定逮捕或者直接起诉" 1;
    RecommendationIssued(recommend::RecommendationIssued) = "recommendation_issued" "发出检察建议" 1;
    OrderIssued(order::OrderIssued) = "order_issued" "责令改正" 1;
    PenaltyFiled(order::PenaltyFiled) = "penalty_filed" "行政处罚立案" 1;
    PenaltyTold(order::PenaltyTold) = "penalty_told" "行政处罚告知" 1;
    PartyHeard(order::PartyHeard) = "party_heard" "当事人陈述申辩" 1;
    HearingAsked(measure::DocumentStep) = "hearing_asked" "要求听证" 1;
    HearingWaived(order::HearingWaived) = "hearing_waived" "放弃听证" 1;
    HearingHeld(measure::DocumentStep) = "hearing_held" "举行听证" 1;
    PenaltyDecided(order::PenaltyDecided) = "penalty_decided" "行政处罚决定" 1;
    PenaltySpared(order::PenaltySpared) = "penalty_spared" "不予行政处罚" 1;
    PenaltyServed(measure::DocumentServed) = "penalty_served" "送达处罚决定书" 1;
    FinePaid(measure::DocumentStep) = "fine_paid" "缴纳罚款" 1;
    FindRecorded(find::FindRecorded) = "find_recorded" "登记查获" 1;
    FindReported(find::FindReported) = "find_reported" "停止运递并报告" 1;
    GoodsPassed(find::GoodsPassed) = "goods_passed" "物品交接" 1;
    FindHandedOver(find::FindHandedOver) = "find_handed_over" "直接移交公安机关" 1;
    FindInspected(find::FindInspected) = "find_inspected" "现场检查" 1;
    EvidenceKept(find::EvidenceKept) = "evidence_kept" "先行登记保存" 1;
    EvidenceDealtWith(find::EvidenceDealtWith) = "evidence_dealt_with" "处理先行登记保存的证据" 1;
    TransferTeamNamed(find::TransferTeamNamed) = "transfer_team_named" "指定移送专案组" 1;
    TransferReported(find::TransferReported) = "transfer_reported" "提出移送报告" 1;
    TransferDecided(find::TransferDecided) = "transfer_decided" "决定是否移送" 1;
    TransferSent(find::TransferSent) = "transfer_sent" "向公安机关移送" 1;
    FindFilingDecided(find::FindFilingDecided) = "find_filing_decided" "公安机关决定是否立案" 1;
    FilingReconsiderationAsked(find::FilingReconsiderationAsked) = "filing_reconsideration_asked" "提请复议不予立案" 1;
    SupervisionSuggested(find::SupervisionSuggested) = "supervision_suggested" "建议立案监督" 1;
    OpinionReceived(find::OpinionReceived) = "opinion_received" "收到检察意见" 1;
    OpinionResultTold(find::OpinionResultTold) = "opinion_result_told" "通报处理结果" 1;
    Correction(record::Correction) = "correction" "更正" 1;
}
