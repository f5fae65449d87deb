//! Invariants over every combination of kind, item, place, day and what was recorded.

use law::{Circumstances, Due, Law};
use parcel::{Ask, Choice, DutyState, Finding, Gate, GateState, Item};

use super::*;

/// Every combination of results, absent included, for every kind and item, in and out of Beijing, on four days.
fn every(mut visit: impl FnMut(&Item, &[Finding])) {
    let identities: Vec<_> = std::iter::once(None).chain(IdentityResult::ALL.iter().map(Some)).collect();
    let inspections: Vec<_> = std::iter::once(None).chain(InspectionResult::ALL.iter().map(Some)).collect();
    let images: Vec<_> = std::iter::once(None).chain(XrayResult::ALL.iter().map(Some)).collect();
    for base in bases() {
        for identity in &identities {
            for inspection in &inspections {
                for image in &images {
                    let mut item = base.clone();
                    item = identity.map_or(item.clone(), |result| item.identity(*result));
                    item = inspection.map_or(item.clone(), |result| item.inspection(*result, None));
                    item = image.map_or(item.clone(), |result| item.xray(*result, None));
                    let said = findings(&item, Law::built_in().duties(&Circumstances::of(&item)));
                    visit(&item, &said);
                }
            }
        }
    }
}

fn bases() -> Vec<Item> {
    let mut bases = Vec::new();
    for kind in OperatorKind::ALL {
        for item_kind in ItemKind::ALL {
            for place in ["110105", "440106"] {
                for day in ["2015-01-01", "2016-06-01", "2020-09-01", "2026-11-20"] {
                    let base = item().kind(*kind).item_kind(*item_kind).in_place(place).to("110108").on(day);
                    bases.extend([base.clone(), base.agreement()]);
                }
            }
        }
    }
    bases
}

fn asks(said: &[Finding]) -> Vec<Ask> {
    said.iter().filter_map(|finding| finding.request().map(|request| request.asks)).collect()
}

#[test]
fn only_what_a_person_refused_or_found_is_refused() {
    let mut refused = 0;
    every(|item, said| {
        let identity = item
            .identity
            .as_ref()
            .is_some_and(|identity| matches!(identity.result, IdentityResult::Refused | IdentityResult::Mismatch));
        let inspection = item
            .inspection
            .as_ref()
            .is_some_and(|inspection| matches!(inspection.result, InspectionResult::Refused | InspectionResult::Found));
        let any = said.iter().any(Finding::refuses);
        refused += u32::from(any);
        assert!(!any || identity || inspection, "{item:?}");
    });
    assert!(refused > 1000);
}

#[test]
fn an_owed_gate_that_is_not_done_always_asks_and_one_that_is_not_owed_never_does() {
    every(|item, said| {
        let duties = Law::built_in().duties(&Circumstances::of(item));
        let asked = asks(said);
        let open = |gate: Gate| {
            matches!(item.gate_state(gate), GateState::NotRecorded | GateState::NotDone | GateState::Exempt)
        };
        let owed =
            |gate: Gate| duties.gate(gate).state == DutyState::Owed && duties.gate(gate).due == Due::AtAcceptance;
        for (gate, ask) in
            [(Gate::Identity, Ask::Identity), (Gate::Inspection, Ask::Open), (Gate::Machine, Ask::Machine)]
        {
            assert!(!(owed(gate) && open(gate)) || asked.contains(&ask), "{gate} of {item:?}");
            let silent = !matches!(duties.gate(gate).state, DutyState::Owed | DutyState::OwedOneOf);
            let suspect = item.xray.as_ref().is_some_and(|image| image.result == XrayResult::Suspect);
            let other = ask == Ask::Open && (suspect || duties.gate(Gate::Machine).state == DutyState::OwedOneOf);
            assert!(!silent || other || !asked.contains(&ask), "{gate} of {item:?}");
        }
    });
}

#[test]
fn nothing_ever_asks_to_open_a_letter() {
    every(|item, said| {
        assert!(item.item_kind != ItemKind::Letter || !asks(said).contains(&Ask::Open), "{item:?}");
    });
}

#[test]
fn no_two_requests_ask_the_same_of_one_provision() {
    every(|item, said| {
        let mut requests: Vec<_> = said
            .iter()
            .filter_map(|finding| finding.request().map(|request| (request.asks, &finding.provision().message.en)))
            .collect();
        let before = requests.len();
        requests.sort();
        requests.dedup();
        assert_eq!(requests.len(), before, "{item:?}");
    });
}
