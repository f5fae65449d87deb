//! The client for commands that find a directory owned.

use parcel::{ItemName, Operator, Verdict, Waybill};
use portcullis::remote::{Remote, RemoteError, Told};

use super::server::{EVENTS, INVALID, Server, VALID};

fn send(remote: &Remote, text: &str) -> Vec<(Told, String)> {
    let mut told = Vec::new();
    let count = remote.send_lines(text.as_bytes(), &mut |what, json| told.push((what, json.to_owned()))).unwrap();
    assert_eq!(count as usize, told.len());
    told
}

#[test]
fn lines_are_answered_with_their_numbers_and_repeats_are_told() {
    let server = Server::start();
    let remote = Remote::at(&server.url("/"));
    let text = format!("{VALID}\n\n{INVALID}\n{EVENTS}");
    let first = send(&remote, &text);
    assert_eq!(first[1].0, Told::Decision { verdict: Verdict::Refuse, repeat: false });
    assert_eq!(first[9].0, Told::Rejected { conflict: false });
    let number = text.lines().position(|line| line == INVALID.lines().next().unwrap()).unwrap() + 1;
    assert!(first[9].1.starts_with(&format!("{{\"line\":{number},")), "{}", first[9].1);
    assert_eq!(first[15].0, Told::Rejected { conflict: true });
    assert_eq!(first[16].0, Told::Receipt { repeat: false });
    let again = send(&remote, &text);
    assert_eq!(again[1].0, Told::Decision { verdict: Verdict::Refuse, repeat: true });
    assert_eq!(again[16].0, Told::Receipt { repeat: true });
    let words = |told: &[(Told, String)]| told.iter().map(|(_, json)| json.clone()).collect::<Vec<_>>();
    assert_eq!(words(&again), words(&first), "the mark of a repeat is taken off again");
}

#[test]
fn more_lines_than_one_request_holds_keep_their_numbers() {
    let server = Server::start();
    let lines = 9_000;
    let told = send(&Remote::at(&server.url("")), &"{}\n".repeat(lines));
    assert_eq!(told.len(), lines);
    for (position, (_, json)) in told.iter().enumerate() {
        assert!(json.starts_with(&format!("{{\"line\":{},", position + 1)), "{json}");
    }
}

#[test]
fn questions_are_passed_on() {
    let server = Server::start();
    let remote = Remote::at(&server.url(""));
    send(&remote, VALID);
    let item = |waybill: &str| {
        let (operator, waybill) = (Operator::parse("demo-express").unwrap(), Waybill::parse(waybill).unwrap());
        remote.item(&ItemName { operator, waybill }).unwrap()
    };
    assert_eq!(item("EX0000000000001").unwrap()["decisions"][0]["decision"], "accept");
    assert!(item("NONE").is_none());
    assert_eq!(remote.notices(Some(3), 5).unwrap()["more"], false);
    let question = history::CoverageQuestion {
        from: Some("2026-11-20".parse().unwrap()),
        by: vec![history::Dimension::Operator],
        ..Default::default()
    };
    assert!(!remote.coverage(&question).unwrap()["rows"].as_array().unwrap().is_empty());
    assert!(matches!(remote.notices(None, 0), Err(RemoteError::Refused { status: 400, .. })));
}

#[test]
fn a_server_that_is_gone_is_named() {
    let address = {
        let server = Server::start();
        server.url("")
    };
    let error = Remote::at(&address).notices(None, 1).unwrap_err();
    assert!(matches!(&error, RemoteError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains(&address));
}
