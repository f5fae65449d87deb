//! A capsule gives its decision again with nothing but itself, says what it would not mean the same by, and names
//! nobody.

use intake::{
    capsule::{self, Capsule, CapsuleError},
    store::Store,
};
use parcel::{ItemName, Operator, Waybill};

use crate::support::{VALID, open, options, send};

/// Small items of one sender, from the second on with something in the windows; later ones make a rule speak.
fn records() -> String {
    let line = VALID.lines().next().unwrap();
    let record = |number: usize| {
        let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
        record["waybill"] = format!("C{number:012}").into();
        record["weight_grams"] = 300.into();
        record["goods"] = serde_json::json!([{ "name": "象 牙 手 串" }]);
        record.to_string() + "\n"
    };
    (0..12).map(record).collect()
}

fn name(number: usize) -> ItemName {
    let record: serde_json::Value = serde_json::from_str(VALID.lines().next().unwrap()).unwrap();
    ItemName {
        operator: Operator::parse(record["operator"].as_str().unwrap()).unwrap(),
        waybill: Waybill::parse(&format!("C{number:012}")).unwrap(),
    }
}

fn filled(dir: &tempfile::TempDir) -> (Store, Vec<String>) {
    let store = open(&dir.path().join("data"), &options());
    let text = records();
    let answers = send(&store, &text).iter().map(intake::decide::Answer::to_json).collect();
    (store, answers)
}

fn make(store: &Store, number: usize) -> Capsule {
    capsule::make(store, &name(number), None, &mut |_, _| {}).unwrap()
}

#[test]
fn a_capsule_gives_the_decision_again_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let (store, answers) = filled(&dir);
    for number in [0, 3, 11] {
        let text = make(&store, number).to_text();
        let read = Capsule::read(&text).unwrap();
        let replayed = capsule::replay(&read).unwrap();
        assert!(replayed.same_decision && replayed.same_notices, "{number}: {}", replayed.decision);
        assert!(replayed.signed_by.is_some());
        let placed = format!("{},\"sequence\":{}}}", replayed.decision.strip_suffix('}').unwrap(), read.sequence);
        assert_eq!(placed, answers[number]);
    }
    let last = make(&store, 11);
    let held = last.windows.iter().filter_map(|told| told.count).max();
    assert!(held >= Some(11), "{:?}", last.windows);
    assert!(last.decision.contains("sender."), "no rule over windows spoke: {}", last.decision);
    store.close().unwrap();
}

#[test]
fn windows_decide_a_replay() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = filled(&dir);
    let mut changed = make(&store, 11);
    for told in &mut changed.windows {
        told.count = told.count.map(|_| 0);
    }
    changed.hash = changed.digest();
    changed.signature = None;
    assert!(!capsule::replay(&changed).unwrap().same_decision);
    changed.windows.clear();
    changed.hash = changed.digest();
    let error = capsule::replay(&changed).unwrap_err();
    assert!(matches!(&error, CapsuleError::Damaged { reason } if reason.contains("missing")), "{error}");
    store.close().unwrap();
}

#[test]
fn another_meaning_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = filled(&dir);
    let made = make(&store, 2);
    let changed = |change: &dyn Fn(&mut Capsule)| {
        let mut capsule = made.clone();
        capsule.signature = None;
        change(&mut capsule);
        capsule.hash = capsule.digest();
        Capsule::read(&capsule.to_text()).and_then(|capsule| capsule::replay(&capsule)).unwrap_err().to_string()
    };
    assert!(changed(&|capsule| capsule.semantics += 1).starts_with("semantics is"));
    assert!(changed(&|capsule| capsule.folding = "0".repeat(64)).starts_with("folding is"));
    assert!(changed(&|capsule| capsule.version += 1).starts_with("version is"));
    assert!(changed(&|capsule| capsule.pack = "cn@2000-01-01#0".to_owned()).starts_with("pack decided by"));
    store.close().unwrap();
}

#[test]
fn what_was_changed_afterwards_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = filled(&dir);
    let text = make(&store, 2).to_text();
    for (from, to) in [("\"revision\": 1", "\"revision\": 2"), ("象", "像"), ("inspect", "accepts")] {
        assert!(text.contains(from), "{from}");
        let error = Capsule::read(&text.replacen(from, to, 1)).unwrap_err();
        assert!(matches!(error, CapsuleError::Damaged { .. }), "{from}: {error}");
    }
    let mut unsigned = make(&store, 3);
    unsigned.signature = make(&store, 2).signature;
    assert!(matches!(capsule::replay(&unsigned), Err(CapsuleError::Damaged { .. })));
    store.close().unwrap();
}

#[test]
fn a_capsule_carries_no_stored_pseudonym() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = filled(&dir);
    let (one, other) = (make(&store, 2), make(&store, 3));
    let phone = |capsule: &Capsule| capsule.record.sender.party.phone.unwrap();
    assert_ne!(phone(&one), phone(&other), "two capsules link one sender");
    let stored = store.history().query("SELECT sender_phone FROM records", &store.tail().unwrap()).unwrap();
    let stored = stored.rows[0][0].as_str().unwrap().to_owned();
    assert_ne!(phone(&one).to_string(), stored);
    store.close().unwrap();
}

#[test]
fn every_revision_of_an_item_is_derived_again() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = filled(&dir);
    let mut revised: serde_json::Value = serde_json::from_str(records().lines().nth(4).unwrap()).unwrap();
    revised["revision"] = 2.into();
    revised["weight_grams"] = 301.into();
    send(&store, &(revised.to_string() + "\n"));
    assert_eq!(capsule::verify(&store, &name(4), &mut |_, _| {}).unwrap(), 2);
    let first = capsule::make(&store, &name(4), Some(1), &mut |_, _| {}).unwrap();
    assert_eq!((first.revision, make(&store, 4).revision), (1, 2));
    assert!(matches!(capsule::verify(&store, &name(99), &mut |_, _| {}), Err(CapsuleError::UnknownRecord)));
    store.close().unwrap();
}
