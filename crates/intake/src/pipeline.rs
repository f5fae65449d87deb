//! The threads: prepare on every core, place and journal on one, decide on one, seal on one.
//!
//! Lines in flight are bounded by `queue_lines_max`: a caller waits, or is told "later"; nothing is dropped.
//! Batches are journaled in the order in which they were submitted, several at a time where they queue up.

mod deciding;
mod keeping;
mod permits;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread::{self, JoinHandle},
};

use screening::{Screener, window::Windows};

pub use self::deciding::{Refill, Swap};

use self::{
    deciding::Deciding,
    keeping::Keeping,
    permits::{Permit, Permits},
};
use crate::{
    causes,
    decide::{Answer, Decider},
    items::Items,
    keep::{KeepError, Keeper, Placed},
    lines::Batch,
    prepare::{Expect, Prepared, Preparer, Received},
    seal_off::Sealer,
};

/// Most lines that one commit makes durable together.
const COMMIT_LINES_MAX: usize = 8_192;

/// A commit is closed once it holds this much.
///
/// Unit: byte.
const COMMIT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How many ranges may be open before whoever sends has to wait for files.
const SEAL_BEHIND_MAX: u64 = 4;

/// Called with the answers of a batch, in the order of its lines.
pub type Reply = Box<dyn FnOnce(Result<Vec<Answer>, Stopped>) + Send>;

/// Nothing further is acknowledged: a disk failed or a store is damaged. Open the directory anew once that is mended.
///
/// What was acknowledged before is safe; what was not may or may not have been recorded: send it again.
#[derive(Clone, Debug, thiserror::Error)]
#[error("nothing further is recorded: {reason}")]
pub struct Stopped {
    /// Why, without personal data.
    pub reason: Arc<str>,
}

/// The queue is full; the batch comes back unread.
pub struct Later(pub Batch, pub Reply);

struct Job {
    batch: Batch,
    expect: Expect,
    received: Received,
    done: Sender<(Batch, Result<Vec<Prepared>, KeepError>)>,
}

struct Ticket {
    prepared: Receiver<(Batch, Result<Vec<Prepared>, KeepError>)>,
    reply: Reply,
    permit: Permit,
}

enum Order {
    Lines(Ticket),
    Note(Vec<u8>, Sender<Result<u64, Stopped>>),
    SealAll(Sender<Result<(), Stopped>>),
    Activate(Change, Sender<Result<u64, Stopped>>),
}

/// Another screener, and what is kept of its activation.
pub struct Change {
    /// The entry of the journal.
    pub entry: Vec<u8>,
    /// Called with the position that the entry is about to get.
    pub ahead: Box<dyn FnOnce(u64) -> Result<(), crate::store::ActivationError> + Send>,
    /// Decides from there on.
    pub screener: Arc<Screener>,
}

enum Work {
    Answer { placed: Vec<Placed>, reply: Reply, permit: Permit },
    Cut { end: u64, done: Option<Sender<()>> },
    Activate { screener: Arc<Screener>, done: Sender<()> },
}

/// Counts for `/metrics`, since the pipeline was started.
#[derive(Debug, Default)]
pub struct Counts {
    /// Lines that were taken in.
    pub lines: AtomicU64,
    /// Commits of the journal.
    pub commits: AtomicU64,
    /// Times a caller was told "later".
    pub later: AtomicU64,
    /// Lines lost. Exists to be watched; stays 0.
    pub dropped: AtomicU64,
}

/// The running pipeline.
pub struct Pipeline {
    entrance: Mutex<Option<Entrance>>,
    permits: Permits,
    threads: Mutex<Vec<JoinHandle<()>>>,
    stopped: Arc<Mutex<Option<Stopped>>>,
    counts: Arc<Counts>,
}

struct Entrance {
    jobs: Sender<Job>,
    orders: Sender<Order>,
}

/// What the pipeline is made of.
pub struct Parts<W> {
    /// One for each thread that prepares.
    pub preparers: Vec<Preparer>,
    /// Names and journal.
    pub keeper: Keeper<Items>,
    /// Windows and rules.
    pub decider: Decider<W>,
    /// What fills the windows before the first line is answered, unless they are filled.
    pub refill: Option<Refill<W>>,
    /// What has another screener decide.
    pub swap: Swap<W>,
    /// Files.
    pub sealer: Sealer,
    /// Most lines in flight.
    pub queue_lines_max: usize,
    /// Journal entries after which a range is sealed.
    pub seal_entries: u64,
}

impl Pipeline {
    /// Starts the threads.
    pub fn start<W: Windows + Send + 'static>(parts: Parts<W>) -> Self {
        let (jobs, take_jobs) = mpsc::channel();
        let (orders, take_orders) = mpsc::channel();
        let (work, take_work) = mpsc::channel();
        let (seals, take_seals) = mpsc::sync_channel(1);
        let take_jobs = Arc::new(Mutex::new(take_jobs));
        let stopped = Arc::new(Mutex::new(None));
        let counts = Arc::new(Counts::default());
        let mut threads: Vec<_> = parts
            .preparers
            .into_iter()
            .map(|preparer| {
                spawn("prepare", {
                    let jobs = Arc::clone(&take_jobs);
                    move || prepare(preparer, &jobs)
                })
            })
            .collect();
        let sealing = Arc::new(AtomicBool::new(false));
        let keeping = Keeping {
            keeper: parts.keeper,
            orders: take_orders,
            work,
            cut_to: parts.sealer.sealed_to(),
            frozen_waits: false,
            seal_entries: parts.seal_entries,
            sealing: Arc::clone(&sealing),
            stopped: Arc::clone(&stopped),
            counts: Arc::clone(&counts),
        };
        threads.push(spawn("keep", move || keeping.run()));
        let alarm = Alarm { sealing: Arc::clone(&sealing), stopped: Arc::clone(&stopped) };
        let deciding = Deciding {
            decider: parts.decider,
            refill: parts.refill,
            swap: parts.swap,
            tail: Arc::clone(&parts.sealer.tail),
            seals,
            cut_to: parts.sealer.sealed_to(),
            alarm: alarm.clone(),
        };
        threads.push(spawn("decide", move || deciding.run(&take_work)));
        let mut sealer = parts.sealer;
        threads.push(spawn("seal", move || {
            for (cut, done) in take_seals {
                match sealer.seal(cut) {
                    Ok(()) => sealing.store(false, Ordering::Release),
                    Err(error) => alarm.raise(&error),
                }
                drop::<Option<Sender<()>>>(done);
            }
        }));
        Self {
            entrance: Mutex::new(Some(Entrance { jobs, orders })),
            permits: Permits::new(parts.queue_lines_max),
            threads: Mutex::new(threads),
            stopped,
            counts,
        }
    }

    /// Submits a batch, or gives it back where the queue is full.
    pub fn try_submit(&self, batch: Batch, expect: Expect, received: Received, reply: Reply) -> Result<(), Later> {
        let Some(permit) = self.permits.try_take(batch.len()) else {
            self.counts.later.fetch_add(1, Ordering::Relaxed);
            return Err(Later(batch, reply));
        };
        self.enter(batch, expect, received, reply, permit);
        Ok(())
    }

    /// Submits a batch, waiting while the queue is full.
    pub fn submit(&self, batch: Batch, expect: Expect, received: Received, reply: Reply) {
        let permit = self.permits.take(batch.len());
        self.enter(batch, expect, received, reply, permit);
    }

    /// Submits a batch and waits for its answers.
    pub fn answer(&self, batch: Batch, expect: Expect, received: Received) -> Result<Vec<Answer>, Stopped> {
        let (send, receive) = mpsc::channel();
        self.submit(batch, expect, received, Box::new(move |answers| drop(send.send(answers))));
        receive.recv().unwrap_or_else(|_| Err(self.stopped_or_closed()))
    }

    /// Journals an entry that is no record of an item; durable on return.
    pub fn note(&self, entry: Vec<u8>) -> Result<u64, Stopped> {
        self.order(|done| Order::Note(entry, done))
    }

    /// Seals everything that was decided; used before closing.
    pub fn seal_all(&self) -> Result<(), Stopped> {
        self.order(Order::SealAll)
    }

    /// Has another screener decide every line after those submitted so far. Returns where that was journaled.
    pub fn activate(&self, change: Change) -> Result<u64, Stopped> {
        self.order(|done| Order::Activate(change, done))
    }

    /// Lines in flight.
    pub fn queued(&self) -> usize {
        self.permits.taken()
    }

    /// Counts since the start.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Why nothing further is recorded, if so.
    pub fn stopped(&self) -> Option<Stopped> {
        lock(&self.stopped).clone()
    }

    /// Finishes what was submitted and ends the threads.
    pub fn close(&self) {
        lock(&self.entrance).take();
        for thread in lock(&self.threads).drain(..) {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }

    fn enter(&self, batch: Batch, expect: Expect, received: Received, reply: Reply, permit: Permit) {
        self.counts.lines.fetch_add(batch.len() as u64, Ordering::Relaxed);
        let (done, prepared) = mpsc::channel();
        let ticket = Ticket { prepared, reply, permit };
        let entrance = lock(&self.entrance);
        let Some(entrance) = entrance.as_ref() else {
            (ticket.reply)(Err(self.stopped_or_closed()));
            return;
        };
        // Both under one lock: tickets stand in the order of submission.
        let _ = entrance.jobs.send(Job { batch, expect, received, done });
        let _ = entrance.orders.send(Order::Lines(ticket));
    }

    fn order<T>(&self, make: impl FnOnce(Sender<Result<T, Stopped>>) -> Order) -> Result<T, Stopped> {
        let (done, answer) = mpsc::channel();
        if let Some(entrance) = lock(&self.entrance).as_ref() {
            let _ = entrance.orders.send(make(done));
        }
        answer.recv().unwrap_or_else(|_| Err(self.stopped_or_closed()))
    }

    fn stopped_or_closed(&self) -> Stopped {
        self.stopped().unwrap_or_else(|| Stopped { reason: "the pipeline was closed".into() })
    }
}

impl Drop for Pipeline {
    fn drop(&mut self) {
        self.close();
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    // Only an exhausted machine refuses a thread, at the start.
    thread::Builder::new().name(name.to_owned()).spawn(run).unwrap_or_else(|error| panic!("no thread: {error}"))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stop(stopped: &Mutex<Option<Stopped>>, error: &dyn std::error::Error) -> Stopped {
    lock(stopped).get_or_insert_with(|| Stopped { reason: causes::of(error).into() }).clone()
}

fn prepare(mut preparer: Preparer, jobs: &Mutex<Receiver<Job>>) {
    loop {
        let Ok(job) = lock(jobs).recv() else { return };
        let made = preparer.batch(&job.batch, job.expect, job.received).map_err(KeepError::from);
        // Nobody waits only where the pipeline has ended.
        let _ = job.done.send((job.batch, made));
    }
}

/// Raised by a thread that cannot go on: nothing further is acknowledged, and nobody waits for its files.
#[derive(Clone)]
struct Alarm {
    sealing: Arc<AtomicBool>,
    stopped: Arc<Mutex<Option<Stopped>>>,
}

impl Alarm {
    fn raise(&self, error: &dyn std::error::Error) {
        stop(&self.stopped, error);
        self.sealing.store(false, Ordering::Release);
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if thread::panicking() {
            self.raise(&std::io::Error::other("a thread of the pipeline broke off"));
        }
    }
}
