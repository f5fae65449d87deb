//! Finding rows by name or pseudonym without reading the rest.

/// Footers of files that were looked into.
#[derive(Default)]
pub(crate) struct Footers;
