//! One suite for every store: what any journal must do, run for each of them.

use std::ops::ControlFlow;
use std::thread;

use journal::{BLOCK_BYTES_MAX, Head, Journal, JournalError, MemoryJournal, Options, SqliteJournal};

use crate::support::{Chance, append, everything, small, verify};

/// Runs the checks below for one store; `$make` gives an empty journal and what must live as long.
macro_rules! suite {
    ($store:ident, $make:expr, $($check:ident)*) => {
        mod $store {
            use super::*;
            $(
                #[test]
                fn $check() {
                    let (_keep, mut journal) = $make;
                    super::$check(&mut journal);
                }
            )*
        }
    };
}

macro_rules! suites {
    ($($check:ident)*) => {
        suite!(memory, ((), MemoryJournal::new()), $($check)*);
        suite!(sqlite, {
            let folder = tempfile::tempdir().unwrap();
            let journal = SqliteJournal::open(folder.path(), small()).unwrap();
            (folder, journal)
        }, $($check)*);
    };
}

suites! {
    an_empty_journal_has_an_end_and_no_entry
    positions_count_from_nought_without_holes
    what_is_appended_is_read
    a_range_is_read_in_order_until_the_visitor_breaks
    positions_not_kept_are_outside
    too_large_is_refused_and_leaves_the_journal_usable
    heads_seen_before_are_held_and_others_are_not
    a_visitor_may_append_and_read
    a_reader_in_another_thread_sees_what_was_appended
}

fn an_empty_journal_has_an_end_and_no_entry(journal: &mut dyn Journal) {
    assert_eq!((journal.start(), journal.end()), (0, 0));
    assert_eq!(journal.head().unwrap(), Head { end: 0, hash: [0; 32] });
    assert!(matches!(journal.entry(0), Err(JournalError::Outside { at: 0, start: 0, end: 0 })));
    assert!(everything(journal).unwrap().is_empty());
    verify(journal).unwrap();
}

fn positions_count_from_nought_without_holes(journal: &mut dyn Journal) {
    assert_eq!(journal.append(&[b"a", b"b", b""]).unwrap(), 0);
    assert_eq!(journal.append(&[]).unwrap(), 3);
    assert_eq!(journal.append(&[b"c"]).unwrap(), 3);
    assert_eq!(journal.end(), 4);
}

fn what_is_appended_is_read(journal: &mut dyn Journal) {
    let mut chance = Chance::new(1);
    let mut expected = vec![chance.bytes(BLOCK_BYTES_MAX + 1), chance.bytes(Options::default().entry_bytes_max)];
    append(journal, &expected).unwrap();
    for _ in 0..40 {
        let batch = chance.batch();
        append(journal, &batch).unwrap();
        expected.extend(batch);
    }
    assert!(everything(journal).unwrap() == expected);
    for _ in 0..300 {
        let at = chance.below(journal.end());
        assert!(journal.entry(at).unwrap() == expected[at as usize]);
    }
    verify(journal).unwrap();
}

fn a_range_is_read_in_order_until_the_visitor_breaks(journal: &mut dyn Journal) {
    let entries: Vec<Vec<u8>> = (0..600_u32).map(|number| number.to_le_bytes().to_vec()).collect();
    append(journal, &entries).unwrap();
    let mut seen = Vec::new();
    let mut visit = |at, bytes: &[u8]| {
        seen.push((at, bytes.to_vec()));
        if seen.len() == 300 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    journal.read(200..599, &mut visit).unwrap();
    let expected: Vec<_> = (200..500_u64).map(|at| (at, entries[at as usize].clone())).collect();
    assert_eq!(seen, expected);

    let mut last = None;
    journal
        .read(598..u64::MAX, &mut |at, _| {
            last = Some(at);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(last, Some(599));
    journal.read(600..700, &mut |_, _| panic!("nothing is there")).unwrap();
}

fn positions_not_kept_are_outside(journal: &mut dyn Journal) {
    journal.append(&[b"a", b"b"]).unwrap();
    assert!(matches!(journal.entry(2), Err(JournalError::Outside { at: 2, start: 0, end: 2 })));
    assert!(matches!(journal.entry(u64::MAX), Err(JournalError::Outside { .. })));
}

fn too_large_is_refused_and_leaves_the_journal_usable(journal: &mut dyn Journal) {
    let Options { entry_bytes_max, append_bytes_max, .. } = Options::default();
    let large = vec![0; entry_bytes_max + 1];
    let refused = journal.append(&[b"x", &large]).unwrap_err();
    assert!(matches!(refused, JournalError::EntryTooLarge { index: 1, .. }), "{refused}");
    let many = vec![&large[1..]; append_bytes_max / entry_bytes_max + 1];
    let refused = journal.append(&many).unwrap_err();
    assert!(matches!(refused, JournalError::AppendTooLarge { .. }), "{refused}");
    assert_eq!(journal.append(&[b"y"]).unwrap(), 0);
}

fn heads_seen_before_are_held_and_others_are_not(journal: &mut dyn Journal) {
    let mut chance = Chance::new(2);
    let mut seen = vec![journal.head().unwrap()];
    for _ in 0..30 {
        append(journal, &chance.batch()).unwrap();
        seen.push(journal.head().unwrap());
    }
    for head in seen {
        assert!(journal.holds(&head).unwrap());
        assert!(!journal.holds(&Head { hash: [1; 32], ..head }).unwrap());
        assert!(!journal.holds(&Head { end: head.end + 1, ..head }).unwrap());
    }
    assert!(!journal.holds(&Head { end: u64::MAX, hash: [1; 32] }).unwrap());
}

fn a_visitor_may_append_and_read(journal: &mut dyn Journal) {
    journal.append(&[b"a", b"b", b"c"]).unwrap();
    let reader = journal.reader().unwrap();
    let mut seen = 0;
    let mut visit = |at, entry: &[u8]| {
        assert_eq!(journal.append(&[entry]).unwrap(), at + 3);
        assert_eq!(reader.entry(at + 3).unwrap(), entry);
        seen += 1;
        ControlFlow::Continue(())
    };
    reader.read(0..u64::MAX, &mut visit).unwrap();
    assert_eq!((seen, journal.end()), (3, 6), "the end is looked at once");
}

fn a_reader_in_another_thread_sees_what_was_appended(journal: &mut dyn Journal) {
    const ENTRIES: u64 = 300;
    let reader = journal.reader().unwrap();
    thread::scope(|threads| {
        let watcher = threads.spawn(move || {
            while reader.end() < ENTRIES {
                let end = reader.end();
                for at in end.saturating_sub(3)..end {
                    assert_eq!(reader.entry(at).unwrap(), at.to_le_bytes());
                }
                thread::yield_now();
            }
            everything(&*reader).unwrap().len() as u64
        });
        for at in 0..ENTRIES {
            journal.append(&[&at.to_le_bytes()]).unwrap();
        }
        assert_eq!(watcher.join().unwrap(), ENTRIES);
    });
}
