//! Pseudonyms and content digests.

use std::collections::HashSet;

use parcel::{Acceptance, Clear, Grams, Item, PersonalKind, Pseudonym, Revision, kind::ItemKind};
use proptest::prelude::*;
use seal::{EpochId, SealError};

use super::Ring;
use crate::make::{Change, PERSONAL_CHANGES, acceptance, class, clear, day, event, operator};

fn pseudonyms(item: &Item) -> Vec<Pseudonym> {
    let mut found = Vec::new();
    let _: parcel::Record<()> = item.clone().map_personal(|_, value| {
        found.push(value);
        None
    });
    found
}

#[test]
fn equal_values_have_equal_pseudonyms_also_in_the_next_run() {
    let ring = Ring::new();
    let of = |ring: &Ring| {
        let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
        pseudonymiser.of(PersonalKind::Phone, &Clear::new("00000000010"))
    };
    let before = of(&ring);
    assert_eq!(of(&ring), before);
    assert_eq!(of(&ring.reopened()), before);
}

#[test]
fn kinds_operators_and_epochs_are_kept_apart() {
    let ring = Ring::new();
    ring.start_epoch(day("2027-01-01"), 30).unwrap();
    let value = Clear::new("00000000010");
    let mut seen = HashSet::new();
    for name in ["demo-express", "demo-post", "demo"] {
        for epoch in [EpochId(1), EpochId(2)] {
            let pseudonymiser = ring.pseudonymiser(&operator(name), epoch).unwrap();
            assert!(PersonalKind::ALL.iter().all(|kind| seen.insert(pseudonymiser.of(*kind, &value))));
        }
    }
    assert_eq!(seen.len(), 3 * 2 * 7);
}

#[test]
fn a_number_has_one_pseudonym_however_it_is_written() {
    let ring = Ring::new();
    let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
    let phone = |text: &str| pseudonymiser.of(PersonalKind::Phone, &Clear::new(text));
    assert_eq!(phone("+86 000-0000-0010"), phone("00000000010"));
    assert_ne!(phone("00000000011"), phone("00000000010"));
}

#[test]
fn an_item_keeps_no_document_kind_and_no_empty_value() {
    let ring = Ring::new();
    let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
    let item = ring.pseudonymise(acceptance(), &pseudonymiser);
    assert_eq!(item.sender.id_kind, None);
    assert_eq!(pseudonyms(&item).len(), 12);
    assert_eq!(item.goods, acceptance().goods);
    assert_eq!(item.sender_key(), item.sender.id_number);

    let mut empty = acceptance();
    empty.sender.id_number = clear(" - ");
    empty.sender.agreement = clear("");
    let item = ring.pseudonymise(empty, &pseudonymiser);
    assert_eq!((item.sender.id_number, item.sender.agreement), (None, None));
    assert_eq!(item.sender_key(), item.sender.party.phone, "an empty number is nobody's number");
}

#[test]
fn a_letter_keeps_no_pseudonym_of_a_party() {
    let ring = Ring::new();
    let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
    let letter = Acceptance { item_kind: ItemKind::Letter, ..acceptance() };
    let item = ring.pseudonymise(letter, &pseudonymiser);
    let staff = ["k-000117", "k-000118", "x-op-9"].map(|by| pseudonymiser.of(PersonalKind::Staff, &Clear::new(by)));
    assert_eq!(pseudonyms(&item), staff);
    assert_eq!(item.sender_key(), None);
    assert!(item.goods.is_empty());
}

#[test]
fn an_event_keeps_pseudonyms_of_staff_and_no_free_text() {
    let ring = Ring::new();
    let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
    let kept = ring.pseudonymise_event(event(), &pseudonymiser);
    assert_eq!((kept.to, kept.note), (None, None));
    let staff = |by| Some(pseudonymiser.of(PersonalKind::Staff, &Clear::new(by)));
    assert_eq!([kept.by, kept.by_second, kept.approved_by], ["o-1", "o-2", "o-3"].map(staff));
}

#[test]
fn a_day_lies_in_the_epoch_that_began_before_it() {
    let ring = Ring::new();
    ring.start_epoch(day("2027-01-01"), 30).unwrap();
    ring.start_epoch(day("2028-01-01"), 30).unwrap();
    assert!(matches!(ring.start_epoch(day("2028-01-01"), 30), Err(SealError::EpochOrder)));
    let ring = ring.reopened();
    for (text, epoch, former) in [
        ("1999-01-01", 1, None),
        ("2026-12-31", 1, None),
        ("2027-01-01", 2, Some(1)),
        ("2027-01-30", 2, Some(1)),
        ("2027-01-31", 2, None),
        ("2028-01-15", 3, Some(2)),
        ("2040-01-01", 3, None),
    ] {
        assert_eq!(ring.epochs_on(day(text)), (EpochId(epoch), former.map(EpochId)), "{text}");
        assert_eq!(ring.epoch_on(day(text)), EpochId(epoch));
    }
    assert_eq!(ring.current_epoch(), EpochId(3));
}

#[test]
fn a_destroyed_epoch_makes_no_pseudonyms() {
    let ring = Ring::new();
    ring.start_epoch(day("2027-01-01"), 30).unwrap();
    assert!(matches!(ring.destroy_epoch(EpochId(2)), Err(SealError::EpochOrder)));
    assert!(matches!(ring.destroy_epoch(EpochId(9)), Err(SealError::UnknownEpoch)));
    ring.destroy_epoch(EpochId(1)).unwrap();
    let ring = ring.reopened();
    let made = |epoch| ring.pseudonymiser(&operator("demo-express"), epoch);
    assert!(matches!(made(EpochId(1)), Err(SealError::Destroyed)));
    assert!(matches!(made(EpochId(3)), Err(SealError::UnknownEpoch)));
    assert!(made(EpochId(2)).is_ok());
    assert_eq!(ring.epochs().iter().map(|epoch| epoch.destroyed).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_is_shown_differs_by_viewer_and_case() {
    let ring = Ring::new();
    let kept = Pseudonym([7; 16]);
    let shown = [("a", "b"), ("a", ""), ("ab", ""), ("", "ab"), ("b", "b")];
    let seen: HashSet<_> = shown.iter().map(|(viewer, case)| ring.shown(kept, viewer, case)).collect();
    assert_eq!(seen.len(), shown.len());
    assert!(!seen.contains(&kept));
    assert_eq!(ring.shown(kept, "a", "b"), ring.shown(kept, "a", "b"));
}

#[test]
fn a_digest_tells_every_field() {
    let ring = Ring::new();
    let others: [Change<Acceptance>; 8] = [
        |record| record.name.revision = Revision::new(2).unwrap(),
        |record| record.outlet = parcel::Code64::new("110105-0013").unwrap(),
        |record| record.accepted_at += jiff::SignedDuration::from_secs(1),
        |record| record.weight = Grams::of_item(621).ok(),
        |record| record.goods[0].name.push('。'),
        |record| record.goods.clear(),
        |record| record.identity = None,
        |record| record.channel = None,
    ];
    let mut seen = HashSet::from([ring.digest(&acceptance())]);
    for change in PERSONAL_CHANGES.iter().chain(&others) {
        let mut record = acceptance();
        change(&mut record);
        assert!(seen.insert(ring.digest(&record)), "{record:?}");
    }
    assert!(seen.contains(&ring.digest(&acceptance())));
    assert_ne!(ring.digest_event(&event()), [0; 16]);
    let ring = ring.reopened();
    ring.start_epoch(day("2027-01-01"), 30).unwrap();
    ring.seal_acceptance(&acceptance(), class()).unwrap();
    assert!(seen.contains(&ring.digest(&acceptance())), "stable across runs and epochs");
}

#[test]
fn a_digest_is_keyed() {
    assert_ne!(Ring::new().digest(&acceptance()), Ring::from_seed(9).digest(&acceptance()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn different_values_have_different_pseudonyms(first in "[0-9]{1,18}", second in "[0-9]{1,18}") {
        let ring = Ring::new();
        let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
        let of = |text: &str| pseudonymiser.of(PersonalKind::IdNumber, &Clear::new(text));
        prop_assert_eq!(of(&first) == of(&second), first == second);
    }
}
