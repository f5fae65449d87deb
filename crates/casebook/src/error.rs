//! What can go wrong, and what the caller can do about it.

use std::{io, path::PathBuf};

use crate::{Subject, acts::ActKind, legality::Refused};

/// Why the casebook did not do what it was asked. Holds numbers, kinds and causes; never personal data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CasebookError {
    /// The law does not allow the act in that state: see the provision and what would be allowed.
    #[error("the act is refused: {}", .0.rule.cite.en)]
    Refused(Box<Refused>),
    /// A field of the act does not fit: put all of these right.
    #[error("{} fields of the act do not fit", .0.len())]
    Fields(Vec<FieldProblem>),
    /// Somebody else was faster: look at what changed and decide again. Nothing was recorded.
    #[error("{subject} is at version {found}, not {expected}")]
    Conflict {
        /// What was changed.
        subject: Subject,
        /// The version that the caller expected.
        expected: u32,
        /// The version that it has.
        found: u32,
    },
    /// The key was used for another act: use another key. Nothing was recorded.
    #[error("the idempotency key was used for act {sequence}, which says something else")]
    KeyReused {
        /// The act that bears the key.
        sequence: u64,
    },
    /// No act has that sequence.
    #[error("no act has sequence {sequence}")]
    NoSuchAct {
        /// The sequence asked for.
        sequence: u64,
    },
    /// Nothing was recorded of that subject.
    #[error("nothing is recorded of {subject}")]
    NoSuchSubject {
        /// The subject asked for.
        subject: Subject,
    },
    /// The stored bytes are not the ones that were recorded: restore the ledger from a copy.
    #[error("the ledger is damaged at act {sequence}: {what}")]
    Damaged {
        /// First act that cannot be trusted.
        sequence: u64,
        /// What does not fit.
        what: &'static str,
    },
    /// A stored envelope cannot be read: see the cause.
    #[error("the envelope of an act cannot be read")]
    Envelope(#[source] serde_json::Error),
    /// A payload cannot be read: see the cause, which names the field.
    #[error("the payload of an act of kind {kind} cannot be read")]
    Payload {
        /// The kind of act.
        kind: ActKind,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// The payload was written by a later edition of this program: use that one.
    #[error("the payload of kind {kind} has version {version}; this program reads {known}")]
    PayloadVersion {
        /// The kind of act.
        kind: ActKind,
        /// The version that it says it has.
        version: u16,
        /// The version that this program reads.
        known: u16,
    },
    /// The file was written by a later edition of this program: use that one.
    #[error("{path} has format {format}; this program reads {known}")]
    Format {
        /// The file.
        path: PathBuf,
        /// The format that it says it has.
        format: i64,
        /// The format that this program reads.
        known: i64,
    },
    /// The file of an export does not fit: see the line.
    #[error("line {line} of the export does not fit: {what}")]
    Export {
        /// The line, from 1.
        line: u64,
        /// What does not fit.
        what: String,
    },
    /// More acts at once than the bound: send fewer.
    #[error("{acts} acts at once, more than {acts_max}")]
    TooMany {
        /// How many were sent.
        acts: usize,
        /// The bound.
        acts_max: usize,
    },
    /// The ledger failed before and takes nothing more: open it anew.
    #[error("the ledger takes no more acts after a failure; open it anew")]
    Poisoned,
    /// The engine failed: see the cause, then open the ledger anew.
    #[error("the casebook could not {doing}")]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// A key of the ring could not be used: see the cause.
    #[error("the key ring refused")]
    Seal(#[from] seal::SealError),
    /// A file could not be read or written: see the cause.
    #[error("the casebook could not {doing}")]
    File {
        /// What was being done.
        doing: &'static str,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

/// One field of an act that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Where it stands, as a JSON Pointer (RFC 6901).
    pub field: String,
    /// What is wrong.
    pub message: parcel::Bilingual,
    /// What would pass.
    pub would_pass: String,
}

pub(crate) fn engine(doing: &'static str) -> impl Fn(rusqlite::Error) -> CasebookError {
    move |source| CasebookError::Engine { doing, source }
}

pub(crate) fn file(doing: &'static str) -> impl Fn(io::Error) -> CasebookError {
    move |source| CasebookError::File { doing, source }
}
