//! Sealing is idempotent, all or nothing, and leaves nothing half visible.

use std::{collections::BTreeMap, fs, path::Path};

use history::{HistoryError, Table};

use crate::fixture::{number, open, parcels};

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.insert(entry.path().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

#[test]
fn sealing_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let batches = [parcels(0..300, 50), parcels(300..500, 50)];
    history.seal(0..500, &batches).unwrap();
    let once = contents(folder.path());
    history.seal(0..500, &batches).unwrap();
    assert_eq!(contents(folder.path()), once);
    assert_eq!(history.sealed_to(), 500);
    drop(history);
    let again = open(folder.path());
    again.seal(0..500, &batches).unwrap();
    assert_eq!(contents(folder.path()), once);
    assert_eq!(number(&again, "SELECT count(*) FROM records", &[]), 500);
}

#[test]
fn the_same_rows_seal_to_the_same_bytes() {
    let seal = || {
        let folder = tempfile::tempdir().unwrap();
        open(folder.path()).seal(0..200, &[parcels(0..200, 50)]).unwrap();
        contents(folder.path()).into_values().collect::<Vec<_>>()
    };
    assert_eq!(seal(), seal());
}

#[test]
fn a_crash_before_the_manifest_leaves_nothing_visible() {
    let whole = tempfile::tempdir().unwrap();
    let history = open(whole.path());
    history.seal(0..100, &[parcels(0..100, 50)]).unwrap();
    let before = contents(whole.path());
    history.seal(100..250, &[parcels(100..250, 50)]).unwrap();
    let after = contents(whole.path());
    let new: Vec<_> = after
        .iter()
        .filter(|(path, _)| {
            !before.contains_key(*path) && Path::new(path).extension().is_none_or(|kind| kind != "json")
        })
        .collect();
    assert!(new.len() >= 3);
    for crashed_after in 0..=new.len() {
        let folder = tempfile::tempdir().unwrap();
        let place = |path: &str| folder.path().join(Path::new(path).strip_prefix(whole.path()).unwrap());
        for (path, bytes) in before.iter().chain(new[..crashed_after].iter().copied()) {
            fs::create_dir_all(place(path).parent().unwrap()).unwrap();
            fs::write(place(path), bytes).unwrap();
        }
        fs::write(folder.path().join("records/000000000100-000000000249.tmp"), "half").unwrap();
        let history = open(folder.path());
        assert_eq!(history.sealed_to(), 100);
        assert_eq!(number(&history, "SELECT count(*) FROM records", &[]), 100);
        assert_eq!(contents(folder.path()).len(), before.len(), "leftovers are removed");
        history.seal(100..220, &[parcels(100..220, 50)]).unwrap();
        assert_eq!(number(&history, "SELECT count(*) FROM records", &[]), 220);
    }
}

#[test]
fn a_gap_and_a_row_outside_the_range_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..100, &[parcels(0..100, 50)]).unwrap();
    let gap = history.seal(150..200, &[parcels(150..200, 50)]);
    assert!(matches!(gap, Err(HistoryError::NotContiguous { sealed_to: 100, .. })));
    let outside = history.seal(100..150, &[parcels(100..151, 50)]);
    assert!(matches!(outside, Err(HistoryError::OutsideRange { sequence: 150, .. })));
    assert_eq!(history.sealed_to(), 100);
}

#[test]
fn a_range_without_rows_moves_the_history_on() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).seal(0..7, &[]).unwrap();
    assert_eq!(open(folder.path()).sealed_to(), 7);
}

#[test]
fn rows_of_several_days_go_to_several_files() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(86_000..87_000, &[parcels(86_000..87_000, 50)]).unwrap();
    let days: Vec<_> = fs::read_dir(folder.path().join(Table::Records.name())).unwrap().collect();
    assert_eq!(days.len(), 2);
    assert_eq!(number(&history, "SELECT count(*) FROM records WHERE day = '2026-11-20'", &[]), 400);
    assert_eq!(number(&history, "SELECT count(*) FROM records WHERE day = '2026-11-21'", &[]), 600);
}

#[test]
fn a_failed_sealing_leaves_nothing_and_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..100, &[parcels(0..100, 50)]).unwrap();
    let before = contents(folder.path());
    // A folder where the last file of the sealing should go: the disk refuses it.
    let obstacle = folder.path().join("envelopes/day=2026-11-20/000000000100-000000000149.tmp");
    fs::create_dir(&obstacle).unwrap();
    let failed = history.seal(100..150, &[parcels(100..150, 50)]);
    assert!(matches!(failed, Err(HistoryError::Disk { .. })), "{failed:?}");
    assert_eq!(contents(folder.path()), before);
    assert_eq!(number(&history, "SELECT count(*) FROM records", &[parcels(100..150, 50)]), 150);
    fs::remove_dir(&obstacle).unwrap();
    history.seal(100..180, &[parcels(100..180, 50)]).unwrap();
    assert_eq!(number(&history, "SELECT count(*) FROM records", &[]), 180);
    assert!(history.verify(|_, _| {}).unwrap().is_sound());
}
