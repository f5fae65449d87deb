//! Where a character of a condition stands in its file.

use super::reader::Located;

/// The place in bytes of a character of a text that stands at `located` in `file`.
///
/// Exact for texts without escapes; otherwise the start of the text.
pub(super) fn place(file: &str, located: &Located<'_>, characters: usize) -> usize {
    let Some(literal) = file.get(located.span.clone()) else { return located.span.start };
    let Some(inside) = literal.find(located.text) else { return located.span.start };
    let bytes = located.text.char_indices().nth(characters).map_or(located.text.len(), |(bytes, _)| bytes);
    located.span.start + inside + bytes
}
