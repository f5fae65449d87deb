use tempfile::TempDir;

use super::*;
use crate::items::{entry, tests};

fn write(keys: &[ItemKey]) -> (TempDir, Run) {
    let directory = TempDir::new().unwrap();
    let mut writer = RunWriter::create(directory.path().join("1.run"), keys.len() as u64).unwrap();
    for (number, key) in (0..).zip(keys) {
        writer.push(*key, &entry::encode(&tests::entry(number, 20_000), 20_000)).unwrap();
    }
    let run = writer.finish().unwrap().unwrap();
    (directory, run)
}

/// Keys whose first 8 bytes take few values, so that blocks begin and end within one prefix.
fn crowded(count: u64, prefixes: u64) -> Vec<ItemKey> {
    let mut keys: Vec<_> = (0..count)
        .map(|number| {
            let mut key = [0; 16];
            key[..8].copy_from_slice(&(number % prefixes).to_be_bytes());
            key[8..].copy_from_slice(&(number * 2).to_be_bytes());
            ItemKey(key)
        })
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn every_key_is_found_and_none_between() {
    for (count, prefixes) in [(1, 1), (63, 1), (64, 1), (65, 1), (1_000, 3), (1_000, 1_000), (640, 10)] {
        let keys = crowded(count, prefixes);
        let (_directory, run) = write(&keys);
        for (number, key) in (0..).zip(&keys) {
            let found = run.get(*key).unwrap().and_then(|payload| entry::decode(&payload));
            assert_eq!(found, Some(tests::entry(number, 20_000)), "{count} {prefixes}");
            let mut beside = *key;
            beside.0[15] += 1;
            assert_eq!(run.get(beside).unwrap(), None);
        }
    }
}

#[test]
fn a_run_opens_as_it_was_written() {
    let keys = crowded(777, 50);
    let (_directory, written) = write(&keys);
    let opened = Run::open(written.path.clone()).unwrap();
    assert_eq!((opened.records(), opened.newest_seen()), (777, 20_000));
    assert!(keys.iter().all(|key| opened.may_hold(Probe::of(*key)) && opened.get(*key).unwrap().is_some()));
    assert_eq!(opened.memory_bytes(), written.memory_bytes());
}

#[test]
fn a_cursor_visits_each_record_once_in_order() {
    // More than one read of the cursor.
    let keys = crowded(10_000, 10_000);
    let (_directory, run) = write(&keys);
    let (mut cursor, mut seen) = (Cursor::new(&run).unwrap(), Vec::new());
    while let Some(key) = cursor.key() {
        assert_eq!(entry::decode(&cursor.payload()).unwrap().last, seen.len() as u64);
        seen.push(key);
        cursor.advance().unwrap();
    }
    assert_eq!(seen, keys);
}

#[test]
fn nothing_pushed_leaves_no_file() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("1.run");
    assert!(RunWriter::create(path.clone(), 0).unwrap().finish().unwrap().is_none());
    assert!(!path.exists());
}
