//! The end of retention, and legal hold.

use std::fs;

use seal::{CaseNumber, Field, KeyRing, RetentionClass, SealError};

use super::Ring;
use crate::make::{acceptance, accepted_on, class, clear, day, ground, master, seeded};

fn destroy(ring: &Ring, first: &str, last: &str, class: Option<RetentionClass>) -> usize {
    ring.destroy(&(day(first)..=day(last)), class).unwrap()
}

#[test]
fn destroyed_days_can_neither_be_read_nor_sealed() {
    let ring = Ring::new();
    let sealed = |day: &str| (accepted_on(day), ring.seal_acceptance(&accepted_on(day), class()).unwrap());
    let kept = [sealed("2026-11-09"), sealed("2026-11-13")];
    let gone = [sealed("2026-11-10"), sealed("2026-11-12")];
    assert_eq!(destroy(&ring, "2026-11-10", "2026-11-12", None), 3);
    assert_eq!(destroy(&ring, "2026-11-10", "2026-11-12", None), 0);
    check_destroyed(&ring, &kept, &gone);
    check_destroyed(&ring.reopened(), &kept, &gone);
}

type Sealed = (parcel::Acceptance, seal::Envelope);

fn check_destroyed(ring: &Ring, kept: &[Sealed], gone: &[Sealed]) {
    for (record, envelope) in kept {
        assert!(ring.open_envelope(envelope, &record.name, &ground()).is_ok());
        assert!(ring.seal_acceptance(record, class()).is_ok());
    }
    for (record, envelope) in gone {
        assert!(matches!(ring.open_envelope(envelope, &record.name, &ground()), Err(SealError::Destroyed)));
        assert!(matches!(ring.masked(envelope, &record.name), Err(SealError::Destroyed)));
        assert!(matches!(ring.differing(envelope, record), Err(SealError::Destroyed)));
        assert!(matches!(ring.seal_acceptance(record, class()), Err(SealError::Destroyed)));
    }
}

#[test]
fn a_class_is_destroyed_apart() {
    let ring = Ring::new();
    let record = acceptance();
    let other = RetentionClass::parse("cn-31").unwrap();
    let short = ring.seal_acceptance(&record, class()).unwrap();
    let long = ring.seal_acceptance(&record, other).unwrap();
    assert_eq!(destroy(&ring, "2026-11-20", "2026-11-20", Some(class())), 1);
    assert!(matches!(ring.open_envelope(&short, &record.name, &ground()), Err(SealError::Destroyed)));
    assert!(ring.open_envelope(&long, &record.name, &ground()).is_ok());
}

#[test]
fn a_day_without_records_is_destroyed_for_late_ones() {
    let ring = Ring::new();
    ring.seal_acceptance(&acceptance(), class()).unwrap();
    destroy(&ring, "2020-01-01", "2021-12-31", None);
    assert!(matches!(ring.seal_acceptance(&accepted_on("2021-06-01"), class()), Err(SealError::Destroyed)));
    let unheard = RetentionClass::parse("cn-65").unwrap();
    assert!(matches!(ring.seal_acceptance(&accepted_on("2021-06-01"), unheard), Err(SealError::Destroyed)));
    // Its neighbour in the same block of days is not.
    assert!(ring.seal_acceptance(&accepted_on("2022-01-01"), class()).is_ok());
    assert!(matches!(ring.seal_acceptance(&accepted_on("2021-12-31"), class()), Err(SealError::Destroyed)));
}

#[test]
fn days_before_2000_share_one_key() {
    let ring = Ring::new();
    let sealed = |day: &str| ring.seal_acceptance(&accepted_on(day), class());
    let oldest = sealed("0001-01-01").unwrap();
    let size = fs::metadata(ring.file()).unwrap().len();
    for day in ["1066-10-14", "1949-10-01", "1999-12-31", "2000-01-01"] {
        assert_eq!(sealed(day).unwrap().day(), Some(crate::make::day("2000-01-01")));
    }
    assert_eq!(fs::metadata(ring.file()).unwrap().len(), size, "no sender can fill the ring with old days");
    assert_eq!(destroy(&ring, "1990-01-01", "1999-12-31", None), 0);
    assert!(ring.open_envelope(&oldest, &acceptance().name, &ground()).is_ok());
    assert_eq!(destroy(&ring, "1990-01-01", "2000-01-01", None), 1);
    assert!(matches!(sealed("1066-10-14"), Err(SealError::Destroyed)));
}

#[test]
fn the_former_ring_file_is_overwritten() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    // A second name for the same blocks of the disk shows what becomes of them.
    let former = ring.directory.path().join("former");
    fs::hard_link(ring.file(), &former).unwrap();
    let before = fs::read(&former).unwrap();
    assert!(before.iter().any(|byte| *byte != 0));
    destroy(&ring, "2026-11-20", "2026-11-20", None);
    assert_eq!(fs::read(&former).unwrap(), vec![0; before.len()]);
    let names: Vec<_> = fs::read_dir(ring.directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "the ring and the second name: {names:?}");
    let ring = ring.reopened();
    assert!(matches!(ring.open_envelope(&envelope, &acceptance().name, &ground()), Err(SealError::Destroyed)));
}

#[test]
fn a_held_envelope_outlives_its_day() {
    let ring = Ring::new();
    let record = acceptance();
    let envelope = ring.seal_acceptance(&record, class()).unwrap();
    let case = CaseNumber::parse("AJ-2026-0001").unwrap();
    let held = ring.hold(&envelope, &record.name, &case).unwrap();
    assert_eq!(held.day(), None);
    destroy(&ring, "2026-11-20", "2026-11-20", None);
    let ring = ring.reopened();
    assert!(ring.open_envelope(&envelope, &record.name, &ground()).is_err());
    let opened = ring.open_envelope(&held, &record.name, &ground()).unwrap();
    assert_eq!(opened.get(Field::SenderPhone), clear("00000000010").as_ref());
    assert!(ring.differing(&held, &record).unwrap().is_empty());

    assert!(!ring.destroy_case(&CaseNumber::parse("AJ-2026-0002").unwrap()).unwrap());
    assert!(ring.destroy_case(&case).unwrap());
    assert!(!ring.destroy_case(&case).unwrap());
    assert!(matches!(ring.open_envelope(&held, &record.name, &ground()), Err(SealError::Destroyed)));
}

#[test]
fn a_hold_needs_the_right_name() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    let mut name = acceptance().name;
    name.revision = parcel::Revision::new(2).unwrap();
    let case = CaseNumber::parse("AJ-2026-0001").unwrap();
    assert!(matches!(ring.hold(&envelope, &name, &case), Err(SealError::EnvelopeRefused)));
}

#[test]
fn another_master_key_makes_old_copies_useless() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    let copy = fs::read(ring.file()).unwrap();
    ring.rewrap(&master(2)).unwrap();
    assert!(ring.open_envelope(&envelope, &acceptance().name, &ground()).is_ok());
    let later = ring.seal_acceptance(&accepted_on("2027-03-01"), class()).unwrap();
    let Ring { directory, ring } = ring;
    drop(ring);
    let open = |byte| KeyRing::open(directory.path(), &master(byte), &mut seeded(3));
    assert!(matches!(open(1), Err(SealError::WrongMasterKey { .. })));
    let again = open(2).unwrap();
    assert!(again.open_envelope(&envelope, &acceptance().name, &ground()).is_ok());
    assert!(again.open_envelope(&later, &acceptance().name, &ground()).is_ok());
    drop(again);
    fs::write(directory.path().join("ring"), copy).unwrap();
    assert!(matches!(open(2), Err(SealError::WrongMasterKey { .. })));
}
