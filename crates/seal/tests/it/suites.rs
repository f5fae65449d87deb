//! Two suites beside each other: chosen once, told apart, never mixed.

use parcel::{Clear, PersonalKind};
use seal::{Envelope, EpochId, KeyRing, SealError, Suite, signing::Algorithm};

use crate::make::{Ring, acceptance, class, ground, master, operator, seeded};

type International = Ring<false>;
type Guomi = Ring<true>;

#[test]
fn the_suite_is_chosen_when_the_ring_is_made_and_found_when_it_is_opened() {
    let directory = tempfile::tempdir().unwrap();
    let open = |suite| KeyRing::open_as(directory.path(), &master(1), suite, &mut seeded(1));
    assert_eq!(open(Some(Suite::Guomi)).unwrap().suite(), Suite::Guomi);
    assert_eq!(open(None).unwrap().suite(), Suite::Guomi);
    assert_eq!(open(Some(Suite::Guomi)).unwrap().suite(), Suite::Guomi);
    let error = open(Some(Suite::International)).unwrap_err();
    assert!(matches!(error, SealError::RingSuite { kept: Suite::Guomi, asked: Suite::International, .. }));
    assert!(error.to_string().contains("guomi"));
    assert_eq!(KeyRing::open(directory.path(), &master(1), &mut seeded(1)).unwrap().suite(), Suite::Guomi);
}

#[test]
fn nothing_said_means_international() {
    let directory = tempfile::tempdir().unwrap();
    let ring = KeyRing::open(directory.path(), &master(1), &mut seeded(1)).unwrap();
    assert_eq!(ring.suite(), Suite::International);
    assert_eq!(ring.signing_keys().unwrap()[0].algorithm(), Algorithm::Ed25519);
    assert_eq!(Guomi::new().signing_keys().unwrap()[0].algorithm(), Algorithm::Sm2);
}

#[test]
fn an_envelope_of_the_other_suite_is_named() {
    let (one, other) = (International::new(), Guomi::new());
    let name = acceptance().name;
    for (sealer, opener, expected) in [(&*one, &*other, Suite::International), (&*other, &*one, Suite::Guomi)] {
        let envelope = sealer.seal_acceptance(&acceptance(), class()).unwrap();
        opener.seal_acceptance(&acceptance(), class()).unwrap();
        assert_eq!(envelope.suite(), expected);
        let error = opener.open_envelope(&envelope, &name, &ground()).unwrap_err();
        assert!(matches!(error, SealError::EnvelopeSuite { envelope, .. } if envelope == expected));
    }
}

#[test]
fn a_suite_that_nobody_knows_is_no_envelope() {
    let mut bytes = Guomi::new().seal_acceptance(&acceptance(), class()).unwrap().into_bytes();
    bytes[1] = 3;
    assert!(matches!(Envelope::from_bytes(bytes), Err(SealError::EnvelopeFormat)));
}

#[test]
fn the_same_master_key_and_value_give_other_pseudonyms() {
    let of = |ring: &KeyRing| {
        let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
        pseudonymiser.of(PersonalKind::Phone, &Clear::new("00000000010"))
    };
    assert_ne!(of(&International::new()), of(&Guomi::new()));
}

#[test]
fn an_envelope_of_guomi_keeps_its_nonce() {
    let international = International::new().seal_acceptance(&acceptance(), class()).unwrap();
    let guomi = Guomi::new().seal_acceptance(&acceptance(), class()).unwrap();
    assert_eq!(guomi.as_bytes().len(), international.as_bytes().len() + 12);
}

/// One name with two contents: what a repeat of a nonce in counter mode would show.
#[test]
fn two_contents_under_one_name_share_nothing_but_their_header() {
    let ring = Guomi::new();
    let first = ring.seal_acceptance(&acceptance(), class()).unwrap().into_bytes();
    let mut changed = acceptance();
    changed.recipient.phone = crate::make::clear("00000000051");
    let second = ring.seal_acceptance(&changed, class()).unwrap().into_bytes();
    assert_eq!(first.len(), second.len());
    assert_eq!(first[..7], second[..7]);
    let equal = first[7..].iter().zip(&second[7..]).filter(|(one, other)| one == other).count();
    assert!(equal < 12, "{equal} of {} bytes are equal; one in 256 would be chance", first.len() - 7);
}
