//! Facts: each act brings about what it should, and nothing else.

use std::collections::BTreeMap;

use casebook::{
    Casebook, PersonId,
    acts::{Payload, Recorded, arrest::RefusalReason, person, prosecution},
    facts::{Fact, FactKind, Reason},
};
use law::ChargeGroup;

use crate::story::*;
use crate::support::*;

const A: PersonId = PersonId([1; 16]);
const B: PersonId = PersonId([2; 16]);

fn facts(casebook: &Casebook) -> Vec<Fact> {
    let mut facts = Vec::new();
    casebook.facts().unwrap().scan(u64::MAX, |_| true, |fact| facts.push(*fact));
    facts
}

fn counts(casebook: &Casebook) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for fact in facts(casebook) {
        *counts.entry(format!("{}/{}", fact.kind, fact.reason)).or_default() += fact.count;
    }
    counts
}

fn open() -> (tempfile::TempDir, Casebook) {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    (folder, casebook)
}

#[test]
fn a_case_is_counted_once_and_its_persons_each() {
    let (_folder, casebook) = open();
    let mut story = in_review(&[A, B]);
    story.push(prosecuted(&[A, B]));
    tell(&casebook, "c-1", story).unwrap();
    let counts = counts(&casebook);
    assert_eq!(counts["prosecuted_case/none"], 1);
    assert_eq!(counts["prosecuted/none"], 2);
    assert_eq!(counts["arrest_approved/none"], 2);
    assert_eq!(counts["case_filed/none"], 1);
}

#[test]
fn a_fact_says_where_what_and_who() {
    let (_folder, casebook) = open();
    tell(&casebook, "c-1", in_review(&[A, B])).unwrap();
    let all = facts(&casebook);
    let fact = all.iter().filter(|fact| fact.kind == FactKind::ArrestApproved).nth(1).unwrap();
    assert_eq!(
        (fact.region, fact.person, fact.charge, fact.charge_group),
        (330_106, Some(1), 3_470, ChargeGroup::Drug)
    );
    assert_eq!((fact.by_delivery, fact.foreign, fact.minor), (Recorded::Yes, Recorded::No, Recorded::No));
    let model = casebook.model().unwrap();
    assert_eq!(model.subject(fact.case).unwrap().unwrap().to_string(), "case:c-1");
}

#[test]
fn one_more_act_moves_what_it_should_and_nothing_else() {
    let (_folder, casebook) = open();
    let mut story = begun(&[A]);
    story.push(arrest_requested(&[A]));
    tell(&casebook, "c-1", story).unwrap();
    let mut before = counts(&casebook);
    tell_one(&casebook, "c-1", arrest_refused(A, RefusalReason::InsufficientEvidence, true)).unwrap();
    let after = counts(&casebook);
    before.insert("arrest_refused/insufficient_evidence".to_owned(), 1);
    assert_eq!(after, before);
    assert!(facts(&casebook).iter().any(|fact| fact.kind == FactKind::ArrestRefused && fact.after_exclusion));
}

#[test]
fn missed_persons_are_followed_to_the_sentence() {
    let (_folder, casebook) = open();
    let missed = |person| prosecution::Missed { person, charge: None, document: id("correction-1") };
    let mut story = in_review(&[A]);
    story.extend([
        added_as(B, person::FoundBy::MissedAccomplice, Recorded::No),
        Payload::MissedAccompliceCorrected(missed(B)),
        prosecuted(&[A, B]),
        judged(B, months(120)),
        judged(A, months(119)),
    ]);
    tell(&casebook, "c-1", story).unwrap();
    let heavy: Vec<_> = facts(&casebook).into_iter().filter(|fact| fact.heavy).map(|fact| fact.kind).collect();
    assert_eq!(heavy, [FactKind::Judged, FactKind::MissedAccompliceSentenced]);
    assert_eq!(counts(&casebook)["missed_accomplice_corrected/none"], 1);
}

#[test]
fn a_plea_counts_where_the_review_is_concluded() {
    let (_folder, casebook) = open();
    tell(&casebook, "c-1", in_judgment(A)).unwrap();
    let concluded: Vec<_> =
        facts(&casebook).into_iter().filter(|fact| fact.kind == FactKind::ReviewConcluded).collect();
    assert_eq!(concluded.len(), 1);
    assert!(concluded[0].plea);
    assert_eq!(counts(&casebook)[&format!("sentence_decided/{}", Reason::Adopted)], 1);
}
