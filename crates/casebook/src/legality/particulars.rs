//! What an act says in particular: persons it names, grounds it gives, days it bears.

use law::{Charges, clock::Event};
use parcel::Day;

use super::{Breach, Outcome, breach, demand, named, order};
use crate::{
    PersonId,
    acts::{
        ActKind, Payload, Recorded,
        custody::{CustodyExtended, Extension},
        filing::{CaseDropped, SplitOff},
        prosecution::{NonProsecution, NotProsecuted, PleaSigned},
        protest::{ProtestConcluded, ProtestFiled, ProtestProcedure},
    },
    case::{CaseState, PersonState, Protest, Stage, clocks::custody},
};

/// Everything beyond the order of kinds.
pub(super) fn check(state: &CaseState, day: Day, payload: &Payload) -> Outcome {
    for person in named::persons(payload) {
        let of = |breach: Breach| Breach { person: Some(*person), ..breach };
        let known = state.person(*person).ok_or(of(Breach { rule: "person-known", person: None }))?;
        order::of_person(state, known, payload.kind()).map_err(of)?;
        in_order(known, day, payload.kind()).map_err(of)?;
        of_person(state, known, day, payload).map_err(of)?;
    }
    of_case(state, day, payload)
}

/// A decision is not dated before the request that it answers.
fn in_order(person: &PersonState, day: Day, kind: ActKind) -> Outcome {
    let since = match kind {
        ActKind::ArrestApproved
        | ActKind::ArrestRefused
        | ActKind::ArrestReconsiderationAsked
        | ActKind::ArrestReconsidered
        | ActKind::ArrestReviewAsked
        | ActKind::ArrestReviewed => person.arrest_day,
        ActKind::TookEffect | ActKind::Executed | ActKind::Judged | ActKind::ProtestFiled => Some(person.latest),
        _ => None,
    };
    demand(since.is_none_or(|since| since <= day), "day-in-order")
}

fn of_person(state: &CaseState, person: &PersonState, day: Day, payload: &Payload) -> Outcome {
    match payload {
        Payload::ChargesSet(act) => charges(&act.charges, day),
        Payload::MissedCrimeCorrected(act) => charges(act.charge.as_slice(), day),
        Payload::CustodyExtended(act) => extension(person, day, act),
        Payload::PleaSigned(act) => plea(act),
        Payload::NotProsecuted(act) => non_prosecution(state, person, act),
        Payload::ProtestFiled(act) => protest(person, act),
        Payload::RecordSealed(_) => {
            let short = person.sentence.is_none_or(|sentence| sentence.is_five_years_or_less());
            demand(person.minor == Recorded::Yes && short, "sealing")
        }
        _ => Ok(()),
    }
}

fn of_case(state: &CaseState, day: Day, payload: &Payload) -> Outcome {
    match payload {
        Payload::PersonAdded(act) => {
            demand(state.person(act.person).is_none(), "person-known")?;
            charges(&act.charges, day)
        }
        Payload::CaseDropped(act) => dropped(state, act),
        Payload::SplitOff(act) => split(state, act),
        Payload::ExclusionDecided(act) => {
            let open = state.exclusions.iter().find(|open| open.evidence == act.evidence && open.decided.is_none());
            let Some(open) = open else { return breach("exclusion") };
            demand(open.raised <= day, "day-in-order")
        }
        Payload::ProtestSupported(act) | Payload::ProtestWithdrawn(act) | Payload::ChiefAttended(act) => {
            demand(state.protest(&act.protest).is_some_and(Protest::is_pending), "protest-supported")
        }
        Payload::ProtestFiled(act) => demand(state.protest(&act.document).is_none(), "protest-second-instance"),
        Payload::ProtestConcluded(act) => concluded(state, day, act),
        _ => Ok(()),
    }
}

fn dropped(state: &CaseState, act: &CaseDropped) -> Outcome {
    demand(act.persons.iter().all(|person| state.person(*person).is_some()), "person-known")?;
    let of = |person: &&PersonState| act.persons.is_empty() || act.persons.contains(&person.person);
    let early = |person: &PersonState| person.stage < Stage::Review || person.stage.is_final();
    demand(state.persons.iter().filter(of).all(early), "drop")
}

fn split(state: &CaseState, act: &SplitOff) -> Outcome {
    let open = |person: &PersonId| state.person(*person).is_some_and(|person| !person.stage.is_final());
    demand(!act.persons.is_empty() && act.persons.iter().all(open), "person-known")?;
    demand(act.persons.len() < state.persons.len(), "splitting")
}

fn charges(charges: &[String], day: Day) -> Outcome {
    demand(charges.iter().all(|charge| Charges::built_in().find(charge, day).is_some()), "charge-known")
}

/// Each extension presupposes the one before it (CPL 156, 158, 159); after the end none is accepted (RULES 309).
fn extension(person: &PersonState, day: Day, act: &CustodyExtended) -> Outcome {
    demand(act.requested <= day, "day-in-order")?;
    step(person, act.basis)?;
    let Some(mut clock) = custody(person).filter(|_| act.basis != Extension::Special) else { return Ok(()) };
    let event = Event::Extended { day, requested: Some(act.requested), days: None };
    clock.record(event).or_else(|_| breach("custody-late-request"))
}

fn step(person: &PersonState, basis: Extension) -> Outcome {
    let before = person.extensions.last().map(|(_, basis)| *basis);
    match basis {
        Extension::Complex => demand(before.is_none(), "custody-complex"),
        Extension::FourKinds => demand(before == Some(Extension::Complex), "custody-four-kinds"),
        Extension::Heavy => demand(before == Some(Extension::FourKinds), "custody-heavy"),
        Extension::Special => Ok(()),
    }
}

fn plea(act: &PleaSigned) -> Outcome {
    let signed = act.counsel_present && act.statement.is_some();
    demand(signed || act.exception.is_some(), "plea")
}

fn non_prosecution(state: &CaseState, person: &PersonState, act: &NotProsecuted) -> Outcome {
    match act.ground {
        // A prosecution withdrawn for want of evidence needs no further return (RULES 424).
        NonProsecution::InsufficientEvidence if person.stage != Stage::Withdrawn => {
            demand(state.returns >= 1, "insufficient-after-return")
        }
        NonProsecution::Conditional => {
            demand(person.minor == Recorded::Yes, "non-prosecution-conditional")?;
            demand(act.probation_months.is_some_and(|months| (6..=12).contains(&months)), "probation")
        }
        NonProsecution::Special => demand(act.approval.is_some(), "non-prosecution-special"),
        _ => Ok(()),
    }
}

fn protest(person: &PersonState, act: &ProtestFiled) -> Outcome {
    match act.procedure {
        ProtestProcedure::SecondInstance => demand(person.stage == Stage::Judged, "protest-second-instance"),
        ProtestProcedure::Retrial => demand(person.effective.is_some(), "protest-retrial"),
    }
}

fn concluded(state: &CaseState, day: Day, act: &ProtestConcluded) -> Outcome {
    let Some(protest) = state.protest(&act.protest).filter(|protest| protest.is_pending()) else {
        return breach("protest-outcome");
    };
    demand(protest.filed <= day, "day-in-order")?;
    let stranger = act.persons.iter().find(|effect| !protest.persons.contains(&effect.person));
    stranger.map_or(Ok(()), |effect| Err(Breach { rule: "person-known", person: Some(effect.person) }))
}
