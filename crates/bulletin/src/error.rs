//! What can go wrong when figures are read, and what would put it right.

use std::fmt;

use parcel::Bilingual;

/// One thing wrong with a file of figures or definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file.
    pub file: String,
    /// The entry: release, series, check, with the period where there is one.
    pub entry: String,
    /// What is wrong and what would pass.
    pub message: Bilingual,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}: {}", self.file, self.entry, self.message.en)
    }
}

/// Why figures were not read.
#[derive(Debug, thiserror::Error)]
pub enum BulletinError {
    /// Put right every diagnostic and read again; nothing was read.
    #[error("{} problems: {}", .0.len(), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Data(Vec<Diagnostic>),
}
