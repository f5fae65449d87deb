//! What can go wrong, and what the caller can do about it.

use std::io;

use crate::Position;

/// Why a journal could not do what it was asked.
///
/// Holds positions, sizes and causes; never bytes of an entry.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// An earlier append failed, so it is unknown what is kept: open the journal anew before appending.
    #[error("the journal takes no more entries after a failed append; open it anew")]
    Poisoned,
    /// One entry is longer than the bound; nothing was written and the journal stays usable.
    #[error("entry {index} of the append has {bytes} bytes, more than {bytes_max}")]
    EntryTooLarge {
        /// Which entry of the append, from 0.
        index: usize,
        /// Its length in bytes.
        bytes: usize,
        /// The bound in bytes.
        bytes_max: usize,
    },
    /// The entries of one append are too long together: append them in parts. Nothing was written.
    #[error("the append has {bytes} bytes, more than {bytes_max}; append in parts")]
    AppendTooLarge {
        /// Length of all entries together in bytes.
        bytes: usize,
        /// The bound in bytes.
        bytes_max: usize,
    },
    /// The position is not kept: it was dropped, or nothing was appended there yet.
    #[error("position {at} is not kept; the journal holds {start} up to, not including, {end}")]
    Outside {
        /// The position asked for.
        at: Position,
        /// First position kept.
        start: Position,
        /// One past the last position.
        end: Position,
    },
    /// The disk is full: make room, then open the journal anew. What was acknowledged is kept.
    #[error("the disk of the journal is full")]
    Full {
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// Something else appended to the same folder: only one process may own it. Nothing was written.
    #[error("another writer has appended to the journal")]
    OtherWriter,
    /// The stored bytes are not the ones that were appended: restore this segment from a copy.
    #[error("the journal is damaged at position {position} in the segment that begins at {segment}: {what}")]
    Damaged {
        /// First position of the segment, which names its file.
        segment: Position,
        /// First position that cannot be trusted.
        position: Position,
        /// What does not fit.
        what: String,
        /// The cause, where the engine noticed it first.
        #[source]
        source: Option<rusqlite::Error>,
    },
    /// The segment was written by a later edition of this program: use that one.
    #[error("the segment that begins at {segment} has format {format}; this program reads format {known}")]
    Format {
        /// First position of the segment.
        segment: Position,
        /// The format that it says it has.
        format: i64,
        /// The format that this program reads.
        known: i64,
    },
    /// The engine failed for a reason outside the journal's bytes: see the cause, then open the journal anew.
    #[error("the journal could not {doing}")]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// Files of the journal could not be listed, made, renamed, removed or synced: see the cause.
    #[error("the journal could not {doing}")]
    Files {
        /// What was being done.
        doing: &'static str,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

impl JournalError {
    /// Whether the append was refused before anything was written, so that the journal is still usable.
    pub(crate) fn leaves_usable(&self) -> bool {
        matches!(self, Self::EntryTooLarge { .. } | Self::AppendTooLarge { .. })
    }
}
