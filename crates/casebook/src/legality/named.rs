//! Whom an act is upon.

use crate::{PersonId, acts::Payload};

/// The persons of the case that an act is upon.
pub(crate) fn persons(payload: &Payload) -> &[PersonId] {
    use std::slice::from_ref;
    match payload {
        Payload::PersonDescribed(act) => from_ref(&act.person),
        Payload::ChargesSet(act) => from_ref(&act.person),
        Payload::Detained(act) | Payload::Bailed(act) | Payload::Surveilled(act) => from_ref(&act.person),
        Payload::MeasureLifted(act) => from_ref(&act.person),
        Payload::CustodyExtended(act) => from_ref(&act.person),
        Payload::CustodyRestarted(act) => from_ref(&act.person),
        Payload::EvaluationBegan(act) | Payload::EvaluationEnded(act) => from_ref(&act.person),
        Payload::ArrestRequested(act) => &act.persons,
        Payload::ArrestApproved(act) => from_ref(&act.person),
        Payload::ArrestDecided(act) => from_ref(&act.person),
        Payload::ArrestRefused(act) => from_ref(&act.person),
        Payload::ArrestReconsiderationAsked(act)
        | Payload::ArrestReviewAsked(act)
        | Payload::NonProsecutionReconsiderationAsked(act)
        | Payload::NonProsecutionReviewAsked(act) => from_ref(&act.person),
        Payload::ArrestReconsidered(act)
        | Payload::ArrestReviewed(act)
        | Payload::NonProsecutionReconsidered(act)
        | Payload::NonProsecutionReviewed(act) => from_ref(&act.person),
        Payload::MissedArrestCorrected(act)
        | Payload::MissedCrimeCorrected(act)
        | Payload::MissedAccompliceCorrected(act) => from_ref(&act.person),
        Payload::Transferred(act) => &act.persons,
        Payload::PleaSigned(act) => from_ref(&act.person),
        Payload::PleaRevoked(act) => from_ref(&act.person),
        Payload::SentenceRecommended(act) => from_ref(&act.person),
        Payload::Prosecuted(act) => &act.persons,
        Payload::NotProsecuted(act) => from_ref(&act.person),
        Payload::ConditionalEnded(act) => from_ref(&act.person),
        Payload::ProsecutionWithdrawn(act) => &act.persons,
        Payload::Judged(act) => from_ref(&act.person),
        Payload::TookEffect(act) => &act.persons,
        Payload::Executed(act) => from_ref(&act.person),
        Payload::ProtestFiled(act) => &act.persons,
        Payload::RecordSealed(act) => from_ref(&act.person),
        _ => &[],
    }
}
