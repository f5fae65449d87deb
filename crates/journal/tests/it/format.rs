//! Stored formats: what any edition of this program wrote is read for ever.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use journal::{Entries, Head, Journal, SqliteJournal};

use crate::segments::files;
use crate::support::{Chance, append, everything, new_folder, small, verify};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/v1")
}

/// What the journal of format 1 holds: the entries that follow from a seed, in three segments, the first dropped.
fn appends() -> Vec<Vec<Vec<u8>>> {
    let mut chance = Chance::new(1);
    let mut appends: Vec<_> = (0..9).map(|_| (0..20).map(|_| chance.bytes(40)).collect()).collect();
    appends.push(vec![b"v1".to_vec(), Vec::new(), vec![7; 3_000]]);
    appends
}

fn describe(head: &Head) -> String {
    head.hash.iter().fold(format!("{} ", head.end), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn format_1_is_read() {
    let folder = new_folder();
    for name in files(&fixture()).iter().filter(|name| name.ends_with(".sqlite")) {
        fs::copy(fixture().join(name), folder.path().join(name)).unwrap();
    }
    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    assert_eq!(describe(&journal.head().unwrap()), fs::read_to_string(fixture().join("head.txt")).unwrap().trim());
    assert_eq!(journal.start(), 60);
    assert!(everything(&journal).unwrap() == appends().concat()[60..]);
    let [dropped] = &journal.dropped().unwrap()[..] else { panic!("one segment was dropped") };
    assert_eq!((dropped.first, dropped.head.end, &dropped.statement[..]), (0, 60, &b"statement of v1"[..]));
    verify(&journal).unwrap();
    assert_eq!(journal.append(&[b"written later"]).unwrap(), 183);
    verify(&journal).unwrap();
}

/// Wrote the fixture once. Run again only to see what a changed format would be; format 1 itself never changes.
#[test]
#[ignore = "writes tests/fixtures/v1 anew"]
fn write_format_1() {
    let _ = fs::remove_dir_all(fixture());
    let mut journal = SqliteJournal::open(&fixture(), small()).unwrap();
    for entries in appends() {
        append(&mut journal, &entries).unwrap();
    }
    journal.drop_segments_before(60, &mut |_, _| b"statement of v1".to_vec()).unwrap();
    fs::write(fixture().join("head.txt"), describe(&journal.head().unwrap()) + "\n").unwrap();
}
