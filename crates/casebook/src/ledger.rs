//! The ledger of acts: append-only, chained by hashes, on `SQLite`.
//!
//! Nothing is updated or deleted. What acts mean for a case belongs in `case`; which acts are lawful, in `legality`.

mod checkpoint;
mod compare;
mod export;
mod reader;
mod schema;
mod tree;
mod verify;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

pub use checkpoint::Checkpoint;
pub use compare::{Parting, compare};
pub use reader::LedgerReader;
use writer::Writer;
pub use writer::{Appended, Wanted};

use crate::{Act, CasebookError, Hash, NewAct, Subject};

/// The end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Sequence of the last act; 0: none.
    pub sequence: u64,
    /// Its hash; zero bytes: none.
    pub hash: Hash,
}

/// The head of a ledger into which nothing was ever recorded.
pub const ORIGIN: Head = Head { sequence: 0, hash: [0; 32] };

/// The ledger in one file. Shared between threads; writers queue up and share a commit.
pub struct Ledger {
    path: PathBuf,
    writer: Writer,
    head: Arc<RwLock<Head>>,
    readers: Mutex<Vec<LedgerReader>>,
}

impl Ledger {
    /// Most connections kept for later readers.
    const READERS_KEPT_MAX: usize = 8;

    /// Most acts of one append.
    pub const ACTS_MAX: usize = 100_000;

    /// Opens the ledger in `path`, or makes an empty one. One process at a time may own it.
    ///
    /// # Errors
    /// [`CasebookError::Format`], [`CasebookError::Damaged`] where the last act is not whole, and those of the engine.
    pub fn open(path: &Path) -> Result<Self, CasebookError> {
        let (connection, head) = schema::open(path)?;
        let head = Arc::new(RwLock::new(head));
        let writer = Writer::start(connection, Arc::clone(&head))?;
        Ok(Self { path: path.to_owned(), writer, head, readers: Mutex::default() })
    }

    /// The durable end of the chain.
    pub fn head(&self) -> Head {
        *self.head.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records acts, all of them or none, and returns once they are on the disk.
    ///
    /// # Errors
    /// [`CasebookError::Conflict`], [`CasebookError::KeyReused`], [`CasebookError::TooMany`],
    /// [`CasebookError::Poisoned`], and those of the engine.
    pub fn append(&self, acts: Vec<(NewAct, Wanted)>) -> Result<Vec<Appended>, CasebookError> {
        if acts.len() > Self::ACTS_MAX {
            return Err(CasebookError::TooMany { acts: acts.len(), acts_max: Self::ACTS_MAX });
        }
        self.writer.append(acts)
    }

    /// A reader with a connection of its own.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn reader(&self) -> Result<LedgerReader, CasebookError> {
        LedgerReader::open(&self.path)
    }

    /// Lends a reader for one question.
    pub(crate) fn read<T>(
        &self,
        question: impl FnOnce(&LedgerReader) -> Result<T, CasebookError>,
    ) -> Result<T, CasebookError> {
        let kept = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = kept.map_or_else(|| self.reader(), Ok)?;
        let answer = question(&reader);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < Self::READERS_KEPT_MAX {
            readers.push(reader);
        }
        answer
    }

    /// One act.
    ///
    /// # Errors
    /// [`CasebookError::NoSuchAct`], and those of the engine.
    pub fn act(&self, sequence: u64) -> Result<Act, CasebookError> {
        self.read(|reader| reader.act(sequence))
    }

    /// Every act of a subject up to a sequence, in order.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn acts_of(&self, subject: &Subject, until: u64) -> Result<Vec<Act>, CasebookError> {
        self.read(|reader| reader.acts_of(subject, 0, until))
    }

    /// The acts of a subject after a version: what a conflict is answered with.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn acts_since(&self, subject: &Subject, version: u32) -> Result<Vec<Act>, CasebookError> {
        self.read(|reader| reader.acts_of(subject, version, u64::MAX))
    }
}
