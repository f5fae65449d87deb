//! Whether a measure of supervision may be issued and what may follow, each with its article.

use parcel::Day;

use super::{MeasureState, life::is_name, profile};
use crate::{
    acts::{
        ActKind, ActKind as K, Payload,
        measure::{Answer, FilingResult, MeasureIssued, MeasureKind as M},
    },
    legality::document::{Breach, Outcome, demand},
    recommend::is_shared,
};

fn is_filing(kind: M) -> bool {
    matches!(kind, M::FilingSupervision | M::FilingSilence | M::WithdrawalSupervision)
}

/// Whether acts of a kind may follow, whatever they say.
pub(super) fn order(state: &MeasureState, kind: ActKind) -> Outcome {
    let Some(issued) = &state.issued else { return demand(kind == K::MeasureIssued, "document-first") };
    let profile = profile::of_measure(issued);
    match kind {
        K::MeasureIssued => Err(Breach::Rule("document-first")),
        K::ReasonsJudged | K::ComplainantTold | K::FilingNoticed | K::FilingOutcome | K::FilingReminded => {
            state.life.order(K::DocumentFollowedUp, &profile)?;
            demand(is_filing(issued.kind), "document-other")?;
            of_filing(state, kind)
        }
        K::TakenDirectly => {
            state.life.order(K::DocumentFollowedUp, &profile)?;
            directly(state, issued)
        }
        // A notice can only be objected to once it was given.
        K::DocumentObjected if issued.kind == M::WithdrawalSupervision => {
            state.life.order(kind, &profile)?;
            demand(state.noticed.is_some() && state.outcome.is_none(), "withdrawal-objection")
        }
        K::DocumentEscalated if is_filing(issued.kind) && state.noticed.is_some() => {
            let open = state.outcome.is_none() && state.life.escalated.is_none();
            demand(open && state.life.closed.is_none() && state.life.withdrawn.is_none(), "filing-correction")
        }
        K::DocumentClosed if state.outcome.is_some() || state.directly.is_some() || state.reasons_hold.is_some() => {
            demand(state.life.closed.is_none(), "document-over")
        }
        _ => {
            demand(is_shared(kind), "document-other")?;
            state.life.order(kind, &profile)
        }
    }
}

fn of_filing(state: &MeasureState, kind: ActKind) -> Outcome {
    let unanswered = state.outcome.is_none();
    match kind {
        K::ReasonsJudged => {
            let answered = !state.life.replies.is_empty();
            demand(answered && state.reasons_hold.is_none() && unanswered, "filing-reasons-first")
        }
        K::ComplainantTold => demand(state.reasons_hold == Some(true), "filing-reasons-told"),
        // Where the police stay silent, notice may follow without reasons.
        K::FilingNoticed => {
            let silent = state.life.replies.is_empty() && !state.life.urged.is_empty();
            let fails = state.reasons_hold == Some(false);
            demand((fails || silent) && state.noticed.is_none() && unanswered, "filing-notice")
        }
        K::FilingOutcome => demand(unanswered, "filing-outcome"),
        _ => demand(state.outcome.is_some_and(|(_, result)| result == FilingResult::Filed), "filing-reminder"),
    }
}

fn directly(state: &MeasureState, issued: &MeasureIssued) -> Outcome {
    let open = state.directly.is_none();
    match issued.kind {
        M::MissedArrest => {
            let declined = state.life.replies.last().is_some_and(|reply| reply.answer != Answer::Adopted);
            demand(open && declined, "missed-arrest-direct")
        }
        M::MissedCrime | M::MissedAccomplice => demand(open, missed(issued)),
        _ => Err(Breach::Rule("document-other")),
    }
}

fn missed(issued: &MeasureIssued) -> &'static str {
    if issued.in_court { "missed-in-court-asked" } else { "missed-in-review-asked" }
}

/// What an act says in particular.
pub(super) fn particulars(state: &MeasureState, day: Day, payload: &Payload) -> Outcome {
    if let Payload::MeasureIssued(issued) = payload {
        let known = |charge: &String| law::Charges::built_in().find(charge, day).is_some();
        demand(issued.charge.as_ref().is_none_or(known), "charge-known")?;
        return issue(issued);
    }
    let Some(issued) = &state.issued else { return Ok(()) };
    match payload {
        Payload::FilingOutcome(outcome) => {
            let files = issued.kind != M::WithdrawalSupervision;
            demand(files == (outcome.result == FilingResult::Filed), "filing-outcome")
        }
        Payload::FilingReminded(_) => demand(state.life.clocks.is_past("filing-conclude", day), "filing-reminder"),
        // Fifteen days after a notice to file; a notice to withdraw has no clock of its own to wait for.
        Payload::DocumentEscalated(_) if state.noticed.is_some() && issued.kind != M::WithdrawalSupervision => {
            demand(state.life.clocks.is_past("filing-after-notice", day), "filing-correction")
        }
        _ => state.life.particulars(day, payload, &profile::of_measure(issued), 0),
    }
}

fn issue(issued: &MeasureIssued) -> Outcome {
    demand(is_name(&issued.addressee), "text-length")?;
    let approved = issued.approval.is_some();
    match issued.kind {
        M::MissedArrest => {
            demand(approved, "missed-arrest-approval")?;
            demand(!issued.persons.is_empty(), "missed-arrest-approval")
        }
        M::MissedCrime | M::MissedAccomplice => demand(!issued.persons.is_empty(), missed(issued)),
        M::InvestigationOpinion | M::TrialOpinion => {
            demand(approved, "opinion-approval")?;
            demand(issued.reply_days.is_some_and(|days| (1..=366).contains(&days)), "opinion-period")
        }
        M::AdministrativeOpinion => demand(approved, "administrative-opinion"),
        M::TransferDemand => demand(approved, "transfer-demand"),
        _ => demand(issued.reply_days.is_none(), "filing-demand"),
    }
}
