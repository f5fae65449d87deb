//! Duty findings: what the law asks of the three gates, against what the record says of them.
//!
//! A refusal can only come from [`law::Refusal`]; everything else asks a person to act, or notes.
//! An owed gate that is not done or not recorded asks for that gate; a gate that is "may", exempt or without a rule
//! asks nothing. What is owed is worked out in `law`; hints of names and patterns belong in their own rooms.
//! Whether the operator says that it turned the item away changes nothing: the question, may it be taken in, is the same.

use law::{Due, Duties, Ground, Situation};
use parcel::{
    Choice, DutyState, Evidence, Finding, Gate, GateState, IdentityResult, InspectionResult, Record, XrayResult,
    kind::ItemKind,
};

#[cfg(test)]
mod tests;

/// Every duty finding of a record, in the order identity, inspection, machine, then notes on the law itself.
///
/// `duties` are those of the record's own circumstances ([`law::Circumstances::of`]).
/// A record with nothing to say costs no allocation.
pub fn findings<P>(item: &Record<P>, duties: &Duties) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(identity(item, duties));
    findings.extend(inspection(item, duties));
    findings.extend(one_of(item, duties));
    findings.extend(machine(item, duties));
    findings.extend(suspect(item, duties));
    findings.extend(gap(item, duties));
    findings.extend(place(item, duties));
    findings
}

/// Real-name acceptance. What is exempt, "may" or without a rule asks nothing, whatever came of it.
fn identity<P>(item: &Record<P>, duties: &Duties) -> Option<Finding> {
    let result = item.identity.as_ref().map(|identity| identity.result);
    let evidence = || recorded(item, Gate::Identity);
    let refused = matches!(result, Some(IdentityResult::Refused | IdentityResult::Mismatch));
    if duties.gate(Gate::Identity).state != DutyState::Owed {
        return refused.then(|| duties.finding(Situation::IdentityNotAsked, evidence()));
    }
    let situation = match result {
        Some(IdentityResult::Verified) => return None,
        None | Some(IdentityResult::NotDone) => Situation::IdentityMissing,
        Some(IdentityResult::Exempt) => Situation::IdentityExemptWithoutGround,
        Some(IdentityResult::Refused) => {
            return Some(refuse_or(duties, Ground::IdentityRefused, Situation::IdentityRefused, evidence()));
        }
        Some(IdentityResult::Mismatch) => {
            let evidence = evidence().with("result", IdentityResult::Mismatch.word());
            return Some(refuse_or(duties, Ground::IdentityMismatch, Situation::IdentityMismatch, evidence));
        }
    };
    Some(duties.finding(situation, evidence()))
}

/// Receipt inspection, and what it found. A find speaks whether or not the inspection was owed.
fn inspection<P>(item: &Record<P>, duties: &Duties) -> Option<Finding> {
    let evidence = || recorded(item, Gate::Inspection);
    let owed = duties.gate(Gate::Inspection).state == DutyState::Owed;
    let situation = match item.inspection.as_ref().map(|inspection| inspection.result) {
        Some(InspectionResult::Passed) => return None,
        Some(InspectionResult::Found) => return Some(found(item, duties)),
        Some(InspectionResult::Refused) => return Some(inspection_refused(item, duties)),
        None | Some(InspectionResult::NotDone) => Situation::InspectionMissing,
        Some(InspectionResult::Exempt) => Situation::InspectionExemptWithoutGround,
    };
    owed.then(|| duties.finding(situation, evidence()))
}

/// A prohibited item was found: refused where a provision says so, else a person looks.
fn found<P>(item: &Record<P>, duties: &Duties) -> Finding {
    let found = item.inspection.as_ref().and_then(|inspection| inspection.found.as_ref());
    let mut evidence = recorded(item, Gate::Inspection).with("result", InspectionResult::Found.word());
    if let Some(found) = found {
        evidence = evidence.with("class", found.class.as_str());
    }
    refuse_or(duties, Ground::ProhibitedFound, Situation::FoundWithoutRule, evidence)
}

/// The sender would not have it inspected. A letter is refused only where its sender may be asked to open it;
/// where one of several was owed and the machine found nothing, opening was not needed.
fn inspection_refused<P>(item: &Record<P>, duties: &Duties) -> Finding {
    let evidence = recorded(item, Gate::Inspection);
    let cleared = item.xray.as_ref().is_some_and(|xray| xray.result == XrayResult::Clear);
    let (ground, otherwise) = match (item.item_kind, duties.gate(Gate::Inspection).state) {
        (ItemKind::Letter, _) => (Ground::LetterOpeningRefused, Situation::InspectionNotAsked),
        (_, DutyState::OwedOneOf) if cleared => return duties.finding(Situation::InspectionNotAsked, evidence),
        (_, DutyState::Owed | DutyState::OwedOneOf) => (Ground::InspectionRefused, Situation::InspectionRefused),
        _ => return duties.finding(Situation::InspectionNotAsked, evidence),
    };
    refuse_or(duties, ground, otherwise, evidence)
}

/// Inspection by machine or by opening, either of them. Where inspection is owed by itself, that finding asks already.
fn one_of<P>(item: &Record<P>, duties: &Duties) -> Option<Finding> {
    let state = |gate| duties.gate(gate).state;
    let either = state(Gate::Inspection) == DutyState::OwedOneOf
        || (state(Gate::Machine) == DutyState::OwedOneOf && state(Gate::Inspection) != DutyState::Owed);
    let (by_hand, by_machine) = (item.gate_state(Gate::Inspection), item.gate_state(Gate::Machine));
    // A refused inspection has its own finding.
    let unmet = by_machine != GateState::Done && !matches!(by_hand, GateState::Done | GateState::Refused);
    let evidence = || Evidence::default().with("inspection", by_hand.word()).with("machine", by_machine.word());
    (either && unmet).then(|| duties.finding(Situation::OneOfMissing, evidence()))
}

/// Inspection by machine where it is owed by itself: by an order, or on arrival.
fn machine<P>(item: &Record<P>, duties: &Duties) -> Option<Finding> {
    let duty = duties.gate(Gate::Machine);
    let state = item.gate_state(Gate::Machine);
    if duty.state != DutyState::Owed || state == GateState::Done {
        return None;
    }
    let situation = match (duty.due, state) {
        (Due::OnArrival, _) => Situation::MachineOnArrival,
        (Due::AtAcceptance, GateState::Exempt) => Situation::MachineExemptWithoutGround,
        (Due::AtAcceptance, _) => Situation::MachineMissing,
    };
    Some(duties.finding(situation, recorded(item, Gate::Machine)))
}

/// A suspect image asks for opening until an inspection later than it has an answer; without both times it asks.
/// A letter is never opened by the operator: a person looks at the image again.
fn suspect<P>(item: &Record<P>, duties: &Duties) -> Option<Finding> {
    let image = item.xray.as_ref().filter(|xray| xray.result == XrayResult::Suspect)?;
    let answer = item
        .inspection
        .as_ref()
        .filter(|inspection| matches!(inspection.result, InspectionResult::Passed | InspectionResult::Found));
    let answered =
        answer.and_then(|inspection| inspection.at).zip(image.at).is_some_and(|(opened, seen)| opened > seen);
    let situation = match item.item_kind {
        ItemKind::Letter => Situation::XraySuspectLetter,
        ItemKind::Document | ItemKind::Parcel => Situation::XraySuspect,
    };
    let evidence = || {
        recorded(item, Gate::Machine)
            .with("result", XrayResult::Suspect.word())
            .with("inspection", item.gate_state(Gate::Inspection).word())
    };
    (!answered).then(|| duties.finding(situation, evidence()))
}

/// Names the gates for which no rule was found: the gap is itself a figure.
fn gap<P>(item: &Record<P>, duties: &Duties) -> Option<Finding> {
    let without_rule = |gate: &&Gate| duties.gate(**gate).state == DutyState::NoRule;
    let name = |evidence: Evidence, gate: &Gate| evidence.with(gate.word(), item.gate_state(*gate).word());
    let evidence = || Gate::ALL.iter().filter(without_rule).fold(Evidence::default(), name);
    duties.has_gap().then(|| duties.finding(Situation::Gap, evidence()))
}

/// Says that the sender's place stands in for the place of acceptance.
fn place<P>(item: &Record<P>, duties: &Duties) -> Option<Finding> {
    let evidence =
        || Evidence::default().with("accepted_region", "not_recorded").with("stands_in", item.duty_place().to_string());
    item.accepted_region.is_none().then(|| duties.finding(Situation::PlaceStandsIn, evidence()))
}

/// Refuses where a provision in force says "must not accept" on this ground; says the situation otherwise.
fn refuse_or(duties: &Duties, ground: Ground, otherwise: Situation, evidence: Evidence) -> Finding {
    match duties.refusal(ground) {
        Some(refusal) => refusal.finding(evidence),
        None => duties.finding(otherwise, evidence),
    }
}

/// What the record says of a gate.
fn recorded<P>(item: &Record<P>, gate: Gate) -> Evidence {
    Evidence::default().with("gate", gate.word()).with("recorded", item.gate_state(gate).word())
}
