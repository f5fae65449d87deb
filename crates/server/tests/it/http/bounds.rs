//! What is told to callers where a bound is reached or nothing is recorded any more.

use std::{
    fs,
    io::{Read, Write},
    sync::mpsc,
    time::Duration,
};

use intake::{
    lines::Batch,
    prepare::{Expect, Received},
    store::StoreOptions,
};
use portcullis::http::ServeOptions;

use super::server::{JSON, NDJSON, Server, VALID, loopback};

fn first() -> &'static str {
    VALID.lines().next().unwrap()
}

fn is_later(answer: &super::server::Answer) {
    assert_eq!((answer.status, answer.retry_after.as_deref()), (429, Some("1")), "{}", answer.text);
    assert_eq!(answer.json()["code"], "later");
}

#[test]
fn a_full_queue_means_later_and_nothing_is_taken() {
    let server = Server::with(loopback(), StoreOptions { queue_lines_max: 1, ..StoreOptions::default() });
    let (release, hold) = mpsc::channel::<()>();
    let (done, all) = mpsc::channel();
    let submit = |waybill: &str, wait: Option<mpsc::Receiver<()>>| {
        let line = first().replace("EX0000000000001", waybill);
        let done = done.clone();
        let reply = move |answers: Result<Vec<_>, _>| {
            wait.map(|wait| wait.recv());
            done.send(answers.unwrap().len()).unwrap();
        };
        let received = Received::At(server.store.now());
        server.store.pipeline().submit(Batch::of_one(line.into_bytes()), Expect::Any, received, Box::new(reply));
    };
    submit("A", Some(hold));
    submit("B", None);
    is_later(&server.post("/v1/acceptances", JSON, first()));
    is_later(&server.post("/v1/acceptances", NDJSON, VALID));
    let metrics = server.get("/metrics").text;
    assert!(
        metrics.contains("portcullis_later_total 2\n") && metrics.contains("portcullis_queue_lines 1\n"),
        "{metrics}"
    );
    release.send(()).unwrap();
    assert_eq!(all.iter().take(2).sum::<usize>(), 2);
    assert_eq!(server.post("/v1/acceptances", JSON, first()).status, 200);
    assert_eq!(server.get("/v1/items/demo-express/EX0000000000001").json()["records"].as_array().unwrap().len(), 1);
}

#[test]
fn too_many_requests_or_streams_are_told_later_and_probes_are_not() {
    let server = Server::with(ServeOptions { requests_max: 0, ..loopback() }, StoreOptions::default());
    is_later(&server.post("/v1/acceptances", JSON, first()));
    is_later(&server.get("/v1/notices"));
    assert_eq!(server.get("/livez").status, 200);
    assert_eq!(server.get("/readyz").status, 200);
    let server = Server::with(ServeOptions { streams_max: 0, ..loopback() }, StoreOptions::default());
    is_later(&server.post("/v1/acceptances", NDJSON, VALID));
    assert_eq!(server.post("/v1/acceptances", JSON, first()).status, 200);
}

#[test]
fn where_nothing_is_recorded_any_more_everybody_is_told() {
    let server = Server::start();
    assert_eq!(server.post("/v1/acceptances", JSON, first()).status, 200);
    let manifests = server.dir.path().join("data/history/manifest");
    fs::remove_dir_all(&manifests).unwrap();
    fs::write(&manifests, "not a folder").unwrap();
    server.store.pipeline().seal_all().unwrap_err();
    assert_eq!(server.get("/livez").status, 200);
    for answer in [
        server.get("/readyz"),
        server.post("/v1/acceptances", JSON, first()),
        server.post("/v1/acceptances", NDJSON, VALID),
        server.post("/v1/events", JSON, "{}"),
    ] {
        assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("stopped")));
        assert!(answer.retry_after.is_some());
    }
    assert_eq!(server.get("/v1/items/demo-express/EX0000000000001").status, 200, "questions are still answered");
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let brief = Duration::from_millis(200);
    let options = ServeOptions { body_time_max: brief, head_time_max: brief, ..loopback() };
    let server = Server::with(options, StoreOptions::default());
    let mut stream = server.connect();
    let head = format!("POST /v1/acceptances HTTP/1.1\r\nHost: {}\r\nContent-Type: {JSON}\r\n", server.address);
    stream.write_all(format!("{head}Content-Length: 10\r\n\r\n{{").as_bytes()).unwrap();
    let answer = super::server::read_to(&mut stream, "}}");
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("body_timeout"), "{answer}");
    // A head that does not come ends the connection.
    let mut stream = server.connect();
    stream.write_all(b"POST /v1/acce").unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(!String::from_utf8_lossy(&rest).contains("200"));
}
