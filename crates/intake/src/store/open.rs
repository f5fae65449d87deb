//! Opening a data directory: its parts one after the other, what was not sealed decided again, the threads started.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use history::History;
use journal::{Entries, Journal, SqliteJournal};
use screening::Screener;
use seal::{KeyOrigin, KeyRing, MasterKey};

use super::{
    Activations, Opened, OwnerLock, Progress, Store, StoreError, StoreOptions, Surroundings, activation,
    recover::{self, Bounds, Recovery},
    swap::Swap,
};
use crate::{
    answers::Answers,
    counterfactual::Likes,
    decide::{Decider, Sinks},
    entry::{self, Activation},
    items::Items,
    keep::Keeper,
    packs::{Origin, PackError, Packs},
    pipeline::{Parts, Pipeline},
    prepare::Preparer,
    seal_off::Sealer,
    tail::OpenTail,
    windows::WindowStore,
};

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
        let (items, flushed_to) = recover::items(&path.join("items"), &options.items, sealed_to)?;
        let in_files = journal.start().min(sealed_to)..sealed_to;
        let (answers, decided_to) =
            recover::answers(&path.join("answers"), &path.join("windows"), in_files, &screener)?;
        let (answers, tail) = (Arc::new(answers), Arc::new(OpenTail::default()));
        let reader = journal.reader()?;
        let packs = Packs::of(path);
        let mut activations = Activations::read(path, &*reader)?;
        let running = Opening {
            path,
            options,
            surroundings,
            given: &screener,
            ring: &ring,
            history: &history,
            answers: &answers,
            tail: &tail,
            packs: &packs,
            activations: &mut activations,
            bounds: Bounds { flushed_to, decided_to, sealed_to },
        }
        .run(&*reader, Keeper::new(items, Box::new(journal), Arc::clone(&ring)), progress)?;
        Ok(Self {
            path: path.to_owned(),
            pipeline: running.pipeline,
            history,
            tail,
            answers,
            ring,
            deciding: Mutex::new((running.screener, activations)),
            packs,
            given: screener,
            reader,
            window_bounds: options.windows,
            surroundings,
            opened: Opened { key_file, key_made, recovered: running.recovered },
            likes: Likes::default(),
            lock,
        })
    }
}

/// The parts of a directory, before anything runs on them.
struct Opening<'a> {
    path: &'a Path,
    options: &'a StoreOptions,
    surroundings: Surroundings,
    /// What the program brought along.
    given: &'a Arc<Screener>,
    ring: &'a Arc<KeyRing>,
    history: &'a Arc<History>,
    answers: &'a Arc<Answers>,
    tail: &'a Arc<OpenTail>,
    packs: &'a Packs,
    activations: &'a mut Activations,
    bounds: Bounds,
}

/// What runs on them.
struct Running {
    pipeline: Pipeline,
    /// What decides from here on.
    screener: Arc<Screener>,
    recovered: u64,
}

impl Opening<'_> {
    /// Decides again what was not sealed, and starts the threads.
    fn run(
        self,
        reader: &dyn Entries,
        mut keeper: Keeper<Items>,
        progress: Progress<'_>,
    ) -> Result<Running, StoreError> {
        let Self { path, options, given, ring, packs, bounds, .. } = &self;
        let windows_path = path.join("windows");
        let screener = self.former()?;
        let sinks = Sinks { answers: Arc::clone(self.answers), tail: Some(Arc::clone(self.tail)) };
        let windows = WindowStore::new(screener.pack().measures(), options.windows);
        let mut decider = Decider::new(Arc::clone(&screener), windows, Some(sinks));
        let keep = screener.pack().measures().keep().max(given.pack().measures().keep());
        let fills_now = options.answers_lines || reader.end() > bounds.decided_to;
        let refill = recover::windows(&windows_path, bounds.decided_to, keep, &mut decider, fills_now)?;
        let mut sealer = Sealer {
            history: Arc::clone(self.history),
            answers: Arc::clone(self.answers),
            tail: Arc::clone(self.tail),
            windows: windows_path.clone(),
            keep,
        };
        let swap = Swap { windows: windows_path, tail: Arc::clone(self.tail), bounds: options.windows, keep };
        let activate = |decider: &mut Decider<WindowStore>, activation: &Activation, sealed_to: u64| {
            let (screener, _) = activation::screener_of(&activation.pack, given, packs, ring)?;
            swap.run(decider, screener, sealed_to)?;
            Ok(())
        };
        let recovery = Recovery {
            screener: &screener,
            keeper: &mut keeper,
            decider: &mut decider,
            sealer: &mut sealer,
            bounds: *bounds,
            seal_entries: options.seal_entries,
            activate: &activate,
            seals: false,
        };
        let (recovered, filled_to) = recovery.run(reader, progress)?;
        let (options, given, ring) = (*options, Arc::clone(given), Arc::clone(ring));
        let next = self.take_over(&mut keeper)?;
        let refill = if swap.run(&mut decider, Arc::clone(&next), filled_to)? { None } else { refill };
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
        Ok(Running { pipeline, screener: next, recovered })
    }

    /// What decided where the files end.
    fn former(&self) -> Result<Arc<Screener>, StoreError> {
        let activation = self.activations.before(self.bounds.decided_to).or(self.activations.last());
        let Some(activation) = activation else { return Ok(Arc::clone(self.given)) };
        Ok(activation::screener_of(&activation.pack, self.given, self.packs, self.ring)?.0)
    }

    /// What decides from here on, journaled unless it was what decided last.
    fn take_over(self, keeper: &mut Keeper<Items>) -> Result<Arc<Screener>, StoreError> {
        let next = next_screener(self.activations, self.given, self.packs, self.ring)?;
        let named = activation::named(&next, self.ring, (self.surroundings.now)());
        if !self.activations.last().is_some_and(|last| activation::is_same(last, &named)) {
            if Arc::ptr_eq(&next, self.given) {
                self.packs.keep(self.given.pack(), Origin::BuiltIn, self.ring)?;
            }
            self.activations.note(keeper.end(), &named)?;
            keeper.note(entry::activation(&named))?;
        }
        Ok(next)
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
