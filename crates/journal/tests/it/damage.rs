//! Damaged bytes: the first damaged place is named, wrong bytes are never returned, nothing panics.

use std::fs;
use std::path::Path;

use journal::{Entries, Journal, JournalError, Options, SqliteJournal};
use rusqlite::Connection;

use crate::segments::{files, several_segments};
use crate::support::{Chance, append, everything, new_folder, small, verify};

fn copy(from: &Path, to: &Path) {
    for name in files(from) {
        fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
}

/// Reads in every way; returns the first error. Panics where wrong bytes are returned.
fn read_in_every_way(folder: &Path, expected: &[Vec<u8>]) -> Result<(), JournalError> {
    let journal = SqliteJournal::open(folder, small())?;
    let mut first = verify(&journal);
    assert_eq!(journal.end(), expected.len() as u64, "entries vanished without an error");
    for (at, expected) in expected.iter().enumerate() {
        match journal.entry(at as u64) {
            Ok(entry) => assert!(entry == *expected, "wrong bytes at {at}"),
            Err(error) => first = first.and(Err(error)),
        }
    }
    match everything(&journal) {
        Ok(found) => assert!(found == expected, "wrong bytes in a range"),
        Err(error) => first = first.and(Err(error)),
    }
    first
}

#[test]
fn bytes_changed_anywhere_never_come_back_as_entries() {
    let (folder, expected) = several_segments(16);
    let mut chance = Chance::new(5);
    let (mut noticed, rounds) = (0, 400);
    for _ in 0..rounds {
        let broken = new_folder();
        copy(folder.path(), broken.path());
        let names = files(broken.path());
        let file = broken.path().join(&names[chance.below(names.len() as u64) as usize]);
        let mut bytes = fs::read(&file).unwrap();
        // The first bytes of a file and of a page are few and mean most.
        let (page, within) = (chance.below(bytes.len() as u64 / 4096), chance.below(4096));
        let within = if chance.below(3) == 0 { within % 100 } else { within };
        bytes[(page * 4096 + within) as usize] ^= 1 << chance.below(8);
        fs::write(&file, bytes).unwrap();
        if let Err(error) = read_in_every_way(broken.path(), &expected) {
            noticed += 1;
            assert!(
                matches!(
                    error,
                    JournalError::Damaged { .. } | JournalError::Format { .. } | JournalError::Engine { .. }
                ),
                "{error:?}"
            );
        }
    }
    assert!(noticed > rounds / 4, "only {noticed} of {rounds} changes were noticed");
}

#[test]
fn files_cut_short_are_noticed() {
    let (folder, expected) = several_segments(16);
    for name in files(folder.path()) {
        for keep in [0, 1, 100, 4096, 8192, 12_289] {
            let broken = new_folder();
            copy(folder.path(), broken.path());
            let file = fs::File::options().write(true).open(broken.path().join(&name)).unwrap();
            if file.metadata().unwrap().len() <= keep {
                continue;
            }
            file.set_len(keep).unwrap();
            let error = read_in_every_way(broken.path(), &expected).unwrap_err();
            assert!(matches!(error, JournalError::Damaged { .. } | JournalError::Engine { .. }), "{error:?}");
        }
    }
}

/// Changes one column of one block in every way that SQL can, and expects that very block to be named.
#[test]
fn the_first_damaged_block_is_named() {
    let changes = [
        "stored = CAST(substr(stored, 1, length(stored) - 1) || X'FF' AS BLOB)",
        "hash = zeroblob(32)",
        "previous = zeroblob(32)",
        "count = count + 1",
        "raw_bytes = raw_bytes + 1",
        "raw_bytes = 4000000000",
        "hash = X'00'",
    ];
    let (folder, _) = several_segments(30);
    let names = files(folder.path());
    for (name, change) in names.iter().flat_map(|name| changes.iter().map(move |change| (name, change))) {
        let broken = new_folder();
        copy(folder.path(), broken.path());
        let connection = Connection::open(broken.path().join(name)).unwrap();
        let middle = "SELECT first FROM block ORDER BY first LIMIT 1 OFFSET (SELECT count(*) FROM block) / 2";
        let Ok(at) = connection.query_row(middle, [], |row| row.get::<_, u32>(0)) else { continue };
        connection.execute(&format!("UPDATE block SET {change} WHERE first = {at}"), []).unwrap();
        drop(connection);
        let segment: u64 = name[8..28].parse().unwrap();
        let error = SqliteJournal::open(broken.path(), small()).and_then(|journal| verify(&journal)).unwrap_err();
        assert!(
            matches!(error, JournalError::Damaged { segment: s, position: p, .. } if s == segment && p == u64::from(at)),
            "{change} in {name} at {at}: {error}"
        );
    }
}

#[test]
fn a_chain_forged_from_the_middle_on_is_noticed_by_a_head_noted_before() {
    let (folder, _) = several_segments(3);
    let journal = SqliteJournal::open(folder.path(), small()).unwrap();
    let noted = journal.head().unwrap();
    drop(journal);
    let forged = new_folder();
    let mut journal = SqliteJournal::open(forged.path(), small()).unwrap();
    while journal.end() < noted.end {
        journal.append(&[b"forged"]).unwrap();
    }
    verify(&journal).unwrap();
    assert!(!journal.holds(&noted).unwrap());
}

/// What a killed process leaves: the log is not moved into the segment. Damage in it must not pass for an append that
/// never returned, unless it hits the very last one, which cannot be told apart.
#[test]
fn damage_in_the_log_costs_the_last_append_at_most() {
    let folder = new_folder();
    let mut journal = SqliteJournal::open(folder.path(), Options::default()).unwrap();
    let (mut chance, mut expected, mut last) = (Chance::new(8), Vec::new(), 0);
    for _ in 0..20 {
        let batch = chance.batch();
        last = batch.len();
        append(&mut journal, &batch).unwrap();
        expected.extend(batch);
    }
    let name = "segment-00000000000000000000.sqlite";
    let killed =
        [name.to_owned(), format!("{name}-wal")].map(|name| (fs::read(folder.path().join(&name)).unwrap(), name));
    let (mut noticed, rounds) = (0, 200);
    for round in 0..rounds {
        let broken = new_folder();
        for (bytes, name) in &killed {
            fs::write(broken.path().join(name), bytes).unwrap();
        }
        let (mut log, name) = killed[1].clone();
        let at = if round < 32 { round } else { chance.below(log.len() as u64) };
        log[at as usize] ^= 1 << chance.below(8);
        fs::write(broken.path().join(name), log).unwrap();
        match SqliteJournal::open(broken.path(), small()) {
            Ok(journal) => {
                let found = everything(&journal).unwrap();
                assert!(
                    found == expected[..found.len()] && found.len() >= expected.len() - last,
                    "byte {at} of the log"
                );
            }
            Err(error) => {
                noticed += 1;
                assert!(matches!(error, JournalError::Damaged { segment: 0, .. }), "{error:?}");
            }
        }
    }
    assert!(noticed > rounds / 2, "only {noticed} of {rounds} changes were noticed");
}
