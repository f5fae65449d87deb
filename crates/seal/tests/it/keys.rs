//! The master key, and the ring file under wrong keys, damage, crashes and many threads.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, thread};

use seal::{KeyOrigin, KeyRing, MasterKey, SealError};

use super::Ring;
use crate::make::{acceptance, accepted_on, class, ground, master, seeded};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_master_key_is_made_once_for_its_owner_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = MasterKey::default_path(&directory.path().join("data/"));
    assert_eq!(path, directory.path().join("data.key"));
    let (key, origin) = MasterKey::load_or_create(&path, &mut seeded(5)).unwrap();
    assert_eq!((origin, mode(&path)), (KeyOrigin::Created, 0o600));
    assert_eq!(format!("{key:?}"), "<master key>");
    let ring = directory.path().join("data/ring");
    KeyRing::open(&ring, &key, &mut seeded(1)).unwrap();
    let (again, origin) = MasterKey::load_or_create(&path, &mut seeded(6)).unwrap();
    assert_eq!(origin, KeyOrigin::Existing);
    assert!(KeyRing::open(&ring, &again, &mut seeded(2)).is_ok());
    assert_eq!((mode(&ring), mode(&ring.join("ring"))), (0o700, 0o600));
}

#[test]
fn a_key_that_a_ring_needs_is_not_made_anew() {
    let ring = Ring::new();
    assert!(KeyRing::is_in(ring.directory.path()));
    let path = ring.directory.path().join("elsewhere.key");
    assert!(!KeyRing::is_in(&path));
    assert!(matches!(MasterKey::load(&path), Err(SealError::KeyFileMissing { .. })));
    assert!(!path.exists());
    MasterKey::load_or_create(&path, &mut seeded(1)).unwrap();
    assert!(MasterKey::load(&path).is_ok());
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("data.key");
    MasterKey::load_or_create(&path, &mut seeded(5)).unwrap();
    for refused in [0o644, 0o640, 0o604, 0o620] {
        fs::set_permissions(&path, fs::Permissions::from_mode(refused)).unwrap();
        let error = MasterKey::load_or_create(&path, &mut seeded(5)).unwrap_err();
        assert!(matches!(error, SealError::KeyFileReadable { mode, .. } if mode == refused));
        assert!(error.to_string().contains("0600"), "it says what would pass");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(MasterKey::load_or_create(&path, &mut seeded(5)).is_ok());
}

#[test]
fn a_damaged_key_file_is_never_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("data.key");
    MasterKey::load_or_create(&path, &mut seeded(5)).unwrap();
    let whole = fs::read_to_string(&path).unwrap();
    for damaged in ["", "portcullis", &whole[..whole.len() - 2], &whole.replace("key 1", "key 2")] {
        fs::write(&path, damaged).unwrap();
        let error = MasterKey::load_or_create(&path, &mut seeded(5)).unwrap_err();
        assert!(matches!(error, SealError::KeyFileDamaged { .. }), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    }
}

#[test]
fn a_key_file_inside_the_data_directory_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("data");
    fs::create_dir(&data).unwrap();
    let inside = data.join("../data/./master.key");
    assert!(matches!(MasterKey::check_outside(&inside, &data), Err(SealError::KeyFileInsideData { .. })));
    assert!(MasterKey::check_outside(&directory.path().join("data.key"), &data).is_ok());
    let link = directory.path().join("link");
    std::os::unix::fs::symlink(&data, &link).unwrap();
    assert!(MasterKey::check_outside(&link.join("master.key"), &data).is_err());
}

#[test]
fn a_wrong_master_key_is_named() {
    let ring = Ring::new();
    let error = KeyRing::open(ring.directory.path(), &master(2), &mut seeded(1)).unwrap_err();
    assert!(matches!(error, SealError::WrongMasterKey { .. }));
    assert!(error.to_string().contains("key file"));
}

#[test]
fn every_changed_byte_of_the_ring_file_is_noticed() {
    let ring = Ring::new();
    ring.start_epoch(crate::make::day("2027-01-01"), 30).unwrap();
    let whole = fs::read(ring.file()).unwrap();
    let open = || KeyRing::open(ring.directory.path(), &master(1), &mut seeded(1));
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 0x20;
        fs::write(ring.file(), changed).unwrap();
        assert!(open().is_err(), "byte {place}");
        fs::write(ring.file(), &whole[..place]).unwrap();
        assert!(matches!(open(), Err(SealError::RingDamaged { .. })), "cut to {place}");
    }
    fs::write(ring.file(), &whole).unwrap();
    assert!(open().is_ok());
}

#[test]
fn a_ring_of_a_newer_edition_is_named() {
    let ring = Ring::new();
    let mut bytes = fs::read(ring.file()).unwrap();
    bytes[8] = 3;
    fs::write(ring.file(), bytes).unwrap();
    let error = KeyRing::open(ring.directory.path(), &master(1), &mut seeded(1)).unwrap_err();
    assert!(matches!(error, SealError::RingVersion { version: 3, .. }));
}

#[test]
fn what_a_crash_leaves_behind_is_erased() {
    let ring = Ring::new();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    let next = ring.directory.path().join("ring.next");
    let whole = fs::read(ring.file()).unwrap();
    for left in [&whole[..whole.len() / 2], &whole[..], b""] {
        fs::write(&next, left).unwrap();
        let again = KeyRing::open(ring.directory.path(), &master(1), &mut seeded(2)).unwrap();
        assert!(again.open_envelope(&envelope, &acceptance().name, &ground()).is_ok());
        assert!(!next.exists());
    }
}

#[test]
fn a_key_that_cannot_be_kept_is_not_used() {
    let ring = Ring::new();
    let before = fs::read(ring.file()).unwrap();
    // A directory in the place of the new file makes every write of it fail.
    let next = ring.directory.path().join("ring.next");
    fs::create_dir(&next).unwrap();
    let error = ring.seal_acceptance(&acceptance(), class()).unwrap_err();
    assert!(matches!(error, SealError::Disk { .. }));
    assert_eq!(fs::read(ring.file()).unwrap(), before);
    fs::remove_dir(&next).unwrap();
    let envelope = ring.seal_acceptance(&acceptance(), class()).unwrap();
    assert!(ring.reopened().open_envelope(&envelope, &acceptance().name, &ground()).is_ok());
}

#[test]
fn many_threads_share_one_ring() {
    let ring = Ring::new();
    let days: Vec<String> =
        (1..=12).flat_map(|month| [1, 15, 28].map(|day| format!("2026-{month:02}-{day:02}"))).collect();
    let sealed: Vec<_> = thread::scope(|scope| {
        let (ring, days) = (&ring.ring, &days);
        let seal = move |shift: usize| {
            let turned = days.iter().cycle().skip(shift).take(days.len());
            turned.map(|day| (accepted_on(day), ring.seal_acceptance(&accepted_on(day), class()).unwrap())).collect()
        };
        let threads: Vec<_> = (0..4).map(|shift| scope.spawn(move || -> Vec<_> { seal(shift * 9) })).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(sealed.len(), 4 * days.len());
    let ring = ring.reopened();
    for (record, envelope) in &sealed {
        assert_eq!(ring.seal_acceptance(record, class()).unwrap(), *envelope, "one key per day, whoever came first");
    }
}
