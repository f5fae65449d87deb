//! Clocks of a case: which act starts, lengthens, stops and ends which.

use casebook::{
    BoardFilter, Casebook, PersonId,
    acts::{Payload, arrest::RefusalReason, custody, prosecution, record},
    case::clocks::{CaseClock, clocks},
};
use law::clock::State;

use crate::story::*;
use crate::support::*;

const A: PersonId = PersonId([1; 16]);

/// The clocks after a story whose acts are dated one by one.
fn told(story: Vec<(&str, Payload)>) -> Vec<CaseClock> {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    for (version, (on, payload)) in (0..).zip(story) {
        casebook.append(act("c-1", day(on), payload), version).unwrap();
    }
    clocks(&casebook.ledger().acts_of(&casebook::Subject::case(id("c-1")), u64::MAX).unwrap()).unwrap()
}

fn due(clocks: &[CaseClock], id: &str) -> String {
    let clock = clocks.iter().rev().find(|clock| &*clock.ledger.clock().id == id);
    let clock = clock.unwrap_or_else(|| panic!("no clock {id}"));
    assert!(clock.problems.is_empty(), "{:?}", clock.problems);
    clock.ledger.due().map(|due| due.to_string()).unwrap_or_default()
}

fn state(clocks: &[CaseClock], id: &str, on: &str) -> State {
    let clock = clocks.iter().rev().find(|clock| &*clock.ledger.clock().id == id).unwrap();
    clock.ledger.standing(day(on)).state
}

/// Detained on 2026-01-05, arrested on 2026-01-12.
fn arrested() -> Vec<(&'static str, Payload)> {
    vec![
        ("2026-01-04", registered()),
        ("2026-01-04", filed()),
        ("2026-01-04", added(A)),
        ("2026-01-05", detained(A)),
        ("2026-01-08", arrest_requested(&[A])),
        ("2026-01-12", arrest_approved(A)),
    ]
}

fn extended(basis: custody::Extension, requested: &str) -> Payload {
    let (requested, document) = (day(requested), id("extension-1"));
    Payload::CustodyExtended(custody::CustodyExtended { person: A, basis, requested, document })
}

#[test]
fn detention_request_review_and_custody_follow_each_other() {
    let clocks = told(arrested());
    assert_eq!(due(&clocks, "request-arrest"), "2026-01-08");
    assert_eq!(state(&clocks, "request-arrest", "2026-02-01"), State::Done);
    assert_eq!(due(&clocks, "arrest-review"), "2026-01-15");
    assert_eq!(due(&clocks, "custody-investigation"), "2026-03-12");
    assert_eq!(state(&clocks, "custody-investigation", "2026-02-01"), State::Running);
}

#[test]
fn extensions_are_summed_and_a_late_request_is_refused() {
    let mut story = arrested();
    story.push(("2026-03-01", extended(custody::Extension::Complex, "2026-02-28")));
    story.push(("2026-04-01", extended(custody::Extension::FourKinds, "2026-03-30")));
    let clocks = told(story);
    assert_eq!(due(&clocks, "custody-investigation"), "2026-06-12");

    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    for (version, (on, payload)) in (0..).zip(arrested()) {
        casebook.append(act("c-1", day(on), payload), version).unwrap();
    }
    let late = act("c-1", day("2026-03-20"), extended(custody::Extension::Complex, "2026-03-15"));
    assert_eq!(rule(casebook.append(late, 6).map(|appended| appended.sequence)), "custody-late-request");
}

#[test]
fn an_evaluation_stops_custody_and_a_correction_moves_it() {
    let evaluation = custody::Evaluation { person: A };
    let mut story = arrested();
    story.push(("2026-02-01", Payload::EvaluationBegan(evaluation.clone())));
    assert_eq!(due(&told(story.clone()), "custody-investigation"), "");
    story.push(("2026-02-10", Payload::EvaluationEnded(evaluation)));
    assert_eq!(due(&told(story.clone()), "custody-investigation"), "2026-03-22");
    let really = record::Replacement::new(day("2026-02-14"), &story[7].1);
    story.push((
        "2026-02-20",
        Payload::Correction(record::Correction { corrects: 8, why: "wrong day".to_owned(), replacement: Some(really) }),
    ));
    assert_eq!(due(&told(story), "custody-investigation"), "2026-03-26");
}

#[test]
fn a_return_ends_the_review_and_a_resubmission_begins_another() {
    let mut story = arrested();
    story.push(("2026-03-02", transferred(&[A])));
    assert_eq!(due(&told(story.clone()), "prosecution-review"), "2026-04-02");
    let longer = prosecution::ReviewExtended { document: id("extension-2") };
    story.push(("2026-03-20", Payload::ReviewExtended(longer)));
    assert_eq!(due(&told(story.clone()), "prosecution-review"), "2026-04-17");
    story.push(("2026-04-10", returned()));
    let clocks = told(story.clone());
    assert_eq!(due(&clocks, "supplementary-investigation"), "2026-05-10");
    assert_eq!(state(&clocks, "prosecution-review", "2026-04-30"), State::Done);
    story.push(("2026-05-08", resubmitted()));
    assert_eq!(due(&told(story.clone()), "prosecution-review"), "2026-06-08");
    story.push(("2026-06-20", prosecuted(&[A])));
    assert_eq!(state(&told(story), "prosecution-review", "2026-06-30"), State::DoneLate);
}

#[test]
fn a_refusal_opens_the_way_of_objection() {
    let mut story = arrested();
    story[5] = ("2026-01-12", arrest_refused(A, RefusalReason::NoCrime, false));
    let clocks = told(story);
    assert_eq!(due(&clocks, "refusal-reconsideration"), "2026-01-19");
    assert_eq!(due(&clocks, "refusal-no-action"), "2026-01-27");
}

#[test]
fn the_board_shows_what_is_to_be_done_by_its_day_and_nothing_that_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    for (version, (on, payload)) in (0..).zip(arrested()) {
        casebook.append(act("c-2", day(on), payload), version).unwrap();
    }
    let mut second = arrested();
    second[5] = ("2026-01-12", arrest_refused(A, RefusalReason::NoNecessity, false));
    for (version, (on, payload)) in (0..).zip(second) {
        casebook.append(act("c-1", day(on), payload), version).unwrap();
    }
    let shown = |on: &str, until: Option<&str>| {
        let filter = BoardFilter { day: day(on), until: until.map(day), region: Some("33".to_owned()), limit: 10 };
        let rows = casebook.model().unwrap().board(&filter).unwrap();
        rows.into_iter().map(|row| format!("{} {} {}", row.case, row.clock, row.due.unwrap())).collect::<Vec<_>>()
    };
    let (objection, custody) = ("c-1 refusal-reconsideration 2026-01-19", "c-2 custody-investigation 2026-03-12");
    assert_eq!(shown("2026-01-13", None), [objection, custody]);
    assert_eq!(shown("2026-01-13", Some("2026-02-01")), [objection]);
    assert_eq!(shown("2026-01-20", None), [custody], "a right that has lapsed is not to be done");
    assert_eq!(shown("2026-12-01", None), [custody], "a duty whose day is past stays");
    let on = act("c-2", day("2026-02-01"), transferred(&[A]));
    casebook.append(on, 6).unwrap();
    // A Sunday: in custody no holiday moves the last day.
    assert_eq!(shown("2026-02-02", None), ["c-2 prosecution-review 2026-03-01"]);
}
