//! Which kinds of acts are recorded about which kinds of subjects.

use crate::{
    SubjectKind, SubjectKind as S,
    acts::{ActKind, ActKind as K},
    recommend::is_shared,
};

/// The kinds of subjects that acts of a kind are recorded about; empty: any.
pub(super) fn belongs_to(kind: ActKind) -> &'static [SubjectKind] {
    if is_shared(kind) {
        return &[S::Measure, S::Recommendation, S::Order];
    }
    match kind {
        K::Correction => &[],
        K::LookedUp => &[S::LookUp],
        K::FigureStated | K::BulletinPublished => &[S::Publication],
        K::MeasureIssued
        | K::ReasonsJudged
        | K::ComplainantTold
        | K::FilingNoticed
        | K::FilingOutcome
        | K::FilingReminded
        | K::TakenDirectly => &[S::Measure],
        K::RecommendationIssued => &[S::Recommendation],
        K::OrderIssued
        | K::PenaltyFiled
        | K::PenaltyTold
        | K::PartyHeard
        | K::HearingAsked
        | K::HearingWaived
        | K::HearingHeld
        | K::PenaltyDecided
        | K::PenaltySpared
        | K::PenaltyServed
        | K::FinePaid => &[S::Order],
        _ if of_find(kind) => &[S::Find],
        _ => &[S::Case],
    }
}

fn of_find(kind: ActKind) -> bool {
    matches!(
        kind,
        K::FindRecorded
            | K::FindReported
            | K::GoodsPassed
            | K::FindHandedOver
            | K::FindInspected
            | K::EvidenceKept
            | K::EvidenceDealtWith
            | K::TransferTeamNamed
            | K::TransferReported
            | K::TransferDecided
            | K::TransferSent
            | K::FindFilingDecided
            | K::FilingReconsiderationAsked
            | K::SupervisionSuggested
            | K::OpinionReceived
            | K::OpinionResultTold
    )
}
