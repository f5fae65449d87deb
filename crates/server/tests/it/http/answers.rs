//! What single objects and problems are answered with.

use super::server::{EVENTS, INVALID, JSON, NDJSON, Server, VALID};

const DECIDED: [&str; 9] =
    ["accept", "refuse", "inspect", "inspect", "accept", "inspect", "accept", "accept", "accept"];

fn line(text: &str, number: usize) -> &str {
    text.lines().nth(number - 1).unwrap()
}

#[test]
fn examples_are_answered_as_their_notes_say() {
    let server = Server::start();
    for (line, decision) in VALID.lines().zip(DECIDED) {
        let answer = server.post("/v1/acceptances", JSON, line);
        assert_eq!((answer.status, answer.media.as_str()), (200, JSON));
        assert_eq!(answer.json()["decision"], decision);
        let again = server.post("/v1/acceptances", "application/json; charset=utf-8", line);
        assert_eq!((again.status, again.text), (200, answer.text), "a repeat gets the same answer");
    }
    let statuses: Vec<_> = INVALID.lines().map(|line| server.post("/v1/acceptances", JSON, line).status).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 422, 409]);
    let states: Vec<_> = EVENTS
        .lines()
        .map(|line| server.post("/v1/events", JSON, line).json())
        .map(|answer| answer["state"].as_str().or(answer["code"].as_str()).unwrap().to_owned())
        .collect();
    assert_eq!(
        states,
        ["recorded", "recorded", "recorded", "recorded", "recorded", "opened", "handed_over", "not_taken"]
    );
}

#[test]
fn a_step_that_the_state_forbids_is_a_conflict() {
    let server = Server::start();
    server.post("/v1/acceptances", NDJSON, VALID);
    server.post("/v1/events", NDJSON, EVENTS);
    let event = r#"{"waybill":"EX0000000000004","operator":"demo-express","event":"taken_in","at":"2026-11-21T10:00:00+08:00"}"#;
    let answer = server.post("/v1/events", JSON, event);
    assert_eq!(answer.status, 409, "{}", answer.text);
    assert_eq!(answer.json()["problems"][0]["code"], "illegal_transition");
}

#[test]
fn problems_say_what_would_pass() {
    let server = Server::start();
    let problem = |answer: super::server::Answer, status: u16| {
        assert_eq!((answer.status, answer.media.as_str()), (status, "application/problem+json"), "{}", answer.text);
        serde_json::to_string_pretty(&answer.json()).unwrap()
    };
    insta::assert_snapshot!("422", problem(server.post("/v1/acceptances", JSON, line(INVALID, 3)), 422));
    server.post("/v1/acceptances", JSON, line(VALID, 1));
    insta::assert_snapshot!("409", problem(server.post("/v1/acceptances", JSON, line(INVALID, 7)), 409));
    insta::assert_snapshot!("404_route", problem(server.get("/v2/acceptances"), 404));
    insta::assert_snapshot!("404_item", problem(server.get("/v1/items/demo-express/NONE"), 404));
    insta::assert_snapshot!("400", problem(server.get("/v1/notices?after=-1&limit=0&limit=2&aftre=3"), 400));
    insta::assert_snapshot!("415", problem(server.post("/v1/acceptances", "text/csv", "a,b"), 415));
    let long = format!("{{\"note\":\"{}\"}}", "x".repeat(300 * 1024));
    insta::assert_snapshot!("413", problem(server.post("/v1/acceptances", JSON, &long), 413));
    let wrong = server.get("/v1/acceptances");
    assert_eq!(wrong.allow.as_deref(), Some("POST"));
    insta::assert_snapshot!("405", problem(wrong, 405));
}

#[test]
fn nothing_that_was_sent_comes_back_in_a_problem() {
    let server = Server::start();
    server.post("/v1/acceptances", JSON, line(VALID, 1));
    let secrets = ["张某某", "00000000077", "000000199001010099"];
    let bodies = [
        line(VALID, 1).replace("张某", "张某某").replace("00000000010", "00000000077"),
        r#"{"张某某":"00000000077","waybill":"00000000077 张某某"}"#.to_owned(),
        r#"{"sender":{"id_number":"000000199001010099","phone":00000000077}}"#.to_owned(),
        "张某某 00000000077".to_owned(),
    ];
    for body in bodies {
        let answer = server.post("/v1/acceptances", JSON, &body);
        assert!(matches!(answer.status, 409 | 422), "{}", answer.text);
        for secret in
            secrets.iter().filter(|secret| !body.starts_with('{') || !body.contains(&format!("\"{secret}\":")))
        {
            assert!(!answer.text.contains(secret), "{}", answer.text);
        }
    }
    for path in ["/v1/notices?00000000077=1", "/v1/coverage?region=00000000077", "/v1/items/00000000077/a%20b"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert!(!answer.text.contains("00000000077"), "{}", answer.text);
    }
}

#[test]
fn an_array_or_nothing_is_no_object() {
    let server = Server::start();
    for body in ["", "[]", "null", &format!("[{}]", line(VALID, 1)), &format!("{0}\n{0}", line(VALID, 1))] {
        assert_eq!(server.post("/v1/acceptances", JSON, body).status, 422, "{body}");
    }
    let over_several_lines = line(VALID, 1).replace(", ", ",\n  ");
    assert_eq!(server.post("/v1/acceptances", JSON, &over_several_lines).status, 200);
}
