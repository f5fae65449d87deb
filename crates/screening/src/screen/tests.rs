//! Decisions and notices of the built-in pack.

use parcel::{FindingKind, NoticeKey, Verdict};

use super::*;
use crate::{pack::Journaled, window::PlainWindows};

fn screener() -> Screener {
    Screener::built_in().unwrap_or_else(|found| panic!("{found:#?}"))
}

/// Runs a case of a rule and gives the outcome of its record.
fn run(screener: &Screener, rule: &str, title: &str) -> Outcome {
    let case = screener.pack().cases().iter().find(|case| case.rule == rule && case.title == title);
    let case = case.unwrap_or_else(|| panic!("no case {title} of {rule}"));
    let mut windows = PlainWindows::new();
    let mut scratch = Scratch::default();
    let mut decide =
        |item: &Item| screener.decide(item, screener.prepare(item), item.accepted_at, &mut windows, &mut scratch);
    let items = case.before.iter().filter_map(item_of);
    items.for_each(|item| drop(decide(item)));
    decide(item_of(&case.record).unwrap())
}

fn item_of(record: &Journaled) -> Option<&Item> {
    match record {
        Journaled::Item(item) => Some(item),
        Journaled::Pass(_) => None,
    }
}

#[test]
fn a_pattern_over_the_sender_enters_the_decision_last() {
    let outcome = run(&screener(), "sender.many_recipients", "sixteenth small item of a day");
    let kinds: Vec<FindingKind> = outcome.decision.findings.iter().map(Finding::kind).collect();
    assert!(kinds.is_sorted());
    let last = outcome.decision.findings.last().unwrap();
    assert_eq!(last.provision().rule, "sender.many_recipients");
    assert!(outcome.decision.verdict() >= Verdict::Inspect);
    let json = serde_json::to_value(&outcome.decision).unwrap();
    let evidence = &json["findings"].as_array().unwrap().last().unwrap()["evidence"];
    assert_eq!(evidence["counts"]["sender_small_recipients_24h"], serde_json::json!({"count": 15, "window": "24h"}));
    assert_eq!(evidence["weight_grams"], 300);
}

#[test]
fn a_pattern_over_another_key_raises_a_notice_and_leaves_the_decision_alone() {
    let screener = screener();
    let outcome = run(&screener, "image.reused", "an image used this morning");
    let [notice] = outcome.notices.as_slice() else { panic!("{:?}", outcome.notices) };
    assert_eq!((notice.key, &*notice.provision.rule), (NoticeKey::Image, "image.reused"));
    assert_eq!(notice.pack, *screener.pack().name());
    assert!(outcome.decision.findings.iter().all(|finding| finding.kind() != FindingKind::Pattern));
}

#[test]
fn a_window_already_evicted_abstains_with_one_note() {
    let screener = screener();
    let item = some_item(&screener);
    let mut windows = PlainWindows::new();
    let mut scratch = Scratch::default();
    let mut decide =
        |item: &Item| screener.decide(item, screener.prepare(item), item.accepted_at, &mut windows, &mut scratch);
    let newest = run_item(&item, "NEWEST", 0);
    decide(&newest);
    let late = decide(&run_item(&item, "LATE", 20));
    let notes: Vec<_> = late.decision.findings.iter().filter(|it| it.kind() == FindingKind::Pattern).collect();
    let [Finding::Pattern { provision, effect: HintEffect::Note, evidence }] = notes.as_slice() else {
        panic!("{notes:?}")
    };
    assert_eq!(provision.rule, "pattern.abstained");
    let text = serde_json::to_string(evidence).unwrap();
    assert!(text.contains("window_evicted") && text.contains("sender.many_recipients"), "{text}");
    assert!(late.notices.is_empty() && late.notices_abstained > 0);
    assert_eq!(late.decision.verdict(), decide(&run_item(&item, "SOON", 0)).decision.verdict());
}

/// The record of a rule's first case.
fn some_item(screener: &Screener) -> Item {
    let case = screener.pack().cases().iter().find(|case| case.rule == "address.many_senders").unwrap();
    item_of(&case.record).unwrap().clone()
}

/// A record of a sender with document, phone, address and weight, so many hours before a fixed moment.
fn run_item(like: &Item, waybill: &str, hours: i64) -> Item {
    let mut item = like.clone();
    let some = parcel::Pseudonym([7; 16]);
    item.name.item.waybill = parcel::Waybill::parse(waybill).unwrap();
    item.sender.id_number = Some(some);
    item.sender.party.phone = Some(some);
    item.recipient.phone = Some(parcel::Pseudonym([8; 16]));
    item.sender.party.address = Some(some);
    item.weight = Some(parcel::Grams::of_item(200).unwrap());
    item.accepted_at = like.accepted_at - jiff::SignedDuration::from_hours(hours);
    item
}

#[test]
fn a_letter_enters_no_window() {
    let screener = screener();
    let mut letter = run_item(&some_item(&screener), "LETTER", 0);
    letter.item_kind = parcel::kind::ItemKind::Letter;
    assert_eq!(screener.prepare(&letter).entry, None);
    letter.name.revision = parcel::Revision::new(2).unwrap();
    assert!(screener.prepare(&letter).entry.unwrap().is_blank());
}

#[test]
fn nothing_of_a_decision_or_notice_shows_a_pseudonym() {
    let screener = screener();
    for case in screener.pack().cases().iter().filter(|case| case.fires) {
        let Some(item) = item_of(&case.record) else { continue };
        let outcome = run(&screener, &case.rule, &case.title);
        let text = outcome.decision.to_json() + &serde_json::to_string(&outcome.notices).unwrap();
        let shown = [item.sender_key(), item.recipient.phone, item.courier].into_iter().flatten();
        assert!(shown.map(|pseudonym| pseudonym.to_string()).all(|hex| !text.contains(&hex)));
    }
}
