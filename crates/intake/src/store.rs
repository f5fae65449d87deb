//! A data directory: who owns it, what lies where, how it is opened after a crash.
//!
//! `DIR/journal` is the truth; `items`, `answers`, `windows` and `history` are rebuilt from it where they are behind.
//! `DIR/keys` holds wrapped keys only; the master key lies outside.

mod activation;
mod lock;
mod recover;
mod swap;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use history::{Batch, History, HistoryError, Limits};
use jiff::Timestamp;
use journal::{Entries, Journal, JournalError, SqliteJournal};
use screening::{Screener, pack::Pack};
use seal::{KeyOrigin, KeyRing, MasterKey, SealError};

pub use activation::{ActivationError, Activations};
pub use lock::{LockError, OwnerLock};

use self::{
    recover::{Bounds, Recovery},
    swap::Swap,
};
use crate::{
    answers::{Answers, AnswersError},
    counterfactual::Likes,
    decide::{Decider, Sinks},
    entry::{self, Activation, LookUp},
    items::{Items, ItemsError, ItemsOptions},
    keep::{KeepError, Keeper},
    packs::{Origin, PackError, Packs},
    pipeline::{Change, Parts, Pipeline, Stopped},
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
        let given = screener;
        let packs = Packs::of(path);
        let mut activations = Activations::read(path, &*reader)?;
        let former = activations.before(decided_to).or(activations.last()).map(|it| it.pack.clone());
        let former = former.map(|pack| activation::screener_of(&pack, &given, &packs, &ring)).transpose()?;
        let screener = former.map_or_else(|| Arc::clone(&given), |(screener, _)| screener);
        let windows = WindowStore::new(screener.pack().measures(), options.windows);
        let mut keeper = Keeper::new(items, Box::new(journal), Arc::clone(&ring));
        let mut decider = Decider::new(Arc::clone(&screener), windows, Some(sinks));
        let keep = screener.pack().measures().keep().max(given.pack().measures().keep());
        let fills_now = options.answers_lines || reader.end() > decided_to;
        let refill = recover::windows(&windows_path, decided_to, keep, &mut decider, fills_now)?;
        let mut sealer = Sealer {
            history: Arc::clone(&history),
            answers: Arc::clone(&answers),
            tail: Arc::clone(&tail),
            windows: windows_path.clone(),
            keep,
        };
        let swap = Swap { windows: windows_path, tail: Arc::clone(&tail), bounds: options.windows, keep };
        let activate = |decider: &mut Decider<WindowStore>, activation: &Activation, sealed_to: u64| {
            let (screener, _) = activation::screener_of(&activation.pack, &given, &packs, &ring)?;
            swap.run(decider, screener, sealed_to)?;
            Ok(())
        };
        let recovery = Recovery {
            screener: &screener,
            keeper: &mut keeper,
            decider: &mut decider,
            sealer: &mut sealer,
            bounds: Bounds { flushed_to, decided_to, sealed_to },
            seal_entries: options.seal_entries,
            activate: &activate,
            seals: false,
        };
        let (recovered, filled_to) = recovery.run(&*reader, progress)?;
        let next = next_screener(&activations, &given, &packs, &ring)?;
        let named = activation::named(&next, &ring, (surroundings.now)());
        if !activations.last().is_some_and(|last| activation::is_same(last, &named)) {
            if Arc::ptr_eq(&next, &given) {
                packs.keep(given.pack(), Origin::BuiltIn, &ring)?;
            }
            activations.note(keeper.end(), &named)?;
            keeper.note(entry::activation(&named))?;
        }
        let refill = if swap.run(&mut decider, Arc::clone(&next), filled_to)? { None } else { refill };
        let opened = Opened { key_file, key_made, recovered };
        let preparers =
            (0..options.workers.max(1)).map(|_| Preparer::new(Arc::clone(&ring), Arc::clone(&given))).collect();
        let pipeline = Pipeline::start(Parts {
            preparers,
            keeper,
            decider,
            refill,
            swap: Box::new(move |decider, screener, sealed_to| swap.run(decider, screener, sealed_to)),
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
            deciding: Mutex::new((next, activations)),
            packs,
            given,
            reader,
            window_bounds: options.windows,
            surroundings,
            opened,
            likes: Likes::default(),
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

    /// What decides now.
    pub fn screener(&self) -> Arc<Screener> {
        Arc::clone(&self.deciding().0)
    }

    /// Every activation so far.
    pub fn activations(&self) -> Activations {
        self.deciding().1.clone()
    }

    /// The packs that this directory has decided by.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Has another pack decide every line from here on: it is signed and kept, its activation journaled, its windows
    /// filled. Returns where that was journaled; the position of the last activation where that pack decides already.
    pub fn publish(&self, pack: Arc<Pack>) -> Result<u64, StoreError> {
        let (asked, kept) = (pack.measures().keep(), self.given.pack().measures().keep());
        if asked > kept {
            let (asked_seconds, kept_seconds) = (asked / 1_000_000, kept / 1_000_000);
            return Err(PackError::LongerWindows { asked_seconds, kept_seconds }.into());
        }
        self.packs.keep(&pack, Origin::Published, &self.ring)?;
        let mut deciding = self.deciding();
        let next = Arc::new(Screener::new(self.given.law(), self.given.catalogue(), pack));
        let named = activation::named(&next, &self.ring, self.now());
        if let Some((position, last)) = deciding.1.all().last()
            && activation::is_same(last, &named)
        {
            return Ok(*position);
        }
        let mut activations = deciding.1.clone();
        let (entry, for_note) = (entry::activation(&named), named.clone());
        let ahead = Box::new(move |position| activations.note(position, &for_note));
        let position = self.pipeline.activate(Change { entry, ahead, screener: Arc::clone(&next) })?;
        deciding.0 = next;
        deciding.1.add(position, named);
        Ok(position)
    }

    /// Has a pack decide again that did before, by its name or the start of its hash.
    pub fn roll_back(&self, name: &str) -> Result<(u64, Arc<Pack>), StoreError> {
        let full = self.packs.list()?.into_iter().map(|(known, _)| known).find(|known| {
            known == name || known.rsplit_once('#').is_some_and(|(_, hash)| !name.is_empty() && hash.starts_with(name))
        });
        let unknown = || PackError::Unknown { hash: name.to_owned() };
        let (pack, _) = self.packs.named(&full.ok_or_else(unknown)?, &self.ring)?.ok_or_else(unknown)?;
        Ok((self.publish(Arc::clone(&pack))?, pack))
    }

    fn deciding(&self) -> MutexGuard<'_, (Arc<Screener>, Activations)> {
        self.deciding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What decided under the name of a pack; none where that pack is not kept here.
    pub fn screener_of(&self, pack: &str) -> Option<Arc<Screener>> {
        let pack = self.pack_named(pack)?;
        Some(Arc::new(Screener::new(self.given.law(), self.given.catalogue(), pack)))
    }

    fn pack_named(&self, name: &str) -> Option<Arc<Pack>> {
        let found = self.packs.named(name, &self.ring).ok().flatten().map(|(pack, _)| pack);
        found.or_else(|| (**self.given.pack().name() == *name).then(|| Arc::clone(self.given.pack())))
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

/// What decides from an opening on: the pack published last, else the one that the program brought along.
fn next_screener(
    activations: &Activations,
    given: &Arc<Screener>,
    packs: &Packs,
    ring: &KeyRing,
) -> Result<Arc<Screener>, PackError> {
    let Some(last) = activations.last() else { return Ok(Arc::clone(given)) };
    Ok(match activation::screener_of(&last.pack, given, packs, ring)? {
        (screener, Origin::Published) => screener,
        (_, Origin::BuiltIn) => Arc::clone(given),
    })
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
