mod format;
mod speed;

use std::{collections::HashMap, fs};

use parcel::{Code64, DutyState, GateState, Operator, Place, State, kind::OperatorKind};
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

/// Small bounds, so that a few flushes merge.
const SMALL: ItemsOptions = ItemsOptions { waybill_days_max: 400, fan: 2, runs_max: 9, stations_max: 3 };

pub(super) fn key(number: u64) -> ItemKey {
    let mut key = [0; 16];
    key.copy_from_slice(&blake3::hash(&number.to_le_bytes()).as_bytes()[..16]);
    ItemKey(key)
}

pub(super) fn entry(last: u64, day: i32) -> ItemEntry {
    ItemEntry {
        last,
        record: last / 2,
        revision: 1,
        digest: [last as u8; 16],
        state: State::Recorded,
        gates: [GateState::NotRecorded, GateState::Done, GateState::Refused],
        duties: [DutyState::Owed, DutyState::OwedOneOf, DutyState::NoRule],
        station: StationId(1),
        day,
    }
}

fn open(directory: &TempDir) -> (Items, u64) {
    Items::open(directory.path(), SMALL).unwrap()
}

/// A store of `flushes` runs of 100 names each, not merged, closed again.
fn with_runs(flushes: u64) -> TempDir {
    let directory = TempDir::new().unwrap();
    let (mut items, _) = Items::open(directory.path(), ItemsOptions::default()).unwrap();
    for flush in 0..flushes {
        (0..100).for_each(|number| items.put(key(flush * 100 + number), entry(flush * 100 + number, 20_000)));
        items.flush(flush + 1).unwrap();
    }
    items.settle().unwrap();
    directory
}

#[test]
fn what_was_put_is_found_before_and_after_each_step() {
    let directory = TempDir::new().unwrap();
    let (mut items, up_to) = open(&directory);
    assert_eq!((up_to, items.get(&key(1)).unwrap()), (0, None));
    items.put(key(1), entry(10, 20_000));
    assert_eq!(items.get(&key(1)).unwrap(), Some(entry(10, 20_000)));
    items.flush(11).unwrap();
    assert_eq!(items.get(&key(1)).unwrap(), Some(entry(10, 20_000)), "while it is being written");
    items.put(key(1), entry(12, 20_001));
    assert_eq!(items.get(&key(1)).unwrap(), Some(entry(12, 20_001)), "over what is being written");
    items.settle().unwrap();
    drop(items);
    let (items, up_to) = open(&directory);
    assert_eq!((up_to, items.get(&key(1)).unwrap()), (11, Some(entry(10, 20_000))), "what was not flushed is gone");
}

#[test]
fn an_empty_flush_moves_the_position() {
    let directory = TempDir::new().unwrap();
    let (mut items, _) = open(&directory);
    items.flush(5).unwrap();
    items.settle().unwrap();
    assert_eq!(items.stats().runs, 0);
    drop(items);
    assert_eq!(open(&directory).1, 5);
}

#[test]
fn a_name_is_forgotten_after_its_days_whether_merged_or_not() {
    let directory = TempDir::new().unwrap();
    let (mut items, _) = open(&directory);
    items.put(key(1), entry(1, 10_000));
    items.put(key(2), entry(2, 10_001));
    // A record of an old day that comes late is kept as long as one of today.
    items.put(key(3), entry(3, 2_000));
    items.flush(4).unwrap();
    items.put(key(4), entry(4, 10_401));
    let known = |items: &Items| (1..5).filter(|number| items.get(&key(*number)).unwrap().is_some()).collect::<Vec<_>>();
    assert_eq!(known(&items), [2, 3, 4]);
    items.flush(5).unwrap();
    items.settle().unwrap();
    items.flush(6).unwrap();
    items.settle().unwrap();
    assert_eq!((known(&items), items.stats().runs, items.stats().records), (vec![2, 3, 4], 1, 3));
}

#[test]
fn a_run_of_forgotten_names_is_dropped_whole() {
    let directory = with_runs(1);
    let (mut items, _) = Items::open(directory.path(), ItemsOptions::default()).unwrap();
    items.put(key(1_000), entry(1_000, 20_401));
    for up_to in 2..4 {
        items.flush(up_to).unwrap();
        items.settle().unwrap();
    }
    assert_eq!((items.stats().runs, items.stats().records), (1, 1));
    assert!(!directory.path().join("000000000001.run").exists());
}

#[test]
fn runs_stay_few_and_names_stay_single() {
    let directory = TempDir::new().unwrap();
    let (mut items, _) = open(&directory);
    for round in 0..64 {
        (0..300).for_each(|number| items.put(key(number), entry(round, 20_000)));
        items.flush(round).unwrap();
        assert!(items.stats().runs <= 9, "{:?}", items.stats());
    }
    items.settle().unwrap();
    assert!(items.stats().records <= 9 * 300);
    assert!((0..300).all(|number| items.get(&key(number)).unwrap() == Some(entry(63, 20_000))));
}

#[test]
fn stations_keep_their_numbers_and_the_list_its_bound() {
    let directory = TempDir::new().unwrap();
    let operator = Operator::parse("demo-express").unwrap();
    let outlets: Vec<_> = ["a", "b", "c", "d"].map(|text| Code64::new(text).unwrap()).into();
    let station = |index: usize| StationRef {
        operator: &operator,
        operator_kind: OperatorKind::Express,
        outlet: &outlets[index],
        place: Place::parse("110105").unwrap(),
    };
    let (mut items, _) = open(&directory);
    assert_eq!([0, 1, 0].map(|index| items.intern(station(index))), [1, 2, 1].map(StationId));
    items.flush(1).unwrap();
    assert_eq!([2, 3].map(|index| items.intern(station(index))), [StationId(3), StationId::UNLISTED]);
    items.flush(2).unwrap();
    items.settle().unwrap();
    drop(items);
    let (mut items, _) = open(&directory);
    assert_eq!([2, 1, 0, 3].map(|index| items.intern(station(index)).0), [3, 2, 1, 0]);
    assert_eq!(items.station(StationId(2)).map(|station| station.outlet.as_str()), Some("b"));
    assert_eq!((items.station(StationId(0)), items.station(StationId(4))), (None, None));
}

#[test]
fn leavings_of_a_crash_are_no_part_of_the_store() {
    let directory = with_runs(2);
    fs::write(directory.path().join("000000000099.run"), b"half a merge").unwrap();
    fs::write(directory.path().join("manifest.new"), b"half a manifest").unwrap();
    fs::write(directory.path().join("stations"), b"a frame that no manifest names").unwrap();
    let (items, up_to) = open(&directory);
    assert_eq!((up_to, items.verify().unwrap()), (2, 200));
    assert!(!directory.path().join("000000000099.run").exists());
}

#[test]
fn a_disk_that_refuses_loses_nothing() {
    let directory = TempDir::new().unwrap();
    let (mut items, _) = open(&directory);
    items.put(key(1), entry(1, 20_000));
    // A directory where the run is to be: it cannot be created.
    let obstacle = directory.path().join("000000000001.run");
    fs::create_dir(&obstacle).unwrap();
    items.flush(2).unwrap();
    let error = items.settle().unwrap_err().to_string();
    assert!(error.contains("000000000001.run"), "{error}");
    fs::remove_dir(&obstacle).unwrap();
    items.put(key(2), entry(2, 20_000));
    items.flush(3).unwrap();
    items.settle().unwrap();
    drop(items);
    let (items, up_to) = open(&directory);
    assert_eq!(up_to, 3);
    assert!([1, 2].iter().all(|number| items.get(&key(*number)).unwrap().is_some()));
}

#[test]
fn every_damaged_byte_is_noticed_and_its_file_named() {
    let directory = with_runs(1);
    for file in ["manifest", "000000000001.run"] {
        let path = directory.path().join(file);
        let whole = fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(37).filter(|at| file != "000000000001.run" || !(104..4096).contains(at)) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x40;
            fs::write(&path, &damaged).unwrap();
            let found = Items::open(directory.path(), SMALL).and_then(|(items, _)| items.verify());
            let error = found.expect_err(&format!("byte {at} of {file}")).to_string();
            assert!(error.contains(file), "{error}");
        }
        for length in [0, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            assert!(Items::open(directory.path(), SMALL).is_err() || file == "manifest" && length == whole.len() - 1);
        }
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_damaged_block_is_named_when_it_is_read() {
    let directory = with_runs(1);
    let path = directory.path().join("000000000001.run");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096 + 4096 + 5] ^= 1;
    fs::write(&path, bytes).unwrap();
    let (items, _) = open(&directory);
    let errors: Vec<_> =
        (0..100).filter_map(|number| items.get(&key(number)).err()).map(|error| error.to_string()).collect();
    assert_eq!(errors.len(), 36, "the second block holds 36 of 100");
    assert!(errors[0].ends_with("damaged at block 1"), "{}", errors[0]);
}

#[test]
fn another_format_is_refused_as_such() {
    let directory = with_runs(1);
    let path = directory.path().join("000000000001.run");
    let mut bytes = fs::read(&path).unwrap();
    bytes[8] = 2;
    fs::write(&path, bytes).unwrap();
    let error = Items::open(directory.path(), SMALL).err().unwrap();
    assert!(matches!(error, ItemsError::Format { found: 2, .. }), "{error}");
}

#[derive(Clone, Debug)]
enum Step {
    Put(u64, i32),
    Flush,
    Settle,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        20 => (0..40_u64, 0..3_i32).prop_map(|(name, days)| Step::Put(name, days)),
        4 => Just(Step::Flush),
        1 => Just(Step::Settle),
        1 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 1..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The store answers as a map does that forgets by age, across flushes, merges and restarts in which
    /// everything not flushed is put again.
    #[test]
    fn the_store_is_a_map(steps in steps()) {
        let directory = TempDir::new().unwrap();
        let options = ItemsOptions { waybill_days_max: 20, ..SMALL };
        let (mut items, _) = Items::open(directory.path(), options).unwrap();
        let mut journal = Vec::new();
        let mut day = 20_000;
        for step in steps {
            match step {
                Step::Put(name, days) => {
                    day += days;
                    journal.push((key(name), entry(journal.len() as u64, day)));
                    let (key, entry) = journal[journal.len() - 1];
                    items.put(key, entry);
                }
                Step::Flush => items.flush(journal.len() as u64).unwrap(),
                Step::Settle => items.settle().unwrap(),
                Step::Reopen => {
                    drop(items);
                    let (opened, up_to) = Items::open(directory.path(), options).unwrap();
                    items = opened;
                    journal[up_to as usize..].iter().for_each(|(key, entry)| items.put(*key, *entry));
                }
            }
            let mut expected: HashMap<_, _> = journal.iter().map(|(key, entry)| (key.0, *entry)).collect();
            expected.retain(|_, entry| day - entry.day <= 20);
            for name in 0..40 {
                prop_assert_eq!(items.get(&key(name)).unwrap(), expected.get(&key(name).0).copied());
            }
        }
    }
}
