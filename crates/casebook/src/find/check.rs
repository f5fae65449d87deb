//! Which step of a find may follow which, each with its article.

use parcel::{Day, statutory_day};

use super::{FilingStage, FindState, Route, TransferStage};
use crate::{
    acts::{
        ActKind, ActKind as K, Payload,
        find::{Authority, FindInspected, TransferPaper, TransferSent},
    },
    legality::document::{Outcome, demand},
    measure::life::{fits, is_name},
};

/// Whether acts of a kind may follow, whatever they say.
pub(super) fn order(state: &FindState, kind: ActKind) -> Outcome {
    if kind == K::FindRecorded {
        return demand(state.recorded.is_none(), "find-first");
    }
    demand(state.recorded.is_some(), "find-first")?;
    match kind {
        K::FindReported | K::GoodsPassed | K::FindInspected => Ok(()),
        K::FindHandedOver => {
            demand(told(state, &[Authority::Police, Authority::StateSecurity, Authority::Customs]), "find-report")?;
            demand(state.route == Route::Open, "one-route")
        }
        K::EvidenceKept => demand(state.evidence.is_none_or(|(_, dealt)| dealt.is_some()), "evidence-kept"),
        K::EvidenceDealtWith => demand(matches!(state.evidence, Some((_, None))), "evidence-kept"),
        K::TransferTeamNamed => {
            demand(state.route != Route::Police, "one-route")?;
            demand(matches!(state.transfer, TransferStage::None | TransferStage::Refused), "transfer-team")
        }
        K::TransferReported => demand(state.transfer == TransferStage::Team, "transfer-team"),
        K::TransferDecided => demand(state.transfer == TransferStage::Reported, "transfer-head"),
        K::TransferSent => demand(state.transfer == TransferStage::Approved, "transfer-head"),
        K::FindFilingDecided => {
            let given = state.route == Route::Police || state.transfer == TransferStage::Sent;
            let open = !matches!(state.filing, FilingStage::Filed | FilingStage::Refused | FilingStage::RefusedAgain);
            demand(given && open, filing_rule(state))
        }
        K::FilingReconsiderationAsked => {
            let refused = state.filing == FilingStage::Refused && state.route == Route::Regulator;
            demand(refused, "transfer-reconsider")
        }
        K::SupervisionSuggested => {
            let refused = matches!(state.filing, FilingStage::Refused | FilingStage::RefusedAgain);
            demand(refused && state.route == Route::Regulator, "transfer-reconsider")
        }
        K::OpinionReceived => demand(state.filing == FilingStage::Filed && state.opinion.is_none(), "reverse-link"),
        K::OpinionResultTold => demand(state.opinion.is_some() && state.opinion_told.is_none(), "reverse-link"),
        _ => demand(false, "document-other"),
    }
}

fn told(state: &FindState, authorities: &[Authority]) -> bool {
    state.reports.iter().any(|(_, authority, _)| authorities.contains(authority))
}

fn filing_rule(state: &FindState) -> &'static str {
    if state.route == Route::Police { "police-filing" } else { "transfer-filing" }
}

/// What an act says in particular.
pub(super) fn particulars(state: &FindState, day: Day, payload: &Payload) -> Outcome {
    if let Payload::GoodsPassed(passed) = payload {
        // What is missing shows as a gap; only what contradicts the record itself is refused.
        demand(is_name(&passed.from.name) && is_name(&passed.to.name), "text-length")?;
        return demand(passed.at.is_none_or(|at| statutory_day(at) == day), "day-in-order");
    }
    demand(state.latest.is_none_or(|latest| latest <= day), "day-in-order")?;
    match payload {
        Payload::FindRecorded(found) => demand(is_name(&found.operator) && is_name(&found.waybill), "text-length"),
        Payload::FindInspected(inspected) => inspection(state, inspected),
        Payload::TransferTeamNamed(team) => demand(team.officers >= 2, "transfer-team"),
        Payload::TransferDecided(decided) => {
            demand(statutory_day(decided.at) == day, "day-in-order")?;
            demand(decided.approved || decided.reason.as_deref().is_some_and(fits), "transfer-head")
        }
        Payload::TransferSent(sent) => papers(sent, day),
        Payload::FindFilingDecided(decided) => {
            demand(decided.filed || decided.reason.as_deref().is_some_and(fits), filing_rule(state))
        }
        _ => Ok(()),
    }
}

/// Two officers; opening with the head's approval, and never a letter (Postal Law 61, 63).
fn inspection(state: &FindState, inspected: &FindInspected) -> Outcome {
    demand(inspected.officers >= 2, "find-officers")?;
    let letter = state.recorded.as_ref().is_some_and(|found| found.letter);
    demand(!inspected.opened || (inspected.approval.is_some() && !letter), "find-opening")
}

fn papers(sent: &TransferSent, day: Day) -> Outcome {
    let needed = [TransferPaper::Letter, TransferPaper::Report, TransferPaper::GoodsList];
    demand(needed.iter().all(|paper| sent.papers.contains(paper)), "transfer-papers")?;
    demand(statutory_day(sent.at) == day, "day-in-order")
}
