//! Which act starts, lengthens or ends which clock.

use law::clock::{Event, Opening, Start};
use parcel::Day;

use super::{Board, Met};
use crate::{
    Act, PersonId,
    acts::{
        Payload,
        arrest::RefusalReason,
        custody::{Extension, Restart},
        prosecution::{NonProsecution, NotProsecuted},
        protest::Against,
    },
    case::{CaseState, Stage},
};

const REQUEST: &[&str] = &["request-arrest"];
const ARREST_REVIEW: &[&str] = &["arrest-review", "arrest-review-not-detained"];
const MEASURES: &[&str] = &["bail", "residential-surveillance"];

/// Moot once a new request or the transfer of the case has overtaken them.
const OBJECTIONS: &[&str] = &["refusal-reconsideration", "refusal-no-action", "refusal-review"];

/// Takes an act into account, given what it met and the case after it.
pub(super) fn take(board: &mut Board, met: &Met, after: &CaseState, act: &Act) {
    let (day, by) = (act.day, act.sequence);
    match &act.payload {
        Payload::Detained(taken) => {
            let opening = Opening { custody: Some(true), ..from(day) };
            board.start("request-arrest", Some(taken.person), by, opening);
        }
        Payload::Bailed(taken) => measure(board, "bail", taken.person, act),
        Payload::Surveilled(taken) => measure(board, "residential-surveillance", taken.person, act),
        Payload::MeasureLifted(lifted) => {
            board.done(REQUEST, Some(lifted.person), day);
            board.done(MEASURES, Some(lifted.person), day);
            board.done(&["custody-investigation"], Some(lifted.person), day);
        }
        Payload::CustodyExtended(extended) if extended.basis != Extension::Special => {
            let event = Event::Extended { day, requested: Some(extended.requested), days: None };
            board.record("custody-investigation", Some(extended.person), event);
        }
        Payload::CustodyRestarted(restarted) => {
            let ground = match restarted.why {
                Restart::OtherMajorCrime => "new_major_crime",
                Restart::IdentityKnown => "identity_established",
            };
            let event = Event::Restarted { ground: ground.to_owned(), day };
            board.record("custody-investigation", Some(restarted.person), event);
        }
        Payload::EvaluationBegan(evaluation) => board.evaluate(evaluation.person, day, true),
        Payload::EvaluationEnded(evaluation) => board.evaluate(evaluation.person, day, false),
        Payload::CaseDropped(_) => {
            let dropped = after.persons.iter().filter(|person| person.stage == Stage::Dropped);
            dropped.for_each(|person| board.all_done(person.person, day));
        }
        _ => arrest(board, met, after, act),
    }
}

fn from(day: Day) -> Opening {
    Opening::at(Start::Day(day))
}

fn measure(board: &mut Board, id: &'static str, person: PersonId, act: &Act) {
    board.done(REQUEST, Some(person), act.day);
    board.done(MEASURES, Some(person), act.day);
    board.start(id, Some(person), act.sequence, from(act.day));
}

fn arrest(board: &mut Board, met: &Met, after: &CaseState, act: &Act) {
    let (day, by) = (act.day, act.sequence);
    match &act.payload {
        Payload::ArrestRequested(requested) => {
            for person in &requested.persons {
                board.done(REQUEST, Some(*person), day);
                board.done(OBJECTIONS, Some(*person), day);
                let detained = met.detained.contains(person);
                let id = if detained { "arrest-review" } else { "arrest-review-not-detained" };
                board.start(id, Some(*person), by, Opening { custody: Some(detained), ..from(day) });
            }
        }
        Payload::ArrestApproved(act) => arrested(board, act.person, day, by),
        Payload::ArrestDecided(act) => arrested(board, act.person, day, by),
        Payload::ArrestRefused(refused) => {
            let person = Some(refused.person);
            board.done(ARREST_REVIEW, person, day);
            board.start("refusal-reconsideration", person, by, from(day));
            if refused.reason == RefusalReason::NoCrime {
                board.start("refusal-no-action", person, by, from(day));
            }
        }
        Payload::ArrestReconsiderationAsked(asked) => {
            board.done(&["refusal-reconsideration", "refusal-no-action"], Some(asked.person), day);
            board.start("refusal-reconsideration-decision", Some(asked.person), by, from(day));
        }
        Payload::ArrestReconsidered(answered) => {
            board.done(&["refusal-reconsideration-decision"], Some(answered.person), day);
            if answered.changed {
                arrested(board, answered.person, day, by);
            } else {
                board.start("refusal-review", Some(answered.person), by, from(day));
            }
        }
        Payload::ArrestReviewAsked(asked) => {
            board.done(&["refusal-review"], Some(asked.person), day);
            board.start("refusal-review-decision", Some(asked.person), by, from(day));
        }
        Payload::ArrestReviewed(answered) => {
            board.done(&["refusal-review-decision"], Some(answered.person), day);
            if answered.changed {
                arrested(board, answered.person, day, by);
            }
        }
        _ => review(board, met, after, act),
    }
}

fn arrested(board: &mut Board, person: PersonId, day: Day, by: u64) {
    board.done(ARREST_REVIEW, Some(person), day);
    board.done(REQUEST, Some(person), day);
    board.done(MEASURES, Some(person), day);
    board.start("custody-investigation", Some(person), by, from(day));
}

fn review(board: &mut Board, met: &Met, after: &CaseState, act: &Act) {
    let (day, by) = (act.day, act.sequence);
    let in_custody = |stage: Stage| {
        let held = after.persons.iter().any(|person| person.stage == stage && person.constraint.is_custody());
        Opening { custody: Some(held), ..from(day) }
    };
    match &act.payload {
        Payload::Transferred(transferred) => {
            for person in &transferred.persons {
                board.done(&["custody-investigation"], Some(*person), day);
                board.done(OBJECTIONS, Some(*person), day);
            }
            board.done(&["prosecution-review"], None, day);
            board.start("prosecution-review", None, by, in_custody(Stage::Review));
        }
        Payload::Resubmitted(_) => {
            board.done(&["supplementary-investigation"], None, day);
            board.start("prosecution-review", None, by, in_custody(Stage::Review));
        }
        Payload::ReviewExtended(_) => {
            let event = Event::Extended { day, requested: None, days: None };
            board.record("prosecution-review", None, event);
        }
        Payload::JurisdictionChanged(_) => {
            let event = Event::Restarted { ground: "jurisdiction_changed".to_owned(), day };
            board.record("prosecution-review", None, event);
        }
        Payload::Returned(_) => {
            board.done(&["prosecution-review"], None, day);
            let round = Some(u16::from(after.returns.clamp(1, 2)));
            let opening = Opening { option: round, ..in_custody(Stage::Supplementary) };
            board.start("supplementary-investigation", None, by, opening);
        }
        _ => decision(board, act),
    }
    if met.reviewed && !after.persons.iter().any(|person| person.stage == Stage::Review) {
        board.done(&["prosecution-review"], None, day);
    }
}

fn decision(board: &mut Board, act: &Act) {
    let (day, by) = (act.day, act.sequence);
    match &act.payload {
        Payload::NotProsecuted(decided) => not_prosecuted(board, decided, day, by),
        Payload::ConditionalEnded(ended) => board.done(&["conditional-probation"], Some(ended.person), day),
        Payload::NonProsecutionReconsiderationAsked(asked) => {
            board.done(&["non-prosecution-reconsideration"], Some(asked.person), day);
            board.start("non-prosecution-reconsideration-decision", Some(asked.person), by, from(day));
        }
        Payload::NonProsecutionReconsidered(answered) => {
            board.done(&["non-prosecution-reconsideration-decision"], Some(answered.person), day);
            if !answered.changed {
                board.start("non-prosecution-review", Some(answered.person), by, from(day));
            }
        }
        Payload::NonProsecutionReviewAsked(asked) => {
            board.done(&["non-prosecution-review"], Some(asked.person), day);
            board.start("non-prosecution-review-decision", Some(asked.person), by, from(day));
        }
        Payload::NonProsecutionReviewed(answered) => {
            board.done(&["non-prosecution-review-decision"], Some(answered.person), day);
        }
        Payload::ProsecutionWithdrawn(withdrawn) => {
            for person in &withdrawn.persons {
                board.start("withdrawn-prosecution", Some(*person), by, from(day));
            }
        }
        Payload::Judged(judged) => {
            if let Some(received) = judged.received {
                board.start("protest-judgment", Some(judged.person), by, from(received));
            }
        }
        Payload::ProtestFiled(filed) => {
            let id = if filed.against == Against::Judgment { "protest-judgment" } else { "protest-ruling" };
            filed.persons.iter().for_each(|person| board.done(&[id], Some(*person), day));
        }
        Payload::TookEffect(effect) => {
            effect.persons.iter().for_each(|person| board.all_done(*person, day));
        }
        _ => {}
    }
}

fn not_prosecuted(board: &mut Board, decided: &NotProsecuted, day: Day, by: u64) {
    let person = Some(decided.person);
    board.all_done(decided.person, day);
    board.start("non-prosecution-reconsideration", person, by, from(day));
    match decided.ground {
        NonProsecution::Discretionary => board.start("non-prosecuted-appeal", person, by, from(day)),
        NonProsecution::Conditional => {
            let opening = Opening { option: decided.probation_months, ..from(day) };
            board.start("conditional-probation", person, by, opening);
        }
        _ => {}
    }
}
