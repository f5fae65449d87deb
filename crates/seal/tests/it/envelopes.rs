//! Sealed envelopes: what they hide, what they are bound to, what can be asked of them.

use parcel::{Acceptance, Clear, Operator, Revision, Waybill, kind::IdKind};
use proptest::prelude::*;
use seal::{Envelope, Field, RetentionClass, SealError, Subject, Suite};

use super::Ring;
use crate::make::{PERSONAL_CHANGES, acceptance, accepted_on, class, clear, event, ground};

#[test]
fn an_envelope_gives_back_what_was_sealed() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    let ring = ring.reopened();
    let opened = ring.open_envelope(&envelope, &acceptance().name, &ground()).unwrap();
    assert_eq!(opened.get(Field::SenderName), Some(&Clear::new("张某")));
    assert_eq!(opened.get(Field::PayerPhone), Some(&Clear::new("00000000011")));
    assert_eq!(opened.get(Field::Note), None);
    assert_eq!(opened.id_kind(), Some(IdKind::ResidentId));
    assert!(!format!("{opened:?}").contains('张'));

    let envelope = ring.seal_event(&event(), class()).unwrap();
    let opened = ring.open_envelope(&envelope, &event(), &ground()).unwrap();
    assert_eq!(opened.get(Field::Note), event().note.as_ref());
    assert_eq!(opened.get(Field::BySecond), event().by_second.as_ref());
}

#[test]
fn no_personal_text_stands_in_an_envelope() {
    let ring = Ring::new();
    let record = ring.seal_acceptance(&acceptance(), class()).unwrap().into_bytes();
    let event = ring.seal_event(&event(), class()).unwrap().into_bytes();
    for text in ["张某", "孙某", "0000000", "19900101", "某路", "某街", "k-0001", "x-op", "某市公安局", "联系人"]
    {
        for envelope in [&record, &event] {
            assert!(!envelope.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
        }
    }
}

#[test]
fn an_envelope_is_as_much_longer_than_its_text_as_stated() {
    let around = if Ring::SUITE == Suite::Guomi { 35 } else { 23 };
    let ring = Ring::new();
    let mut bare = acceptance();
    for text in [&mut bare.courier, &mut bare.sender.party.name, &mut bare.sender.party.phone] {
        *text = None;
    }
    bare.sender = parcel::Sender { id_kind: None, id_number: None, agreement: None, ..bare.sender };
    bare.sender.party.address = None;
    bare.recipient = parcel::Party { name: None, phone: None, address: None, ..bare.recipient };
    (bare.inspection, bare.xray, bare.payment) = (None, None, None);
    assert_eq!(ring.seal_acceptance(&bare, class()).unwrap().as_bytes().len(), around + 1);
    bare.courier = clear("k-000117");
    assert_eq!(ring.seal_acceptance(&bare, class()).unwrap().as_bytes().len(), around + 1 + 1 + 8);
}

#[test]
fn sealing_is_deterministic_and_tells_records_apart() {
    let ring = Ring::new();
    let seal = |record: &Acceptance| ring.seal_acceptance(record, class()).unwrap();
    assert_eq!(seal(&acceptance()), seal(&acceptance()));
    let mut next = acceptance();
    next.name.revision = Revision::new(2).unwrap();
    // Equal text under another name shares no block with the first.
    let (first, next) = (seal(&acceptance()).into_bytes(), seal(&next).into_bytes());
    assert!(!first[7..].windows(8).any(|window| next.windows(8).any(|other| other == window)));
}

#[test]
fn an_envelope_belongs_to_one_name() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    let refused = |envelope: &Envelope, subject: Subject<'_>| {
        matches!(ring.open_envelope(envelope, subject, &ground()), Err(SealError::EnvelopeRefused))
    };
    let mut name = acceptance().name;
    assert!(!refused(&envelope, (&name).into()));
    name.revision = Revision::new(2).unwrap();
    assert!(refused(&envelope, (&name).into()));
    name = acceptance().name;
    name.item.waybill = Waybill::parse("EX0000000000002").unwrap();
    assert!(refused(&envelope, (&name).into()));
    name = acceptance().name;
    name.item.operator = Operator::parse("demo-post").unwrap();
    assert!(refused(&envelope, (&name).into()));
    assert!(refused(&envelope, (&event()).into()));

    let envelope = ring.seal_event(&event(), class()).unwrap();
    let mut later = event();
    later.at += jiff::SignedDuration::from_micros(1);
    assert!(refused(&envelope, (&later).into()));
    assert!(refused(&envelope, (&acceptance().name).into()));
}

#[test]
fn names_do_not_run_into_each_other() {
    let ring = Ring::new();
    let named = |operator: &str, waybill: &str| {
        let mut record = acceptance();
        record.name.item.operator = Operator::parse(operator).unwrap();
        record.name.item.waybill = Waybill::parse(waybill).unwrap();
        record
    };
    let envelope = ring.seal_acceptance(&named("a1", "2"), class()).unwrap();
    assert!(ring.open_envelope(&envelope, &named("a", "12").name, &ground()).is_err());
}

#[test]
fn every_changed_byte_is_noticed() {
    let ring = Ring::new();
    let bytes = ring.seal_acceptance(&acceptance(), class()).unwrap().into_bytes();
    for place in 0..bytes.len() {
        for bit in [1, 128] {
            let mut changed = bytes.clone();
            changed[place] ^= bit;
            let opened = Envelope::from_bytes(changed)
                .and_then(|envelope| ring.open_envelope(&envelope, &acceptance().name, &ground()));
            assert!(opened.is_err(), "byte {place}");
        }
    }
    for length in 0..bytes.len() {
        let opened = Envelope::from_bytes(bytes[..length].to_vec())
            .and_then(|envelope| ring.open_envelope(&envelope, &acceptance().name, &ground()));
        assert!(opened.is_err(), "cut to {length}");
    }
}

#[test]
fn days_and_classes_have_keys_of_their_own() {
    let ring = Ring::new();
    let seal = |day: &str, class: &str| {
        ring.seal_acceptance(&accepted_on(day), RetentionClass::parse(class).unwrap()).unwrap()
    };
    let (first, next, other) = (seal("2026-11-20", "cn"), seal("2026-11-21", "cn"), seal("2026-11-20", "cn-31"));
    assert_eq!(first.day(), Some(crate::make::day("2026-11-20")));
    assert_eq!(next.day(), Some(crate::make::day("2026-11-21")));
    // The header of one on the text of another.
    for envelope in [&next, &other] {
        let mut mixed = first.as_bytes().to_vec();
        mixed[..7].copy_from_slice(&envelope.as_bytes()[..7]);
        let mixed = Envelope::from_bytes(mixed).unwrap();
        let opened = ring.open_envelope(&mixed, &acceptance().name, &ground());
        assert!(matches!(opened, Err(SealError::EnvelopeRefused)));
    }
}

#[test]
fn the_day_is_that_of_shanghai() {
    let ring = Ring::new();
    let late = Acceptance { accepted_at: "2026-11-20T16:30:00Z".parse().unwrap(), ..acceptance() };
    let envelope = ring.seal_acceptance(&late, class()).unwrap();
    assert_eq!(envelope.day(), Some(crate::make::day("2026-11-21")));
}

#[test]
fn an_envelope_of_another_ring_does_not_open() {
    let envelope = Ring::new().seal_acceptance(&acceptance(), class()).unwrap();
    let other = Ring::from_seed(9);
    let open = || other.open_envelope(&envelope, &acceptance().name, &ground());
    assert!(matches!(open(), Err(SealError::UnknownKey)));
    other.seal_acceptance(&acceptance(), class()).unwrap();
    assert!(matches!(open(), Err(SealError::EnvelopeRefused)));
}

#[test]
fn differing_names_the_fields_and_nothing_else() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    assert!(ring.differing(&envelope, &acceptance()).unwrap().is_empty());
    for (field, change) in Field::RECORD.iter().zip(PERSONAL_CHANGES) {
        let mut record = acceptance();
        change(&mut record);
        assert_eq!(ring.differing(&envelope, &record).unwrap(), [field.pointer()]);
    }
    let heavier = Acceptance { weight: None, ..acceptance() };
    assert!(ring.differing(&envelope, &heavier).unwrap().is_empty());
}

#[test]
fn a_masked_record_shows_no_more_than_the_standard_allows() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    let masked = serde_json::to_value(ring.masked(&envelope, &acceptance().name).unwrap()).unwrap();
    let expected = serde_json::json!({
        "sender": {"name": "张*", "phone": "000******10", "address": "某路******"},
        "recipient": {"name": "孙*", "phone": "000******50", "address": "某街******"},
        "id_number": "******",
        "payer_phone": "000******11",
    });
    assert_eq!(masked, expected);
}

#[test]
fn an_envelope_is_kept_as_plain_bytes() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    let kept = postcard::to_stdvec(&envelope).unwrap();
    assert_eq!(postcard::from_bytes::<Envelope>(&kept).unwrap(), envelope);
    assert!(postcard::from_bytes::<Envelope>(&kept[..kept.len() - 1]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_comes_back(name in ".{0,128}", address in prop::option::of(".{0,256}")) {
        let ring = Ring::new();
        let mut record = acceptance();
        record.sender.party.name = clear(&name);
        record.sender.party.address = address.as_deref().map(Clear::new);
        let envelope = ring.seal_acceptance(&record, class()).unwrap();
        let opened = ring.open_envelope(&envelope, &record.name, &ground()).unwrap();
        prop_assert_eq!(opened.get(Field::SenderName), record.sender.party.name.as_ref());
        prop_assert_eq!(opened.get(Field::SenderAddress), record.sender.party.address.as_ref());
        prop_assert!(ring.differing(&envelope, &record).unwrap().is_empty());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..96)) {
        let ring = Ring::new();
        let mut known = vec![1, if Ring::SUITE == Suite::Guomi { 2 } else { 1 }];
        known.extend_from_slice(&bytes);
        for bytes in [bytes, known] {
            if let Ok(envelope) = Envelope::from_bytes(bytes) {
                prop_assert!(ring.open_envelope(&envelope, &acceptance().name, &ground()).is_err());
                let _ = envelope.day();
            }
        }
    }
}
