//! Packs that are published while a directory is in use: from which record on they decide, what a crash leaves of that,
//! and that everything can be decided again, each record by the pack that decided it.

use std::sync::Arc;

use intake::{decide::Answer, packs::PackError, store::Store};
use screening::pack::Pack;

use crate::support::{VALID, now, open, options, send};

/// A pack of one rule that notes every sender with so many items in the last day.
fn pack(edition: &str, measure: &str, items: u32) -> Arc<Pack> {
    let head = format!(
        "id = \"try\"\nedition = \"{edition}\"\nlate = \"1h\"\ntitle = {{ zh = \"试\", en = \"try\" }}\n\
         [measure.{measure}]\nkey = \"sender\"\nwindow = \"24h\"\nat_least = 9\n"
    );
    let rule = format!(
        "id = \"try.items\"\nversion = 1\nstatus = \"test\"\nowner = \"somebody\"\nkey = \"sender\"\n\
         when = \"window.{measure} >= {items}\"\neffect = \"note\"\nsource = \"Own rule\"\n\
         title = {{ zh = \"题\", en = \"title\" }}\nmessage = {{ zh = \"话\", en = \"message\" }}\n\
         rationale = {{ zh = \"因\", en = \"why\" }}\nfalse_positives = {{ zh = \"误\", en = \"whom\" }}\n\
         expected = {{ hits_per_million = [0, 10], false_alarm_percent = [0, 100], basis = \"assumed\" }}\n\
         case = [\n\
         {{ title = \"fires\", fires = true, item = {{ document = \"A\" }}, before = [{{ repeat = {items}, document = \"A\" }}] }},\n\
         {{ title = \"does not\", fires = false, item = {{ document = \"A\" }} }},\n]\n"
    );
    Arc::new(Pack::load(("pack.toml", &head), &[("try.items.toml", &rule)]).unwrap())
}

/// One more item of the same sender; what the answer says.
fn one(store: &Store, number: usize) -> String {
    let line = VALID.lines().next().unwrap().replacen("EX0000000000001", &format!("PK{number:013}"), 1);
    match send(store, &line).remove(0) {
        Answer::Decision { text, .. } => text.json(),
        other => panic!("{other:?}"),
    }
}

fn fired(json: &str) -> bool {
    json.contains("\"rule\":\"try.items\"")
}

fn named(json: &str, pack: &Pack) -> bool {
    json.contains(&format!("\"pack\":\"{}\"", pack.name()))
}

#[test]
fn a_published_pack_decides_the_next_record_over_the_same_past() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    let store = open(&path, &options());
    for number in 0..3 {
        assert!(!fired(&one(&store, number)));
    }
    let three = pack("1", "items", 3);
    let position = store.publish(Arc::clone(&three)).unwrap();
    assert_eq!(position, 4, "one activation at the start and three records before");
    let json = one(&store, 3);
    assert!(named(&json, &three) && fired(&json), "{json}");
    assert_eq!(store.publish(Arc::clone(&three)).unwrap(), position, "it decides already");
    // Another measure: windows are filled anew.
    let five = pack("2", "pieces", 5);
    store.publish(Arc::clone(&five)).unwrap();
    let four_before = one(&store, 4);
    assert!(named(&four_before, &five) && !fired(&four_before), "{four_before}");
    assert!(fired(&one(&store, 5)));
    let (_, back) = store.roll_back(&three.name()[6..12]).unwrap();
    assert_eq!(back.hash(), three.hash());
    assert!(named(&one(&store, 6), &three));
    store.close().unwrap();
}

#[test]
fn after_a_crash_every_record_is_decided_by_the_pack_that_decided_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    let store = open(&path, &options());
    let mut given: Vec<String> = (0..3).map(|number| one(&store, number)).collect();
    store.publish(pack("1", "items", 3)).unwrap();
    given.extend((3..6).map(|number| one(&store, number)));
    store.publish(pack("2", "pieces", 7)).unwrap();
    given.extend((6..9).map(|number| one(&store, number)));
    // No sealing: as after a crash.
    drop(store);
    let again = |store: &Store| (0..9).map(|number| one(store, number)).collect::<Vec<_>>();
    let store = open(&path, &options());
    assert_eq!(again(&store), given);
    assert!(fired(&one(&store, 9)), "the pack published last goes on deciding");
    let replayed = store.replay(&mut |_, _| {}).unwrap();
    assert_eq!((replayed.decisions, &replayed.different[..], &replayed.foreign[..]), (10, &[][..], &[][..]));
    store.close().unwrap();
    // Everything but the journal and the keys is gone: all of it is decided again.
    for derived in ["answers", "windows", "history", "items"] {
        std::fs::remove_dir_all(path.join(derived)).unwrap();
    }
    std::fs::remove_file(path.join("activation")).unwrap();
    let store = open(&path, &options());
    assert_eq!(again(&store), given);
    store.close().unwrap();
}

#[test]
fn a_pack_whose_windows_would_miss_records_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("data"), &options());
    let head = "id = \"long\"\nedition = \"1\"\nlate = \"300d\"\ntitle = { zh = \"试\", en = \"try\" }\n";
    let long = Arc::new(Pack::load(("pack.toml", head), &[]).unwrap());
    let refused = store.publish(long).unwrap_err();
    assert!(matches!(refused, intake::store::StoreError::Pack(PackError::LongerWindows { .. })), "{refused}");
    assert!(store.roll_back("0000").is_err());
    assert_eq!(now(), store.now());
    store.close().unwrap();
}
