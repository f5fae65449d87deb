//! Streams of lines: order, answers as they come, callers that read late or never, the end of the server.

use std::{
    io::Write,
    sync::atomic::Ordering,
    thread,
    time::{Duration, Instant},
};

use intake::store::StoreOptions;
use portcullis::http::ServeOptions;

use super::server::{EVENTS, INVALID, NDJSON, Server, VALID, chunk, end, loopback, read_to, rest};

/// Lines whose answers are long: three bytes in, more than a kilobyte out.
const LONG_ANSWERS: usize = 30_000;

#[test]
fn a_stream_is_answered_in_order_with_rejections_in_place() {
    let server = Server::start();
    let answer = server.post("/v1/acceptances", NDJSON, &format!("{VALID}\n{INVALID}"));
    assert_eq!((answer.status, answer.media.as_str()), (200, NDJSON));
    let lines = answer.lines();
    assert_eq!(lines.len(), 16);
    for (sent, line) in VALID.lines().zip(&lines) {
        let sent: serde_json::Value = serde_json::from_str(sent).unwrap();
        assert_eq!(line["waybill"], sent["waybill"]);
        assert!(line["decision"].is_string());
    }
    let numbers: Vec<_> = lines[9..].iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.len() == 7);
    assert_eq!(lines[15]["problems"][0]["code"], "conflict");
    let receipts = server.post("/v1/events", NDJSON, EVENTS).lines();
    assert_eq!(receipts[6]["state"], "handed_over");
    assert_eq!(receipts[7]["problems"][0]["code"], "unknown_item");
    assert_eq!(server.post("/v1/events", NDJSON, "\n \n").text, "");
}

#[test]
fn mixed_lines_are_taken_and_repeats_are_marked() {
    let server = Server::start();
    let text = format!("{VALID}\n{EVENTS}");
    let first = server.post("/v1/lines", NDJSON, &text).lines();
    assert!(first.iter().all(|line| line.get("repeat").is_none()));
    let again = server.post("/v1/lines", NDJSON, &text).lines();
    assert_eq!(again.iter().filter(|line| line["repeat"] == true).count(), 16);
    assert_eq!(server.post("/v1/lines", "application/json", "{}").status, 415);
}

#[test]
fn an_answer_comes_before_the_next_line_is_sent() {
    let server = Server::start();
    let mut stream = server.stream("/v1/acceptances");
    for (number, line) in (1..).zip(VALID.lines().take(4)) {
        let (front, back) = line.split_at(100);
        chunk(&mut stream, front);
        chunk(&mut stream, &format!("{back}\n"));
        let answer = read_to(&mut stream, "}\n");
        assert!(answer.contains(&format!("\"waybill\":\"EX000000000000{number}\"")), "{answer}");
    }
    end(&mut stream);
    assert!(rest(&mut stream).ends_with("0\r\n\r\n"));
}

#[test]
fn a_caller_that_reads_late_gets_everything_and_is_read_no_faster_than_bounds_allow() {
    let options = ServeOptions { unread_lines_max: 2_048, ..loopback() };
    let server = Server::with(options, StoreOptions::default());
    let mut stream = server.stream("/v1/acceptances");
    chunk(&mut stream, &"{}\n".repeat(LONG_ANSWERS));
    end(&mut stream);
    let taken = settled(&server);
    assert!(taken < LONG_ANSWERS as u64, "all {taken} lines were taken while nobody read");
    // Others are answered meanwhile.
    assert_eq!(server.post("/v1/acceptances", NDJSON, VALID).lines().len(), 9);
    let answers = rest(&mut stream);
    assert!(answers.ends_with("0\r\n\r\n"));
    let mut from = 0;
    for number in 1..=LONG_ANSWERS {
        let line = format!("{{\"line\":{number},");
        // Chunks may part a line, hence the whole text.
        match answers[from..].find(&line) {
            Some(position) => from += position,
            None => assert!(is_parted(&answers, &line), "no answer to line {number} in its place"),
        }
    }
}

/// Lines taken, once no more are.
fn settled(server: &Server) -> u64 {
    let taken = || server.store.pipeline().counts().lines.load(Ordering::Relaxed);
    let mut last = taken();
    loop {
        thread::sleep(Duration::from_millis(300));
        let now = taken();
        if now == last && now > 0 {
            return now;
        }
        last = now;
    }
}

fn is_parted(answers: &str, line: &str) -> bool {
    answers.split("\r\n").collect::<String>().contains(line)
}

#[test]
fn a_caller_that_never_reads_is_let_go() {
    let options = ServeOptions { unread_lines_max: 2_048, stall_time_max: Duration::from_millis(300), ..loopback() };
    let server = Server::with(options, StoreOptions::default());
    let mut stream = server.stream("/v1/acceptances");
    chunk(&mut stream, &"{}\n".repeat(LONG_ANSWERS));
    end(&mut stream);
    #[expect(clippy::disallowed_methods, reason = "a bound on how long a test may hang, not what it tests")]
    let began = Instant::now();
    // The connection is closed under the caller: writing fails sooner or later.
    while stream.write_all(b"\r\n").is_ok() {
        assert!(began.elapsed() < Duration::from_secs(20), "still connected");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_caller_that_goes_away_in_the_middle_of_a_line_leaves_whole_lines_only() {
    let server = Server::start();
    let mut stream = server.stream("/v1/acceptances");
    let mut lines = VALID.lines();
    chunk(&mut stream, &format!("{}\n", lines.next().unwrap()));
    read_to(&mut stream, "}\n");
    chunk(&mut stream, &lines.next().unwrap()[..200]);
    drop(stream);
    assert_eq!(server.post("/v1/acceptances", NDJSON, VALID).lines().len(), 9);
    assert_eq!(server.store.pipeline().counts().lines.load(Ordering::Relaxed), 10);
}

#[test]
fn a_stream_in_work_is_finished_when_the_server_ends() {
    let mut server = Server::start();
    let mut stream = server.stream("/v1/acceptances");
    let mut lines = VALID.lines();
    chunk(&mut stream, &format!("{}\n", lines.next().unwrap()));
    read_to(&mut stream, "}\n");
    server.stop();
    for line in lines {
        chunk(&mut stream, &format!("{line}\n"));
    }
    end(&mut stream);
    let answers = rest(&mut stream);
    assert!(answers.contains("EX0000000000005") && answers.ends_with("0\r\n\r\n"), "{answers}");
    server.join();
    assert!(std::net::TcpStream::connect(server.address).is_err());
    assert_eq!(std::sync::Arc::strong_count(&server.store), 1, "the store is its owner's again");
}

#[test]
fn a_stream_that_does_not_end_is_cut_when_the_server_ends() {
    let options = ServeOptions { drain_time_max: Duration::from_millis(200), ..loopback() };
    let mut server = Server::with(options, StoreOptions::default());
    let mut stream = server.stream("/v1/acceptances");
    chunk(&mut stream, &format!("{}\n", VALID.lines().next().unwrap()));
    read_to(&mut stream, "}\n");
    server.stop();
    server.join();
    assert_eq!(std::sync::Arc::strong_count(&server.store), 1);
    assert!(!rest(&mut stream).ends_with("0\r\n\r\n"), "the caller can tell that it was cut");
}
