//! A data directory: who owns it, what lies where, how it is opened after a crash.
//!
//! `DIR/journal` is the truth; `items`, `answers`, `windows` and `history` are rebuilt from it where they are behind.
//! `DIR/keys` holds wrapped keys only; the master key lies outside.

mod activation;
mod deciding;
mod lock;
mod open;
mod recover;
mod swap;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use history::{Batch, History, HistoryError, Limits};
use jiff::Timestamp;
use journal::{Entries, JournalError};
use screening::Screener;
use seal::{KeyRing, SealError};

pub use activation::{ActivationError, Activations};
pub use lock::{LockError, OwnerLock};

use crate::{
    answers::{Answers, AnswersError},
    counterfactual::Likes,
    entry::{self, LookUp},
    items::{Items, ItemsError, ItemsOptions},
    keep::KeepError,
    packs::{PackError, Packs},
    pipeline::{Pipeline, Stopped},
    replay::{self, Replayed},
    seal_off::SealOffError,
    tail::OpenTail,
    window_files::{self, WindowFileError},
    windows::WindowBounds,
};

/// How a data directory is run. Each bound has its default.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Where the master key lies. Default: `DIR.key`, beside the directory.
    pub key_file: Option<PathBuf>,
    /// The crypto suite of a directory that is made now; an error where the one that is there has another.
    /// Default: none said, which makes it `international`.
    pub suite: Option<seal::Suite>,
    /// Threads that prepare lines. Default: one for each core.
    pub workers: usize,
    /// Most lines in flight. Default: 65 536.
    pub queue_lines_max: usize,
    /// Journal entries after which a range is sealed. Default: 262 144.
    pub seal_entries: u64,
    /// Whether lines are to be answered. Where not, the windows are filled only if a line comes all the same.
    /// Default: yes.
    pub answers_lines: bool,
    /// Bounds of the journal.
    pub journal: journal::Options,
    /// Bounds of the names.
    pub items: ItemsOptions,
    /// Bounds of the windows.
    pub windows: WindowBounds,
    /// Bounds of questions.
    pub limits: Limits,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            key_file: None,
            suite: None,
            workers: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            queue_lines_max: 65_536,
            seal_entries: 262_144,
            answers_lines: true,
            journal: journal::Options::default(),
            items: ItemsOptions::default(),
            windows: WindowBounds::default(),
            limits: Limits::default(),
        }
    }
}

/// The clock and the source of randomness, given by whoever runs the store.
#[derive(Clone, Copy)]
pub struct Surroundings {
    /// Reads the clock.
    pub now: fn() -> Timestamp,
    /// Fills a buffer with random bytes.
    pub random: fn(&mut [u8]),
}

/// A data directory cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process owns it: ask that one, or wait until it has ended.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// See the journal's own error.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// See the key ring's own error.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// See the items store's own error.
    #[error(transparent)]
    Items(#[from] ItemsError),
    /// See the answers' own error.
    #[error(transparent)]
    Answers(#[from] AnswersError),
    /// See the windows' own error.
    #[error(transparent)]
    Windows(#[from] WindowFileError),
    /// See the history's own error.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// See the error itself.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// See the error itself.
    #[error(transparent)]
    SealOff(#[from] SealOffError),
    /// See the error itself.
    #[error(transparent)]
    Activation(#[from] ActivationError),
    /// See the error itself.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// See the error itself.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The journal holds records but the key ring is gone: restore `keys` from a copy.
    #[error("{path} has a journal but no key ring: restore its directory `keys`, a new one could not read the records")]
    RingLost {
        /// The data directory.
        path: PathBuf,
    },
    /// Derived files are ahead of the journal: it lost entries; restore it from a copy.
    #[error(
        "the history is sealed to position {sealed_to} but the journal ends at {end}: entries of the journal are lost"
    )]
    JournalBehind {
        /// Where the history ends.
        sealed_to: u64,
        /// Where the journal ends.
        end: u64,
    },
}

/// Told about long work: what is done, of how much.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// An open data directory and its running pipeline.
pub struct Store {
    path: PathBuf,
    pipeline: Pipeline,
    history: Arc<History>,
    tail: Arc<OpenTail>,
    answers: Arc<Answers>,
    ring: Arc<KeyRing>,
    /// What decides now, and every activation.
    deciding: Mutex<(Arc<Screener>, Activations)>,
    packs: Packs,
    /// What the program brought along.
    given: Arc<Screener>,
    reader: Box<dyn Entries>,
    window_bounds: WindowBounds,
    surroundings: Surroundings,
    opened: Opened,
    likes: Likes,
    lock: OwnerLock,
}

/// What was found when the directory was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Where the master key lies.
    pub key_file: PathBuf,
    /// Whether the master key was made now: say so, and that it must be kept.
    pub key_made: bool,
    /// Entries of the journal that were passed because files do not hold them.
    pub recovered: u64,
}

impl Store {
    /// The data directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where lines go in.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// What is sealed, for questions; pass it [`Self::tail`].
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What is not yet sealed.
    pub fn tail(&self) -> Result<Vec<Arc<Batch>>, HistoryError> {
        self.tail.batches()
    }

    /// The keys.
    pub fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// Bounds of the windows.
    pub fn window_bounds(&self) -> WindowBounds {
        self.window_bounds
    }

    /// The decision that was answered, without its place in the journal; none where no acceptance stands there.
    pub fn answered(&self, position: u64) -> Result<Option<String>, StoreError> {
        Ok(self.answers.get(position)?.map(|answer| answer.text.json()))
    }

    /// The journal, for reading.
    pub fn journal(&self) -> &dyn Entries {
        &*self.reader
    }

    /// Decides the whole journal again and compares with the answers that were given.
    pub fn replay(&self, progress: Progress<'_>) -> Result<Replayed, StoreError> {
        let pack = |name: &str| self.pack_named(name);
        replay::replay(self.journal(), &self.answers, &self.given, &pack, self.window_bounds, progress)
    }

    /// Reads every file of answers, windows and names; the error names the first damaged one, in the order of these.
    ///
    /// Journal and history verify themselves.
    pub fn verify_derived(&self) -> Result<(), StoreError> {
        self.answers.verify()?;
        window_files::verify(&self.path.join("windows"))?;
        Items::verify_in(&self.path.join("items"))?;
        Ok(())
    }

    /// How many items were like one, as they were counted before.
    pub fn likes(&self) -> &Likes {
        &self.likes
    }

    /// What was found at opening.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Says where this process answers, for commands that find the directory owned.
    pub fn publish_address(&self, address: &str) -> Result<(), LockError> {
        self.lock.publish(address)
    }

    /// The instant now, by the clock given at opening.
    pub fn now(&self) -> Timestamp {
        (self.surroundings.now)()
    }

    /// Records a look-up by a person or a pseudonym. The caller shows nothing before this returns.
    pub fn record_look_up(&self, look_up: &LookUp) -> Result<u64, Stopped> {
        self.pipeline.note(entry::look_up(look_up))
    }

    /// Seals what is open and ends the threads.
    pub fn close(self) -> Result<(), Stopped> {
        let sealed = self.pipeline.seal_all();
        self.pipeline.close();
        sealed
    }
}
