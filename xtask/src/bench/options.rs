//! What was asked for.

use std::path::{Path, PathBuf};

use super::{USAGE, steps::STEPS};
use crate::Complaints;

/// What is to be measured, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Options {
    /// Items of the large history.
    pub(super) items: u64,
    /// Steps to take; all where empty.
    only: Vec<String>,
    /// Whether cold builds are timed.
    pub(super) cold: bool,
    /// Whether the executable is built first.
    pub(super) builds: bool,
    /// The executable to measure; none: the one that is built.
    pub(super) binary: Option<PathBuf>,
    /// Where files go: on the disk that is to be measured.
    pub(super) directory: PathBuf,
    /// What was typed.
    pub(super) typed: String,
}

impl Options {
    pub(super) fn read(root: &Path, words: &[&str]) -> Result<Self, Complaints> {
        let mut options = Self {
            items: 10_000_000,
            only: Vec::new(),
            cold: false,
            builds: true,
            binary: None,
            directory: root.join("target/bench"),
            typed: ["cargo xtask bench"].iter().chain(words).copied().collect::<Vec<_>>().join(" "),
        };
        let usage = || vec![USAGE.to_owned()];
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().copied().ok_or_else(usage);
            match *word {
                "--items" => options.items = value()?.parse().map_err(|_| usage())?,
                "--only" => options.only = value()?.split(',').map(str::to_owned).collect(),
                "--dir" => options.directory = value()?.into(),
                "--binary" => options.binary = Some(value()?.into()),
                "--cold" => options.cold = true,
                "--no-build" => options.builds = false,
                _ => return Err(usage()),
            }
        }
        let known = |name: &String| STEPS.iter().any(|step| step.id == name) || name == "none";
        if options.items == 0 || !options.only.iter().all(known) { Err(usage()) } else { Ok(options) }
    }

    /// Whether a step is to be taken.
    pub(super) fn wants(&self, step: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_what_is_done() {
        let read = |words: &[&str]| Options::read(Path::new("root"), words);
        let options = read(&["--items", "1000", "--only", "stages,disk", "--no-build"]).unwrap();
        assert_eq!((options.items, options.builds, options.cold), (1000, false, false));
        assert!(options.wants("disk") && !options.wants("ingest"));
        assert!(read(&[]).unwrap().wants("ingest"));
        for wrong in [&["--items"][..], &["--items", "0"], &["--only", "nothing"], &["more"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
