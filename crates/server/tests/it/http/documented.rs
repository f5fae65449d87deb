//! The document of the interface, and that every route of it answers.

use portcullis::http;
use serde_json::Value;

use super::server::{EVENTS, JSON, NDJSON, Server, VALID};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

#[test]
fn the_document_that_is_checked_in_is_what_the_code_makes() {
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(DOCUMENT).unwrap()).unwrap();
    assert!(kept == http::openapi(), "docs/openapi.json is stale: run the ignored test `write_the_document`");
}

/// Run with `--ignored` to write the document anew.
#[test]
#[ignore = "writes docs/openapi.json"]
fn write_the_document() {
    std::fs::write(DOCUMENT, http::openapi_text()).unwrap();
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document = http::openapi();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| match member.as_str() {
            Some(text) if name == "$ref" => references.push(text.to_owned()),
            _ => collect(member, references),
        }),
        Value::Array(members) => members.iter().for_each(|member| collect(member, references)),
        _ => {}
    }
}

#[test]
fn every_route_of_the_document_answers_with_what_it_says() {
    let server = Server::start();
    server.post("/v1/acceptances", NDJSON, VALID);
    let document = http::openapi();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 16);
    assert_eq!(server.post("/v1/cases/2026-000017/acts", JSON, REGISTERED).status, 200);
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let answered = operation["responses"]["200"]["content"].as_object().unwrap();
            if method == "get" {
                let answer = server.get(&address(path));
                assert_eq!(answer.status, 200, "{path}: {}", answer.text);
                assert!(answered.contains_key(&answer.media), "{path}: {}", answer.media);
                check(&document, &answered[&answer.media]["schema"], &[answer.text]);
                continue;
            }
            let body = match path.as_str() {
                "/v1/events" => EVENTS,
                "/v1/clocks" => r#"{"clock":"arrest-review","start":"2026-11-12"}"#,
                "/v1/cases/{case}/acts" => FILED,
                _ => VALID,
            };
            for media in operation["requestBody"]["content"].as_object().unwrap().keys() {
                let body = if media == JSON { body.lines().next().unwrap() } else { body };
                let answer = server.post(&address(path), media, body);
                assert_eq!((answer.status, &answer.media), (200, media), "{path}");
                let content = &answered[media];
                let schema = content.get("x-line-schema").unwrap_or(&content["schema"]);
                check(&document, schema, &answer.text.lines().map(str::to_owned).collect::<Vec<_>>());
            }
        }
    }
}

/// A registration and what may follow it, each on one line.
const REGISTERED: &str = r#"{"kind":"case_registered","day":"2026-11-02","actor":"officer-17","role":"police","office":{"name":"示例区公安局","region":"330106"},"purpose":"case work","expected_version":0,"payload":{"source":"find"}}"#;
const FILED: &str = r#"{"kind":"case_filed","day":"2026-11-02","actor":"officer-17","role":"police","office":{"name":"示例区公安局","region":"330106"},"purpose":"case work","expected_version":1,"payload":{"document":"filing-1"}}"#;

/// A path with parameters that lead somewhere.
fn address(path: &str) -> String {
    path.replace("{operator}", "demo-express")
        .replace("{waybill}", "EX0000000000001")
        .replace("{case}", "2026-000017")
        .replace("{name}", "drug-casework?period=2026-11..2026-11")
}

/// Every text has what one of the schemas requires.
fn check(document: &Value, schema: &Value, texts: &[String]) {
    let alternatives = match schema.get("oneOf") {
        Some(several) => several.as_array().unwrap().clone(),
        None => vec![schema.clone()],
    };
    let required: Vec<Vec<&str>> = alternatives
        .iter()
        .filter_map(|schema| schema["$ref"].as_str())
        .map(|reference| &document.pointer(&reference[1..]).unwrap()["required"])
        .map(|names| names.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect())
        .collect();
    for text in texts.iter().filter(|_| !required.is_empty()) {
        let answer: Value = serde_json::from_str(text).unwrap();
        assert!(required.iter().any(|names| names.iter().all(|name| answer.get(name).is_some())), "{text}");
    }
}

#[test]
fn every_problem_of_a_route_is_documented() {
    let document = http::openapi();
    let responses = |path: &str, method: &str| {
        document["paths"][path][method]["responses"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        responses("/v1/acceptances", "post"),
        ["200", "400", "401", "408", "409", "413", "415", "421", "422", "429", "503"]
    );
    assert_eq!(responses("/v1/items/{operator}/{waybill}", "get"), ["200", "400", "401", "404", "421", "429", "500"]);
    assert_eq!(responses("/livez", "get"), ["200", "421"]);
}
