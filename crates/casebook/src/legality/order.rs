//! Which kind of act may follow in which state, whatever it says in particular.

use super::{Outcome, belongs::belongs_to, demand};
use crate::{
    SubjectKind,
    acts::{ActKind, ActKind as K, prosecution::NonProsecution},
    case::{Arrest, CaseState, Constraint, Filing, PersonState, Protest, Stage},
};

/// Whether acts of this kind are upon a case at all.
pub(super) fn is_of_case(kind: ActKind) -> bool {
    let about = belongs_to(kind);
    about.is_empty() || about.contains(&SubjectKind::Case)
}

/// Whether acts of this kind name persons of the case.
pub(super) fn is_of_person(kind: ActKind) -> bool {
    !matches!(
        kind,
        K::CaseRegistered
            | K::CaseDescribed
            | K::CaseFiled
            | K::CaseNotFiled
            | K::CaseDropped
            | K::ItemLinked
            | K::CaseLinked
            | K::JoinedFrom
            | K::JoinedInto
            | K::SplitFrom
            | K::SplitOff
            | K::JurisdictionChanged
            | K::PersonAdded
            | K::EarlyIntervention
            | K::ExclusionRaised
            | K::ExclusionDecided
            | K::ReviewExtended
            | K::Returned
            | K::Resubmitted
            | K::ProtestSupported
            | K::ProtestWithdrawn
            | K::ChiefAttended
            | K::ProtestConcluded
            | K::LookedUp
            | K::FigureStated
            | K::BulletinPublished
            | K::Correction
    )
}

/// What the state of the case says to a kind of act.
pub(super) fn of_case(state: &CaseState, kind: ActKind) -> Outcome {
    if matches!(kind, K::CaseRegistered | K::SplitFrom) {
        return demand(state.registered.is_none(), "register-first");
    }
    demand(state.registered.is_some(), "register-first")?;
    if matches!(kind, K::Correction | K::CaseLinked) {
        return Ok(());
    }
    demand(state.filing != Filing::Joined, "one-place")?;
    let any = |stage: Stage| state.persons.iter().any(|person| person.stage == stage);
    let dropped = state.filing == Filing::Dropped;
    match kind {
        K::CaseFiled | K::CaseNotFiled => demand(state.filing != Filing::Filed, "filing"),
        K::CaseDropped => demand(state.filing == Filing::Filed, "drop"),
        K::CaseDescribed | K::ItemLinked | K::PersonAdded | K::PersonDescribed | K::ChargesSet | K::RecordSealed => {
            Ok(())
        }
        K::JoinedFrom | K::JoinedInto => demand(!dropped, "joining"),
        K::JurisdictionChanged => demand(!dropped, "review-length"),
        K::SplitOff => demand(state.persons.len() > 1, "splitting"),
        K::EarlyIntervention => {
            let investigated = state.persons.iter().all(|person| person.stage.is_investigation());
            demand(!dropped && investigated, "early-intervention")
        }
        K::ReviewExtended => demand(any(Stage::Review) && !state.review_extended, "review-length"),
        K::Returned => {
            demand(any(Stage::Review), "return")?;
            demand(state.returns < 2, "two-returns")
        }
        K::Resubmitted => demand(any(Stage::Supplementary), "return"),
        K::ExclusionDecided => demand(state.exclusions.iter().any(|open| open.decided.is_none()), "exclusion"),
        K::ExclusionRaised => demand(state.filing == Filing::Filed, "exclusion"),
        K::ProtestSupported | K::ProtestWithdrawn | K::ChiefAttended | K::ProtestConcluded => {
            demand(state.protests.iter().any(Protest::is_pending), protest_rule(kind))
        }
        _ => demand(state.filing == Filing::Filed, "filing-first"),
    }
}

fn protest_rule(kind: ActKind) -> &'static str {
    match kind {
        K::ProtestSupported => "protest-supported",
        K::ProtestWithdrawn => "protest-withdrawn",
        K::ChiefAttended => "committee",
        _ => "protest-outcome",
    }
}

/// What the state of a person says to a kind of act.
pub(super) fn of_person(state: &CaseState, person: &PersonState, kind: ActKind) -> Outcome {
    let over = person.stage.is_final();
    let investigated = person.stage.is_investigation();
    match kind {
        K::PersonDescribed => Ok(()),
        K::ChargesSet => demand(!over, "charge-known"),
        K::Detained => demand(investigated && !person.constraint.is_custody(), "detention"),
        K::Bailed | K::Surveilled => demand(person.stage < Stage::Effective, "bail"),
        K::MeasureLifted => demand(person.constraint != Constraint::None, "measure-lifted"),
        K::CustodyExtended | K::CustodyRestarted => {
            demand(investigated && person.constraint == Constraint::Arrested, "custody-complex")
        }
        K::EvaluationBegan => demand(!over && !is_evaluated(person), "evaluation"),
        K::EvaluationEnded => demand(is_evaluated(person), "evaluation"),
        K::MissedArrestCorrected => demand(investigated && person.arrest != Arrest::Approved, "missed-arrest"),
        K::MissedCrimeCorrected | K::MissedAccompliceCorrected => missed(state, person),
        K::Transferred => demand(investigated && person.arrest != Arrest::Requested, "transfer"),
        K::PleaSigned | K::PleaRevoked => demand(person.stage < Stage::Judged, "plea"),
        K::SentenceRecommended => demand(matches!(person.stage, Stage::Review | Stage::Trial), "recommendation"),
        K::Prosecuted => prosecuted(state, person),
        K::NotProsecuted => {
            demand(matches!(person.stage, Stage::Review | Stage::Withdrawn), "non-prosecution-statutory")
        }
        K::ConditionalEnded => demand(person.stage == Stage::Conditional, "non-prosecution-conditional"),
        K::NonProsecutionReconsiderationAsked
        | K::NonProsecutionReconsidered
        | K::NonProsecutionReviewAsked
        | K::NonProsecutionReviewed => objected(person, kind),
        _ => in_court(person, kind),
    }
}

fn in_court(person: &PersonState, kind: ActKind) -> Outcome {
    let stage = person.stage;
    match kind {
        K::ProsecutionWithdrawn => demand(stage == Stage::Trial, "withdrawal"),
        K::Judged => demand(stage == Stage::Trial, "judgment"),
        K::TookEffect => demand(stage == Stage::Judged, "execution"),
        K::Executed => demand(stage == Stage::Effective, "execution"),
        K::ProtestFiled => {
            let judged = matches!(stage, Stage::Judged | Stage::Effective | Stage::Executed | Stage::Acquitted);
            demand(judged, "protest-second-instance")
        }
        K::RecordSealed => demand(person.effective.is_some() && !person.sealed, "sealing"),
        _ => arrested(person, kind),
    }
}

fn arrested(person: &PersonState, kind: ActKind) -> Outcome {
    let investigated = person.stage.is_investigation();
    let free = person.constraint != Constraint::Arrested;
    let before = match kind {
        K::ArrestRequested => {
            let open = matches!(person.arrest, Arrest::None | Arrest::Refused | Arrest::Reconsidered | Arrest::Final);
            return demand(investigated && open && free, "arrest-request");
        }
        K::ArrestApproved | K::ArrestRefused => return demand(person.arrest == Arrest::Requested, "arrest-decision"),
        K::ArrestDecided => return demand(person.stage < Stage::Trial && free, "arrest-direct"),
        K::ArrestReconsiderationAsked => Arrest::Refused,
        K::ArrestReconsidered => Arrest::ReconsiderationAsked,
        K::ArrestReviewAsked => Arrest::Reconsidered,
        K::ArrestReviewed => Arrest::ReviewAsked,
        _ => return Ok(()),
    };
    demand(person.arrest == before && investigated, "arrest-objection")
}

fn objected(person: &PersonState, kind: ActKind) -> Outcome {
    let before = match kind {
        K::NonProsecutionReconsiderationAsked => Arrest::None,
        K::NonProsecutionReconsidered => Arrest::ReconsiderationAsked,
        K::NonProsecutionReviewAsked => Arrest::Reconsidered,
        _ => Arrest::ReviewAsked,
    };
    let unprosecuted = matches!(person.stage, Stage::NotProsecuted | Stage::Conditional);
    demand(unprosecuted && person.objection == before, "non-prosecution-objection")
}

/// Missed crimes and accomplices are put right in review, or in trial until the judgment.
fn missed(state: &CaseState, person: &PersonState) -> Outcome {
    let under_way = |person: &PersonState| matches!(person.stage, Stage::Review | Stage::Supplementary | Stage::Trial);
    let rule = if state.prosecuted { "missed-in-trial" } else { "missed-in-review" };
    demand(state.persons.iter().any(under_way) && person.stage < Stage::Judged, rule)
}

/// From review; beside others further on where the procuratorate found the person; on new evidence (Rules 369).
fn prosecuted(state: &CaseState, person: &PersonState) -> Outcome {
    let found = person.missed_accomplice || person.missed_arrest;
    let others = state.persons.iter().any(|other| other.stage >= Stage::Review);
    let beside = found && person.stage.is_investigation() && others;
    let renewed =
        person.stage == Stage::NotProsecuted && person.not_prosecuted == Some(NonProsecution::InsufficientEvidence);
    demand(person.stage == Stage::Review || beside || renewed, "prosecution")
}

fn is_evaluated(person: &PersonState) -> bool {
    person.evaluations.last().is_some_and(|(_, to)| to.is_none())
}
