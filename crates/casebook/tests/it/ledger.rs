//! The ledger: order, conflicts, repeats, damage, export.

use std::io::Cursor;

use casebook::{Casebook, CasebookError, Checkpoint, Ledger, Parting, PersonId, Wanted, compare};

use crate::story::*;
use crate::support::*;

const A: PersonId = PersonId([1; 16]);

fn filled() -> (tempfile::TempDir, Casebook) {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    tell(&casebook, "c-1", in_judgment(A)).unwrap();
    (folder, casebook)
}

#[test]
fn a_concurrent_change_is_answered_with_what_changed() {
    let (_folder, casebook) = filled();
    let seen = casebook.case(&id("c-1")).unwrap().version;
    tell_one(&casebook, "c-1", took_effect(&[A])).unwrap();
    let late = casebook.append(act("c-1", day("2026-06-01"), took_effect(&[A])), seen);
    let Err(CasebookError::Conflict { subject, expected, found }) = late else { panic!("{late:?}") };
    assert_eq!((expected, found), (seen, seen + 1));
    let since = casebook.ledger().acts_since(&subject, expected).unwrap();
    assert_eq!(since.len(), 1);
    assert_eq!(since[0].kind().to_string(), "took_effect");
}

#[test]
fn two_writers_with_the_same_version_do_not_both_win() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    tell(&casebook, "c-1", in_judgment(A)).unwrap();
    let seen = casebook.case(&id("c-1")).unwrap().version;
    let won = std::thread::scope(|scope| {
        let racer = || casebook.append(act("c-1", day("2026-06-01"), took_effect(&[A])), seen).is_ok();
        let racers: Vec<_> = (0..8).map(|_| scope.spawn(racer)).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).filter(|won| *won).count()
    });
    assert_eq!(won, 1);
}

#[test]
fn a_repeat_by_the_same_key_is_recorded_once() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    let mut first = act("c-1", day("2026-01-01"), registered());
    first.key = Some("form-1".to_owned());
    let appended = casebook.append(first.clone(), 0).unwrap();
    tell_one(&casebook, "c-1", filed()).unwrap();
    let again = casebook.append(first.clone(), 0).unwrap();
    assert!(again.repeated);
    assert_eq!(again.sequence, appended.sequence);
    first.purpose = "another".to_owned();
    assert!(matches!(casebook.append(first, 0), Err(CasebookError::KeyReused { sequence: 1 })));
    assert_eq!(casebook.ledger().head().sequence, 2);
}

#[test]
fn time_of_recording_never_goes_back() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    tell_one(&casebook, "c-1", registered()).unwrap();
    let mut early = act("c-1", day("2020-01-01"), filed());
    early.recorded_at = "2020-01-02T00:00:00Z".parse().unwrap();
    casebook.append(early, 1).unwrap();
    assert_eq!(casebook.ledger().act(2).unwrap().recorded_at, moment());
    assert_eq!(casebook.ledger().reader().unwrap().known_at(moment()).unwrap(), 2);
    assert_eq!(casebook.ledger().reader().unwrap().known_at("2026-11-22T07:59:59Z".parse().unwrap()).unwrap(), 0);
}

#[test]
fn damage_is_named_by_its_first_place() {
    let (folder, casebook) = filled();
    let head = casebook.ledger().verify().unwrap();
    assert_eq!(head, casebook.ledger().head());
    drop(casebook);
    let file = folder.path().join("ledger.sqlite");
    let connection = rusqlite::Connection::open(&file).unwrap();
    let change = "UPDATE act SET body = CAST(replace(body, 'officer-17', 'officer-18') AS BLOB) WHERE sequence = 4";
    assert_eq!(connection.execute(change, []).unwrap(), 1);
    drop(connection);
    let ledger = Ledger::open(&file).unwrap();
    assert!(matches!(ledger.verify(), Err(CasebookError::Damaged { sequence: 4, .. })));
    drop(ledger);
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute("DELETE FROM act WHERE sequence = 2", []).unwrap();
    drop(connection);
    let ledger = Ledger::open(&file).unwrap();
    assert!(matches!(ledger.verify(), Err(CasebookError::Damaged { sequence: 2, .. })));
}

#[test]
fn an_export_comes_back_to_the_same_head_and_register() {
    let (_folder, casebook) = filled();
    let mut export = Vec::new();
    casebook.ledger().export(&mut export).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = Casebook::open(folder.path()).unwrap();
    copy.ledger().import(Cursor::new(&export)).unwrap();
    assert_eq!(copy.ledger().head(), casebook.ledger().head());
    assert_eq!(copy.model().unwrap().dump().unwrap(), casebook.model().unwrap().dump().unwrap());
    let mut again = Vec::new();
    copy.ledger().export(&mut again).unwrap();
    assert_eq!(compare(Cursor::new(&export), Cursor::new(&again)).unwrap(), Parting::Same { acts: 9 });

    tell_one(&copy, "c-1", took_effect(&[A])).unwrap();
    let mut longer = Vec::new();
    copy.ledger().export(&mut longer).unwrap();
    let parting = compare(Cursor::new(&export), Cursor::new(&longer)).unwrap();
    assert_eq!(parting, Parting::Longer { common: 9, first: false });
    let changed = String::from_utf8(export).unwrap().replacen("officer-17", "officer-18", 3);
    let parting = compare(Cursor::new(changed.as_bytes()), Cursor::new(&longer)).unwrap();
    assert_eq!(parting, Parting::At { sequence: 1, bytes: true });
    let other = tempfile::tempdir().unwrap();
    let refused = Ledger::open(&other.path().join("l")).unwrap().import(Cursor::new(changed.as_bytes()));
    assert!(matches!(refused, Err(CasebookError::Damaged { sequence: 1, .. })));
}

#[test]
fn a_checkpoint_is_a_note_that_reads_back() {
    let (_folder, casebook) = filled();
    let (origin, key) = ("example.org/casebook", [7; 32]);
    let earlier = casebook.ledger().checkpoint(origin, 5).unwrap();
    let head = casebook.ledger().checkpoint(origin, u64::MAX).unwrap();
    assert_eq!((earlier.size, head.size), (5, 9));
    assert_eq!(head.chain, casebook.ledger().head().hash);
    assert_ne!(earlier.root, head.root);
    let note = head.note(&key, |text| {
        assert_eq!(text, head.text().as_bytes());
        [9; 64]
    });
    let (read, signatures) = Checkpoint::parse(&note, &key).unwrap();
    assert_eq!(read, head);
    assert_eq!(signatures, [[9; 64]]);
    assert!(Checkpoint::parse(&note, &[8; 32]).unwrap().1.is_empty(), "another key's signature is not ours");
}

#[test]
fn acts_of_one_append_are_recorded_all_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("l")).unwrap();
    let one = |case: &str, wanted| (act(case, day("2026-01-01"), registered()), wanted);
    let outcome = ledger.append(vec![one("a", Wanted::Version(0)), one("b", Wanted::Version(3))]);
    assert!(matches!(outcome, Err(CasebookError::Conflict { .. })));
    assert_eq!(ledger.head().sequence, 0);
    ledger.append(vec![one("a", Wanted::Version(0)), one("a", Wanted::Version(1))]).unwrap();
    assert_eq!(ledger.head().sequence, 2);
}

#[test]
fn a_published_head_is_checked_by_its_key_and_against_a_later_ledger() {
    let (_folder, casebook) = filled();
    let ring = seal::KeyRing::unkept(&mut |bytes| bytes.fill(7)).unwrap();
    let note = casebook.ledger().signed_head("example.org/casebook", &ring).unwrap();
    let key = ring.note_key().unwrap();
    let published = Checkpoint::verified(&note, &key).unwrap();
    tell_one(&casebook, "c-1", took_effect(&[A])).unwrap();
    assert_eq!(casebook.ledger().checkpoint(&published.origin, published.size).unwrap(), published);
    assert!(Checkpoint::verified(&note.replace("\n9\n", "\n8\n"), &key).is_none());
    assert!(Checkpoint::verified(&note, &[3; 32]).is_none());
}
