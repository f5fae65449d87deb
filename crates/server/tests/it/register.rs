//! The register by the executable: acts recorded and refused, cases shown, the ledger checked and carried elsewhere.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::process::{Data, Ran, feed};

const PERSON: &str = "01010101010101010101010101010101";

#[expect(clippy::needless_pass_by_value, reason = "payloads are written where they are sent")]
fn act(kind: &str, expected: u32, payload: Value) -> Value {
    json!({
        "subject": "case:2026-000017", "kind": kind, "day": "2026-11-02", "actor": "officer-17", "role": "police",
        "office": {"name": "示例区公安局", "region": "330106"}, "purpose": "case work",
        "expected_version": expected, "payload": payload,
    })
}

fn record(data: &Data, act: &Value) -> Ran {
    let mut child = data.command(&["case", "record", "--json"]).stdin(Stdio::piped()).spawn().unwrap();
    feed(&mut child, act.to_string());
    Ran::of(child.wait_with_output().unwrap())
}

fn value(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// A case that is filed, with one person in custody.
fn filled() -> Data {
    let data = Data::new();
    let acts = [
        act("case_registered", 0, json!({"source": "find", "by_delivery": "yes", "contraband": "drug"})),
        act("case_filed", 1, json!({"document": "filing-1"})),
        act(
            "person_added",
            2,
            json!({"person": PERSON, "found_by": "investigation", "minor": "no", "charges": ["347"]}),
        ),
        act("detained", 3, json!({"person": "#1", "document": "detention-1"})),
    ];
    for act in acts {
        record(&data, &act).done();
    }
    data
}

#[test]
fn a_case_is_recorded_act_by_act_and_shown_with_its_clocks_and_what_may_follow() {
    let data = filled();
    let shown = data.run(&["case", "show", "2026-000017", "--json", "--on", "2026-11-03"]).done();
    let case: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!((&case["version"], &case["filing"]["word"]), (&json!(4), &json!("filed")));
    assert_eq!(case["persons"][0]["constraint"]["word"], "detained");
    assert_eq!(case["timeline"][3]["payload"]["person"], "#1");
    assert!(!shown.out.contains(PERSON), "a look at a case shows no pseudonym");
    let clocks = case["clocks"].as_array().unwrap();
    assert!(!clocks.is_empty() && clocks.iter().all(|clock| !clock["steps"].as_array().unwrap().is_empty()));
    let allowed: Vec<_> = case["allowed"].as_array().unwrap().iter().map(|kind| kind["word"].as_str()).collect();
    assert!(allowed.contains(&Some("arrest_requested")) && !allowed.contains(&Some("case_registered")), "{allowed:?}");

    let people = data.run(&["case", "show", "2026-000017", "--on", "2026-11-03"]).done().out;
    for text in ["Persons", "Clocks", "Acts", "May follow", "arrest_requested", clocks[0]["due"].as_str().unwrap()] {
        assert!(people.contains(text), "{text}: {people}");
    }
    let listed: Value = serde_json::from_str(&data.run(&["case", "list", "--json"]).done().out).unwrap();
    assert_eq!((&listed["cases"][0]["case"], &listed["next"]), (&json!("2026-000017"), &Value::Null));
    let earlier = data.run(&["case", "show", "2026-000017", "--json", "--as-of", "2"]).done().out;
    assert_eq!(serde_json::from_str::<Value>(&earlier).unwrap()["version"], 2);
}

#[test]
fn what_the_law_does_not_allow_is_refused_with_the_article_and_what_is_allowed() {
    let data = filled();
    let refused = record(&data, &act("prosecuted", 4, json!({"persons": ["#1"], "document": "indictment-1"})));
    let refusal = value(&refused);
    assert_eq!((refused.code, &refusal["why"]), (Some(1), &json!("refused")), "{refused:?}");
    assert!(!refusal["rule"]["article"]["zh"].as_str().unwrap().is_empty());
    assert!(refusal["allowed"].as_array().unwrap().iter().any(|kind| kind["word"] == "arrest_requested"));
}

#[test]
fn whoever_comes_second_is_told_what_changed_and_a_repeat_by_key_is_recorded_once() {
    let data = filled();
    let mut linked = act("item_linked", 4, json!({"operator": "demo-express", "waybill": "EX0000000000001"}));
    linked["key"] = json!("try-1");
    let first = value(&record(&data, &linked).done());
    let again = value(&record(&data, &linked).done());
    assert_eq!((&first["version"], &again["repeated"]), (&json!(5), &json!(true)));
    assert_eq!(again["sequence"], first["sequence"]);
    linked["key"] = Value::Null;
    let late = record(&data, &linked);
    let refusal = value(&late);
    assert_eq!((late.code, &refusal["why"], &refusal["version"]), (Some(1), &json!("changed"), &json!(5)));
    assert_eq!(refusal["changed"][0]["kind"]["word"], "item_linked");
}

#[test]
fn fields_that_do_not_fit_are_told_all_at_once_in_both_languages() {
    let data = filled();
    let mut bad = act("case_filed", 4, json!({}));
    bad["day"] = json!("soon");
    bad["role"] = json!("king");
    let refusal = value(&record(&data, &bad));
    let fields: Vec<_> = refusal["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str()).collect();
    assert_eq!(fields, [Some("/day"), Some("/role"), Some("/payload")]);
    assert!(refusal["fields"].as_array().unwrap().iter().all(|field| field["message"]["zh"].is_string()));
}

#[test]
fn the_ledger_is_checked_signed_carried_elsewhere_and_put_side_by_side() {
    let data = filled();
    let checked = value(&data.run(&["ledger", "verify", "--json"]).done());
    assert_eq!((&checked["sound"], &checked["acts"]), (&json!(true), &json!(4)));
    let head = value(&data.run(&["ledger", "head", "--json", "--origin", "example.org/casebook"]).done());
    let note = head["note"].as_str().unwrap();
    assert!(note.starts_with("example.org/casebook\n4\n") && note.contains(checked["head"].as_str().unwrap()));
    assert!(head["verifier_key"].as_str().unwrap().starts_with("example.org/casebook+"));

    let path = data.dir.path().join("acts.ndjson");
    let path = path.to_str().unwrap();
    data.run(&["ledger", "export", "--output", path]).done();
    let other = Data::new();
    other.run(&["ledger", "import", path]).done();
    assert_eq!(value(&other.run(&["ledger", "verify", "--json"]).done())["head"], checked["head"]);
    assert_eq!(other.run(&["ledger", "import", path]).code, Some(1), "only into an empty ledger");

    record(&other, &act("item_linked", 4, json!({"operator": "demo-express", "waybill": "EX0000000000001"}))).done();
    let longer = other.dir.path().join("longer.ndjson");
    let longer = longer.to_str().unwrap();
    other.run(&["ledger", "export", "--output", longer]).done();
    let compared = value(&other.run(&["ledger", "compare", path, longer, "--json"]).done());
    assert_eq!(
        (&compared["parting"], &compared["common"], &compared["longer"]),
        (&json!("longer"), &json!(4), &json!("second"))
    );
    let changed = std::fs::read_to_string(longer).unwrap().replacen("filing-1", "filing-2", 1);
    let forged = other.beside("forged.ndjson", &changed);
    let parted = other.run(&["ledger", "compare", longer, forged.to_str().unwrap(), "--json"]);
    assert_eq!((parted.code, &value(&parted)["sequence"]), (Some(4), &json!(2)));
    let taken = Data::new().run(&["ledger", "import", forged.to_str().unwrap()]);
    assert_eq!(taken.code, Some(4), "{taken:?}");
}

#[test]
fn verify_covers_the_ledger_and_names_the_act_that_was_changed() {
    let data = filled();
    data.make("international");
    let sound = data.run(&["verify", "--json"]).done().out;
    assert!(sound.contains("ledger of acts: 4 acts"), "{sound}");
    let path = data.path().join("casebook/ledger.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    let place = memchr::memmem::find(&bytes, b"detention-1").unwrap();
    bytes[place + 10] = b'7';
    std::fs::write(&path, bytes).unwrap();
    let damaged = data.run(&["verify", "--json"]);
    assert_eq!(damaged.code, Some(4), "{damaged:?}");
    assert!(damaged.out.contains("act 4"), "{}", damaged.out);
    assert_eq!(data.run(&["ledger", "verify"]).code, Some(4));
}

#[test]
fn where_there_is_no_register_none_is_made_by_looking() {
    let data = Data::new();
    for arguments in [["case", "list"], ["ledger", "verify"], ["ledger", "export"]] {
        let ran = data.run(&arguments);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.err.contains("no register"), "{}", ran.err);
    }
    assert!(!data.path().exists());
}

#[test]
fn a_question_over_pseudonyms_becomes_an_act_of_the_ledger() {
    let data = Data::new();
    data.make("international");
    let query = "select sender_phone from records";
    data.run(&["sql", query, "--purpose", "inspection", "--ground", "CPL 143", "--json"]).done();
    let path = data.dir.path().join("acts.ndjson");
    data.run(&["ledger", "export", "--output", path.to_str().unwrap()]).done();
    let line: Value = serde_json::from_str(std::fs::read_to_string(path).unwrap().lines().next().unwrap()).unwrap();
    let act = &line["act"];
    assert_eq!((&act["kind"], &act["purpose"]), (&json!("looked_up"), &json!("inspection")), "{act}");
    assert!(act["subject"].as_str().unwrap().starts_with("look_up:sql-"));
    assert_eq!((&act["payload"]["ground"], &act["payload"]["shown"]), (&json!("CPL 143"), &json!(0)));
    assert!(act["payload"].get("person").is_none() && !line.to_string().contains("sender_phone"));
}
