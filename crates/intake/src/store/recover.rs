//! What the journal holds and the files do not is decided again, by the code that decides live.
//!
//! After a crash that is the end of the journal. Where files were removed it is as much of the journal as they held.

use std::{
    num::NonZero,
    ops::{ControlFlow, Range},
    panic::resume_unwind,
    path::Path,
    sync::mpsc::{self, SyncSender},
    thread,
};

use journal::{Entries, JournalError};
use parcel::{Item, PseudonymousEvent};
use screening::{Screener, window::Windows};

use super::{Progress, StoreError};
use crate::{
    answers::Answers,
    decide::Decider,
    entry::{self, Activation, Entry, Kept},
    items::{Items, ItemsOptions},
    keep::{KeepError, Keeper},
    pipeline::Refill,
    seal_off::Sealer,
    window_files::{self, WindowFileError},
};

/// How far the files reach.
#[derive(Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "a bound goes by the name that it has in the files that keep it")]
pub(super) struct Bounds {
    /// Names are kept up to here: never further than `sealed_to`.
    pub(super) flushed_to: u64,
    /// Answers and windows are kept up to here: `sealed_to`, or the start of the journal where any are missing.
    pub(super) decided_to: u64,
    /// History is kept up to here.
    pub(super) sealed_to: u64,
}

/// How many entries are read before they are entered, and between two words of progress.
const CHUNK_ENTRIES: usize = 4_096;

/// How many ranges may be open after an opening; more are sealed while it goes on, so that memory stays bounded.
const OPEN_RANGES_MAX: u64 = 4;

/// Opens the names. Where they are ahead of the history, which is what happens when that is removed, they are built
/// anew: entering a record twice would count it twice.
pub(super) fn items(path: &Path, options: &ItemsOptions, sealed_to: u64) -> Result<(Items, u64), StoreError> {
    let (items, flushed_to) = Items::open(path, *options)?;
    if flushed_to <= sealed_to {
        return Ok((items, flushed_to));
    }
    drop(items);
    Items::remove(path)?;
    Ok(Items::open(path, *options)?)
}

/// Opens the answers, and says up to where answers and windows are kept: all of what is sealed, or nothing of it.
pub(super) fn answers(
    path: &Path,
    windows: &Path,
    sealed: std::ops::Range<u64>,
    screener: &Screener,
) -> Result<(Answers, u64), StoreError> {
    let answers = Answers::open(path, sealed.end)?;
    if answers.hold(&sealed) && window_files::are_whole(windows, &sealed, screener.pack().measures().keep())? {
        return Ok((answers, sealed.end));
    }
    Ok((Answers::open(path, sealed.start)?, sealed.start))
}

/// Fills the windows with what was sealed, now or, by what is returned, before the first line is answered.
pub(super) fn windows<W: Windows>(
    dir: &Path,
    decided_to: u64,
    keep: i64,
    decider: &mut Decider<W>,
    now: bool,
) -> Result<Option<Refill<W>>, WindowFileError> {
    let dir = dir.to_owned();
    let fill =
        move |decider: &mut Decider<W>| window_files::load(&dir, decided_to, keep, |entry| decider.refill(entry));
    if !now {
        return Ok(Some(Box::new(fill)));
    }
    fill(decider)?;
    Ok(None)
}

/// What is filled again.
pub(super) struct Recovery<'a, W> {
    pub(super) screener: &'a Screener,
    pub(super) keeper: &'a mut Keeper<Items>,
    pub(super) decider: &'a mut Decider<W>,
    pub(super) sealer: &'a mut Sealer,
    pub(super) bounds: Bounds,
    /// Entries after which a range is sealed.
    pub(super) seal_entries: u64,
    /// Has another pack decide, where an activation says so.
    pub(super) activate: Activate<'a, W>,
    /// Whether ranges are sealed while it goes on; decided when it begins.
    pub(super) seals: bool,
}

/// Has another pack decide from a position on.
type Activate<'a, W> = &'a dyn Fn(&mut Decider<W>, &Activation, u64) -> Result<(), StoreError>;

/// How many pieces of the journal are read before they are entered.
const CHUNKS_AHEAD: usize = 2;

/// Entries with what depends on each alone, in their order.
type Chunk = Vec<(u64, Result<Ready, KeepError>)>;

/// An entry with what depends on it alone.
enum Ready {
    Acceptance(Box<Kept<Item>>, Box<screening::Prepared>, Sealed),
    Event(Box<Kept<PseudonymousEvent>>, Sealed),
    Activation(Activation),
    Other,
}

/// The envelope at the end of an entry.
struct Sealed {
    entry: Vec<u8>,
    from: usize,
}

impl Sealed {
    fn envelope(&self) -> &[u8] {
        &self.entry[self.from..]
    }
}

/// Reads and prepares entries while those before are entered.
fn read_ahead(
    journal: &dyn Entries,
    range: Range<u64>,
    screener: &Screener,
    send: &SyncSender<Chunk>,
) -> Result<(), JournalError> {
    let mut chunk = Vec::with_capacity(CHUNK_ENTRIES);
    let end = range.end;
    journal.read(range, &mut |position, bytes| {
        chunk.push((position, bytes.to_vec()));
        if chunk.len() < CHUNK_ENTRIES && position + 1 < end {
            return ControlFlow::Continue(());
        }
        let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK_ENTRIES));
        // Nobody takes it only where an entry before could not be entered.
        send.send(ready(full, screener)).map_or(ControlFlow::Break(()), ControlFlow::Continue)
    })
}

/// Prepares entries on every core but the one that enters those before.
fn ready(mut entries: Vec<(u64, Vec<u8>)>, screener: &Screener) -> Chunk {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).saturating_sub(1).max(1);
    let part = entries.len().div_ceil(workers).max(1);
    let mut parts = Vec::with_capacity(workers);
    while entries.len() > part {
        let rest = entries.split_off(part);
        parts.push(std::mem::replace(&mut entries, rest));
    }
    let prepare = |part: Vec<(u64, Vec<u8>)>| -> Chunk {
        part.into_iter().map(|(position, bytes)| (position, read_one(position, bytes, screener))).collect()
    };
    thread::scope(|scope| {
        let others: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || prepare(part))).collect();
        let last = prepare(entries);
        let joined = |part: thread::ScopedJoinHandle<'_, _>| part.join().unwrap_or_else(|panic| resume_unwind(panic));
        others.into_iter().flat_map(joined).chain(last).collect()
    })
}

fn read_one(position: u64, bytes: Vec<u8>, screener: &Screener) -> Result<Ready, KeepError> {
    let length = bytes.len();
    match entry::read(&bytes).map_err(|source| KeepError::Entry { position, source })? {
        Entry::Acceptance(kept, envelope) => {
            let prepared = Box::new(screener.prepare(&kept.record));
            let from = length - envelope.len();
            Ok(Ready::Acceptance(Box::new(kept), prepared, Sealed { from, entry: bytes }))
        }
        Entry::Event(kept, envelope) => {
            let from = length - envelope.len();
            Ok(Ready::Event(Box::new(kept), Sealed { from, entry: bytes }))
        }
        Entry::Activation(activation) => Ok(Ready::Activation(activation)),
        Entry::LookUp(_) => Ok(Ready::Other),
    }
}

impl<W: Windows> Recovery<'_, W> {
    /// Enters what the files do not hold. Returns how many entries were passed, and up to where window files are whole.
    pub(super) fn run(mut self, journal: &dyn Entries, progress: Progress<'_>) -> Result<(u64, u64), StoreError> {
        let Bounds { flushed_to, decided_to, sealed_to } = self.bounds;
        let start = flushed_to.min(decided_to).max(journal.start());
        let end = journal.end();
        self.seals = end - decided_to.min(end) > OPEN_RANGES_MAX * self.seal_entries;
        let (send, receive) = mpsc::sync_channel(CHUNKS_AHEAD);
        let screener = self.screener;
        thread::scope(|scope| {
            let reading = scope.spawn(move || read_ahead(journal, start..end, screener, &send));
            let entered = receive.into_iter().try_for_each(|chunk| {
                progress(chunk.first().map_or(end, |(position, _)| *position) - start, end - start);
                self.pass(chunk, sealed_to)
            });
            let read = reading.join().unwrap_or_else(|panic| resume_unwind(panic));
            entered.and(read.map_err(StoreError::from))
        })?;
        progress(end - start, end - start);
        Ok((end - start, self.bounds.decided_to))
    }

    /// Enters some entries in their order.
    fn pass(&mut self, chunk: Chunk, sealed_to: u64) -> Result<(), StoreError> {
        for (position, ready) in chunk {
            self.enter(position, ready?)?;
            let next = position + 1;
            let due = self.seals && next - self.bounds.decided_to.min(next) >= self.seal_entries;
            // The history ends there: answers and windows have their files end there too.
            if due || (next == sealed_to && self.bounds.decided_to < next) {
                self.seal(next)?;
            }
            self.flush(next)?;
        }
        Ok(())
    }

    fn enter(&mut self, position: u64, ready: Ready) -> Result<(), StoreError> {
        let (named, decided) = (position < self.bounds.flushed_to, position < self.bounds.decided_to);
        match ready {
            Ready::Acceptance(kept, screened, sealed) => {
                // Rows of what is sealed already are not written again: what changed there need not be known.
                let changes =
                    if named { Vec::new() } else { self.keeper.enter_record(position, &kept, screened.duties)? };
                if !decided {
                    self.decider.enter_record(position, &kept, *screened, sealed.envelope(), &changes);
                }
            }
            Ready::Event(kept, sealed) => {
                let entered = if named { None } else { self.keeper.enter_event(position, &kept)? };
                if !decided {
                    self.decider.enter_event(position, &kept, sealed.envelope(), entered.as_ref());
                }
            }
            Ready::Activation(activation) if !decided => {
                (self.activate)(self.decider, &activation, self.bounds.decided_to)?;
            }
            Ready::Activation(_) | Ready::Other => {}
        }
        Ok(())
    }

    /// Seals what was decided up to `end`; history leaves out what it has.
    fn seal(&mut self, end: u64) -> Result<(), StoreError> {
        let cut = self.sealer.tail.cut(self.bounds.decided_to..end)?;
        self.sealer.seal(cut)?;
        self.bounds.decided_to = end;
        self.bounds.sealed_to = self.bounds.sealed_to.max(end);
        Ok(())
    }

    /// Writes the names once they are many, as far as everything else is in files.
    fn flush(&mut self, next: u64) -> Result<(), StoreError> {
        let open = next - self.bounds.flushed_to.min(next);
        let sealed = next <= self.bounds.sealed_to && next <= self.bounds.decided_to;
        if sealed && open >= self.seal_entries {
            self.keeper.names().flush(next)?;
            self.bounds.flushed_to = next;
        }
        Ok(())
    }
}
