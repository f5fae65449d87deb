//! Dropping whole segments: their heads stay, and the journal still verifies.

use std::fs;

use journal::{Entries, Journal, JournalError, SqliteJournal};

use crate::segments::{files, several_segments};
use crate::support::{everything, new_folder, small, verify};

#[test]
fn heads_of_dropped_segments_stay_and_the_rest_verifies() {
    let (folder, expected) = several_segments(40);
    let before = files(folder.path());
    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    let (mut dropped, head) = (Vec::new(), journal.head().unwrap());
    for position in [100, 101, 300] {
        let mut state = |first: u64, _: &_| first.to_string().into_bytes();
        dropped.extend(journal.drop_segments_before(position, &mut state).unwrap());
        assert!(journal.start() <= position && journal.start() > 0);
    }
    assert!(dropped.len() >= 3);
    assert_eq!(
        files(folder.path()).iter().filter(|name| name.ends_with(".sqlite")).count() + dropped.len(),
        before.len()
    );

    for _ in 0..2 {
        let start = journal.start();
        assert_eq!(journal.dropped().unwrap(), dropped);
        assert_eq!(dropped.last().unwrap().head.end, start);
        assert!(everything(&journal).unwrap() == expected[start as usize..]);
        verify(&journal).unwrap();
        assert_eq!(journal.head().unwrap(), head);
        assert!(dropped.iter().all(|range| journal.holds(&range.head).unwrap()));
        assert!(matches!(journal.entry(start - 1), Err(JournalError::Outside { .. })));
        drop(journal);
        journal = SqliteJournal::open(folder.path(), small()).unwrap();
    }
}

#[test]
fn the_last_segment_always_stays() {
    let (folder, _) = several_segments(20);
    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    journal.drop_segments_before(u64::MAX, &mut |_, _| Vec::new()).unwrap();
    let end = journal.end();
    assert!(journal.start() < end);
    assert!(journal.drop_segments_before(u64::MAX, &mut |_, _| Vec::new()).unwrap().is_empty());
    assert_eq!(journal.append(&[b"next"]).unwrap(), end);
    verify(&journal).unwrap();
}

#[test]
fn a_drop_that_a_crash_interrupted_is_finished() {
    let (folder, _) = several_segments(30);
    let copy = new_folder();
    for name in files(folder.path()) {
        fs::copy(folder.path().join(&name), copy.path().join(&name)).unwrap();
    }
    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    let dropped = journal.drop_segments_before(200, &mut |_, _| b"signed".to_vec()).unwrap();
    drop(journal);
    let gone = format!("segment-{:020}.sqlite", dropped.last().unwrap().first);
    fs::copy(copy.path().join(&gone), folder.path().join(&gone)).unwrap();

    let journal = SqliteJournal::open(folder.path(), small()).unwrap();
    assert_eq!(journal.dropped().unwrap(), dropped);
    assert!(!files(folder.path()).contains(&gone));
    verify(&journal).unwrap();
}

#[test]
fn a_reader_goes_on_while_segments_are_dropped() {
    let (folder, expected) = several_segments(30);
    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    let reader = journal.reader().unwrap();
    assert!(reader.entry(0).unwrap() == expected[0]);
    journal.drop_segments_before(200, &mut |_, _| Vec::new()).unwrap();
    assert!(matches!(reader.entry(0), Err(JournalError::Outside { .. })));
    assert_eq!(reader.start(), journal.start());
    verify(&*reader).unwrap();
}
