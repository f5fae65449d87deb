//! Every number of BENCHMARKS.md, made again: in release, on this machine, beside `PostgreSQL` on the same records.
//!
//! What a stage or a request costs is measured by `portcullis bench`; this room runs it and writes the page.

mod machine;
mod options;
mod page;
mod process;
mod steps;

use std::{fs, path::Path, time::Instant};

use self::{
    options::Options,
    page::Results,
    process::{Failed, run_to_end},
    steps::{STEPS, Site, Step},
};
use crate::{Complaints, check::cargo};

/// How it is called.
pub(crate) const USAGE: &str = "\
cargo xtask bench [--items N] [--only STEP,STEP] [--cold] [--dir DIR] [--no-build] [--binary FILE]

Writes BENCHMARKS.md between its marks; what --only leaves out stays as it was measured last.
With --binary another executable is measured: the page is printed then, not written.
STEP: ingest, disk, questions, http-batch, http-single, recovery, stages, postgres, names";

pub(crate) fn run(root: &Path, words: &[&str]) -> Result<(), Complaints> {
    let options = Options::read(root, words)?;
    measure(root, &options).map_err(|failed| vec![format!("bench: {failed}")])
}

fn measure(root: &Path, options: &Options) -> Result<(), Failed> {
    fs::create_dir_all(&options.directory)?;
    let mut results = Results::read(&options.directory.join("results.json"));
    if options.cold {
        results.keep("cold", steps::cold(root, options)?, options)?;
    }
    if options.builds && options.binary.is_none() {
        eprintln!("== building in release");
        cargo(root, &["build", "--release", "--package", "portcullis"]).map_err(Failed::Said)?;
    }
    let site = Site::new(root, options);
    let steps: Vec<&Step> = STEPS.iter().filter(|step| options.wants(step.id)).collect();
    for (number, step) in (1..).zip(&steps) {
        eprintln!("== {number}/{}: {}", steps.len(), step.what);
        let begin = now();
        let rows = (step.measure)(&site)?;
        for row in &rows {
            eprintln!("   {}: {}", row.what, row.found);
        }
        eprintln!("   took {:.0} s", begin.elapsed().as_secs_f64());
        results.keep(step.id, rows, options)?;
    }
    results.write(&options.directory.join("results.json"))?;
    page::write(root, &results, &machine::lines(), options.binary.is_none())?;
    Ok(())
}

/// The instant now.
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn now() -> Instant {
    Instant::now()
}

/// The first line that a program says; empty where it says none.
fn said(program: &str, arguments: &[&str]) -> String {
    let said = run_to_end(std::process::Command::new(program).args(arguments)).unwrap_or_default();
    said.lines().next().unwrap_or_default().trim().to_owned()
}
