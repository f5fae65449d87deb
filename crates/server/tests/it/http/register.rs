//! The register over HTTP: cases, acts that are recorded or refused, clocks, indicators, bulletins.

use serde_json::{Value, json};

use super::server::{JSON, Server};

const PERSON: &str = "01010101010101010101010101010101";
const ACTS: &str = "/v1/cases/2026-000017/acts";

fn act(kind: &str, expected: u32, payload: &Value) -> String {
    json!({
        "kind": kind, "day": "2026-11-02", "actor": "officer-17", "role": "police",
        "office": {"name": "示例区公安局", "region": "330106"}, "purpose": "case work",
        "expected_version": expected, "payload": payload,
    })
    .to_string()
}

/// A case that is filed, with one person.
fn filled() -> Server {
    let server = Server::start();
    let person = json!({"person": PERSON, "found_by": "investigation", "minor": "no", "charges": ["347"]});
    let acts = [
        act("case_registered", 0, &json!({"source": "find", "by_delivery": "yes", "contraband": "drug"})),
        act("case_filed", 1, &json!({"document": "filing-1"})),
        act("person_added", 2, &person),
    ];
    for (place, act) in acts.iter().enumerate() {
        let answer = server.post(ACTS, JSON, act);
        assert_eq!((answer.status, &answer.json()["version"]), (200, &json!(place + 1)), "{}", answer.text);
    }
    server
}

#[test]
fn cases_are_listed_and_shown_without_pseudonyms() {
    let server = filled();
    let page = server.get("/v1/cases?stage=investigation&region=33").json();
    assert_eq!((&page["cases"][0]["case"], &page["next"]), (&json!("2026-000017"), &Value::Null));
    assert_eq!(server.get("/v1/cases?region=11").json()["cases"], json!([]));
    let shown = server.get("/v1/cases/2026-000017?on=2026-11-03");
    let case = shown.json();
    assert_eq!((&case["version"], &case["persons"][0]["person"]), (&json!(3), &json!("#1")));
    assert_eq!(case["timeline"].as_array().unwrap().len(), 3);
    assert!(!shown.text.contains(PERSON));
    assert_eq!(server.get("/v1/cases/2026-000017?as_of=1").json()["version"], 1);
    let unknown = server.get("/v1/cases/2026-000018");
    assert_eq!((unknown.status, &unknown.json()["code"]), (404, &json!("unknown_case")));
    assert_eq!(server.get("/v1/cases?stage=nowhere").status, 400);
}

#[test]
fn an_act_that_the_law_does_not_allow_is_refused_with_the_article() {
    let server = filled();
    let refused = server.post(ACTS, JSON, &act("prosecuted", 3, &json!({"persons": ["#1"], "document": "i-1"})));
    let problem = refused.json();
    assert_eq!((refused.status, &problem["code"]), (422, &json!("refused")), "{problem}");
    assert!(!problem["rule"]["article"]["zh"].as_str().unwrap().is_empty());
    assert!(problem["allowed"].as_array().unwrap().iter().any(|kind| kind["word"] == "detained"));
    let unfit = server.post(ACTS, JSON, "{}");
    assert_eq!((unfit.status, &unfit.json()["code"]), (422, &json!("not_taken")));
    assert!(unfit.json()["fields"].as_array().unwrap().len() >= 7);
}

#[test]
fn whoever_comes_second_gets_409_and_what_changed() {
    let server = filled();
    let link = |waybill: &str| act("item_linked", 3, &json!({"operator": "demo-express", "waybill": waybill}));
    assert_eq!(server.post(ACTS, JSON, &link("EX0000000000001")).status, 200);
    let second = server.post(ACTS, JSON, &link("EX0000000000002"));
    let problem = second.json();
    assert_eq!((second.status, &problem["code"], &problem["version"]), (409, &json!("changed"), &json!(4)));
    assert_eq!(problem["changed"][0]["kind"]["word"], "item_linked");
    assert_eq!(server.get("/v1/cases/2026-000017").json()["version"], 4, "nothing more was recorded");
}

#[test]
fn a_clock_is_answered_line_by_line_or_told_what_is_wrong() {
    let server = Server::start();
    let answer = server.post("/v1/clocks", JSON, r#"{"clock":"arrest-review","start":"2026-11-12"}"#);
    assert_eq!((answer.status, &answer.json()["due"]), (200, &json!("2026-11-19")), "{}", answer.text);
    assert!(!answer.json()["steps"].as_array().unwrap().is_empty());
    let wrong = server.post("/v1/clocks", JSON, r#"{"clock":"nothing","start":"2026-11-12"}"#);
    assert_eq!((wrong.status, &wrong.json()["problems"][0]["code"]), (422, &json!("unknown_clock")));
}

#[test]
fn indicators_are_computed_and_bulletins_written_from_the_register() {
    let server = filled();
    let rows = server.get("/v1/indicators?period=2026-11..2026-11&indicator=arrests&scope=drug").json();
    assert_eq!((&rows["indicators"][0]["value"], rows["indicators"].as_array().unwrap().len()), (&json!("0"), 1));
    let defined = server.get("/v1/indicators").json();
    assert!(defined["indicators"].as_array().unwrap().len() > 10 && defined["indicators"][0]["value"].is_null());
    assert_eq!(server.get("/v1/indicators?indicator=nothing").status, 400);

    let report = server.get("/v1/bulletins/drug-casework?period=2026-11..2026-11&language=en");
    assert_eq!((report.status, report.media.as_str()), (200, "text/markdown; charset=utf-8"), "{}", report.text);
    assert!(report.text.starts_with('#'));
    let page = server.get("/v1/bulletins/drug-casework?period=2026-11..2026-11&format=html");
    assert!(page.media.starts_with("text/html") && page.text.contains('<'));
    assert_eq!(server.get("/v1/bulletins/nothing?period=2026-11..2026-11").json()["code"], "unknown_bulletin");
    assert_eq!(server.get("/v1/bulletins/drug-casework").json()["problems"][0]["field"], "/period");
}
