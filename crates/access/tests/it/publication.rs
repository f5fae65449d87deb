//! Publishing a pack by two people.

use std::collections::BTreeSet;

use access::{
    Role, StepRefusal,
    publication::{Draft, Publication, PublicationState},
};
use jiff::SignedDuration;

use crate::make::{at, name, person};

fn draft(editors: &[&str]) -> Draft {
    Draft { hash: "aa".repeat(32), editors: editors.iter().map(|editor| name(editor)).collect::<BTreeSet<_>>() }
}

fn officer(account: &str) -> access::Principal {
    person(account, Role::ComplianceOfficer)
}

fn proposed(by: &str, editors: &[&str]) -> Publication {
    Publication::propose(&officer(by), &draft(editors), at("01:00")).unwrap()
}

#[test]
fn two_people_publish_what_one_of_them_did_not_edit() {
    for (editors, passes) in
        [(&["one"][..], true), (&["two"], true), (&[], true), (&["three"], true), (&["one", "two"], false)]
    {
        let agreed = proposed("one", editors).agree(&officer("two"), &draft(editors), at("02:00"));
        assert_eq!(agreed.is_ok(), passes, "{editors:?}");
    }
    let agreed = proposed("one", &["one"]).agree(&officer("two"), &draft(&["one"]), at("02:00")).unwrap();
    assert_eq!(agreed.state, PublicationState::Agreed { by: name("two"), at: at("02:00") });
}

#[test]
fn nobody_publishes_alone() {
    let refused = proposed("one", &[]).agree(&officer("one"), &draft(&[]), at("02:00")).unwrap_err();
    assert!(refused.words()[0].en.contains("somebody else"));
}

#[test]
fn a_draft_that_was_changed_is_proposed_anew() {
    let mut changed = draft(&[]);
    changed.hash = "bb".repeat(32);
    let refused = proposed("one", &[]).agree(&officer("two"), &changed, at("02:00")).unwrap_err();
    assert!(refused.words()[0].en.contains("changed"));
    // An editor who came later counts too: the hash alone does not tell who.
    assert!(proposed("one", &["one"]).agree(&officer("two"), &draft(&["one", "two"]), at("02:00")).is_err());
}

#[test]
fn who_may_not_publish_neither_proposes_nor_agrees() {
    for role in [Role::Clerk, Role::CaseOfficer, Role::CaseManager, Role::Statistician, Role::Auditor] {
        let who = person("somebody", role);
        assert!(matches!(Publication::propose(&who, &draft(&[]), at("01:00")), Err(StepRefusal::May(_))), "{role}");
        assert!(matches!(proposed("one", &[]).agree(&who, &draft(&[]), at("01:00")), Err(StepRefusal::May(_))));
        assert!(proposed("one", &[]).decline(&who, at("01:00")).is_err());
    }
}

#[test]
fn a_proposal_ends_once_and_does_not_wait_for_ever() {
    let declined = proposed("one", &[]).decline(&officer("two"), at("02:00")).unwrap();
    assert!(declined.agree(&officer("two"), &draft(&[]), at("03:00")).is_err());
    let agreed = proposed("one", &[]).agree(&officer("two"), &draft(&[]), at("02:00")).unwrap();
    assert!(agreed.decline(&officer("three"), at("03:00")).is_err());
    let late = at("01:00") + SignedDuration::from_hours(24 * 14);
    assert!(proposed("one", &[]).agree(&officer("two"), &draft(&[]), late).is_err());
    assert!(proposed("one", &[]).decline(&officer("one"), at("02:00")).is_ok(), "taken back");
}

#[test]
fn it_is_written_and_read() {
    let agreed = proposed("one", &[]).agree(&officer("two"), &draft(&[]), at("02:00")).unwrap();
    let text = serde_json::to_string(&agreed).unwrap();
    assert_eq!(serde_json::from_str::<Publication>(&text).unwrap(), agreed);
}
