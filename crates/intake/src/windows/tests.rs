//! The store against the definition, entry by entry, over random journals.

use proptest::prelude::*;
use screening::{
    pack::Pack,
    window::{
        Attribute, Counted, Entry, Insertion, KeyKind, MachineResult, Measure, Measures, Moment, Near, PlainWindows,
        Reading, SLOTS, Source, Windows as _,
    },
};

use super::*;

const MINUTE: i64 = 60_000_000;

fn measure(name: &str, key: KeyKind, minutes: i64, at_least: u32) -> Measure {
    Measure {
        name: name.into(),
        key,
        window: minutes * MINUTE,
        distinct: None,
        same: None,
        differs: None,
        counted: Counted::Any,
        near: None,
        weight_grams_max: None,
        same_weight: false,
        result: None,
        at_least,
    }
}

/// Measures of every shape over few keys.
fn measures() -> Measures {
    let phone = Attribute::from_word("phone");
    let outlet = Attribute::from_word("outlet");
    let near = |seconds| Some(Near { moment: Moment::Inspection, seconds });
    let all = vec![
        measure("items", KeyKind::Sender, 60, 200),
        measure("few", KeyKind::Sender, 120, 2),
        Measure { distinct: phone, ..measure("phones", KeyKind::Sender, 120, 200) },
        Measure { distinct: phone, differs: phone, ..measure("others", KeyKind::Sender, 30, 200) },
        Measure { same: outlet, weight_grams_max: Some(2), ..measure("small", KeyKind::Sender, 120, 200) },
        Measure { near: near(0), ..measure("second", KeyKind::Phone, 120, 200) },
        Measure { near: near(40), ..measure("close", KeyKind::Phone, 20, 3) },
        Measure { same_weight: true, ..measure("weights", KeyKind::Sender, 120, 200) },
        Measure { result: Some(MachineResult::Suspect), ..measure("suspects", KeyKind::Outlet, 120, 200) },
        Measure { counted: Counted::Items, ..measure("accepted", KeyKind::Outlet, 120, 200) },
        Measure { counted: Counted::Passes, ..measure("passes", KeyKind::Outlet, 120, 200) },
        Measure { counted: Counted::Events, ..measure("events", KeyKind::Image, 120, 200) },
        measure("images", KeyKind::Image, 120, 200),
        measure("outlets", KeyKind::Outlet, 10, 200),
        Measure { near: near(29), ..measure("outlet stretch", KeyKind::Outlet, 120, 200) },
        Measure { near: near(0), distinct: phone, ..measure("outlet second", KeyKind::Outlet, 120, 200) },
    ];
    Measures::new(all, 60 * MINUTE)
}

fn entry() -> impl Strategy<Value = Entry> {
    let small = || 0_u64..3;
    // Most records come in order; some come late, and the clock of operator 2 runs on its own.
    let time = prop_oneof![4 => 0_i64..4, 1 => -200_i64..0];
    let shape = (small(), small(), small(), small(), small(), 0_u32..3, 0_u32..4);
    let kind = (prop_oneof![3 => Just(Source::Acceptance), 1 => Just(Source::Pass)], 0..3_u32);
    (0_u64..40, 1_u64..3, time, shape, kind).prop_map(|(item, operator, time, shape, (source, result))| {
        let (sender, phone, outlet, image, photo, inspected_at, weight_grams) = shape;
        let result = [MachineResult::None, MachineResult::Clear, MachineResult::Suspect][result as usize];
        let mut values = [0; SLOTS];
        let mixed = |value: u64, kind: u64| if value == 0 { 0 } else { value << 40 | kind << 8 | operator };
        values[KeyKind::Sender as usize] = mixed(sender, 1);
        values[KeyKind::Phone as usize] = mixed(phone, 2);
        values[KeyKind::Outlet as usize] = mixed(outlet + 1, 3);
        values[KeyKind::Image.slots().start] = mixed(image, 4);
        values[KeyKind::Image.slots().start + 2] = if photo == image { 0 } else { mixed(photo, 4) };
        Entry {
            item: item << 32 | operator,
            operator,
            accepted_at: time * MINUTE,
            values,
            inspected_at: inspected_at * 29 + outlet as u32,
            xray_at: 0,
            weight_grams,
            source,
            result,
        }
    })
}

/// Steps of time become a journal: each record comes so many minutes after the newest of its operator.
fn journal() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 1..150).prop_map(|mut entries| {
        let mut newest = [1_000 * MINUTE, 1_000 * MINUTE, 90_000 * MINUTE];
        for entry in &mut entries {
            let newest = &mut newest[entry.operator as usize];
            entry.accepted_at = (*newest + entry.accepted_at * 3).max(0);
            if entry.source == Source::Acceptance {
                *newest = (*newest).max(entry.accepted_at);
            }
        }
        entries
    })
}

fn readings(windows: &mut impl screening::window::Windows, own: &Entry, measures: &Measures) -> Vec<Reading> {
    let mut readings = vec![Reading::Absent; measures.len()];
    for kind in KeyKind::ALL {
        windows.read(own, measures, kind, u64::MAX, &mut readings);
    }
    readings
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_answers_as_the_definition_reads(journal in journal()) {
        let measures = measures();
        let mut plain = PlainWindows::new();
        let mut store = WindowStore::new(&measures, WindowBounds::default());
        for entry in &journal {
            prop_assert_eq!(readings(&mut store, entry, &measures), readings(&mut plain, entry, &measures));
            plain.insert(entry);
            store.insert(entry);
        }
    }

    #[test]
    fn a_store_filled_again_answers_the_same(journal in journal(), items_max in 5_u32..60, cut in 0_usize..150) {
        let measures = measures();
        let bounds = WindowBounds { window_items_max: items_max, ..WindowBounds::default() };
        let mut store = WindowStore::new(&measures, bounds);
        let (before, after) = journal.split_at(cut.min(journal.len()));
        let mut log = Vec::new();
        for entry in before {
            let insertion = store.insert(entry);
            log.push(if insertion == Insertion::Full { entry.missed() } else { *entry });
        }
        let mut again = WindowStore::new(&measures, bounds);
        for entry in &log {
            let bytes = postcard::to_stdvec(entry).unwrap();
            again.insert(&postcard::from_bytes(&bytes).unwrap());
        }
        prop_assert_eq!((store.len(), store.keys()), (again.len(), again.keys()));
        for entry in after {
            prop_assert_eq!(readings(&mut store, entry, &measures), readings(&mut again, entry, &measures));
            prop_assert_eq!(store.insert(entry), again.insert(entry));
        }
    }

    #[test]
    fn inserting_the_same_revision_twice_changes_nothing(journal in journal()) {
        let measures = measures();
        let mut once = WindowStore::new(&measures, WindowBounds::default());
        let mut twice = WindowStore::new(&measures, WindowBounds::default());
        for entry in &journal {
            prop_assert_eq!(readings(&mut once, entry, &measures), readings(&mut twice, entry, &measures));
            once.insert(entry);
            twice.insert(entry);
            twice.insert(entry);
        }
        prop_assert_eq!(once.len(), twice.len());
    }
}

fn plain_entry(item: u64, minute: i64) -> Entry {
    let mut values = [0; SLOTS];
    values[KeyKind::Sender as usize] = 7;
    Entry { accepted_at: minute * MINUTE, values, ..Entry::blank(item, 1) }
}

#[test]
fn everything_that_leaves_is_given_back() {
    let measures = measures();
    let mut store = WindowStore::new(&measures, WindowBounds::default());
    for item in 0..10_000 {
        store.insert(&plain_entry(item, item as i64));
    }
    // Two hours of the longest window, one of lateness, one bucket.
    assert!((180..=190).contains(&store.len()), "{}", store.len());
    assert_eq!(store.keys(), 1);
    assert!(store.bytes() < 1_000_000, "{}", store.bytes());
    let horizon = store.horizon().unwrap();
    assert!(horizon <= (9_999 - 180) * MINUTE && horizon > (9_999 - 191) * MINUTE);
}

#[test]
fn a_full_store_abstains_until_the_gap_has_passed() {
    let measures = measures();
    let bounds = WindowBounds { window_items_max: 3, ..WindowBounds::default() };
    let mut store = WindowStore::new(&measures, bounds);
    let inserted: Vec<Insertion> = (0..4).map(|item| store.insert(&plain_entry(item, item as i64))).collect();
    assert_eq!(inserted, [Insertion::Held, Insertion::Held, Insertion::Held, Insertion::Full]);
    let items = |store: &mut WindowStore, minute| readings(store, &plain_entry(99, minute), &measures)[0];
    assert_eq!(items(&mut store, 4), Reading::Abstains(screening::window::Abstention::Full));
    assert_eq!(items(&mut store, 62), Reading::Abstains(screening::window::Abstention::Full));
    assert_eq!(items(&mut store, 63), Reading::Count(0));
}

#[test]
fn a_bound_on_keys_is_a_bound() {
    let measures = measures();
    let bounds = WindowBounds { window_keys_max: 1, ..WindowBounds::default() };
    let mut store = WindowStore::new(&measures, bounds);
    assert_eq!(store.insert(&plain_entry(1, 0)), Insertion::Held);
    assert_eq!(store.insert(&plain_entry(2, 0)), Insertion::Full);
}

#[test]
fn a_key_too_long_to_walk_abstains() {
    let measures = measures();
    let bounds = WindowBounds { window_walk_max: 50, ..WindowBounds::default() };
    let mut store = WindowStore::new(&measures, bounds);
    for item in 0..60 {
        store.insert(&plain_entry(item, 0));
    }
    let read = readings(&mut store, &plain_entry(99, 1), &measures);
    assert_eq!(read[0], Reading::Abstains(screening::window::Abstention::TooLong));
    assert_eq!(read[1], Reading::Count(2), "reached its bound before the walk ended");
}

#[test]
fn a_blank_takes_the_item_out() {
    let measures = measures();
    let mut store = WindowStore::new(&measures, WindowBounds::default());
    store.insert(&plain_entry(1, 0));
    store.insert(&plain_entry(2, 0));
    assert_eq!(store.insert(&Entry::blank(1, 1)), Insertion::Old);
    assert_eq!(store.len(), 1);
    assert_eq!(readings(&mut store, &plain_entry(3, 1), &measures)[0], Reading::Count(1));
}

#[test]
fn an_item_that_becomes_a_letter_takes_its_passes_out() {
    let measures = measures();
    let mut store = WindowStore::new(&measures, WindowBounds::default());
    let pass = |minute| Entry { source: Source::Pass, result: MachineResult::Clear, ..plain_entry(1, minute) };
    store.insert(&plain_entry(1, 0));
    assert!(store.holds(1));
    store.insert(&pass(1));
    store.insert(&pass(2));
    store.insert(&pass(2));
    assert_eq!(store.len(), 3);
    assert_eq!(store.insert(&Entry::blank(1, 1)), Insertion::Old);
    assert!(store.is_empty() && !store.holds(1));
}

#[test]
fn a_pass_never_moves_the_clock_of_its_operator() {
    let measures = measures();
    let mut store = WindowStore::new(&measures, WindowBounds::default());
    store.insert(&plain_entry(1, 0));
    store.insert(&Entry { source: Source::Pass, result: MachineResult::Clear, ..plain_entry(1, 100_000) });
    assert_eq!(readings(&mut store, &plain_entry(2, 1), &measures)[0], Reading::Count(1));
    assert_eq!(store.len(), 2);
}

#[test]
fn every_rule_of_the_pack_does_what_its_cases_say() {
    let pack = Pack::built_in().unwrap();
    let outcomes = pack.run_cases(|measures| WindowStore::new(measures, WindowBounds::default()));
    let wrong: Vec<_> = outcomes
        .iter()
        .filter(|outcome| !outcome.passed())
        .map(|outcome| (&outcome.case.rule, &outcome.case.title))
        .collect();
    assert!(outcomes.len() >= 30 && wrong.is_empty(), "{wrong:?}");
}
