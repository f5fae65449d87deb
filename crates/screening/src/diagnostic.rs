//! What is wrong with a file of a pack or catalogue: all of it at once, each with its place.
//!
//! A loader returns every diagnostic that it can find, never the first only.

use std::fmt;

use parcel::Bilingual;

/// One thing that is wrong with a file of rules, measures or catalogue entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, as its caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Stable code, e.g. `unknown_field`.
    pub code: &'static str,
    /// What is wrong and what would pass.
    pub message: Bilingual,
}

impl Diagnostic {
    /// A diagnostic at a place in bytes from the start of `text`; beyond its end counts as its end.
    pub fn at(file: &str, text: &str, offset: usize, code: &'static str, message: Bilingual) -> Self {
        let (line, column) = place(text, offset);
        Self { file: file.to_owned(), line, column, code, message }
    }
}

/// Line and column, both from 1, of a place in bytes; beyond the end counts as the end.
pub fn place(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, code, message } = self;
        write!(out, "{file}:{line}:{column}: {code}: {} / {}", message.en, message.zh)
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_counts_characters_not_bytes() {
        let text = "first\n象牙 here";
        assert_eq!(place(text, 0), (1, 1));
        assert_eq!(place(text, text.find("here").unwrap()), (2, 4));
        assert_eq!(place(text, 999), (2, 8));
    }
}
