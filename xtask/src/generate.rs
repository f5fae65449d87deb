//! Files that are made from the code. They are checked in, so that a change of them is seen.

mod codes;

use std::{fs, path::Path};

use crate::{Complaints, all_well};

type Page = fn() -> String;

/// A file and what makes its text.
const FILES: &[(&str, Page)] = &[("docs/reference/codes.md", codes::page)];

/// Writes all.
pub(crate) fn write(root: &Path) -> Result<(), Complaints> {
    let written = FILES.iter().map(|(path, make)| fs::write(root.join(path), make()).map_err(|error| (path, error)));
    all_well(written.filter_map(Result::err).map(|(path, error)| format!("{path}: {error}")).collect())
}

/// Compares all.
pub(crate) fn check(root: &Path) -> Result<(), Complaints> {
    let stale = FILES.iter().filter(|(path, make)| fs::read_to_string(root.join(path)).ok() != Some(make()));
    all_well(stale.map(|(path, _)| format!("{path}: is not what the code makes; run `cargo xtask generate`")).collect())
}
