//! Whatever is appended in whatever parts, both stores hold the same, and say the same head.

use std::ops::ControlFlow;

use journal::{Entries, MemoryJournal, Options, SqliteJournal};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{append, everything, new_folder, verify};

fn appends() -> impl Strategy<Value = Vec<Vec<Vec<u8>>>> {
    let entry = prop_oneof![
        8 => vec(any::<u8>(), 0..60),
        1 => (any::<u8>(), 60_000..140_000_usize).prop_map(|(byte, length)| vec![byte; length]),
    ];
    vec(vec(entry, 0..40), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_stores_agree(
        appends in appends(),
        reopen_after in 0..8_usize,
        segment_entries_max in 1..100_u64,
        from in 0..200_u64,
        to in 0..200_u64,
    ) {
        let folder = new_folder();
        let options = Options { segment_entries_max, cached_blocks_max: 1, open_segments_max: 1, ..Options::default() };
        let mut stored = SqliteJournal::open(folder.path(), options.clone()).unwrap();
        let mut memory = MemoryJournal::new();
        for (index, entries) in appends.iter().enumerate() {
            prop_assert_eq!(append(&mut stored, entries).unwrap(), append(&mut memory, entries).unwrap());
            if index == reopen_after {
                drop(stored);
                stored = SqliteJournal::open(folder.path(), options.clone()).unwrap();
            }
            prop_assert_eq!(stored.head().unwrap(), memory.head().unwrap());
        }
        prop_assert_eq!(everything(&stored).unwrap(), appends.concat());
        prop_assert_eq!(range(&stored, from, to), range(&memory, from, to));
        for at in 0..stored.end() {
            prop_assert_eq!(stored.entry(at).unwrap(), memory.entry(at).unwrap());
        }
        verify(&stored).unwrap();
    }
}

fn range(entries: &dyn Entries, from: u64, to: u64) -> Vec<(u64, Vec<u8>)> {
    let mut found = Vec::new();
    let visit = &mut |at, bytes: &[u8]| {
        found.push((at, bytes.to_vec()));
        ControlFlow::Continue(())
    };
    entries.read(from..to, visit).unwrap();
    found
}
