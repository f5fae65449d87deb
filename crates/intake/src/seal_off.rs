//! From the unsealed tail to files: answers, windows, then history, whose manifest is what commits the range.

use std::{path::PathBuf, sync::Arc};

use history::{History, HistoryError};

use crate::{
    answers::{Answers, AnswersError},
    tail::{OpenTail, Sealable},
    window_files::{self, WindowFileError},
};

/// A range could not be sealed; it stays in the journal and is sealed after the next start.
#[derive(Debug, thiserror::Error)]
pub enum SealOffError {
    /// See the history's own error.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// See the answers' own error.
    #[error(transparent)]
    Answers(#[from] AnswersError),
    /// See the windows' own error.
    #[error(transparent)]
    Windows(#[from] WindowFileError),
}

/// Writes sealed ranges.
pub struct Sealer {
    /// Sealed files.
    pub history: Arc<History>,
    /// Answers for repeats.
    pub answers: Arc<Answers>,
    /// What is not yet sealed.
    pub tail: Arc<OpenTail>,
    /// Where window entries go.
    pub windows: PathBuf,
    /// How far back windows reach. Unit: microseconds.
    pub keep: i64,
}

impl Sealer {
    /// The journal position up to which everything is sealed.
    pub fn sealed_to(&self) -> u64 {
        self.history.sealed_to()
    }

    /// Seals a range. A crash in between leaves nothing visible, and sealing twice changes nothing.
    pub fn seal(&mut self, cut: Sealable) -> Result<(), SealOffError> {
        let Sealable { range, entered, batches } = cut;
        if !range.is_empty() {
            self.answers.seal(range.clone())?;
            window_files::write(&self.windows, &range, &entered)?;
            self.history.seal(range.clone(), &batches)?;
            window_files::prune(&self.windows, range.end, self.keep)?;
        }
        self.tail.sealed(range.end);
        Ok(())
    }
}
