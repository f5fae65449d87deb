//! A journal kept in `SQLite` files: one writer, segments, the log written ahead and synced at each append.
//!
//! Survives the end of the process, and the loss of power where the disk keeps what it says it synced.
//! The stored format is described in `docs/reference/journal-format.md`.

mod cache;
mod directory;
mod kept;
mod log;
mod open;
mod reader;
mod retention;
mod segment;
mod verify;
mod writer;

use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use kept::Shared;
pub use reader::SqliteReader;
use segment::Segment;
use writer::Writer;

use crate::{Dropped, Entries, Head, Journal, JournalError, Options, Position};

/// A journal in a folder of its own.
///
/// One value at a time may write to a folder; who owns the folder sees to that with a lock.
/// Reading through this value shares one connection between threads; [`SqliteJournal::reader`] gives another.
pub struct SqliteJournal {
    folder: PathBuf,
    options: Options,
    shared: Arc<Shared>,
    reader: SqliteReader,
    /// In a mutex only so that the journal can be looked at from many threads; writing needs the journal itself.
    writer: Mutex<Writer>,
    poisoned: bool,
}

impl SqliteJournal {
    /// Opens the journal in `folder`, or makes an empty one.
    ///
    /// Finishes what a crash left unfinished: an append that never returned is there in full or not at all.
    /// Checks that the segments follow each other and that the last block is whole, not every block: see
    /// [`Entries::verify`].
    ///
    /// Errors: [`JournalError::Damaged`], [`JournalError::Format`], [`JournalError::Full`], and those of the files.
    pub fn open(folder: &Path, options: Options) -> Result<Self, JournalError> {
        let (kept, writer) = open::open(folder, &options)?;
        let shared = Arc::new(Shared::new(kept));
        let folder = folder.to_owned();
        let reader = SqliteReader::new(folder.clone(), options.clone(), Arc::clone(&shared));
        Ok(Self { folder, options, shared, reader, writer: Mutex::new(writer), poisoned: false })
    }

    /// A reader with connections and a cache of its own.
    #[must_use]
    pub fn sqlite_reader(&self) -> SqliteReader {
        SqliteReader::new(self.folder.clone(), self.options.clone(), Arc::clone(&self.shared))
    }

    /// Drops every segment that ends at or before `position`, at the end of its retention, and returns what is left
    /// of each. The last segment always stays.
    ///
    /// `state` is asked, for each dropped segment with its first position and the head at its end, for a statement to
    /// keep with it, for example a signature. Noted durably before any file is removed: a crash between finishes the
    /// drop at the next opening.
    ///
    /// A reader that is at work in a dropped segment may end with [`JournalError::Outside`].
    pub fn drop_segments_before(
        &mut self,
        position: Position,
        state: &mut dyn FnMut(Position, &Head) -> Vec<u8>,
    ) -> Result<Vec<Dropped>, JournalError> {
        self.guarded(|journal| {
            retention::drop_before(&journal.folder, &journal.options, &journal.shared, position, state)
        })
    }

    /// Runs what changes the journal, unless an earlier change failed; remembers when this one fails.
    fn guarded<T>(&mut self, change: impl FnOnce(&mut Self) -> Result<T, JournalError>) -> Result<T, JournalError> {
        if self.poisoned {
            return Err(JournalError::Poisoned);
        }
        let result = change(self);
        self.poisoned = result.as_ref().is_err_and(|error| !error.leaves_usable());
        result
    }

    fn append_and_tell(&mut self, entries: &[&[u8]]) -> Result<Position, JournalError> {
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner);
        let first = writer.head.end;
        self.options.check(entries)?;
        if entries.is_empty() {
            return Ok(first);
        }
        if writer.is_full(&self.options) {
            *writer = next_segment(&self.folder, &self.options, &self.shared, writer)?;
        }
        writer.append(entries)?;
        self.shared.change().head = writer.head;
        Ok(first)
    }
}

/// Makes the segment that follows the writer's, then closes that one; in this order, so that a closed segment always
/// has a next one.
fn next_segment(folder: &Path, options: &Options, shared: &Shared, writer: &Writer) -> Result<Writer, JournalError> {
    let next = Segment::create(folder, writer.head, options)?;
    writer.segment.seal()?;
    shared.change().segments.push(next.first);
    Writer::new(next, writer.head)
}

impl Journal for SqliteJournal {
    fn append(&mut self, entries: &[&[u8]]) -> Result<Position, JournalError> {
        self.guarded(|journal| journal.append_and_tell(entries))
    }

    fn reader(&self) -> Result<Box<dyn Entries>, JournalError> {
        Ok(Box::new(self.sqlite_reader()))
    }
}

impl Entries for SqliteJournal {
    fn end(&self) -> Position {
        self.reader.end()
    }

    fn start(&self) -> Position {
        self.reader.start()
    }

    fn head(&self) -> Result<Head, JournalError> {
        self.reader.head()
    }

    fn holds(&self, head: &Head) -> Result<bool, JournalError> {
        self.reader.holds(head)
    }

    fn entry(&self, at: Position) -> Result<Vec<u8>, JournalError> {
        self.reader.entry(at)
    }

    fn read(
        &self,
        range: Range<Position>,
        visit: &mut dyn FnMut(Position, &[u8]) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        self.reader.read(range, visit)
    }

    fn verify(&self, progress: &mut dyn FnMut(Position)) -> Result<Head, JournalError> {
        self.reader.verify(progress)
    }

    fn dropped(&self) -> Result<Vec<Dropped>, JournalError> {
        self.reader.dropped()
    }
}
