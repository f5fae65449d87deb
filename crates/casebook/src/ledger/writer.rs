//! The one thread that writes: takes what has queued up, checks versions and keys, and commits all of it at once.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::JoinHandle,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::value::RawValue;

use super::{Head, schema};
use crate::{
    Act, CasebookError, Hash, NewAct,
    act::{body, link},
    error::{engine, file},
};

/// Most appends that wait; more wait outside.
const QUEUE_MAX: usize = 1_024;

/// Most acts of one commit, unless a single append has more.
const COMMIT_ACTS_MAX: usize = 4_096;

/// How long a commit waits for each writer that shared the last one.
const LINGER: Duration = Duration::from_micros(300);

/// Which version the subject of an act must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This one, as the caller has seen it; 0: nothing may be recorded yet.
    Version(u32),
    /// Whatever it is: for acts that no state stands behind, such as look-ups.
    Any,
}

/// An act that is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its place in the ledger.
    pub sequence: u64,
    /// Which act of its subject it is.
    pub version: u32,
    /// Its hash.
    pub hash: Hash,
    /// Whether it was there already under the same key.
    pub repeated: bool,
}

type Reply = SyncSender<Result<Vec<Appended>, CasebookError>>;

struct Job {
    acts: Vec<Written>,
    reply: Reply,
}

/// An act with its payload written by the thread that brought it.
struct Written {
    act: NewAct,
    wanted: Wanted,
    payload: Box<RawValue>,
    subject: String,
}

/// The handle that queues appends.
pub(super) struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, head: Arc<RwLock<Head>>) -> Result<Self, CasebookError> {
        let recorded_at = last_recorded(&connection)?;
        let (jobs, queue) = sync_channel(QUEUE_MAX);
        let mut scribe = Scribe { connection, head, recorded_at, poisoned: false };
        let thread = std::thread::Builder::new().name("casebook".to_owned()).spawn(move || scribe.work(&queue));
        Ok(Self { jobs: Some(jobs), thread: Some(thread.map_err(file("start the writer"))?) })
    }

    pub(super) fn append(&self, acts: Vec<(NewAct, Wanted)>) -> Result<Vec<Appended>, CasebookError> {
        let write = |(act, wanted): (NewAct, Wanted)| {
            let (payload, subject) = (act.payload.write(), act.subject.to_string());
            Written { act, wanted, payload, subject }
        };
        let (reply, answer) = sync_channel(1);
        let job = Job { acts: acts.into_iter().map(write).collect(), reply };
        let jobs = self.jobs.as_ref().ok_or(CasebookError::Poisoned)?;
        jobs.send(job).map_err(|_| CasebookError::Poisoned)?;
        answer.recv().map_err(|_| CasebookError::Poisoned)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was answered to whoever waited; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

fn last_recorded(connection: &Connection) -> Result<Timestamp, CasebookError> {
    let query = "SELECT body FROM act ORDER BY sequence DESC LIMIT 1";
    let body = connection.query_row(query, [], |row| row.get::<_, Vec<u8>>(0)).optional();
    let body = body.map_err(engine("read the end of the ledger"))?;
    body.map_or(Ok(Timestamp::MIN), |body| Ok(Act::read(&body)?.recorded_at))
}

struct Scribe {
    connection: Connection,
    head: Arc<RwLock<Head>>,
    recorded_at: Timestamp,
    poisoned: bool,
}

impl Scribe {
    fn work(&mut self, queue: &Receiver<Job>) {
        let mut together = 1;
        while let Ok(first) = queue.recv() {
            let jobs = gather(queue, first, together);
            together = jobs.len();
            self.commit(jobs);
        }
    }

    /// Writes what is lawful of the jobs in one transaction, and answers all of them once it is on the disk.
    fn commit(&mut self, jobs: Vec<Job>) {
        if self.poisoned {
            return answer(jobs, |_| Err(CasebookError::Poisoned));
        }
        let head = *self.head.read().unwrap_or_else(PoisonError::into_inner);
        let mut page = Page { head, recorded_at: self.recorded_at, versions: HashMap::new() };
        match write(&self.connection, &mut page, &jobs) {
            Ok(answers) => {
                self.recorded_at = page.recorded_at;
                *self.head.write().unwrap_or_else(PoisonError::into_inner) = page.head;
                let mut answers = answers.into_iter();
                answer(jobs, |_| answers.next().unwrap_or(Err(CasebookError::Poisoned)));
            }
            Err(error) => {
                self.poisoned = true;
                let mut error = Some(error);
                answer(jobs, |_| Err(error.take().map_or(CasebookError::Poisoned, engine("record acts"))));
            }
        }
    }
}

/// What has queued up. Whoever waited for the last commit is about to come back: as many are waited for, but not long,
/// so that writers keep sharing a commit instead of taking turns.
fn gather(queue: &Receiver<Job>, first: Job, together: usize) -> Vec<Job> {
    let mut acts = first.acts.len();
    let mut jobs = vec![first];
    while acts < COMMIT_ACTS_MAX {
        let waits = jobs.len() < together;
        let next = if waits { queue.recv_timeout(LINGER).ok() } else { queue.try_recv().ok() };
        let Some(job) = next else { break };
        acts += job.acts.len();
        jobs.push(job);
    }
    jobs
}

fn answer(jobs: Vec<Job>, mut with: impl FnMut(&Job) -> Result<Vec<Appended>, CasebookError>) {
    for job in jobs {
        let outcome = with(&job);
        // Whoever asked may have gone; the act stands all the same.
        let _ = job.reply.send(outcome);
    }
}

/// What one transaction has written so far.
struct Page {
    head: Head,
    recorded_at: Timestamp,
    versions: HashMap<String, u32>,
}

type Answers = Vec<Result<Vec<Appended>, CasebookError>>;

fn write(connection: &Connection, page: &mut Page, jobs: &[Job]) -> rusqlite::Result<Answers> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        answers.push(match check(&transaction, page, &job.acts)? {
            Ok(Plan::Repeated(acts)) => Ok(acts),
            Ok(Plan::Write(versions)) => Ok(insert(&transaction, page, &job.acts, &versions)?),
            Err(refused) => Err(refused),
        });
    }
    transaction.commit()?;
    Ok(answers)
}

/// What is to be done with an append that nothing speaks against.
enum Plan {
    /// Every act is there already.
    Repeated(Vec<Appended>),
    /// The version that each act gets.
    Write(Vec<u32>),
}

/// Looks at versions and keys before anything of the append is written.
fn check(connection: &Connection, page: &Page, acts: &[Written]) -> rusqlite::Result<Result<Plan, CasebookError>> {
    let (mut repeated, mut keys) = (Vec::new(), HashSet::new());
    for written in acts {
        if written.act.key.as_ref().is_some_and(|key| !keys.insert(key)) {
            return Ok(Err(CasebookError::KeyReused { sequence: page.head.sequence }));
        }
        match repeat(connection, written)? {
            Some(Ok(appended)) => repeated.push(appended),
            Some(Err(error)) => return Ok(Err(error)),
            None => {}
        }
    }
    if !repeated.is_empty() {
        let part = repeated[0].sequence;
        let whole = repeated.len() == acts.len();
        return Ok(if whole { Ok(Plan::Repeated(repeated)) } else { Err(CasebookError::KeyReused { sequence: part }) });
    }
    let mut own: HashMap<&str, u32> = HashMap::new();
    let mut versions = Vec::with_capacity(acts.len());
    for written in acts {
        let known = own.get(&*written.subject).or_else(|| page.versions.get(&written.subject)).copied();
        let found = known.map_or_else(|| schema::version_of(connection, &written.subject), Ok)?;
        if let Wanted::Version(expected) = written.wanted
            && expected != found
        {
            let subject = written.act.subject.clone();
            return Ok(Err(CasebookError::Conflict { subject, expected, found }));
        }
        own.insert(&written.subject, found + 1);
        versions.push(found + 1);
    }
    Ok(Ok(Plan::Write(versions)))
}

/// The act that bears the same key, if there is one and it says the same.
fn repeat(connection: &Connection, written: &Written) -> rusqlite::Result<Option<Result<Appended, CasebookError>>> {
    let Some(key) = &written.act.key else { return Ok(None) };
    let mut query = connection.prepare_cached("SELECT sequence, version, hash, body FROM act WHERE key = ?1")?;
    let found = query.query_row([key], |row| {
        let appended = Appended {
            sequence: row.get::<_, i64>(0)? as u64,
            version: row.get(1)?,
            hash: row.get(2)?,
            repeated: true,
        };
        Ok((appended, row.get::<_, Vec<u8>>(3)?))
    });
    let Some((appended, kept)) = found.optional()? else { return Ok(None) };
    let same = Act::read(&kept).is_ok_and(|kept| says_the_same(&kept, &written.act));
    Ok(Some(if same { Ok(appended) } else { Err(CasebookError::KeyReused { sequence: appended.sequence }) }))
}

/// Whether two acts differ in nothing but their place and the moment of recording.
fn says_the_same(kept: &Act, act: &NewAct) -> bool {
    kept.subject == act.subject
        && kept.day == act.day
        && kept.actor == act.actor
        && kept.role == act.role
        && kept.office == act.office
        && kept.purpose == act.purpose
        && kept.payload == act.payload
}

fn insert(
    connection: &Connection,
    page: &mut Page,
    acts: &[Written],
    versions: &[u32],
) -> rusqlite::Result<Vec<Appended>> {
    let mut insert = connection.prepare_cached("INSERT INTO act VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut appended = Vec::with_capacity(acts.len());
    for (written, version) in acts.iter().zip(versions) {
        let sequence = page.head.sequence + 1;
        page.recorded_at = page.recorded_at.max(written.act.recorded_at);
        let body = body(&written.act, &written.payload, sequence, *version, page.recorded_at);
        let hash = link(&page.head.hash, &body);
        insert.execute(params![sequence as i64, written.subject, version, written.act.key, hash, body])?;
        page.head = Head { sequence, hash };
        page.versions.insert(written.subject.clone(), *version);
        appended.push(Appended { sequence, version: *version, hash, repeated: false });
    }
    Ok(appended)
}
