//! From acts upon documents and finds to facts.

use law::{ChargeGroup, Charges};

use super::MeasureState;
use crate::{
    Act,
    acts::{
        Payload, Recorded,
        measure::{Answer, FilingResult, MeasureIssued, MeasureKind as M},
    },
    case::Stage,
    facts::{Fact, FactKind as K, Reason},
};

/// A fact about no person of a case.
pub(crate) fn fact(act: &Act, number: u32, kind: K, reason: Reason) -> Fact {
    Fact {
        kind,
        day: act.day,
        sequence: act.sequence,
        known_from: act.sequence,
        known_until: None,
        case: number,
        person: None,
        region: act.office.region_code(),
        charge_group: ChargeGroup::Other,
        charge: 0,
        by_delivery: Recorded::NotRecorded,
        contraband: None,
        operator_kind: None,
        stage: Stage::Investigation,
        reason,
        heavy: false,
        after_exclusion: false,
        plea: false,
        minor: Recorded::NotRecorded,
        foreign: Recorded::NotRecorded,
        count: 1,
    }
}

/// How far something was adopted, as a reason.
pub(crate) fn adoption(answer: Answer) -> Reason {
    match answer {
        Answer::Adopted => Reason::Adopted,
        Answer::PartlyAdopted => Reason::PartlyAdopted,
        Answer::NotAdopted => Reason::NotAdopted,
        Answer::Explained => Reason::Other,
    }
}

/// The facts of one act upon a measure, given the state that it met, under the charge that it was issued about.
pub(crate) fn of_measure(state: &MeasureState, act: &Act, number: u32) -> Vec<Fact> {
    let issued = match &act.payload {
        Payload::MeasureIssued(issued) => Some(issued),
        _ => state.issued.as_ref(),
    };
    let charge = issued.and_then(|issued| Charges::built_in().find(issued.charge.as_deref()?, act.day));
    let mut facts = counted(state, act, number);
    if let Some(charge) = charge {
        for fact in &mut facts {
            (fact.charge_group, fact.charge) = (charge.group, charge.code);
        }
    }
    facts
}

fn counted(state: &MeasureState, act: &Act, number: u32) -> Vec<Fact> {
    let one = |kind: K| vec![fact(act, number, kind, Reason::None)];
    match (&act.payload, state.kind()) {
        (Payload::MeasureIssued(issued), _) => issue(issued, act, number),
        // What was corrected once is not corrected again by a second reply.
        (Payload::DocumentReplied(reply), Some(kind)) if reply.answer == Answer::Adopted => {
            let before = state.life.replies.iter().any(|reply| reply.answer == Answer::Adopted);
            match kind {
                M::InvestigationOpinion if !before => one(K::InvestigationOpinionCorrected),
                M::TrialOpinion if !before => one(K::TrialOpinionCorrected),
                _ => Vec::new(),
            }
        }
        (Payload::FilingOutcome(outcome), _) => match outcome.result {
            FilingResult::Withdrawn => one(K::FilingWithdrawn),
            FilingResult::Filed => one(K::FiledAfterSupervision),
        },
        _ => Vec::new(),
    }
}

fn issue(issued: &MeasureIssued, act: &Act, number: u32) -> Vec<Fact> {
    let kind = match issued.kind {
        M::FilingSupervision | M::FilingSilence => K::FilingSupervised,
        M::InvestigationOpinion => K::InvestigationOpinionIssued,
        M::TrialOpinion => K::TrialOpinionIssued,
        M::AdministrativeOpinion => K::AdministrativeOpinion,
        // Arrests, crimes and accomplices that were missed, and protests, are counted in their cases.
        _ => return Vec::new(),
    };
    let mut facts = vec![fact(act, number, kind, Reason::None)];
    if kind == K::FilingSupervised {
        for place in 0..issued.persons.len() {
            let person = u16::try_from(place).ok();
            facts.push(Fact { person, ..fact(act, number, K::FilingSupervisedPerson, Reason::None) });
        }
    }
    facts
}
