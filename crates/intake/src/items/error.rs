//! What can go wrong with the store of names.

use std::path::{Path, PathBuf};

/// Why the store of names could not answer or keep.
///
/// The store is rebuilt from the journal: after any of these but `Io`, set its directory aside and start again.
#[derive(Debug, thiserror::Error)]
pub enum ItemsError {
    /// The disk refused. Free space or mend the disk; nothing that was flushed before is lost.
    #[error("{}: cannot {action}", path.display())]
    Io {
        /// Which file or directory.
        path: PathBuf,
        /// What was tried, as a verb.
        action: &'static str,
        /// The answer of the system.
        #[source]
        source: std::io::Error,
    },
    /// A file is not what was written.
    #[error("{}: damaged at {place}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// Which part of it, e.g. `block 17`.
        place: String,
    },
    /// A file was written by another version. Use that version, or rebuild.
    #[error("{}: format {found} is not known here", path.display())]
    Format {
        /// Which file.
        path: PathBuf,
        /// The format that it names.
        found: u32,
    },
    /// A background thread ended without a result. Start again; nothing that was flushed before is lost.
    #[error("the thread that writes names ended without a result")]
    Thread,
}

impl ItemsError {
    pub(super) fn damaged(path: &Path, place: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), place: place.into() }
    }

    /// Names the file and the action of a failed call of the system.
    pub(super) fn io(path: &Path, action: &'static str) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, action, source }
    }
}
