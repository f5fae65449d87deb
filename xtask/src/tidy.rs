//! House style that a machine can hold: sizes, module docs, words, both languages, links.

mod languages;
mod links;
mod sizes;
mod words;

use std::path::Path;

use crate::{
    Complaints, all_well,
    files::{TextFile, text_files},
};

pub(crate) fn run(root: &Path) -> Result<(), Complaints> {
    let files = text_files(root).map_err(|error| vec![format!("cannot read the repository: {error}")])?;
    let ratchet = sizes::Ratchet::read(root)?;
    let mut complaints = sizes::complaints(&files, &ratchet);
    for file in &files {
        complaints.extend(module_doc(file));
        complaints.extend(lints(file));
        complaints.extend(words::complaints(file));
        complaints.extend(languages::complaints(file));
        complaints.extend(links::complaints(file, root));
    }
    all_well(complaints)
}

/// A module begins by saying what it is for. Tests are named after what they test.
fn module_doc(file: &TextFile) -> Option<String> {
    let exempt = file.path.ends_with("tests.rs") || file.path.contains("/tests/") || file.path.ends_with("build.rs");
    if !file.is("rs") || exempt || file.text.starts_with("//! ") {
        return None;
    }
    Some(file.complaint(1, "begins without a module doc (//!) that says what the room is for"))
}

/// A crate takes the lints of the workspace: its own would be a second house style.
fn lints(file: &TextFile) -> Option<String> {
    let is_of_a_crate = file.path.starts_with("crates/") && file.path.ends_with("/Cargo.toml");
    if !is_of_a_crate || file.text.contains("[lints]\nworkspace = true") {
        return None;
    }
    Some(file.complaint(1, "does not take the lints of the workspace ([lints] workspace = true)"))
}
