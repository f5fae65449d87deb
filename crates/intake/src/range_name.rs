//! Names of files that hold a range of the journal: `<first>-<last>.<extension>`, 20 digits each, both ends included.
//!
//! What is in such a file belongs to whoever writes it.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

/// Where the file of a range lies.
pub(crate) fn path(dir: &Path, range: &Range<u64>, extension: &str) -> PathBuf {
    dir.join(format!("{:020}-{:020}.{extension}", range.start, range.end.saturating_sub(1)))
}

/// The range that a file holds by its name; none for any other file.
pub(crate) fn range_of(path: &Path, extension: &str) -> Option<Range<u64>> {
    if path.extension()? != extension {
        return None;
    }
    let (first, last) = path.file_stem()?.to_str()?.split_once('-')?;
    Some(first.parse().ok()?..last.parse::<u64>().ok()?.checked_add(1)?)
}
