//! The process is killed at random moments under load, many times, over one data directory.
//!
//! What was acknowledged must be there, once, with the same answer; decisions must come out again byte for byte.
//! `PORTCULLIS_CRASH_ROUNDS` sets how often, `PORTCULLIS_CRASH_SEED` repeats a run as far as timing allows.

use std::{
    collections::{BTreeMap, HashSet},
    io::{BufRead, BufReader},
    ops::Range,
    process::Stdio,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::process::{Data, SEAL_ENTRIES, Serving, feed, lines};

const ROUNDS: u64 = 12;
const ITEMS: u64 = 12_000;

/// Lines that are sent again in each round, though they were answered.
const OVERLAP: usize = 60;

/// Lines of one HTTP request.
const REQUEST_LINES: usize = 40;

/// A small generator: the seed decides every choice.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Answers by the place of their line. A line answered twice must be answered the same.
#[derive(Default)]
struct Acknowledged(BTreeMap<usize, String>);

impl Acknowledged {
    fn add(&mut self, line: usize, answer: String) {
        if let Some(before) = self.0.get(&line) {
            assert_eq!(&answer, before, "line {line} is answered otherwise when it is sent again");
        }
        self.0.insert(line, answer);
    }

    fn next(&self) -> usize {
        self.0.last_key_value().map_or(0, |(line, _)| line + 1)
    }
}

#[test]
fn a_killed_process_loses_nothing_it_acknowledged() {
    let seed = setting("PORTCULLIS_CRASH_SEED").unwrap_or_else(|| {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).unwrap();
        u64::from_le_bytes(bytes)
    });
    println!("PORTCULLIS_CRASH_SEED={seed}");
    let mut dice = Dice(seed);
    let (data, lines) = (Data::new(), lines(ITEMS, seed));
    data.make(["international", "guomi"][dice.below(2) as usize]);
    let mut acknowledged = Acknowledged::default();
    for round in 0..setting("PORTCULLIS_CRASH_ROUNDS").unwrap_or(ROUNDS) {
        let start = acknowledged.next().saturating_sub(OVERLAP);
        // Once all is answered it begins anew somewhere: everything is a repeat then.
        let start = if start + 2 * OVERLAP > lines.len() { dice.below(start as u64) as usize } else { start };
        let before = acknowledged.0.len();
        // Now and then something is missing, so that the kill meets the making of it.
        if dice.below(4) == 0 {
            let derived = ["items", "answers", "windows", "history"][dice.below(4) as usize];
            let _ = std::fs::remove_dir_all(data.path().join(derived));
        }
        if round % 2 == 0 {
            kill_ingest(&data, &lines, start, &mut acknowledged, &mut dice);
        } else {
            kill_serve(&data, &lines, start, &mut acknowledged, &mut dice);
        }
        println!("round {round}: from line {start}, {} newly answered", acknowledged.0.len() - before);
        if dice.below(3) == 0 && data.path().join("journal").is_dir() {
            data.verify().done();
        }
    }
    assert!(acknowledged.0.len() > OVERLAP, "hardly anything was answered before the kills");
    check_all(&data, &lines, acknowledged);
}

/// Everything once more, to the end: answers as acknowledged, each record once in the journal.
fn check_all(data: &Data, lines: &[String], mut acknowledged: Acknowledged) {
    let (ran, answers) = data.ingest(&lines.concat());
    ran.done();
    assert_eq!(answers.len(), lines.len());
    for (line, answer) in answers.iter().enumerate() {
        acknowledged.add(line, answer.clone());
    }
    let places: HashSet<u64> = answers.iter().filter_map(|answer| sequence(answer)).collect();
    let verified = data.verify().done();
    let counts = verified.out.lines().find(|line| line.contains("counts:")).unwrap();
    let numbers: Vec<usize> =
        counts.split(|letter: char| !letter.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
    assert_eq!(numbers[0] + numbers[1], places.len(), "{counts}");
    assert_eq!(numbers[..2], numbers[2..4], "{counts}");
    let (ran, again) = data.ingest(&lines.concat());
    let summary: Value = serde_json::from_str(&ran.done().out).unwrap();
    assert_eq!(summary["recorded"], 0, "{summary}");
    assert_eq!(again, answers);
}

fn sequence(answer: &str) -> Option<u64> {
    serde_json::from_str::<Value>(answer).unwrap()["sequence"].as_u64()
}

/// Feeds standard input and kills after some answers, or while nothing is answered yet.
fn kill_ingest(data: &Data, lines: &[String], start: usize, acknowledged: &mut Acknowledged, dice: &mut Dice) {
    let mut command = data.command(&["ingest", "-", "--answers", "/dev/stdout", "--seal-entries", SEAL_ENTRIES]);
    let messages = data.dir.path().join("messages");
    let told = std::fs::File::create(&messages).unwrap();
    let mut child = command.stdin(Stdio::piped()).stderr(told).spawn().unwrap();
    let (answered, answers) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    feed(&mut child, lines[start..].concat());
    let reader = thread::spawn(move || {
        for line in whole_lines(out) {
            if answered.send(line).is_err() {
                return;
            }
        }
    });
    let wanted = if dice.below(4) == 0 { 0 } else { dice.below(4_000) as usize };
    let mut next = start;
    while next - start < wanted {
        match answers.recv_timeout(Duration::from_mins(1)) {
            Ok(answer) if answer.starts_with('{') => acknowledged.add(next, answer),
            // All was answered: then the summary, and the end.
            Ok(_) => break,
            Err(RecvTimeoutError::Disconnected) => {
                let ended = child.wait().unwrap();
                assert!(ended.success(), "it ended by itself: {}", std::fs::read_to_string(&messages).unwrap());
                break;
            }
            Err(RecvTimeoutError::Timeout) => panic!("no answer for a minute"),
        }
        next += 1;
    }
    thread::sleep(Duration::from_millis(dice.below(if wanted == 0 { 300 } else { 40 })));
    // It may have ended by itself: where everything was answered.
    let _ = child.kill();
    child.wait().unwrap();
    for (line, answer) in (next..lines.len()).zip(answers).take_while(|(_, answer)| answer.starts_with('{')) {
        acknowledged.add(line, answer);
    }
    reader.join().unwrap();
}

/// Lines that came with their end: the last one may be cut off.
fn whole_lines(mut out: impl BufRead) -> impl Iterator<Item = String> {
    std::iter::from_fn(move || {
        let mut line = String::new();
        out.read_line(&mut line).ok()?;
        line.strip_suffix('\n').map(str::to_owned)
    })
}

/// Sends requests and kills some time after one of them.
fn kill_serve(data: &Data, lines: &[String], start: usize, acknowledged: &mut Acknowledged, dice: &mut Dice) {
    let mut serving = Serving::start(data);
    let requests = dice.below(300);
    let (done, killed_at) = mpsc::channel();
    let url = serving.address.clone();
    let sent: Vec<_> = requests_from(lines, start).map(|range| (range.clone(), lines[range].concat())).collect();
    let client = thread::spawn(move || {
        let mut answered = Vec::new();
        for (place, (range, body)) in sent.into_iter().enumerate() {
            if place as u64 == requests {
                let _ = done.send(());
            }
            match post(&url, &body) {
                Some(text) => answered.extend(range.zip(text.lines().map(str::to_owned).collect::<Vec<_>>())),
                None => break, // Killed meanwhile.
            }
        }
        let _ = done.send(());
        answered
    });
    killed_at.recv_timeout(Duration::from_mins(2)).expect("requests are answered");
    thread::sleep(Duration::from_millis(dice.below(30)));
    serving.child.kill().unwrap();
    serving.child.wait().unwrap();
    for (line, answer) in client.join().unwrap() {
        acknowledged.add(line, answer);
    }
}

/// Ranges of lines that go to one address: acceptances or events.
fn requests_from(lines: &[String], start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut first = start;
    std::iter::from_fn(move || {
        let kind = is_event(lines.get(first)?);
        let same = lines[first..].iter().take(REQUEST_LINES).take_while(|line| is_event(line) == kind).count();
        let range = first..first + same;
        first = range.end;
        Some(range)
    })
}

fn is_event(line: &str) -> bool {
    line.contains("\"event\":\"")
}

/// The answers of one request; none where it was not answered to its end.
fn post(url: &str, body: &str) -> Option<String> {
    let path = if is_event(body) { "events" } else { "acceptances" };
    let path = format!("{url}/v1/{path}");
    let mut answer = ureq::post(path).content_type("application/x-ndjson").send(body).ok()?;
    answer.body_mut().read_to_string().ok()
}
