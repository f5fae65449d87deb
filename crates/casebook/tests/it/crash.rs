//! A process killed at random moments loses no act that it acknowledged.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use casebook::Casebook;

use crate::support::*;

const FOLDER: &str = "CASEBOOK_CRASH_FOLDER";

/// Not a test of its own: what the killed process does. Prints each act that it was told is durable.
#[test]
fn writer_to_be_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let casebook = Casebook::open(Path::new(&folder)).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4_u32 {
            let casebook = &casebook;
            scope.spawn(move || {
                for number in 0.. {
                    let case = format!("c-{writer}-{number}-{}", std::process::id());
                    let appended = casebook.append(act(&case, day("2026-01-01"), registered()), 0).unwrap();
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "\nkept {} {case}", appended.sequence).unwrap();
                    out.flush().unwrap();
                }
            });
        }
    });
}

#[test]
fn acknowledged_acts_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..6_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::writer_to_be_killed", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut lines = lines.filter_map(|line| line.strip_prefix("kept ").map(str::to_owned));
        acknowledged.extend(lines.by_ref().take(20 + round as usize * 13));
        std::thread::sleep(Duration::from_micros(round * 700));
        child.kill().unwrap();
        acknowledged.extend(lines);
        child.wait().unwrap();
        let casebook = Casebook::open(folder.path()).unwrap();
        casebook.ledger().verify().unwrap();
        for line in &acknowledged {
            // The last line may have been cut off by the kill.
            let Some((sequence, case)) = line.split_once(' ').filter(|(_, case)| case.split('-').count() == 4) else {
                continue;
            };
            let Ok(kept) = casebook.ledger().act(sequence.parse().unwrap()) else { panic!("act {line} is lost") };
            assert!(kept.subject.to_string().ends_with(case) || case.len() < 4);
        }
    }
    assert!(acknowledged.len() > 300, "{}", acknowledged.len());
}
