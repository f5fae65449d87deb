//! What can be wrong with the data of the law. Nothing else in this crate can fail.

use std::fmt;

/// One thing wrong with a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the data folder.
    pub file: String,
    /// What is wrong, with the id of the entry.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.file, self.message)
    }
}

/// Why a law edition was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// Put right every diagnostic and load again; nothing was loaded.
    #[error("the law data have {} problems: {}", .0.len(), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Data(Vec<Diagnostic>),
}
