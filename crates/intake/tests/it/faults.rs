//! Derived files that were removed, cut short or could not be written are made again from the journal, and the gate
//! goes on as one whose files were never touched.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use intake::{
    decide::Answer,
    prepare::{Expect, Received},
    store::{Store, StoreOptions},
};

use crate::support::{EVENTS, VALID, batches, now, open, options, send};

const SEALED_EVERY: u64 = 100;

fn small() -> StoreOptions {
    StoreOptions { seal_entries: SEALED_EVERY, ..options() }
}

/// Records of the examples under waybills of their own: the same senders again and again, so that windows fill.
fn records(numbers: std::ops::Range<usize>) -> String {
    let examples: Vec<_> = VALID.lines().collect();
    let record = |number: usize| {
        let example: serde_json::Value = serde_json::from_str(examples[number % examples.len()]).unwrap();
        let mut record = example;
        record["waybill"] = format!("F{number:012}").into();
        // Small items of one sender for one recipient: from the seventh on a rule over windows speaks.
        record["weight_grams"] = 300.into();
        record["goods"] = serde_json::json!([{ "name": "茶叶" }]);
        record.to_string() + "\n"
    };
    numbers.map(record).collect()
}

fn answers(store: &Store, text: &str) -> Vec<String> {
    // In parts, so that several ranges are sealed.
    let lines: Vec<_> = text.lines().collect();
    lines.chunks(40).flat_map(|part| send(store, &part.join("\n"))).map(|answer| answer.to_json()).collect()
}

/// A directory with sealed ranges, and what was answered.
struct Filled {
    dir: tempfile::TempDir,
    answered: Vec<String>,
}

impl Filled {
    /// A copy of one that was filled once.
    fn new() -> Self {
        static ONCE: OnceLock<Filled> = OnceLock::new();
        let made = ONCE.get_or_init(Self::make);
        let dir = tempfile::tempdir().unwrap();
        copy(made.dir.path(), dir.path());
        Self { dir, answered: made.answered.clone() }
    }

    fn make() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = open(&dir.path().join("data"), &small());
        let mut answered = answers(&store, VALID);
        answered.extend(answers(&store, &records(0..700)));
        send(&store, EVENTS);
        answered.extend(answers(&store, &records(700..800)));
        store.close().unwrap();
        Self { dir, answered }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn sent() -> String {
        format!("{VALID}\n{}", records(0..800))
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in files(from) {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

/// What a directory that was never touched answers next.
fn next_answers() -> &'static [String] {
    static ONCE: OnceLock<Vec<String>> = OnceLock::new();
    ONCE.get_or_init(|| {
        let untouched = Filled::new();
        let store = open(&untouched.path(), &small());
        answers(&store, &next_records())
    })
}

fn next_records() -> String {
    records(800..836)
}

/// Whether a directory answers as before, and then as one that was never touched.
fn check_goes_on(filled: &Filled, what: &str) {
    let store = open(&filled.path(), &small());
    let again = answers(&store, &Filled::sent());
    assert!(again == filled.answered, "{what}: repeats are answered otherwise");
    check_sound(&store, what);
    assert_eq!(answers(&store, &next_records()), next_answers(), "{what}: new records are decided otherwise");
    store.close().unwrap();
    let store = open(&filled.path(), &small());
    assert_eq!(store.opened().recovered, 0, "{what}: what was made again was not kept");
    check_sound(&store, what);
}

/// Otherwise windows that were lost would go unnoticed here.
#[test]
fn what_comes_next_depends_on_what_came_before() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("data"), &small());
    let findings = |answers: &[String]| {
        let of = |answer: &String| serde_json::from_str::<serde_json::Value>(answer).unwrap()["findings"].to_string();
        answers.iter().map(of).collect::<Vec<_>>()
    };
    assert_ne!(findings(&answers(&store, &next_records())), findings(next_answers()));
}

/// Files and tail between which no range was sealed.
fn at_one_moment(store: &Store) -> (history::Verified, Vec<std::sync::Arc<history::Batch>>) {
    let verify = || store.history().verify(|_, _| {}).unwrap();
    loop {
        let (before, tail, after) = (verify(), store.tail().unwrap(), verify());
        if before == after {
            return (after, tail);
        }
    }
}

fn check_sound(store: &Store, what: &str) {
    let replayed = store.replay(&mut |_, _| {}).unwrap();
    assert_eq!((replayed.different.len(), replayed.missing.len()), (0, 0), "{what}: {replayed:?}");
    store.verify_derived().unwrap();
    let (verified, tail) = at_one_moment(store);
    assert!(verified.is_sound(), "{what}: {verified:?}");
    let rows = |table| verified.rows(table) + tail.iter().map(|batch| batch.rows(table) as u64).sum::<u64>();
    let counted = intake::replay::count(store.journal()).unwrap();
    assert_eq!(rows(history::Table::Records), counted.records, "{what}: records");
    assert_eq!(rows(history::Table::Events), counted.events, "{what}: events");
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn what_is_removed_is_made_again_from_the_journal() {
    const DERIVED: [&str; 4] = ["items", "answers", "windows", "history"];
    for removed in [&DERIVED[..1], &DERIVED[1..2], &DERIVED[2..3], &DERIVED[3..], &DERIVED[1..3], &DERIVED] {
        let filled = Filled::new();
        for name in removed {
            fs::remove_dir_all(filled.path().join(name)).unwrap();
        }
        check_goes_on(&filled, &removed.join("+"));
    }
}

#[test]
fn a_single_file_that_is_missing_is_noticed() {
    for name in ["answers", "windows"] {
        let filled = Filled::new();
        let listed = files(&filled.path().join(name));
        assert!(listed.len() > 3, "{listed:?}");
        fs::remove_file(&listed[1]).unwrap();
        check_goes_on(&filled, name);
    }
}

/// As after a crash between names and history, whichever came first.
#[test]
fn a_history_that_ends_before_the_names_is_sealed_again() {
    let filled = Filled::new();
    let manifests = files(&filled.path().join("history/manifest"));
    for manifest in &manifests[manifests.len() / 2..] {
        fs::remove_file(manifest).unwrap();
    }
    check_goes_on(&filled, "history cut short");
}

#[test]
fn where_a_range_cannot_be_sealed_nothing_further_is_acknowledged_and_names_do_not_run_ahead() {
    let dir = tempfile::tempdir().unwrap();
    let (path, windows) = (dir.path().join("data"), dir.path().join("data/windows"));
    let store = open(&path, &small());
    fs::remove_dir_all(&windows).unwrap();
    // A file where a directory should be: every sealing fails, as on a full disk.
    fs::write(&windows, "").unwrap();
    let mut answered = Vec::new();
    let mut stopped = None;
    for number in 0..400 {
        let text = records(number * 10..number * 10 + 10);
        let batch = batches(&text).remove(0);
        match store.pipeline().answer(batch, Expect::Any, Received::At(now())) {
            Ok(given) => answered.extend(text.lines().map(str::to_owned).zip(given.iter().map(Answer::to_json))),
            Err(error) => {
                stopped = Some(error);
                break;
            }
        }
    }
    let stopped = stopped.expect("the pipeline goes on without its files").to_string();
    assert!(stopped.contains("windows"), "{stopped}");
    let batch = batches(VALID).remove(0);
    assert!(store.pipeline().answer(batch, Expect::Any, Received::At(now())).is_err());
    assert!(store.close().is_err());
    fs::remove_file(&windows).unwrap();
    let store = open(&path, &small());
    for (line, answer) in answered {
        assert_eq!(send(&store, &line)[0].to_json(), answer);
    }
    check_sound(&store, "after a failed sealing");
    store.close().unwrap();
}

/// Flips one bit in the middle of a file.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn damage_in_derived_files_is_named_and_mended_by_removing_them() {
    for (name, suffix) in [("answers", "answers"), ("windows", "windows"), ("items", "run")] {
        let filled = Filled::new();
        let dir = filled.path().join(name);
        let listed = files(&dir);
        let file = listed.iter().find(|file| file.extension().is_some_and(|found| found == suffix)).unwrap();
        damage(file);
        let opened = intake::store::Store::open(
            &filled.path(),
            crate::support::screener(),
            &small(),
            crate::support::SURROUNDINGS,
            &mut |_, _| {},
        );
        let error = opened.and_then(|store| store.verify_derived()).unwrap_err();
        let (told, expected) = (intake::causes::of(&error), file.display().to_string());
        assert!(told.contains(&expected), "{name}: {told}");
        fs::remove_dir_all(&dir).unwrap();
        check_goes_on(&filled, name);
    }
}
