//! How long a newcomer waits: both commands of the README, built from nothing.

use std::{fs, path::Path, process::Command};

use crate::bench::{
    options::Options,
    page::Row,
    process::{Failed, measured},
};

/// Builds in a directory of its own, which is removed again.
pub(in crate::bench) fn measure(root: &Path, options: &Options) -> Result<Vec<Row>, Failed> {
    let target = options.directory.join("cold");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let cargo = |words: &[&str]| {
        eprintln!("== cargo {}, cold", words.join(" "));
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(root).env("CARGO_TARGET_DIR", &target).args(words).arg("--quiet");
        measured(&mut command, "").map(|ended| ended.seconds / 60.0)
    };
    let demo = cargo(&["build"])?;
    let test = cargo(&["test", "--no-run"])?;
    fs::remove_dir_all(&target)?;
    Ok(vec![
        Row::new("`cargo run -- demo` until it runs, packages downloaded before", "10 min", format!("{demo:.1} min")),
        Row::new("`cargo test` after that, until the first test runs", "3 min", format!("{test:.1} min")),
    ])
}
