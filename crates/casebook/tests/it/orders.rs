//! Orders to rectify and penalties, with the rights of the operator.

use casebook::{
    CasebookError, SubjectKind,
    acts::{Payload, measure::*, order::*},
    facts::FactKind,
};

use crate::documents::{Story, replied, served, step};
use crate::support::*;

fn ordered(breach: &str) -> OrderIssued {
    OrderIssued {
        document: id("o-1"),
        operator: "sunrise".to_owned(),
        breaches: vec![breach.to_owned()],
        points: vec!["查验寄件人身份并登记".to_owned()],
        due: Some(day("2026-03-16")),
        officers: 2,
        find: None,
        measure: None,
    }
}

fn begun(breach: &str) -> Story {
    Story::of(
        SubjectKind::Order,
        vec![
            ("2026-03-02", Payload::OrderIssued(ordered(breach))),
            ("2026-03-02", served()),
            ("2026-03-03", Payload::PenaltyFiled(PenaltyFiled { document: id("f-1") })),
        ],
    )
}

fn told(breach: &str, forms: &[PenaltyForm], fine: Option<u64>) -> PenaltyTold {
    PenaltyTold {
        document: id("t-1"),
        breach: breach.to_owned(),
        forms: forms.to_vec(),
        fine_yuan: fine,
        serious: false,
        tells: vec![NoticePart::Reasons, NoticePart::Defence, NoticePart::Hearing],
    }
}

fn decided(breach: &str, fine: u64) -> PenaltyDecided {
    PenaltyDecided {
        document: id("d-1"),
        breach: breach.to_owned(),
        forms: vec![PenaltyForm::Fine],
        fine_yuan: Some(fine),
        persons_fine_yuan: Vec::new(),
        serious: false,
    }
}

const IDENTITY: &str = "identity-not-checked";

fn notified() -> Story {
    let story = begun(IDENTITY);
    story.tell("2026-03-06", Payload::PenaltyTold(told(IDENTITY, &[PenaltyForm::Fine], Some(200_000)))).unwrap();
    story
}

#[test]
fn an_order_is_put_right_and_found_so() {
    let story = begun(IDENTITY);
    story.tell("2026-03-10", replied(Answer::Adopted)).unwrap();
    let follow = |finding| Payload::DocumentFollowedUp(DocumentFollowedUp { finding, points: Vec::new() });
    story.tell("2026-03-17", follow(FollowUp::Partly)).unwrap();
    assert_eq!(story.count(FactKind::OrderFulfilled), 0);
    story.tell("2026-03-30", follow(FollowUp::Done)).unwrap();
    assert_eq!((story.count(FactKind::OrderIssued), story.count(FactKind::OrderFulfilled)), (1, 1));
    let close = Payload::DocumentClosed(DocumentClosed { why: Closing::Fulfilled });
    assert_eq!(story.refused("2026-03-31", close).0, "close-answered", "the penalty is still open");
}

#[test]
fn an_order_names_a_basis_in_force_two_officers_and_a_day_ahead() {
    let story = Story::new(SubjectKind::Order);
    let issue = |order: OrderIssued| story.refused("2026-03-02", Payload::OrderIssued(order));
    assert_eq!(issue(ordered("something")).0, "breach-known");
    assert_eq!(issue(OrderIssued { officers: 1, ..ordered(IDENTITY) }).1, "Administrative Penalty Law 2021 art. 42");
    let past = OrderIssued { due: Some(day("2026-03-01")), ..ordered(IDENTITY) };
    assert_eq!(issue(past).1, "Administrative Penalty Law 2021 art. 28");
}

#[test]
fn the_hearing_is_asked_for_in_five_working_days_and_waited_for() {
    let story = notified();
    assert_eq!(story.due("hearing-request"), "2026-03-13");
    assert_eq!(story.due("penalty-decision"), "2026-06-01");
    let decision = Payload::PenaltyDecided(decided(IDENTITY, 200_000));
    let cite = "Administrative Penalty Law 2021 art. 64";
    assert_eq!(story.refused("2026-03-13", decision.clone()).1, cite, "the last day is still the operator's");
    assert_eq!(story.refused("2026-03-16", Payload::HearingAsked(step("h-1"))).1, cite, "too late");
    story.tell("2026-03-16", decision).unwrap();
    assert_eq!(story.due("penalty-service"), "2026-03-25");
    story.tell("2026-03-18", Payload::PenaltyServed(DocumentServed { how: Service::InPerson, receipt: None })).unwrap();
    assert_eq!(story.due("fine-payment"), "2026-04-02");
    story.tell("2026-04-01", Payload::FinePaid(step("p-1"))).unwrap();
    assert!(story.is_done("fine-payment"));
    assert_eq!(story.count(FactKind::PenaltyImposed), 1);
}

#[test]
fn a_hearing_asked_for_is_held_before_the_decision() {
    let story = notified();
    story.tell("2026-03-10", Payload::HearingAsked(step("h-1"))).unwrap();
    let decision = Payload::PenaltyDecided(decided(IDENTITY, 200_000));
    assert_eq!(story.refused("2026-03-20", decision.clone()).1, "Administrative Penalty Law 2021 art. 65");
    story.tell("2026-03-24", Payload::HearingHeld(step("h-2"))).unwrap();
    story.tell("2026-03-30", decision).unwrap();
}

#[test]
fn what_the_operator_says_brings_no_heavier_penalty() {
    let story = notified();
    let heard = Payload::PartyHeard(PartyHeard { holds: false, document: id("s-1") });
    story.tell("2026-03-09", heard).unwrap();
    story.tell("2026-03-09", Payload::HearingWaived(HearingWaived { document: id("w-1") })).unwrap();
    let heavier = Payload::PenaltyDecided(decided(IDENTITY, 300_000));
    assert_eq!(story.refused("2026-03-10", heavier).1, "Administrative Penalty Law 2021 art. 45");
    story.tell("2026-03-10", Payload::PenaltyDecided(decided(IDENTITY, 100_000))).unwrap();
}

#[test]
fn a_fine_lies_within_the_basis_and_the_refusal_says_the_range() {
    let story = begun(IDENTITY);
    let over = told(IDENTITY, &[PenaltyForm::Fine], Some(600_000));
    let Err(CasebookError::Refused(refused)) = story.tell("2026-03-06", Payload::PenaltyTold(over)) else { panic!() };
    assert!(refused.rule.cite.en.contains("Counter-Terrorism Law 2018 art. 85"), "{}", refused.rule.cite.en);
    assert!(refused.rule.says.zh.contains("100000..500000"), "{}", refused.rule.says.zh);
    let closed = told(IDENTITY, &[PenaltyForm::Suspension], None);
    assert_eq!(story.refused("2026-03-06", Payload::PenaltyTold(closed)).0, IDENTITY, "it allows a fine only");
}

#[test]
fn rights_are_told_before_anything_is_decided() {
    let story = begun("inspection-system");
    let decision = Payload::PenaltyDecided(PenaltyDecided {
        forms: vec![PenaltyForm::Suspension],
        fine_yuan: None,
        ..decided("inspection-system", 0)
    });
    assert_eq!(story.refused("2026-03-06", decision).1, "Administrative Penalty Law 2021 art. 44");
    let mut notice = told("inspection-system", &[PenaltyForm::Suspension], None);
    notice.tells.pop();
    let refused = story.refused("2026-03-06", Payload::PenaltyTold(notice.clone()));
    assert_eq!(refused.1, "Administrative Penalty Law 2021 art. 63");
    notice.tells = vec![NoticePart::Reasons, NoticePart::Hearing];
    assert_eq!(story.refused("2026-03-06", Payload::PenaltyTold(notice)).0, "penalty-told");
}

#[test]
fn a_minor_breach_is_spared_only_once_corrected() {
    let story = begun("outlet-not-filed");
    let spared = Payload::PenaltySpared(PenaltySpared { document: id("s-1"), why: Sparing::MinorCorrected });
    assert_eq!(story.refused("2026-03-10", spared.clone()).1, "Administrative Penalty Law 2021 art. 33");
    let done = DocumentFollowedUp { finding: FollowUp::Done, points: Vec::new() };
    story.tell("2026-03-10", Payload::DocumentFollowedUp(done)).unwrap();
    story.tell("2026-03-11", spared).unwrap();
    assert!(story.is_done("penalty-decision"));
}
