//! Everything that CI checks besides the tests.

use std::{path::Path, process::Command};

use crate::{Complaints, all_well, generate, layers, tidy};

/// A command of cargo and what it stands for.
struct Step {
    what: &'static str,
    arguments: &'static [&'static str],
}

const FORMAT: Step = Step { what: "formatting", arguments: &["fmt", "--all", "--", "--check"] };
const LINTS: Step =
    Step { what: "lints", arguments: &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"] };
const DENY: Step = Step { what: "licences, advisories and duplicates", arguments: &["deny", "check"] };
const TESTS: Step = Step { what: "tests", arguments: &["test", "--workspace"] };

pub(crate) fn run(root: &Path) -> Result<(), Complaints> {
    let mut complaints = Complaints::new();
    complaints.extend(step(root, &FORMAT).err());
    for (what, check) in [
        ("layers", layers::run as fn(&Path) -> Result<(), Complaints>),
        ("tidy", tidy::run),
        ("generated files", generate::check),
    ] {
        eprintln!("== {what}");
        complaints.extend(check(root).err().into_iter().flatten());
    }
    complaints.extend(step(root, &LINTS).err());
    if has_deny(root) {
        complaints.extend(step(root, &DENY).err());
    } else {
        eprintln!("== SKIPPED: {}: cargo-deny is not installed (cargo install cargo-deny)", DENY.what);
    }
    eprintln!("== not here: fuzzing has a command of its own, `cargo xtask fuzz`");
    all_well(complaints)
}

pub(crate) fn test(root: &Path) -> Result<(), Complaints> {
    step(root, &TESTS).map_err(|complaint| vec![complaint])
}

fn step(root: &Path, step: &Step) -> Result<(), String> {
    eprintln!("== {}", step.what);
    cargo(root, step.arguments).map_err(|reason| format!("{}: cargo {}: {reason}", step.what, step.arguments.join(" ")))
}

/// Runs cargo and lets it speak.
pub(crate) fn cargo(directory: &Path, arguments: &[&str]) -> Result<(), String> {
    let status = Command::new(env!("CARGO")).args(arguments).current_dir(directory).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(status.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

fn has_deny(root: &Path) -> bool {
    let output = Command::new(env!("CARGO")).args(["deny", "--version"]).current_dir(root).output();
    output.is_ok_and(|output| output.status.success())
}
