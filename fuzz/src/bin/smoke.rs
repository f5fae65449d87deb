//! Runs every target, or those named, on damaged seeds: `smoke SECONDS [TARGET…]`.
//!
//! A find is written to `artifacts/` and ends the run with status 1. The same build finds the same again:
//! the stream of numbers is fixed, only how far it gets depends on the time.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use fuzz::{
    mutation::{Numbers, damaged},
    seed,
    target::ALL,
};

/// Longest that one input may take: beyond it, input of its kind could stop the gate.
const INPUT_MAX: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10);
    let named: Vec<_> = arguments.collect();
    let mut finds = 0;
    for (name, target) in ALL.iter().filter(|(name, _)| named.is_empty() || named.iter().any(|word| word == name)) {
        match run(name, *target, Duration::from_secs(seconds)) {
            Ok(inputs) => println!("{name}: {inputs} inputs, no find"),
            Err(find) => {
                println!("{name}: FOUND: {find}");
                finds += 1;
            }
        }
    }
    if finds == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(name: &str, target: fn(&[u8]), time: Duration) -> Result<u64, String> {
    let (seeds, mut numbers) = (seed::of(name), Numbers::new(1));
    for seed in &seeds {
        attempt(name, target, seed)?;
    }
    let begin = Instant::now();
    let mut inputs = seeds.len() as u64;
    while begin.elapsed() < time {
        attempt(name, target, &damaged(&seeds, &mut numbers))?;
        inputs += 1;
    }
    Ok(inputs)
}

fn attempt(name: &str, target: fn(&[u8]), bytes: &[u8]) -> Result<(), String> {
    let begin = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| target(bytes)));
    let slow = begin.elapsed() > INPUT_MAX;
    if outcome.is_ok() && !slow {
        return Ok(());
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    let written = fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| fs::write(&path, bytes));
    let what = if slow { "takes too long" } else { "panics" };
    Err(match written {
        Ok(()) => format!("{what}; the input is in {}", path.display()),
        Err(error) => format!("{what}; the input of {} bytes cannot be kept: {error}", bytes.len()),
    })
}
