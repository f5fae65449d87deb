//! Segments on disk: their files, what a crash leaves of them, and what is missing.

use std::fs;
use std::path::Path;

use journal::{Journal, JournalError, Options, SqliteJournal};
use tempfile::TempDir;

use crate::support::{Chance, append, everything, new_folder, small, verify};

/// A closed journal of several segments, and what it holds.
pub(crate) fn several_segments(appends: usize) -> (TempDir, Vec<Vec<u8>>) {
    let folder = new_folder();
    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    let (mut chance, mut expected) = (Chance::new(3), Vec::new());
    for _ in 0..appends {
        let batch = chance.batch();
        append(&mut journal, &batch).unwrap();
        expected.extend(batch);
    }
    drop(journal);
    (folder, expected)
}

/// The segment files of a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn segments_are_closed_at_their_bounds_and_read_as_one() {
    let (folder, expected) = several_segments(60);
    let names = files(folder.path());
    assert!(names.len() > 5, "{names:?}");
    assert_eq!(names[0], "segment-00000000000000000000.sqlite");
    assert!(names.iter().all(|name| name.ends_with(".sqlite")), "closing leaves the segments alone: {names:?}");

    let journal = SqliteJournal::open(folder.path(), small()).unwrap();
    assert!(everything(&journal).unwrap() == expected);
    verify(&journal).unwrap();
}

#[test]
fn segments_are_closed_by_size() {
    let folder = new_folder();
    let options = Options { segment_bytes_max: 60_000, ..Options::default() };
    let mut journal = SqliteJournal::open(folder.path(), options).unwrap();
    let mut chance = Chance::new(4);
    for _ in 0..10 {
        journal.append(&[&chance.bytes(40_000)]).unwrap();
    }
    drop(journal);
    assert_eq!(files(folder.path()).len(), 5);
}

#[test]
fn what_a_crash_left_of_a_new_segment_is_ignored() {
    let (folder, mut expected) = several_segments(10);
    let unfinished = format!("segment-{:020}.sqlite.new", expected.len());
    fs::write(folder.path().join(unfinished), b"half a segment").unwrap();
    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    for number in 0..100_u8 {
        journal.append(&[&[number]]).unwrap();
        expected.push(vec![number]);
    }
    assert!(everything(&journal).unwrap() == expected);
}

#[test]
fn a_missing_segment_is_named() {
    let (folder, _) = several_segments(60);
    let names = files(folder.path());
    for gone in &names {
        let copy = new_folder();
        for name in names.iter().filter(|name| *name != gone) {
            fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
        }
        let error = SqliteJournal::open(copy.path(), small()).map(drop).unwrap_err();
        assert!(matches!(error, JournalError::Damaged { .. }), "without {gone}: {error}");
    }
}

#[test]
fn a_later_format_is_named() {
    let (folder, _) = several_segments(1);
    let file = folder.path().join(&files(folder.path())[0]);
    rusqlite::Connection::open(file).unwrap().pragma_update(None, "user_version", 9).unwrap();
    let error = SqliteJournal::open(folder.path(), small()).map(drop).unwrap_err();
    assert!(matches!(error, JournalError::Format { segment: 0, format: 9, known: 1 }), "{error}");
}

#[test]
fn a_second_writer_is_noticed_before_it_does_harm() {
    let folder = new_folder();
    let mut first = SqliteJournal::open(folder.path(), small()).unwrap();
    let mut second = SqliteJournal::open(folder.path(), small()).unwrap();
    first.append(&[b"first"]).unwrap();
    assert!(matches!(second.append(&[b"second"]), Err(JournalError::OtherWriter)));
    assert!(matches!(second.append(&[b"second"]), Err(JournalError::Poisoned)));
    first.append(&[b"third"]).unwrap();
    assert_eq!(everything(&first).unwrap(), [b"first", b"third"]);
    verify(&first).unwrap();
}
