//! Damage is named, and nothing clear lies about.

use std::{fs, path::PathBuf};

use history::{History, HistoryError, Limits, Table};

use crate::fixture::{PHONE, open, parcels, pseudonym};

/// Files below a folder, all of them or those with one suffix.
fn files(folder: &std::path::Path, suffix: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() { folders.push(entry.path()) } else { found.push(entry.path()) }
        }
    }
    found.retain(|path| suffix.is_empty() || path.extension().is_some_and(|other| other == suffix));
    found.sort();
    found
}

fn flip(path: &std::path::Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_sound_history_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..300, &[parcels(0..300, 50)]).unwrap();
    history.seal(300..400, &[parcels(300..400, 50)]).unwrap();
    let mut last = (0, 0);
    let verified = history.verify(|done, all| last = (done, all)).unwrap();
    assert!(verified.is_sound());
    assert_eq!(verified.rows(Table::Records), 400);
    assert_eq!(verified.rows(Table::Envelopes), 400);
    assert_eq!(verified.files, 6);
    assert_eq!(last, (verified.bytes, verified.bytes));
}

#[test]
fn every_damaged_byte_is_named_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..100, &[parcels(0..100, 50)]).unwrap();
    history.seal(100..200, &[parcels(100..200, 50)]).unwrap();
    for path in files(folder.path(), "parquet") {
        let length = fs::metadata(&path).unwrap().len() as usize;
        for at in [0, length / 3, length - 1] {
            flip(&path, at);
            let verified = history.verify(|_, _| {}).unwrap();
            assert_eq!(verified.damaged.iter().map(|damage| &damage.path).collect::<Vec<_>>(), [&path]);
            flip(&path, at);
        }
    }
    let path = &files(folder.path(), "parquet")[0];
    let whole = fs::read(path).unwrap();
    fs::write(path, &whole[..whole.len() - 1]).unwrap();
    assert_eq!(history.verify(|_, _| {}).unwrap().damaged[0].reason, "it has another length than when it was sealed");
    fs::remove_file(path).unwrap();
    assert_eq!(history.verify(|_, _| {}).unwrap().damaged[0].reason, "it cannot be read");
}

#[test]
fn a_file_that_nobody_sealed_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..100, &[parcels(0..100, 50)]).unwrap();
    let source = files(&folder.path().join("records"), "parquet").remove(0);
    let planted = source.with_file_name("000000000000-000000000050.parquet");
    fs::copy(&source, &planted).unwrap();
    assert_eq!(history.verify(|_, _| {}).unwrap().damaged[0].path, planted);
}

#[test]
fn a_damaged_or_missing_manifest_is_named_at_opening() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    for end in [100, 200, 300] {
        history.seal(end - 100..end, &[parcels(end - 100..end, 50)]).unwrap();
    }
    drop(history);
    let manifests = files(folder.path(), "json");
    for (position, reported) in [(0, 1), (1, 2)] {
        let at = fs::read_to_string(&manifests[position]).unwrap().find("\"rows\": 100").unwrap() + 9;
        flip(&manifests[position], at);
        let opened = History::open(folder.path(), Limits::default()).map(|_| ());
        assert!(matches!(opened, Err(HistoryError::DamagedManifest { path, .. }) if path == manifests[reported]));
        flip(&manifests[position], at);
    }
    fs::remove_file(&manifests[1]).unwrap();
    let opened = History::open(folder.path(), Limits::default()).map(|_| ());
    assert!(matches!(opened, Err(HistoryError::DamagedManifest { path, .. }) if path == manifests[2]));
}

#[test]
fn a_damaged_page_is_an_error_and_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..100, &[parcels(0..100, 50)]).unwrap();
    drop(history);
    let path = files(&folder.path().join("records"), "parquet").remove(0);
    let length = fs::metadata(&path).unwrap().len();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length / 2).unwrap();
    let history = open(folder.path());
    let traced = history.trace(&[pseudonym(PHONE, 1)], &[]);
    assert!(matches!(traced, Err(HistoryError::DamagedFile { path: named, .. }) if named == path));
    assert!(matches!(history.query("SELECT sum(weight_grams) FROM records", &[]), Err(HistoryError::QueryFailed(_))));
}

#[test]
fn a_query_that_needs_more_memory_spills_and_clears_up() {
    let folder = tempfile::tempdir().unwrap();
    let left = folder.path().join("spill/left-behind");
    fs::create_dir_all(left.parent().unwrap()).unwrap();
    fs::write(&left, "rows").unwrap();
    let with_memory = |megabytes: usize| {
        let limits = Limits { query_bytes_max: megabytes << 20, ..Limits::default() };
        History::open(folder.path(), limits).unwrap()
    };
    let history = with_memory(24);
    assert!(!left.exists(), "what an earlier process spilled is cleared away");
    history.seal(0..4_000, &[parcels(0..4_000, 500)]).unwrap();
    let sql = "EXPLAIN ANALYZE SELECT sequence, waybill, sender_phone, sender_name, recipient_name \
               FROM records CROSS JOIN generate_series(1, 30) ORDER BY sender_phone, recipient_name";
    let explained = history.query(sql, &[]).unwrap().json_lines();
    let spilled = explained.split("spill_count=").skip(1).any(|rest| !rest.starts_with('0'));
    assert!(spilled, "{explained}");
    assert!(files(&folder.path().join("spill"), "").is_empty());
    drop(history);
    assert!(matches!(with_memory(1).query(sql, &[]), Err(HistoryError::QueryFailed(_))));
}
