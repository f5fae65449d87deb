//! A data directory: who owns it, what lies where, how it is opened after a crash.
//!
//! `DIR/journal` is the truth; `items`, `answers`, `windows` and `history` are rebuilt from it where they are behind.
//! `DIR/keys` holds wrapped keys only; the master key lies outside.

mod activation;
mod lock;
mod recover;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use history::{Batch, History, HistoryError, Limits};
use jiff::Timestamp;
use journal::{Entries, Journal, JournalError, SqliteJournal};
use screening::Screener;
use seal::{KeyOrigin, KeyRing, MasterKey, SealError};

pub use activation::ActivationError;
pub use lock::{LockError, OwnerLock};

use self::recover::{Bounds, Recovery};
use crate::{
    answers::{Answers, AnswersError},
    decide::{Decider, Sinks},
    entry::{self, LookUp},
    items::{Items, ItemsError, ItemsOptions},
    keep::{KeepError, Keeper},
    pipeline::{Parts, Pipeline, Stopped},
    prepare::Preparer,
    replay::{self, Replayed},
    seal_off::{SealOffError, Sealer},
    tail::OpenTail,
    window_files::{self, WindowFileError},
    windows::{WindowBounds, WindowStore},
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
    screener: Arc<Screener>,
    reader: Box<dyn Entries>,
    window_bounds: WindowBounds,
    surroundings: Surroundings,
    opened: Opened,
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
    /// Opens a data directory, or makes one; decides again what was journaled and not sealed.
    pub fn open(
        path: &Path,
        screener: Arc<Screener>,
        options: &StoreOptions,
        surroundings: Surroundings,
        progress: Progress<'_>,
    ) -> Result<Self, StoreError> {
        let lock = OwnerLock::take(path)?;
        let journal = SqliteJournal::open(&path.join("journal"), options.journal.clone())?;
        let (ring, key_file, key_made) = open_ring(path, options, surroundings, journal.end())?;
        let ring = Arc::new(ring);
        let (history, sealed_to) = open_history(path, options, journal.end())?;
        let windows_path = path.join("windows");
        let (items, flushed_to) = recover::items(&path.join("items"), &options.items, sealed_to)?;
        let in_files = journal.start().min(sealed_to)..sealed_to;
        let (answers, decided_to) = recover::answers(&path.join("answers"), &windows_path, in_files, &screener)?;
        let (answers, tail) = (Arc::new(answers), Arc::new(OpenTail::default()));
        let reader = journal.reader()?;
        let sinks = Sinks { answers: Arc::clone(&answers), tail: Some(Arc::clone(&tail)) };
        let windows = WindowStore::new(screener.pack().measures(), options.windows);
        let mut keeper = Keeper::new(items, Box::new(journal), Arc::clone(&ring));
        let mut decider = Decider::new(Arc::clone(&screener), windows, Some(sinks));
        let keep = screener.pack().measures().keep();
        let fills_now = options.answers_lines || reader.end() > decided_to;
        let refill = recover::windows(&windows_path, decided_to, keep, &mut decider, fills_now)?;
        let mut sealer = Sealer {
            history: Arc::clone(&history),
            answers: Arc::clone(&answers),
            tail: Arc::clone(&tail),
            windows: windows_path,
            keep,
        };
        let recovery = Recovery {
            screener: &screener,
            keeper: &mut keeper,
            decider: &mut decider,
            sealer: &mut sealer,
            bounds: Bounds { flushed_to, decided_to, sealed_to },
            seal_entries: options.seal_entries,
            seals: false,
        };
        let recovered = recovery.run(&*reader, progress)?;
        activation::activate(path, &mut keeper, &screener, &ring, (surroundings.now)())?;
        let opened = Opened { key_file, key_made, recovered };
        let preparers =
            (0..options.workers.max(1)).map(|_| Preparer::new(Arc::clone(&ring), Arc::clone(&screener))).collect();
        let pipeline = Pipeline::start(Parts {
            preparers,
            keeper,
            decider,
            refill,
            sealer,
            queue_lines_max: options.queue_lines_max,
            seal_entries: options.seal_entries,
        });
        Ok(Self {
            path: path.to_owned(),
            pipeline,
            history,
            tail,
            answers,
            ring,
            screener,
            reader,
            window_bounds: options.windows,
            surroundings,
            opened,
            lock,
        })
    }

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

    /// What decides.
    pub fn screener(&self) -> &Screener {
        &self.screener
    }

    /// The journal, for reading.
    pub fn journal(&self) -> &dyn Entries {
        &*self.reader
    }

    /// Decides the whole journal again and compares with the answers that were given.
    pub fn replay(&self, progress: Progress<'_>) -> Result<Replayed, StoreError> {
        replay::replay(self.journal(), &self.answers, &self.screener, self.window_bounds, progress)
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

/// What is sealed, and how far; it cannot reach further than the journal.
fn open_history(path: &Path, options: &StoreOptions, end: u64) -> Result<(Arc<History>, u64), StoreError> {
    let history = History::open(path.join("history"), options.limits)?;
    let sealed_to = history.sealed_to();
    if sealed_to > end {
        return Err(StoreError::JournalBehind { sealed_to, end });
    }
    Ok((Arc::new(history), sealed_to))
}

fn open_ring(
    path: &Path,
    options: &StoreOptions,
    surroundings: Surroundings,
    journal_end: u64,
) -> Result<(KeyRing, PathBuf, bool), StoreError> {
    let directory = path.join("keys");
    let key_file = options.key_file.clone().unwrap_or_else(|| MasterKey::default_path(path));
    MasterKey::check_outside(&key_file, path)?;
    let random: &mut dyn FnMut(&mut [u8]) = &mut |bytes| (surroundings.random)(bytes);
    if KeyRing::is_in(&directory) {
        let master = MasterKey::load(&key_file)?;
        return Ok((KeyRing::open_as(&directory, &master, options.suite, random)?, key_file, false));
    }
    if journal_end > 0 {
        return Err(StoreError::RingLost { path: path.to_owned() });
    }
    let (master, origin) = MasterKey::load_or_create(&key_file, random)?;
    let made = matches!(origin, KeyOrigin::Created);
    Ok((KeyRing::open_as(&directory, &master, options.suite, random)?, key_file, made))
}
