//! Stored formats: what was written once is read for ever, and gives the same pseudonyms, digests, envelopes and
//! signatures, in both suites.

use std::{fmt::Write as _, fs, path::PathBuf};

use parcel::{Clear, PersonalKind};
use seal::{
    CaseNumber, Envelope, EpochId, Field, KeyRing, SealError, Suite,
    signing::{Purpose, Signature, verify},
};

use crate::make::{acceptance, accepted_on, class, day, event, ground, master, operator, seeded};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// Makes a ring with one of everything.
fn build(ring: &KeyRing) -> Envelope {
    ring.start_epoch(day("2027-01-01"), 30).unwrap();
    ring.start_epoch(day("2028-01-01"), 31).unwrap();
    let record = acceptance();
    let envelope = ring.seal_acceptance(&record, class()).unwrap();
    ring.destroy(&(day("2026-11-10")..=day("2026-11-12")), Some(class())).unwrap();
    ring.destroy_epoch(EpochId(1)).unwrap();
    ring.hold(&envelope, &record.name, &CaseNumber::parse("AJ-2026-0001").unwrap()).unwrap()
}

/// Everything that the ring computes, one a line.
fn computed(ring: &KeyRing, held: &Envelope) -> String {
    let mut lines = String::new();
    let mut line = |name: &str, bytes: &[u8]| {
        write!(lines, "{name} ").unwrap();
        for byte in bytes {
            write!(lines, "{byte:02x}").unwrap();
        }
        lines.push('\n');
    };
    line("digest", &ring.digest(&acceptance()));
    line("digest-event", &ring.digest_event(&event()));
    for epoch in [EpochId(2), EpochId(3)] {
        let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), epoch).unwrap();
        for kind in PersonalKind::ALL {
            let name = format!("{}-{epoch}", kind.domain());
            line(&name, &pseudonymiser.of(kind, &Clear::new("00000000010")).0);
        }
    }
    line("envelope", ring.seal_acceptance(&acceptance(), class()).unwrap().as_bytes());
    line("envelope-event", ring.seal_event(&event(), class()).unwrap().as_bytes());
    line("envelope-held", held.as_bytes());
    lines
}

fn line_of(lines: &str, name: &str) -> Vec<u8> {
    let digits = lines.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap();
    (0..digits.len()).step_by(2).map(|place| u8::from_str_radix(&digits[place..place + 2], 16).unwrap()).collect()
}

#[test]
#[ignore = "writes the fixtures of a new version; those of a released version are never written again"]
fn write_fixtures() {
    let directory = tempfile::tempdir().unwrap();
    let ring = KeyRing::open_as(directory.path(), &master(1), Some(Suite::Guomi), &mut seeded(1)).unwrap();
    let held = build(&ring);
    let signature = ring.sign(Purpose::LedgerHead, b"head").unwrap();
    fs::write(fixture("v2-guomi.txt"), computed(&ring, &held)).unwrap();
    fs::write(fixture("v2-guomi.signature"), signature.to_string()).unwrap();
    fs::copy(directory.path().join("ring"), fixture("ring-v2-guomi.bin")).unwrap();
}

#[test]
fn a_ring_without_a_signing_key_makes_one() {
    // The ring of version 1 has no signing key yet: it makes one, and the rest stays as it was.
    let (_directory, ring) = opened("ring-v1.bin");
    let signature = ring.sign(Purpose::LedgerHead, b"head").unwrap();
    assert!(verify(Purpose::LedgerHead, b"head", &signature, &ring.signing_keys().unwrap()).is_ok());
}

#[test]
fn version_2_signs_the_same() {
    let (_directory, ring) = opened("ring-v2-guomi.bin");
    assert_eq!(ring.suite(), Suite::Guomi);
    let kept = fs::read_to_string(fixture("v2-guomi.signature")).unwrap();
    assert_eq!(ring.sign(Purpose::LedgerHead, b"head").unwrap().to_string(), kept);
    let trusted = ring.signing_keys().unwrap();
    assert!(verify(Purpose::LedgerHead, b"head", &Signature::parse(&kept).unwrap(), &trusted).is_ok());
}

#[test]
fn version_1_is_read_and_computes_the_same() {
    check("ring-v1.bin", "v1.txt");
}

#[test]
fn version_2_is_read_and_computes_the_same() {
    check("ring-v2-guomi.bin", "v2-guomi.txt");
}

fn opened(file: &str) -> (tempfile::TempDir, KeyRing) {
    let directory = tempfile::tempdir().unwrap();
    fs::copy(fixture(file), directory.path().join("ring")).unwrap();
    let ring = KeyRing::open(directory.path(), &master(1), &mut seeded(7)).unwrap();
    (directory, ring)
}

fn check(file: &str, expected: &str) {
    let (_directory, ring) = opened(file);
    let expected = fs::read_to_string(fixture(expected)).unwrap();
    let held = Envelope::from_bytes(line_of(&expected, "envelope-held")).unwrap();
    assert_eq!(computed(&ring, &held), expected);

    let name = acceptance().name;
    for kept in ["envelope", "envelope-held"] {
        let envelope = Envelope::from_bytes(line_of(&expected, kept)).unwrap();
        let opened = ring.open_envelope(&envelope, &name, &ground()).unwrap();
        assert_eq!(opened.get(Field::RecipientAddress), Some(&Clear::new("某街8号")), "{kept}");
    }
    let event_envelope = Envelope::from_bytes(line_of(&expected, "envelope-event")).unwrap();
    assert!(ring.open_envelope(&event_envelope, &event(), &ground()).is_ok());
    assert_eq!(ring.epochs_on(day("2027-01-02")), (EpochId(2), Some(EpochId(1))));
    assert!(matches!(ring.pseudonymiser(&operator("demo-express"), EpochId(1)), Err(SealError::Destroyed)));
    assert!(matches!(ring.seal_acceptance(&accepted_on("2026-11-11"), class()), Err(SealError::Destroyed)));
}
