//! What can go wrong with the history, said so that the caller knows what to do.

use std::{io, ops::Range, path::PathBuf};

use datafusion::error::DataFusionError;

/// Why the history did not do what was asked. Its text never holds a value of a row or a word of a query; a cause may.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The disk failed or is full. Nothing became visible; free space or repair, then seal the same range again.
    #[error("cannot {action} {path}")]
    Disk {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// A manifest does not follow from the one before it. Restore it from a copy, or remove the history and seal it
    /// again from the journal.
    #[error("manifest {path} is damaged: {reason}")]
    DamagedManifest {
        /// Which one.
        path: PathBuf,
        /// What does not fit.
        reason: &'static str,
    },
    /// A data file cannot be read. `verify` names every such file; restore it, or seal again from the journal.
    #[error("file {path} cannot be read")]
    DamagedFile {
        /// Which one.
        path: PathBuf,
        /// The cause.
        #[source]
        source: parquet::errors::ParquetError,
    },
    /// The range to seal does not begin where the sealed history ends. Seal from `sealed_to`.
    #[error("the history is sealed to {sealed_to}; cannot seal {} to {}", range.start, range.end)]
    NotContiguous {
        /// Where the sealed history ends.
        sealed_to: u64,
        /// What was to be sealed.
        range: Range<u64>,
    },
    /// A batch holds a row outside the range that it is sealed under: a defect of the caller.
    #[error("a batch holds journal position {sequence}, outside {} to {}", range.start, range.end)]
    OutsideRange {
        /// The position of the row.
        sequence: u64,
        /// What was to be sealed.
        range: Range<u64>,
    },
    /// A decision came without its record, or out of order: a defect of the caller.
    #[error("the decision at journal position {sequence} does not follow its record in the same batch")]
    DecisionWithoutRecord {
        /// The position of the decision.
        sequence: u64,
    },
    /// The statement would change something. Ask with SELECT, WITH, VALUES, EXPLAIN, DESCRIBE or SHOW.
    #[error("only questions can be asked here (SELECT, WITH, VALUES, EXPLAIN, DESCRIBE, SHOW); {refused} is refused")]
    NotAQuestion {
        /// The kind of statement.
        refused: String,
    },
    /// The statement cannot be planned: its grammar, or a table, column or function that does not exist.
    ///
    /// The cause may quote the statement: show it to who asked, leave it out of logs.
    #[error("the query cannot be planned")]
    BadQuery(#[source] Box<DataFusionError>),
    /// The query was planned but did not finish: ask for less, or give it more memory.
    #[error("the query did not finish")]
    QueryFailed(#[source] Box<DataFusionError>),
    /// Rows of the unsealed tail are missing. Open the directory anew: they are made again from the journal.
    #[error("rows that are not sealed are missing: {reason}")]
    TailIncomplete {
        /// What went wrong when they were made.
        reason: String,
    },
    /// The figures have more cells than may leave: ask for fewer days or outlets, or for fewer dimensions.
    #[error("the figures have more than {rows_max} cells; ask for fewer days, outlets or dimensions")]
    TooManyCells {
        /// How many may leave.
        rows_max: usize,
    },
    /// Arrow refused to put columns together: a defect of this crate.
    #[error("columns do not fit their table")]
    Columns(#[from] arrow::error::ArrowError),
}

impl HistoryError {
    pub(crate) fn disk(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Disk { action, path, source }
    }

    pub(crate) fn damaged(path: impl Into<PathBuf>) -> impl FnOnce(parquet::errors::ParquetError) -> Self {
        let path = path.into();
        move |source| Self::DamagedFile { path, source }
    }
}

/// What the history answers, or why not.
pub type Result<T, E = HistoryError> = std::result::Result<T, E>;
