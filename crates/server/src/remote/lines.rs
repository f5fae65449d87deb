//! Lines to the server, some batches a request; answers back, with the numbers that lines have at their source.

use std::{io::BufRead, thread, time::Duration};

use intake::lines::LineReader;
use parcel::{ProblemCode, Verdict};
use serde::Deserialize;

use super::client::{Remote, RemoteError};

/// Batches of one request. All of its answers fit into what the server keeps for a caller that reads late.
const BATCHES: usize = 4;

/// How often a request that is told "later" is sent again.
const LATER_MAX: u32 = 600;

/// Wait before it is.
const LATER_PAUSE: Duration = Duration::from_millis(500);

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// An acceptance was recorded, now or (`repeat`) before.
    Decision {
        /// What was decided.
        verdict: Verdict,
        /// Whether it was recorded before.
        repeat: bool,
    },
    /// An event was recorded, now or (`repeat`) before.
    Receipt {
        /// Whether it was recorded before.
        repeat: bool,
    },
    /// The line was not taken.
    Rejected {
        /// Whether another content stands under its name.
        conflict: bool,
    },
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    decision: Option<Verdict>,
    #[serde(default)]
    repeat: bool,
    #[serde(default)]
    line: Option<usize>,
    #[serde(default)]
    problems: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    code: ProblemCode,
}

/// Sends all lines of `from`; returns how many were answered.
pub(super) fn send(
    remote: &Remote,
    from: impl BufRead,
    answered: &mut dyn FnMut(Told, &str),
) -> Result<u64, RemoteError> {
    let mut reader = LineReader::new(from);
    let mut count = 0;
    loop {
        let (mut body, mut numbers) = (Vec::new(), Vec::new());
        for _ in 0..BATCHES {
            for (number, line) in reader.next_batch().map_err(RemoteError::Source)?.iter() {
                numbers.push(number);
                body.extend_from_slice(line);
                body.push(b'\n');
            }
        }
        if numbers.is_empty() {
            return Ok(count);
        }
        exchange(remote, &body, &numbers, answered)?;
        count += numbers.len() as u64;
    }
}

fn exchange(
    remote: &Remote,
    body: &[u8],
    numbers: &[u64],
    answered: &mut dyn FnMut(Told, &str),
) -> Result<(), RemoteError> {
    let text = patiently(|| {
        let mut response = remote.post("/v1/lines", body)?;
        let text = remote.text(&mut response)?;
        match response.status().as_u16() {
            200 => Ok(text),
            status => Err(remote.refused(status, &text)),
        }
    })?;
    if text.lines().count() != numbers.len() {
        return Err(remote.broken(&format_args!("{} answers to {} lines", text.lines().count(), numbers.len())));
    }
    for json in text.lines() {
        let answer: Answer = serde_json::from_str(json).map_err(|error| remote.broken(&error))?;
        let told = told(&answer);
        match answer.line.map(|line| numbers.get(line.wrapping_sub(1)).copied().unwrap_or_default()) {
            Some(number) => answered(told, &renumbered(json, number)),
            None => answered(told, &unmarked(json, answer.repeat)),
        }
    }
    Ok(())
}

fn patiently<T>(mut attempt: impl FnMut() -> Result<T, RemoteError>) -> Result<T, RemoteError> {
    for _ in 0..LATER_MAX {
        match attempt() {
            Err(error) if error.is_later() => thread::sleep(LATER_PAUSE),
            other => return other,
        }
    }
    attempt()
}

fn told(answer: &Answer) -> Told {
    let clashes = |named: &Named| matches!(named.code, ProblemCode::Conflict | ProblemCode::LowerRevision);
    match answer.decision {
        _ if answer.line.is_some() => Told::Rejected { conflict: answer.problems.iter().any(clashes) },
        Some(verdict) => Told::Decision { verdict, repeat: answer.repeat },
        None => Told::Receipt { repeat: answer.repeat },
    }
}

/// A rejection with the number that its line has at the source; the number stands first.
fn renumbered(json: &str, number: u64) -> String {
    let rest = json
        .strip_prefix("{\"line\":")
        .map_or(json, |rest| rest.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    format!("{{\"line\":{number}{rest}")
}

/// An answer as the contract writes it.
fn unmarked(json: &str, is_marked: bool) -> String {
    match json.strip_suffix(",\"repeat\":true}") {
        Some(open) if is_marked => format!("{open}}}"),
        _ => json.to_owned(),
    }
}
