//! Items, notices, coverage and figures about the server.

use serde_json::Value;

use super::server::{EVENTS, INVALID, NDJSON, Server, VALID};

fn filled() -> Server {
    let server = Server::start();
    server.post("/v1/acceptances", NDJSON, VALID);
    server.post("/v1/events", NDJSON, EVENTS);
    server
}

/// Six items of six senders to one recipient's phone, which is what the pack notices.
fn fan_in(server: &Server, items: usize) -> usize {
    let line = VALID.lines().next().unwrap();
    let lines: Vec<_> = (0..items)
        .map(|number| {
            line.replace("EX0000000000001", &format!("FAN{number}"))
                .replace("000000199001010011", &format!("0000001990010{number:05}"))
                .replace("00000000010", &format!("000001{number:05}"))
        })
        .collect();
    let answer = server.post("/v1/acceptances", NDJSON, &lines.join("\n"));
    assert_eq!(answer.lines().len(), items);
    server.get("/v1/notices?limit=1000").json()["notices"].as_array().unwrap().len()
}

#[test]
fn an_item_is_shown_with_all_that_happened_before_and_after_sealing() {
    let server = filled();
    let revised = VALID
        .lines()
        .nth(3)
        .unwrap()
        .replacen('{', "{\"revision\": 2, ", 1)
        .replace("\"weight_grams\": 620", "\"weight_grams\": 700");
    server.post("/v1/acceptances", NDJSON, &revised);
    let path = "/v1/items/demo-express/EX0000000000004";
    let unsealed = server.get(path);
    server.store.pipeline().seal_all().unwrap();
    assert_eq!(server.get(path).text, unsealed.text, "sealing changes no answer");
    let item = unsealed.json();
    assert_eq!(item["state"], "handed_over");
    let revisions: Vec<_> =
        item["records"].as_array().unwrap().iter().map(|record| record["revision"].as_u64()).collect();
    assert_eq!(revisions, [Some(1), Some(2)]);
    assert_eq!(item["record"]["revision"], 2);
    assert_eq!(item["record"]["weight_grams"], 700);
    assert_eq!(item["decisions"].as_array().unwrap().len(), 2);
    assert_eq!(item["decisions"][0]["decision"], "inspect");
    assert_eq!(item["decisions"][0]["sequence"], item["records"][0]["sequence"]);
    let events: Vec<_> =
        item["events"].as_array().unwrap().iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["xray_suspect", "opened_found", "handed_over"]);
}

#[test]
fn an_item_shows_no_person_and_no_pseudonym() {
    let server = filled();
    for waybill in ["EX0000000000001", "EX0000000000004"] {
        let item = server.get(&format!("/v1/items/demo-express/{waybill}"));
        assert_eq!(item.status, 200);
        for personal in ["sender_phone", "sender_name", "recipient_phone", "courier", "\"by\"", "张某", "00000000010"]
        {
            assert!(!item.text.contains(personal), "{personal}: {}", item.text);
        }
        assert!(item.text.contains("sender_region"));
    }
}

#[test]
fn notices_come_page_by_page_and_none_is_lost_or_doubled() {
    let server = Server::start();
    let empty = server.get("/v1/notices").json();
    assert_eq!(empty, serde_json::json!({"notices": [], "next": null, "more": false}));
    let all = fan_in(&server, 40);
    assert!(all >= 2, "the pack notices many senders to one phone");
    for limit in [1, 2, 7, 1000] {
        let mut seen: Vec<Value> = Vec::new();
        let mut after = String::new();
        loop {
            let page = server.get(&format!("/v1/notices?limit={limit}{after}")).json();
            seen.extend(page["notices"].as_array().unwrap().iter().cloned());
            after = format!("&after={}", page["next"]);
            if page["more"] == false {
                break;
            }
        }
        assert_eq!(seen.len(), all, "limit {limit}");
        let order: Vec<_> = seen.iter().map(|notice| notice["sequence"].as_u64().unwrap()).collect();
        assert!(order.is_sorted());
        let later = server.get(&format!("/v1/notices?limit={limit}{after}")).json();
        assert_eq!(later["notices"], serde_json::json!([]));
        assert_eq!(format!("&after={}", later["next"]), after, "the cursor stays good");
    }
}

#[test]
fn coverage_counts_by_gate_and_can_be_narrowed() {
    let server = filled();
    let sum = |rows: &Value| -> i64 {
        let cells = rows.as_array().unwrap().iter().flat_map(|row| row.as_object().unwrap().values());
        cells.filter_map(Value::as_object).flat_map(|states| states.values()).filter_map(Value::as_i64).sum()
    };
    let all = server.get("/v1/coverage").json()["rows"].clone();
    assert_eq!(all.as_array().unwrap().len(), 3, "one row a gate");
    assert_eq!(sum(&all), 27, "nine items at three gates");
    let express = server.get("/v1/coverage?operator_kind=express").json()["rows"].clone();
    let instant = server.get("/v1/coverage?operator_kind=instant").json()["rows"].clone();
    assert!(sum(&express) > 0 && sum(&instant) > 0 && sum(&express) + sum(&instant) <= 27);
    assert!(express[0].get("operator_kind").is_none());
    let broken_down =
        server.get("/v1/coverage?gate=identity&by=operator_kind,day&operator_kind=express").json()["rows"].clone();
    assert_eq!(broken_down[0]["operator_kind"], "express");
    assert_eq!(broken_down[0]["day"], "2026-11-20");
    assert_eq!(sum(&broken_down) * 3, sum(&express));
    assert_eq!(sum(&server.get("/v1/coverage?from=2026-11-21").json()["rows"]), 0);
    assert_eq!(sum(&server.get("/v1/coverage?from=2026-11-20&to=2026-11-20&by=").json()["rows"]), 27);
    for wrong in ["from=yesterday", "gate=door", "by=person", "by=day,day", "region=5", "operator=A B", "kind=express"]
    {
        let answer = server.get(&format!("/v1/coverage?{}", wrong.replace(' ', "%20")));
        assert_eq!((answer.status, answer.json()["problems"].as_array().unwrap().len()), (400, 1), "{wrong}");
    }
}

#[test]
fn metrics_count_what_became_of_lines() {
    let server = filled();
    server.post("/v1/acceptances", NDJSON, VALID);
    server.post("/v1/acceptances", NDJSON, INVALID);
    let metrics = server.get("/metrics");
    assert_eq!(metrics.media, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    for line in [
        "portcullis_lines_total{outcome=\"recorded\"} 16",
        "portcullis_lines_total{outcome=\"duplicate\"} 9",
        "portcullis_lines_total{outcome=\"conflict\"} 1",
        "portcullis_lines_total{outcome=\"rejected\"} 7",
        "portcullis_decisions_total{verdict=\"refuse\"} 1",
        "portcullis_decisions_total{verdict=\"inspect\"} 3",
        "portcullis_dropped_lines_total 0",
        "portcullis_later_total 0",
        "portcullis_queue_lines 0",
        "portcullis_sealed_position 0",
        "portcullis_request_duration_seconds_count{route=\"/v1/acceptances\",status=\"200\"} 3",
    ] {
        assert!(metrics.text.lines().any(|other| other == line), "{line} in\n{}", metrics.text);
    }
    for name in [
        "portcullis_commits_total",
        "portcullis_notices_total",
        "portcullis_journal_end_position",
        "portcullis_unsealed_entries",
    ] {
        assert!(metrics.text.contains(&format!("\n{name} ")), "{name}");
    }
    assert!(metrics.text.ends_with("# EOF\n"));
    assert!(!metrics.text.contains("demo-express") && !metrics.text.contains("EX000"));
}
