//! The register as commands and the HTTP face show it and take acts for it: one shape for both.
//!
//! What is lawful, what a case is and when clocks end is said in `casebook` and `law`; here are words only.

pub mod incoming;
pub mod look_up;
pub mod refusal;
pub mod view;

use std::path::{Path, PathBuf};

use casebook::{Casebook, CasebookError, Named};
use serde::Serialize;

/// Where the register of a data directory lies.
pub fn folder(data: &Path) -> PathBuf {
    data.join("casebook")
}

/// The register of a data directory; none: there is none.
///
/// # Errors
/// Those of [`Casebook::open`].
pub fn existing(data: &Path) -> Result<Option<Casebook>, CasebookError> {
    let folder = folder(data);
    folder.join("ledger.sqlite").is_file().then(|| Casebook::open(&folder)).transpose()
}

/// A word of a closed list with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// The word in data.
    pub word: &'static str,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
}

impl Label {
    /// The label of a word.
    pub fn of(word: impl Named) -> Self {
        let name = word.label();
        Self { word: word.word(), zh: name.zh, en: name.en }
    }

    /// The labels of several.
    pub fn all<N: Named>(words: &[N]) -> Vec<Self> {
        words.iter().copied().map(Self::of).collect()
    }
}

/// How a person of a case is named where no pseudonym is shown: the place in the case, from `#1`.
pub fn place(ordinal: usize) -> String {
    format!("#{}", ordinal + 1)
}
