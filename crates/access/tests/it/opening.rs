//! Opening an identity by two people.

use access::{
    Principal, RefusalCode, Role, Scope, StepRefusal,
    opening::{Opening, OpeningForm, OpeningPurpose, OpeningState},
};
use jiff::SignedDuration;
use parcel::{ItemName, Waybill};

use crate::make::{at, foreign, office, operator, own, person};

fn form(purpose: OpeningPurpose) -> OpeningForm {
    let item = ItemName { operator: operator("demo-express"), waybill: Waybill::parse("EX0000000000001").unwrap() };
    let (ground, document) = ("刑事诉讼法第一百四十三条".to_owned(), "调证字〔2026〕1号".to_owned());
    OpeningForm { item, purpose, ground, document }
}

fn officer() -> Principal {
    person("officer-1", Role::CaseOfficer)
}

fn manager() -> Principal {
    person("manager-1", Role::CaseManager)
}

fn asked() -> Opening {
    Opening::ask(&officer(), &own(), form(OpeningPurpose::CaseInvestigation), at("01:00")).unwrap()
}

fn code(refusal: &StepRefusal) -> Option<RefusalCode> {
    match refusal {
        StepRefusal::May(refusal) => Some(refusal.code),
        StepRefusal::Form(_) | StepRefusal::Step(_) => None,
    }
}

#[test]
fn two_people_open_an_identity_for_a_while() {
    let agreed = asked().agree(&manager(), &own(), at("02:00")).unwrap();
    let (opened, grounds) = agreed.open(&officer(), &own(), at("03:00")).unwrap();
    assert_eq!((grounds.person.as_str(), grounds.second_person.as_str()), ("officer-1", "manager-1"));
    assert_eq!((grounds.purpose, grounds.document.as_str()), ("case_investigation", "调证字〔2026〕1号"));
    assert_eq!(grounds.item.waybill.as_str(), "EX0000000000001");
    assert!(matches!(opened.state, OpeningState::Agreed { times: 1, .. }));

    let (opened, _) = opened.open(&officer(), &own(), at("03:01")).unwrap();
    let (opened, _) = opened.open(&officer(), &own(), at("03:02")).unwrap();
    assert!(!opened.is_open(at("03:03")));
    assert!(matches!(opened.open(&officer(), &own(), at("03:03")), Err(StepRefusal::Step(_))), "three times");

    let late = at("02:00") + SignedDuration::from_hours(24);
    assert!(agreed.is_open(late - SignedDuration::from_secs(1)) && !agreed.is_open(late));
    assert!(agreed.open(&officer(), &own(), late).is_err(), "a day");
}

#[test]
fn nothing_opens_before_a_second_person_agreed() {
    assert!(matches!(asked().open(&officer(), &own(), at("01:01")), Err(StepRefusal::Step(_))));
}

#[test]
fn who_asked_does_not_agree() {
    // Two compliance officers of one operator: the rights are there, the person is not another.
    let one = person("compliance-1", Role::ComplianceOfficer);
    let asked = Opening::ask(&one, &own(), form(OpeningPurpose::Complaint), at("01:00")).unwrap();
    let refused = asked.agree(&one, &own(), at("01:01")).unwrap_err();
    assert!(refused.words()[0].en.contains("cannot agree"));
    assert!(asked.agree(&person("compliance-2", Role::ComplianceOfficer), &own(), at("01:01")).is_ok());
}

#[test]
fn one_house_does_not_agree_for_another() {
    let compliance = person("compliance-1", Role::ComplianceOfficer);
    let refused = asked().agree(&compliance, &own(), at("01:01")).unwrap_err();
    assert!(refused.words()[0].en.contains("same house"));
    let of_operator = Opening::ask(&compliance, &own(), form(OpeningPurpose::OwnData), at("01:00")).unwrap();
    assert!(of_operator.agree(&manager(), &own(), at("01:01")).is_err());
    let mut elsewhere = manager();
    elsewhere.bounds.office = Some(office("P-33"));
    assert_eq!(code(&asked().agree(&elsewhere, &own(), at("01:01")).unwrap_err()), Some(RefusalCode::Scope));
}

#[test]
fn only_who_asked_opens() {
    let agreed = asked().agree(&manager(), &own(), at("02:00")).unwrap();
    for (other, role) in [("officer-2", Role::CaseOfficer), ("manager-1", Role::CaseManager)] {
        assert!(agreed.open(&person(other, role), &own(), at("02:01")).is_err(), "{other}");
    }
    let mut moved = officer();
    moved.bounds.office = Some(office("P-33"));
    assert_eq!(code(&agreed.open(&moved, &own(), at("02:01")).unwrap_err()), Some(RefusalCode::Scope));
}

#[test]
fn nobody_asks_without_right_or_outside_the_own() {
    for role in Role::ALL {
        for purpose in OpeningPurpose::ALL {
            let asked = Opening::ask(&person("somebody", *role), &own(), form(*purpose), at("01:00"));
            assert_eq!(asked.is_ok(), purpose.is_of(*role), "{role} {purpose}");
            if !matches!(role, Role::CaseOfficer | Role::ComplianceOfficer) {
                assert_eq!(code(&asked.unwrap_err()), Some(RefusalCode::Role), "{role}");
            }
        }
    }
    let elsewhere = Opening::ask(&officer(), &foreign(), form(OpeningPurpose::CaseInvestigation), at("01:00"));
    assert_eq!(code(&elsewhere.unwrap_err()), Some(RefusalCode::Scope));
}

#[test]
fn letters_are_never_opened() {
    let letter = Scope { is_letter: true, ..own() };
    let asked_for = Opening::ask(&officer(), &letter, form(OpeningPurpose::CaseInvestigation), at("01:00"));
    assert_eq!(code(&asked_for.unwrap_err()), Some(RefusalCode::Letter));
    assert_eq!(code(&asked().agree(&manager(), &letter, at("01:01")).unwrap_err()), Some(RefusalCode::Letter));
}

#[test]
fn a_form_tells_everything_that_is_wrong_with_it() {
    let empty = OpeningForm { ground: "  ".to_owned(), document: "x".repeat(129), ..form(OpeningPurpose::Complaint) };
    let refused = Opening::ask(&officer(), &own(), empty, at("01:00")).unwrap_err();
    let words = refused.words();
    assert_eq!(words.len(), 3);
    for (word, zh, en) in
        [(0, "办理案件", "evidence for a court"), (1, "法律依据", "legal ground"), (2, "文书号", "document")]
    {
        assert!(words[word].zh.contains(zh) && words[word].en.contains(en), "{:?}", words[word]);
    }
}

#[test]
fn a_request_that_ended_stays_ended() {
    let declined = asked().decline(&manager(), &own(), "材料不全", at("02:00")).unwrap();
    let withdrawn = asked().withdraw(&officer(), at("02:00")).unwrap();
    for ended in [declined, withdrawn] {
        assert!(!ended.is_open(at("02:01")));
        assert!(ended.agree(&manager(), &own(), at("02:01")).is_err());
        assert!(ended.decline(&manager(), &own(), "again", at("02:01")).is_err());
        assert!(ended.withdraw(&officer(), at("02:01")).is_err());
        assert!(ended.open(&officer(), &own(), at("02:01")).is_err());
    }
    assert!(matches!(asked().decline(&manager(), &own(), " ", at("02:00")), Err(StepRefusal::Form(_))));
    assert!(asked().withdraw(&manager(), at("02:00")).is_err(), "not by somebody else");
    let agreed = asked().agree(&manager(), &own(), at("02:00")).unwrap();
    assert!(agreed.agree(&person("manager-2", Role::CaseManager), &own(), at("02:01")).is_err(), "once is enough");
    assert!(agreed.withdraw(&officer(), at("02:01")).unwrap().open(&officer(), &own(), at("02:02")).is_err());
}

#[test]
fn a_request_does_not_wait_for_ever() {
    let late = at("01:00") + SignedDuration::from_hours(72);
    assert!(asked().agree(&manager(), &own(), late - SignedDuration::from_secs(1)).is_ok());
    assert!(asked().agree(&manager(), &own(), late).unwrap_err().words()[0].en.contains("72 hours"));
    assert!(!asked().is_open(late));
}

#[test]
fn it_is_written_and_read() {
    let agreed = asked().agree(&manager(), &own(), at("02:00")).unwrap();
    let text = serde_json::to_string(&agreed).unwrap();
    assert_eq!(serde_json::from_str::<Opening>(&text).unwrap(), agreed);
    assert!(text.contains(r#""state":"agreed""#), "{text}");
}
