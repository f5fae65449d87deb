use std::{fs, path::Path};

use super::*;
use crate::{RetentionClass, secret::Secret};

fn ring(directory: &Path, seed: u8) -> KeyRing {
    KeyRing::open(directory, &MasterKey::from_bytes([1; 32]), &mut |bytes| bytes.fill(seed)).unwrap()
}

fn make_keys(ring: &KeyRing) {
    ring.start_epoch(jiff::civil::date(2027, 1, 1), 30).unwrap();
    for (day, class) in [(20_000, "cn"), (20_500, "cn-31")] {
        ring.make_day_keys(day, RetentionClass::parse(class).unwrap()).unwrap();
    }
}

/// Every slot with its key, in order.
fn keys(ring: &KeyRing) -> Vec<(Slot, [u8; 32])> {
    let live = ring.live();
    live.table.keys.keys().map(|slot| (*slot, *live.key(*slot).unwrap().secret().expose())).collect()
}

#[test]
fn no_file_of_the_ring_holds_a_key_in_clear() {
    let directory = tempfile::tempdir().unwrap();
    let ring = ring(directory.path(), 9);
    make_keys(&ring);
    let mut secrets: Vec<[u8; 32]> = keys(&ring).into_iter().map(|(_, key)| key).collect();
    // Root, two epochs, the first block of one class, the second of both.
    assert_eq!(secrets.len(), 1 + 2 + 16 + 32);
    secrets.extend([[1; 32], [9; 32]]);
    let files: Vec<_> =
        fs::read_dir(directory.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    assert_eq!(files.len(), 1);
    for (bytes, secret) in files.iter().flat_map(|bytes| secrets.iter().map(move |secret| (bytes, secret))) {
        // A quarter of a key would already be too much.
        assert!(secret.chunks(8).all(|part| !bytes.windows(8).any(|window| window == part)));
    }
}

#[test]
fn later_days_get_keys_of_every_class_in_use_at_once_and_earlier_days_only_what_they_need() {
    let directory = tempfile::tempdir().unwrap();
    let ring = ring(directory.path(), 9);
    make_keys(&ring);
    let classes_on = |number: i32| {
        let on_day = |slot: &&Slot| matches!(slot, Slot::Day { day, .. } if *day == number);
        ring.live().table.keys.keys().filter(on_day).count()
    };
    assert_eq!((classes_on(20_000), classes_on(20_500)), (1, 2));
    let third = RetentionClass::parse("cn-50").unwrap();
    ring.make_day_keys(20_516, third).unwrap();
    ring.make_day_keys(20_100, third).unwrap();
    assert_eq!((classes_on(20_516), classes_on(20_100)), (3, 1));
}

#[test]
fn every_key_is_another_and_comes_back() {
    let directory = tempfile::tempdir().unwrap();
    let first = ring(directory.path(), 9);
    make_keys(&first);
    let before = keys(&first);
    let distinct: std::collections::HashSet<_> = before.iter().map(|(_, key)| key).collect();
    assert_eq!(distinct.len(), before.len());
    drop(first);
    assert_eq!(keys(&ring(directory.path(), 3)), before);
}

#[test]
fn a_wrapped_key_does_not_open_in_another_slot() {
    for suite in Suite::ALL {
        let wrap = Wrap::new(suite, &MasterKey::from_bytes([1; 32]));
        let secret = Secret::filled(|bytes| bytes.fill(5));
        let (first, second) = (Slot::Day { day: 1, class: 0 }, Slot::Day { day: 2, class: 0 });
        let wrapped = wrap.wrap(first, &secret).unwrap();
        assert_eq!(wrap.unwrap(first, &wrapped).unwrap().expose(), secret.expose());
        assert!(wrap.unwrap(second, &wrapped).is_err());
    }
}

#[test]
fn a_full_ring_says_so_and_keeps_working() {
    let directory = tempfile::tempdir().unwrap();
    let ring = ring(directory.path(), 9);
    let class = RetentionClass::parse("cn").unwrap();
    ring.make_day_keys(20_000, class).unwrap();
    let filled = ring.change(|table, writer| {
        let missing = KeyRing::KEYS_MAX - table.keys.len();
        let any = writer.wrap.wrap(Slot::Case(0), &Secret::filled(|bytes| bytes.fill(1)))?;
        table.keys.extend((0..missing as u32).map(|number| (Slot::Case(number), Some(any.clone()))));
        assert!(matches!(writer.add_key(table, Slot::Case(u32::MAX)), Err(SealError::RingFull { .. })));
        Err::<(), _>(SealError::UnknownKey)
    });
    assert!(filled.is_err(), "nothing of a failed change is kept");
    assert_eq!(keys(&ring).len(), 1 + 1 + 16);
}

#[test]
fn nothing_secret_is_printed() {
    let directory = tempfile::tempdir().unwrap();
    let ring = ring(directory.path(), 9);
    make_keys(&ring);
    let printed = format!("{ring:?}");
    assert!(printed.contains("<secret>"));
    for (_, key) in keys(&ring) {
        assert!(!printed.contains(&format!("{:?}", &key[..4]).replace(['[', ']'], "")));
    }
}
