//! What the law allows in which state, each with the article that says so.

use casebook::{
    Casebook, CasebookError, PersonId, Subject,
    acts::{ActKind, Payload, Recorded, arrest::RefusalReason, custody, filing, person, prosecution, protest, record},
    case::{Constraint, Filing, Stage},
    legality,
};
use parcel::Choice;

use crate::story::*;
use crate::support::*;

fn fresh() -> (tempfile::TempDir, Casebook) {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    (folder, casebook)
}

/// A casebook in which these acts were recorded.
fn after(story: Vec<Payload>) -> (tempfile::TempDir, Casebook) {
    let (folder, casebook) = fresh();
    tell(&casebook, "c-1", story).unwrap();
    (folder, casebook)
}

fn refused(story: Vec<Payload>, next: Payload) -> String {
    let (_folder, casebook) = after(story);
    rule(tell_one(&casebook, "c-1", next))
}

const A: PersonId = PersonId([1; 16]);
const B: PersonId = PersonId([2; 16]);

#[test]
fn a_case_goes_from_filing_to_execution() {
    let (_folder, casebook) = after(in_judgment(A));
    tell(&casebook, "c-1", vec![took_effect(&[A])]).unwrap();
    let case = casebook.case(&id("c-1")).unwrap();
    assert_eq!(case.filing, Filing::Filed);
    assert_eq!(case.person(A).unwrap().stage, Stage::Effective);
    assert_eq!(case.person(A).unwrap().constraint, Constraint::Arrested);
    assert!(case.person(A).unwrap().plea);
}

#[test]
fn investigation_follows_filing() {
    assert_eq!(refused(vec![registered(), added(A)], detained(A)), "filing-first");
    assert_eq!(refused(vec![registered(), added(A)], arrest_requested(&[A])), "filing-first");
}

#[test]
fn an_arrest_answers_a_request() {
    assert_eq!(refused(begun(&[A]), arrest_approved(A)), "arrest-decision");
    assert_eq!(refused(begun(&[A]), arrest_requested(&[B])), "person-known");
}

#[test]
fn a_refusal_names_article_edition_state_and_what_would_be_allowed() {
    let (_folder, casebook) = after(begun(&[A]));
    let Err(CasebookError::Refused(refused)) = tell_one(&casebook, "c-1", arrest_approved(A)) else { panic!() };
    assert_eq!(refused.rule.cite.en, "Criminal Procedure Law 2018 art. 90");
    assert!(refused.allowed.contains(&ActKind::ArrestRequested), "{:?}", refused.allowed);
    assert!(!refused.allowed.contains(&ActKind::ArrestApproved));
    let message = refused.message();
    assert!(
        message.zh.contains("《刑事诉讼法》（2018年）第90条") && message.zh.contains("提请批准逮捕"),
        "{}",
        message.zh
    );
    assert!(message.en.contains("arrest requested"), "{}", message.en);
}

#[test]
fn whoever_is_not_arrested_is_released() {
    let mut story = begun(&[A]);
    story.extend([detained(A), arrest_requested(&[A]), arrest_refused(A, RefusalReason::NoNecessity, false)]);
    let (_folder, casebook) = after(story);
    assert_eq!(casebook.case(&id("c-1")).unwrap().person(A).unwrap().constraint, Constraint::None);
}

#[test]
fn a_case_is_returned_twice_at_most() {
    let mut story = in_review(&[A]);
    story.extend([returned(), resubmitted(), returned(), resubmitted()]);
    assert_eq!(refused(story, returned()), "two-returns");
}

#[test]
fn the_limit_of_two_is_shared_across_offices() {
    let elsewhere = Payload::JurisdictionChanged(filing::JurisdictionChanged {
        to: casebook::Office { name: "另一检察院".to_owned(), region: parcel::Region::parse("110105").unwrap() },
        document: id("transfer-2"),
    });
    let mut story = in_review(&[A]);
    story.extend([returned(), resubmitted(), elsewhere, returned(), resubmitted()]);
    let (_folder, casebook) = after(story);
    assert_eq!(rule(tell_one(&casebook, "c-1", returned())), "two-returns");
    assert_eq!(casebook.case(&id("c-1")).unwrap().office.unwrap().name, "另一检察院");
}

#[test]
fn insufficient_evidence_presupposes_a_return() {
    let ground = prosecution::NonProsecution::InsufficientEvidence;
    assert_eq!(refused(in_review(&[A]), not_prosecuted(A, ground)), "insufficient-after-return");
    let mut story = in_review(&[A]);
    story.extend([returned(), resubmitted(), not_prosecuted(A, ground)]);
    let (_folder, casebook) = after(story);
    let case = casebook.case(&id("c-1")).unwrap();
    assert_eq!(case.person(A).unwrap().stage, Stage::NotProsecuted);
    assert_eq!(case.person(A).unwrap().constraint, Constraint::None);
    // On new evidence the same person may be prosecuted (Rules 369).
    tell_one(&casebook, "c-1", prosecuted(&[A])).unwrap();
}

#[test]
fn conditional_non_prosecution_is_for_minors() {
    let ground = prosecution::NonProsecution::Conditional;
    assert_eq!(refused(in_review(&[A]), not_prosecuted(A, ground)), "non-prosecution-conditional");
    assert_eq!(
        refused(in_review(&[A]), not_prosecuted(A, prosecution::NonProsecution::Special)),
        "non-prosecution-special"
    );
}

#[test]
fn a_plea_is_signed_with_counsel() {
    assert_eq!(refused(in_review(&[A]), plea(A, false)), "plea");
}

#[test]
fn custody_is_extended_step_by_step() {
    let extended = |basis| {
        let (requested, document) = (day("2026-01-05"), id("extension-1"));
        Payload::CustodyExtended(custody::CustodyExtended { person: A, basis, requested, document })
    };
    let mut story = begun(&[A]);
    assert_eq!(refused(story.clone(), extended(custody::Extension::Complex)), "custody-complex");
    story.extend([arrest_requested(&[A]), arrest_approved(A)]);
    assert_eq!(refused(story.clone(), extended(custody::Extension::FourKinds)), "custody-four-kinds");
    story.extend([extended(custody::Extension::Complex), extended(custody::Extension::FourKinds)]);
    assert_eq!(refused(story.clone(), extended(custody::Extension::Complex)), "custody-complex");
    story.push(extended(custody::Extension::Heavy));
    after(story);
}

#[test]
fn a_protest_follows_a_judgment_and_is_concluded_once() {
    use protest::ProtestProcedure::{Retrial, SecondInstance};
    let concluded = |result| {
        Payload::ProtestConcluded(protest::ProtestConcluded {
            protest: id("p-1"),
            result,
            persons: vec![protest::PersonEffect {
                person: A,
                effects: vec![protest::ProtestEffect::Heavier],
                sentence: Some(months(180)),
            }],
            document: id("judgment-2"),
        })
    };
    assert_eq!(refused(in_review(&[A]), protest("p-1", SecondInstance, &[A])), "protest-second-instance");
    assert_eq!(refused(in_judgment(A), protest("p-1", Retrial, &[A])), "protest-retrial");
    assert_eq!(refused(in_judgment(A), concluded(protest::ProtestResult::Changed)), "protest-outcome");
    let mut story = in_judgment(A);
    let attended = Payload::ChiefAttended(protest::ProtestStep { protest: id("p-1") });
    story.extend([protest("p-1", SecondInstance, &[A]), attended, concluded(protest::ProtestResult::Changed)]);
    let (_folder, casebook) = after(story);
    assert_eq!(casebook.case(&id("c-1")).unwrap().person(A).unwrap().sentence, Some(months(180)));
    assert_eq!(rule(tell_one(&casebook, "c-1", concluded(protest::ProtestResult::Upheld))), "protest-outcome");
}

#[test]
fn a_minor_s_record_is_sealed_and_leaves_lists_and_search() {
    let sealed = Payload::RecordSealed(record::RecordSealed { person: A, document: id("sealing-1") });
    let mut adult = in_judgment(A);
    adult.push(took_effect(&[A]));
    assert_eq!(refused(adult, sealed.clone()), "sealing");

    let mut story = vec![registered(), filed(), added_as(A, person::FoundBy::Investigation, Recorded::Yes)];
    story.extend([transferred(&[A]), prosecuted(&[A]), judged(A, months(36)), took_effect(&[A])]);
    let (_folder, casebook) = after(story);
    assert_eq!(casebook.model().unwrap().cases_of(A).unwrap().len(), 1);
    tell_one(&casebook, "c-1", sealed).unwrap();
    let model = casebook.model().unwrap();
    assert!(model.cases_of(A).unwrap().is_empty());
    assert!(model.cases(&casebook::CaseFilter { limit: 10, ..Default::default() }).unwrap().is_empty());
}

#[test]
fn a_dropped_case_leaves_lists() {
    let dropped = Payload::CaseDropped(filing::CaseDropped { document: id("drop-1"), persons: Vec::new() });
    let mut story = begun(&[A]);
    story.push(dropped);
    let (_folder, casebook) = after(story);
    let model = casebook.model().unwrap();
    assert!(model.cases_of(A).unwrap().is_empty());
    assert!(model.cases(&casebook::CaseFilter { limit: 10, ..Default::default() }).unwrap().is_empty());
}

#[test]
fn joined_cases_go_on_in_one_and_keep_the_count_of_returns() {
    let mut story = in_review(&[B]);
    story.extend([returned(), resubmitted(), returned(), resubmitted()]);
    let (_folder, casebook) = after(in_review(&[A]));
    tell(&casebook, "c-2", story).unwrap();
    let (main, other) = (casebook.case(&id("c-1")).unwrap(), casebook.case(&id("c-2")).unwrap());
    let on = day("2026-03-01");
    let joined = filing::JoinedFrom {
        case: id("c-2"),
        returns: other.returns,
        filed: other.filed,
        persons: other.persons.clone(),
    };
    let from = act("c-1", on, Payload::JoinedFrom(joined.clone()));
    let into = act("c-2", on, Payload::JoinedInto(filing::JoinedInto { case: id("c-1") }));
    let alone = casebook.append(from.clone(), main.version);
    assert!(matches!(alone, Err(CasebookError::Conflict { .. })), "one side alone is no joinder");
    casebook.append_together(vec![(from, main.version), (into, other.version)]).unwrap();
    let main = casebook.case(&id("c-1")).unwrap();
    assert_eq!(main.persons.len(), 2);
    assert_eq!(rule(tell_one(&casebook, "c-1", returned())), "two-returns");
    assert_eq!(rule(tell_one(&casebook, "c-2", returned())), "one-place");
}

#[test]
fn acts_lie_neither_ahead_nor_before_what_they_answer() {
    let (_folder, casebook) = fresh();
    let ahead = casebook.append(act("c-1", day("2026-11-23"), registered()), 0);
    assert!(matches!(ahead, Err(CasebookError::Fields(problems)) if problems[0].field == "/day"));
    tell(&casebook, "c-1", begun(&[A])).unwrap();
    tell_one(&casebook, "c-1", arrest_requested(&[A])).unwrap();
    let version = casebook.case(&id("c-1")).unwrap().version;
    let early = casebook.append(act("c-1", day("2025-12-01"), arrest_approved(A)), version);
    assert!(matches!(early, Err(CasebookError::Refused(refused)) if refused.rule.id == "day-in-order"));
}

#[test]
fn every_problem_of_the_fields_is_answered_at_once() {
    let (_folder, casebook) = fresh();
    let mut bad = act("c-1", day("2026-01-01"), registered());
    (bad.actor, bad.purpose, bad.key) = ("张某".to_owned(), " ".to_owned(), Some(String::new()));
    bad.subject = Subject { kind: casebook::SubjectKind::LookUp, id: id("x") };
    let Err(CasebookError::Fields(problems)) = casebook.append(bad, 0) else { panic!() };
    let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["/actor", "/key", "/purpose", "/subject"]);
}

/// Rules are named in code by their ids: each refusal above finds its row, and here every other does.
#[test]
fn every_rule_named_in_code_has_a_row() {
    let code = concat!(
        include_str!("../../src/legality/order.rs"),
        include_str!("../../src/legality/particulars.rs"),
        include_str!("../../src/measure/profile.rs"),
        include_str!("../../src/measure/check.rs"),
        include_str!("../../src/measure/life.rs"),
        include_str!("../../src/recommend.rs"),
        include_str!("../../src/order.rs"),
        include_str!("../../src/order/penalty.rs"),
        include_str!("../../src/find/check.rs"),
        include_str!("../../src/state.rs")
    );
    let rules = law::Procedure::built_in();
    let words = code.split('"').skip(1).step_by(2).filter(|word| word.contains('-') && !word.contains(' '));
    let mut known = 0;
    for word in words {
        let is_clock = law::clock::Clocks::built_in().get(word).is_some();
        assert!(is_clock || rules.rule(word, day("2026-01-01")).is_some(), "{word}");
        known += 1;
    }
    assert!(known > 40, "{known}");
}

#[test]
fn what_is_allowed_is_what_is_accepted() {
    let (_folder, casebook) = after(in_review(&[A]));
    let case = casebook.case(&id("c-1")).unwrap();
    let allowed = legality::allowed(&case, Some(A));
    for (kind, payload) in [
        (ActKind::Prosecuted, prosecuted(&[A])),
        (ActKind::Judged, judged(A, months(12))),
        (ActKind::ArrestRequested, arrest_requested(&[A])),
        (ActKind::PleaSigned, plea(A, true)),
    ] {
        let accepted = legality::check(&case, day("2026-06-01"), &payload).is_ok();
        assert_eq!(allowed.contains(&kind), accepted, "{}", kind.word());
    }
}
