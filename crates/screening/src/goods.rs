//! Declared names of goods against the catalogue: hints that ask a person to look, and nothing more.
//!
//! The catalogue is data under `packs/cn/catalogue`; every spelling is folded to one before it is looked for.
//! No list of names is complete: a text without a hit is no finding, and a decision says so.

mod catalogue;
mod check;
mod entry;
mod finding;
mod fold;
mod look;
mod mixed;
mod pattern;
mod place;
mod sound;
mod source;
mod words;
pub mod yields;

pub use catalogue::{BUILT_IN_TEXTS, Catalogue, Size};
pub use entry::{Entry, Name};
pub use finding::Answer;
pub use fold::{Fold, FoldKind, folded, folding};
pub use look::Hit;
pub use source::Status;

#[cfg(test)]
mod tests;
