//! What each record is told: verdict, rules, what is asked, by which source.

use jiff::Timestamp;
use law::{Circumstances, Law};
use parcel::{
    Ask, Code64, DutyEffect, Finding, Found, Identity, IdentityResult, Inspection, InspectionResult, Item, ItemName,
    Operator, Party, Place, Pseudonym, RecordName, Region, Revision, Sender, Waybill, Xray, XrayResult,
    kind::{ItemKind, OperatorKind},
};

use super::findings;

mod invariants;

/// A parcel taken in by an express enterprise on 2026-11-20 in Guangzhou, with nothing recorded of its gates.
fn item() -> Item {
    let party = |region: &str| Party { name: None, phone: None, place: Place::parse(region).unwrap(), address: None };
    Item {
        name: RecordName {
            item: ItemName {
                operator: Operator::parse("demo-express").unwrap(),
                waybill: Waybill::parse("EX0000000000001").unwrap(),
            },
            revision: Revision::FIRST,
        },
        operator_kind: OperatorKind::Express,
        outlet: Code64::new("440106-0012").unwrap(),
        accepted_region: Some(Region::parse("440106").unwrap()),
        courier: None,
        channel: None,
        accepted_at: time("2026-11-20T09:30:00+08:00"),
        item_kind: ItemKind::Parcel,
        outcome: None,
        weight: None,
        sender: Sender { party: party("440106"), id_kind: None, id_number: None, agreement: None },
        recipient: party("330106"),
        goods: Vec::new(),
        identity: None,
        inspection: None,
        xray: None,
        payment: None,
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

trait Build: Sized {
    fn kind(self, kind: OperatorKind) -> Self;
    fn item_kind(self, kind: ItemKind) -> Self;
    fn on(self, day: &str) -> Self;
    fn in_place(self, region: &str) -> Self;
    fn from(self, place: &str) -> Self;
    fn to(self, place: &str) -> Self;
    fn identity(self, result: IdentityResult) -> Self;
    fn inspection(self, result: InspectionResult, at: Option<&str>) -> Self;
    fn xray(self, result: XrayResult, at: Option<&str>) -> Self;
    fn agreement(self) -> Self;
}

impl Build for Item {
    fn kind(self, operator_kind: OperatorKind) -> Self {
        Self { operator_kind, ..self }
    }
    fn item_kind(self, item_kind: ItemKind) -> Self {
        Self { item_kind, ..self }
    }
    fn on(self, day: &str) -> Self {
        Self { accepted_at: time(&format!("{day}T00:00:00+08:00")), ..self }
    }
    fn in_place(self, region: &str) -> Self {
        Self { accepted_region: Some(Region::parse(region).unwrap()), ..self }
    }
    fn from(mut self, place: &str) -> Self {
        self.sender.party.place = Place::parse(place).unwrap();
        self
    }
    fn to(mut self, place: &str) -> Self {
        self.recipient.place = Place::parse(place).unwrap();
        self
    }
    fn identity(self, result: IdentityResult) -> Self {
        Self { identity: Some(Identity { result, method: None, at: None }), ..self }
    }
    fn inspection(self, result: InspectionResult, at: Option<&str>) -> Self {
        let found = (result == InspectionResult::Found).then(|| Found {
            class: "drug".to_owned(),
            entry: None,
            quantity: None,
            unit: None,
        });
        let at = at.map(time);
        Self { inspection: Some(Inspection { result, by: None, at, mark: None, photos: Vec::new(), found }), ..self }
    }
    fn xray(self, result: XrayResult, at: Option<&str>) -> Self {
        Self { xray: Some(Xray { result, machine: None, by: None, at: at.map(time), image: None }), ..self }
    }
    fn agreement(mut self) -> Self {
        self.sender.agreement = Some(Pseudonym([7; 16]));
        self
    }
}

fn of(item: &Item) -> Vec<Finding> {
    findings(item, Law::built_in().duties(&Circumstances::of(item)))
}

/// One line a finding: effect, what it asks, source.
#[track_caller]
fn check(item: &Item, expected: &[&str]) {
    let said: Vec<_> = of(item).iter().map(line).collect();
    assert_eq!(said, expected);
}

fn line(finding: &Finding) -> String {
    let Finding::Duty { effect, provision, .. } = finding else { panic!("a duty finding") };
    let said = match effect {
        DutyEffect::Note => "note".to_owned(),
        DutyEffect::Inspect(request) => format!("inspect {}", request.asks),
        DutyEffect::Refuse(request) => format!("refuse {}", request.asks),
    };
    format!("{said}: {}", provision.source)
}

use IdentityResult as Id;
use InspectionResult as In;
use ItemKind::{Document, Letter};
use OperatorKind::*;
use XrayResult as X;

/// Identity and inspection done.
fn done() -> Item {
    item().identity(Id::Verified).inspection(In::Passed, Some("2026-11-20T09:29:00+08:00"))
}

#[test]
fn with_both_gates_done_nothing_is_said_and_one_of_several_is_met() {
    for kind in [Express, Postal, NetworkFreight, BulkFreight] {
        check(&done().kind(kind), &[]);
        check(&done().kind(kind).item_kind(Document), &[]);
    }
}

#[test]
fn an_owed_gate_not_recorded_or_not_done_asks_for_that_gate() {
    let both = [
        "inspect identity: Express Delivery Regulations 2025 art. 23",
        "inspect open: Express Delivery Regulations 2025 art. 32",
    ];
    check(&item(), &both);
    check(&item().identity(Id::NotDone).inspection(In::NotDone, None), &both);
    check(&item().identity(Id::NotDone).inspection(In::NotDone, None).xray(X::Clear, None), &both);
    check(
        &item().kind(Postal),
        &["inspect identity: Counter-Terrorism Law 2018 art. 20", "inspect open: Postal Law 2015 art. 25"],
    );
}

#[test]
fn the_edition_of_the_day_is_cited_whatever_offset_the_time_was_written_with() {
    let before = [
        "inspect identity: Express Delivery Regulations 2019 art. 22",
        "inspect open: Express Delivery Regulations 2019 art. 31",
    ];
    check(&item().on("2025-05-31"), &before);
    let after = [
        "inspect identity: Express Delivery Regulations 2025 art. 23",
        "inspect open: Express Delivery Regulations 2025 art. 32",
    ];
    check(&item().on("2025-06-01"), &after);
    let late_in_utc = Item { accepted_at: time("2025-05-31T16:00:00Z"), ..item() };
    check(&late_in_utc, &after);
}

#[test]
fn a_person_refuses_by_the_law_that_says_so() {
    check(&done().identity(Id::Refused), &["refuse identity: Express Delivery Regulations 2025 art. 23"]);
    check(&done().identity(Id::Mismatch), &["refuse identity: Express Delivery Regulations 2025 art. 23"]);
    check(&done().inspection(In::Refused, None), &["refuse open: Express Delivery Regulations 2025 art. 32"]);
    check(&done().inspection(In::Found, None), &["refuse look: Express Delivery Regulations 2025 art. 34"]);
    check(&done().kind(Postal).identity(Id::Refused), &["refuse identity: Counter-Terrorism Law 2018 art. 20"]);
    check(&done().kind(Postal).inspection(In::Refused, None), &["refuse open: Postal Law 2015 art. 25"]);
    check(&done().kind(Postal).inspection(In::Found, None), &["refuse look: Counter-Terrorism Law 2018 art. 20"]);
    check(
        &done().kind(BulkFreight).inspection(In::Refused, None),
        &["refuse open: Counter-Terrorism Law 2018 art. 20"],
    );
}

#[test]
fn where_the_law_does_not_say_must_not_accept_nothing_refuses() {
    // The Counter-Terrorism Law says nothing of an untrue identity.
    check(&done().kind(Postal).identity(Id::Mismatch), &["inspect identity: Counter-Terrorism Law 2018 art. 20"]);
    let beijing = || done().kind(Instant).in_place("110108");
    let measure = "Beijing Counter-Terrorism Measures 2023 art. 28";
    check(&beijing().identity(Id::Refused), &[&format!("inspect identity: {measure}")]);
    check(&beijing().inspection(In::Refused, None), &[&format!("inspect open: {measure}")]);
    check(&beijing().inspection(In::Found, None), &[&format!("inspect look: {measure}")]);
}

const GAP: &str = "note: No provision found (nearest: Counter-Terrorism Law 2018 art. 20)";

#[test]
fn a_new_format_without_a_rule_is_asked_nothing_and_the_gap_is_noted() {
    for kind in [Instant, SameCity, CrowdSourced, Locker] {
        check(&item().kind(kind), &[GAP]);
        check(&item().kind(kind).identity(Id::NotDone), &[GAP]);
        check(&item().kind(kind).identity(Id::Exempt).inspection(In::Exempt, None), &[GAP]);
        check(&done().kind(kind), &[GAP]);
        check(&item().kind(kind).identity(Id::Refused), &[GAP, GAP]);
    }
    // A find is a person's: someone looks, though no rule refuses.
    check(&item().kind(Instant).inspection(In::Found, None), &[&GAP.replace("note", "inspect look"), GAP]);
}

#[test]
fn instant_delivery_in_beijing_owes_from_2024() {
    let courier = || item().kind(Instant).in_place("110108").identity(Id::NotDone);
    let measure = "Beijing Counter-Terrorism Measures 2023 art. 28";
    check(&courier().on("2024-01-01"), &[&format!("inspect identity: {measure}"), &format!("inspect open: {measure}")]);
    check(&courier().on("2023-12-31"), &[GAP]);
    check(&done().kind(Instant).in_place("110108"), &[]);
}

#[test]
fn an_exemption_needs_a_ground_in_the_law() {
    let claimed = || done().identity(Id::Exempt);
    check(&claimed(), &["inspect identity: Express Delivery Regulations 2025 art. 23"]);
    check(&claimed().agreement(), &[]);
    check(&claimed().kind(BulkFreight).agreement(), &["inspect identity: Counter-Terrorism Law 2018 art. 20"]);
    check(
        &done().inspection(In::Exempt, None).agreement(),
        &["inspect open: Express Delivery Regulations 2025 art. 32"],
    );
    // An agreement sender need not show anything, so refusing has no consequence.
    check(&done().identity(Id::Refused).agreement(), &["note: Express Delivery Regulations 2025 art. 23"]);
}

#[test]
fn a_letter_is_never_opened_and_owes_nothing() {
    let letter = || item().item_kind(Letter);
    for kind in [Express, Postal] {
        check(&letter().kind(kind), &[]);
        check(&letter().kind(kind).identity(Id::Exempt).inspection(In::NotDone, None), &[]);
        check(&letter().kind(kind).inspection(In::Refused, None), &["refuse look: Postal Law 2015 art. 25"]);
        check(&letter().kind(kind).xray(X::Suspect, None), &["inspect look: Postal Law 2015 art. 3"]);
    }
    let all = [None, Some(In::Passed), Some(In::Found), Some(In::Refused), Some(In::Exempt), Some(In::NotDone)];
    for kind in [Express, Postal, Instant, SameCity, CrowdSourced, NetworkFreight, BulkFreight, Locker] {
        for result in all {
            let letter = letter().kind(kind).in_place("110108").xray(X::Suspect, None);
            let letter = match result {
                Some(result) => letter.inspection(result, None),
                None => letter,
            };
            let opens = |finding: &Finding| finding.request().is_some_and(|request| request.asks == Ask::Open);
            assert!(!of(&letter).iter().any(opens), "{kind} {result:?}");
        }
    }
}

#[test]
fn freight_owes_one_of_machine_and_opening() {
    let freight = || item().kind(BulkFreight).identity(Id::Verified);
    let owed = ["inspect open: Counter-Terrorism Law 2018 art. 20"];
    check(&freight(), &owed);
    check(&freight().inspection(In::NotDone, None).xray(X::NotDone, None), &owed);
    check(&freight().inspection(In::Exempt, None).xray(X::Exempt, None), &owed);
    check(&freight().xray(X::Clear, None), &[]);
    check(&freight().inspection(In::Passed, None), &[]);
    check(&freight().inspection(In::Passed, None).xray(X::NotDone, None), &[]);
    // The machine found nothing: opening was not needed any more.
    check(&freight().inspection(In::Refused, None).xray(X::Clear, None), &["note: Counter-Terrorism Law 2018 art. 20"]);
}

#[test]
fn a_suspect_image_asks_until_an_inspection_later_than_it_has_passed() {
    let seen = "2026-11-20T10:00:00+08:00";
    let asked = ["inspect open: Express Delivery Regulations 2025 art. 34"];
    let suspect = |opened: Option<&str>, seen: Option<&str>| {
        item().identity(Id::Verified).inspection(In::Passed, opened).xray(X::Suspect, seen)
    };
    check(&suspect(Some("2026-11-20T10:00:01+08:00"), Some(seen)), &[]);
    check(&suspect(Some("2026-11-20T02:00:01Z"), Some(seen)), &[]);
    check(&suspect(Some("2026-11-20T09:59:59+08:00"), Some(seen)), &asked);
    check(&suspect(Some(seen), Some(seen)), &asked);
    check(&suspect(None, Some(seen)), &asked);
    check(&suspect(Some("2026-11-20T10:00:01+08:00"), None), &asked);
    check(&suspect(None, None).kind(Instant), &[&GAP.replace("note", "inspect open"), GAP]);
}

#[test]
fn what_goes_to_a_place_under_an_order_passes_a_machine() {
    let bound = || done().on("2020-09-01").to("110101");
    let order = "State Post Bureau notice 2020 (as reported)";
    check(&bound(), &[&format!("inspect machine: {order}")]);
    check(&bound().xray(X::NotDone, None), &[&format!("inspect machine: {order}")]);
    check(&bound().xray(X::Exempt, None), &[&format!("inspect machine: {order}")]);
    check(&bound().xray(X::Clear, None), &[]);
    check(&bound().item_kind(Letter), &[]);
    // On arrival, at the place of processing: noted, not asked at the counter.
    let beijing = || done().to("110101");
    check(&beijing(), &["note: Beijing Counter-Terrorism Measures 2023 art. 27"]);
    check(&beijing().xray(X::Clear, None), &[]);
    check(&beijing().in_place("110105"), &[]);
}

#[test]
fn the_sender_s_place_stands_in_and_the_decision_says_so() {
    let item = Item { accepted_region: None, ..done() };
    check(&item, &["note: Wire contract 1, accepted_region"]);
    let from_abroad = item.from("KR");
    let abroad = "note: Taken in abroad (Postal Law 2015 art. 26)";
    check(&from_abroad, &[abroad, "note: Wire contract 1, accepted_region"]);
}

#[test]
fn every_finding_speaks_both_languages_and_every_request_says_where_to_ask_for_review() {
    let said = [
        of(&item()),
        of(&done().identity(Id::Refused)),
        of(&item().kind(Instant).in_place("110108")),
        of(&item().kind(BulkFreight)),
        of(&item().item_kind(Letter).xray(X::Suspect, None)),
        of(&item().kind(Postal)),
    ];
    for finding in said.iter().flatten() {
        let message = &finding.provision().message;
        assert!(!message.zh.is_empty() && !message.en.is_empty());
        assert!(message.en.contains(&finding.provision().source), "{}", message.en);
        let request = finding.request().expect("these all ask");
        assert!(request.remedy.en.contains("To ask for review") && request.remedy.zh.contains("异议"));
        assert!(!request.remedy.en.contains('{') && !request.remedy.zh.contains('{'), "{}", request.remedy.en);
    }
}

#[test]
fn what_is_not_verified_says_so_in_evidence() {
    let json = serde_json::to_value(of(&item())).unwrap();
    assert_eq!(json[0]["evidence"]["gate"], "identity");
    assert_eq!(json[0]["evidence"]["recorded"], "not_recorded");
    assert_eq!(json[0]["evidence"]["days_in_force"], "unverified");
    let json = serde_json::to_value(of(&item().kind(Locker))).unwrap();
    assert_eq!(json[0]["evidence"]["verification"], "unverified");
    assert_eq!(json[0]["evidence"]["inspection"], "not_recorded");
}

/// The records of the contract's examples, by what they hold for duties: Beijing to Hangzhou, no place of acceptance.
#[test]
fn the_records_of_the_contract_s_examples_get_the_decisions_of_its_notes() {
    let example = |item: Item| Item { accepted_region: None, ..item.from("110105").to("330106") };
    let passed = |item: Item| item.inspection(In::Passed, Some("2026-11-20T09:29:50+08:00"));
    let verified = || item().identity(Id::Verified);
    let place = "note: Wire contract 1, accepted_region";
    let express = |article: u8| format!("Express Delivery Regulations 2025 art. {article}");
    check(&example(passed(verified())), &[place]);
    check(&example(passed(item().identity(Id::Refused))), &[&format!("refuse identity: {}", express(23)), place]);
    check(&example(verified()), &[&format!("inspect open: {}", express(32)), place]);
    let beijing = "Beijing Counter-Terrorism Measures 2023 art. 28";
    check(
        &example(item().kind(Instant).identity(Id::NotDone)),
        &[&format!("inspect identity: {beijing}"), &format!("inspect open: {beijing}"), place],
    );
    let elsewhere = Item { accepted_region: None, ..item().kind(Instant).from("440106").identity(Id::NotDone) };
    check(&elsewhere, &[GAP, place]);
    check(&example(item().item_kind(Letter).identity(Id::Exempt)), &[place]);
    check(&example(passed(item().identity(Id::Exempt)).agreement()), &[place]);
}
