//! Checks and generators for developers: `cargo xtask`. Not shipped.

mod bench;
mod check;
mod files;
mod fuzz;
mod generate;
mod layers;
mod tidy;

use std::{path::Path, process::ExitCode};

const USAGE: &str = "\
cargo xtask COMMAND

  check            everything below that needs no long run; what CI runs after `cargo test`
  layers           what each crate depends on, against the table of ARCHITECTURE.md
  tidy             sizes, module docs, words, both languages, links
  test             every test of the workspace and of these checks
  generate         writes what is made from the code; --check only compares
  fuzz [SECONDS]   feeds every decoder damaged input, so long each (default 10)
  bench [--help]   every number of BENCHMARKS.md, made again in release";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let words: Vec<_> = arguments.iter().map(String::as_str).collect();
    let root = root();
    let outcome = match words.as_slice() {
        ["check"] => check::run(root),
        ["layers"] => layers::run(root),
        ["tidy"] => tidy::run(root),
        ["test"] => check::test(root),
        ["generate"] => generate::write(root),
        ["generate", "--check"] => generate::check(root),
        ["bench", words @ ..] => bench::run(root, words),
        ["fuzz"] => fuzz::run(root, 10),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::run(root, seconds),
            Err(_) => Err(vec![USAGE.to_owned()]),
        },
        _ => Err(vec![USAGE.to_owned()]),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaints) => {
            for complaint in complaints {
                eprintln!("{complaint}");
            }
            ExitCode::FAILURE
        }
    }
}

/// What is wrong, a line each; never empty.
type Complaints = Vec<String>;

/// No complaints, or all of them.
fn all_well(complaints: Complaints) -> Result<(), Complaints> {
    if complaints.is_empty() { Ok(()) } else { Err(complaints) }
}

/// The workspace: the directory above this crate's.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}
