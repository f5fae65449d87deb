//! Corrections: what was known when, and what is known now.

use casebook::{
    Casebook, CasebookError, PersonId, ReadModel,
    acts::{Payload, record},
    facts::FactKind,
};

use crate::story::*;
use crate::support::*;

const A: PersonId = PersonId([1; 16]);

fn count(casebook: &Casebook, kind: FactKind, as_of: u64) -> u32 {
    let mut count = 0;
    casebook.facts().unwrap().scan(as_of, |of| of == kind, |fact| count += fact.count);
    count
}

fn correction(corrects: u64, replacement: Option<record::Replacement>) -> Payload {
    Payload::Correction(record::Correction { corrects, why: "recorded in the wrong case".to_owned(), replacement })
}

#[test]
fn a_corrected_act_is_as_if_it_had_not_been_and_stays_known_for_the_past() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    tell(&casebook, "c-1", begun(&[A])).unwrap();
    tell_one(&casebook, "c-1", arrest_requested(&[A])).unwrap();
    let approved = tell_one(&casebook, "c-1", arrest_approved(A)).unwrap();
    assert_eq!(count(&casebook, FactKind::ArrestApproved, u64::MAX), 1);
    let corrected = tell_one(&casebook, "c-1", correction(approved, None)).unwrap();
    assert_eq!(count(&casebook, FactKind::ArrestApproved, u64::MAX), 0);
    assert_eq!(count(&casebook, FactKind::ArrestApproved, approved), 1);
    assert_eq!(count(&casebook, FactKind::ArrestApproved, corrected - 1), 1);
    assert_eq!(casebook.ledger().act(approved).unwrap().sequence, approved, "the corrected act stays");
    let then = casebook.case_at(&id("c-1"), approved).unwrap();
    assert_eq!(then.person(A).unwrap().arrest.to_string(), "approved");
    assert_eq!(casebook.case(&id("c-1")).unwrap().person(A).unwrap().arrest.to_string(), "requested");
    // Taken back: the first act counts again.
    let back = tell_one(&casebook, "c-1", correction(corrected, None)).unwrap();
    assert_eq!(count(&casebook, FactKind::ArrestApproved, u64::MAX), 1);
    assert_eq!(count(&casebook, FactKind::ArrestApproved, back - 1), 0);
}

#[test]
fn a_replacement_stands_in_the_old_place() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    tell(&casebook, "c-1", begun(&[A])).unwrap();
    tell_one(&casebook, "c-1", arrest_requested(&[A])).unwrap();
    let approved = tell_one(&casebook, "c-1", arrest_approved(A)).unwrap();
    tell_one(&casebook, "c-1", transferred(&[A])).unwrap();
    let really = record::Replacement::new(day("2026-01-20"), &arrest_approved(A));
    let corrected = tell_one(&casebook, "c-1", correction(approved, Some(really))).unwrap();
    let case = casebook.case(&id("c-1")).unwrap();
    assert_eq!(case.person(A).unwrap().custody_since, Some(day("2026-01-20")));
    let mut days = Vec::new();
    casebook.facts().unwrap().scan(
        u64::MAX,
        |kind| kind == FactKind::ArrestApproved,
        |fact| {
            days.push((fact.day, fact.sequence));
        },
    );
    assert_eq!(days, [(day("2026-01-20"), corrected)]);
}

#[test]
fn a_correction_that_leaves_something_unlawful_behind_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    let filed = {
        let sequences: Vec<_> = begun(&[A]).into_iter().map(|act| tell_one(&casebook, "c-1", act).unwrap()).collect();
        sequences[1]
    };
    tell_one(&casebook, "c-1", arrest_requested(&[A])).unwrap();
    assert_eq!(rule(tell_one(&casebook, "c-1", correction(filed, None))), "filing-first");
    let stranger = tell_one(&casebook, "c-1", correction(999, None));
    assert!(matches!(stranger, Err(CasebookError::NoSuchAct { sequence: 999 })));
}

#[test]
fn the_register_as_known_then_is_the_register_of_then() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    tell(&casebook, "c-1", in_review(&[A])).unwrap();
    let then = casebook.model().unwrap().dump().unwrap();
    let head = casebook.ledger().head().sequence;
    let approved = 5;
    tell_one(&casebook, "c-1", returned()).unwrap();
    tell_one(&casebook, "c-1", resubmitted()).unwrap();
    let replacement = record::Replacement::new(day("2026-01-06"), &arrest_approved(A));
    tell_one(&casebook, "c-1", correction(approved, Some(replacement))).unwrap();
    assert_eq!(ReadModel::as_of(casebook.ledger(), head).unwrap().dump().unwrap(), then);
}
