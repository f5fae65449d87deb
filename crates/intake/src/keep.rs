//! The one place where records are put in order: names are looked up, entries linked and journaled, positions given.
//!
//! Whoever runs it runs alone. What the records mean comes after, in `decide`.

use std::sync::Arc;

use journal::{Journal, JournalError};
use parcel::{DutyState, Problem, ProblemCode, Rejection, State};
use seal::{Envelope, KeyRing, SealError};

use crate::{
    decode,
    entry::{self, Entry, EntryError, Link},
    items::{ItemEntry, ItemsError, Station},
    lines::Batch,
    naming::{self, Change, Names, Standing, Step},
    prepare::{Prepared, PreparedAcceptance, PreparedEvent},
};

/// A line with its place.
pub enum Placed {
    /// Journaled now.
    Record(Box<PlacedRecord>),
    /// Journaled now.
    Event(Box<PlacedEvent>),
    /// An acceptance that was journaled before, at that position.
    Repeat(u64),
    /// An event that was journaled before.
    RepeatedEvent(Box<PreparedEvent>, u64, State),
    /// Not taken.
    Rejected(Rejection),
}

/// An acceptance with its place in the journal.
pub struct PlacedRecord {
    /// Its position.
    pub position: u64,
    /// The record.
    pub prepared: PreparedAcceptance,
    /// What it changes in coverage.
    pub changes: Vec<(Arc<Station>, Change)>,
}

/// An event with its place in the journal.
pub struct PlacedEvent {
    /// Its position.
    pub position: u64,
    /// The event.
    pub prepared: PreparedEvent,
    /// What it does to its item.
    pub entered: EnteredEvent,
}

/// What an event does to its item.
pub struct EnteredEvent {
    /// Where the item stands after it.
    pub state: State,
    /// Statutory day of the item's acceptance, days since 1970-01-01.
    pub day: i32,
    /// What it changes in coverage.
    pub change: Option<(Arc<Station>, Change)>,
}

/// Records cannot be kept: nothing further is acknowledged until the directory is opened anew.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// See the journal's own error.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// See the items store's own error.
    #[error(transparent)]
    Items(#[from] ItemsError),
    /// See the key ring's own error.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// An entry of the journal cannot be read.
    #[error("position {position}: {source}")]
    Entry {
        /// Where.
        position: u64,
        /// Why.
        source: EntryError,
    },
}

/// Puts records in order and journals them.
pub struct Keeper<N> {
    names: N,
    journal: Box<dyn Journal>,
    ring: Arc<KeyRing>,
    stations: Vec<Option<Arc<Station>>>,
    /// Entries of the group that is being put together, not journaled yet.
    pending: Vec<Vec<u8>>,
    pending_bytes: usize,
}

impl<N: Names> Keeper<N> {
    /// A keeper of these names and this journal.
    pub fn new(names: N, journal: Box<dyn Journal>, ring: Arc<KeyRing>) -> Self {
        Self { names, journal, ring, stations: Vec::new(), pending: Vec::new(), pending_bytes: 0 }
    }

    /// The names.
    pub fn names(&mut self) -> &mut N {
        &mut self.names
    }

    /// The position that the next entry will get.
    pub fn end(&self) -> u64 {
        self.journal.end() + self.pending.len() as u64
    }

    /// Places the lines of one batch. They are durable only after [`Self::commit`].
    pub fn place(&mut self, batch: &Batch, prepared: Vec<Prepared>) -> Result<Vec<Placed>, KeepError> {
        let mut lines = batch.iter();
        let mut placed = Vec::with_capacity(prepared.len());
        for prepared in prepared {
            let line = lines.next().map_or(&[][..], |(_, bytes)| bytes);
            placed.push(match prepared {
                Prepared::Acceptance(acceptance) => self.place_record(*acceptance, line)?,
                Prepared::Event(event) => self.place_event(event, line)?,
                Prepared::Rejected(rejection) => Placed::Rejected(rejection),
            });
        }
        Ok(placed)
    }

    /// Makes everything placed so far durable.
    pub fn commit(&mut self) -> Result<(), KeepError> {
        let entries: Vec<&[u8]> = self.pending.iter().map(Vec::as_slice).collect();
        if !entries.is_empty() {
            self.journal.append(&entries)?;
        }
        self.pending.clear();
        self.pending_bytes = 0;
        Ok(())
    }

    /// Bytes placed and not yet durable.
    pub fn pending_bytes(&self) -> usize {
        self.pending_bytes
    }

    fn push(&mut self, entry: Vec<u8>) {
        self.pending_bytes += entry.len();
        self.pending.push(entry);
    }

    /// Journals an entry that is no record of an item.
    pub fn note(&mut self, entry: Vec<u8>) -> Result<u64, KeepError> {
        let position = self.end();
        self.push(entry);
        self.commit()?;
        Ok(position)
    }

    /// Enters a record that the journal already holds.
    pub fn enter_record(
        &mut self,
        position: u64,
        kept: &entry::Kept<parcel::Item>,
        duties: [DutyState; 3],
    ) -> Result<Vec<(Arc<Station>, Change)>, KeepError> {
        let key = naming::key_of(kept.record.item());
        let before = self.names.get(&key)?;
        let kept_at = (position, kept.digest);
        let changes = naming::enter_record(&mut self.names, key, before.as_ref(), &kept.record, kept_at, duties);
        Ok(self.resolve(changes))
    }

    /// Enters an event that the journal already holds; nothing where its item is not known any more.
    pub fn enter_event(
        &mut self,
        position: u64,
        kept: &entry::Kept<parcel::PseudonymousEvent>,
    ) -> Result<Option<EnteredEvent>, KeepError> {
        let key = naming::key_of(&kept.record.item);
        let Some(before) = self.names.get(&key)? else { return Ok(None) };
        let kept_at = (position, kept.digest);
        let (state, change) = naming::enter_event(&mut self.names, key, &before, &kept.record, kept_at);
        Ok(Some(EnteredEvent { state, day: before.day, change: self.resolve(change).pop() }))
    }

    fn place_record(&mut self, mut acceptance: PreparedAcceptance, line: &[u8]) -> Result<Placed, KeepError> {
        let digest = acceptance.kept.digest;
        let standing = naming::standing(&self.names, &acceptance.key, &acceptance.kept.record, &digest)?;
        let before = match standing {
            Standing::New(before) => before,
            Standing::Repeat(position) => return Ok(Placed::Repeat(position)),
            Standing::Conflict(position) => return self.conflict(&acceptance, line, position).map(Placed::Rejected),
            Standing::Lower(known) => return self.lower(&acceptance, line, &known),
        };
        let position = self.end();
        Link::to(before.map(|before| before.last)).write_into(&mut acceptance.entry);
        let changes = naming::enter_record(
            &mut self.names,
            acceptance.key,
            before.as_ref(),
            &acceptance.kept.record,
            (position, digest),
            acceptance.screened.duties,
        );
        self.push(acceptance.entry.clone());
        let changes = self.resolve(changes);
        Ok(Placed::Record(Box::new(PlacedRecord { position, prepared: acceptance, changes })))
    }

    fn place_event(&mut self, mut event: Box<PreparedEvent>, line: &[u8]) -> Result<Placed, KeepError> {
        let before = match naming::step(&self.names, &event.key, &event.kept.record, event.kept.digest)? {
            Step::Legal(before, _) => before,
            Step::Repeat(position, state) => return Ok(Placed::RepeatedEvent(event, position, state)),
            Step::Refused(problem) => {
                return Ok(Placed::Rejected(decode::rejection(event.number, line, vec![problem])));
            }
        };
        let position = self.end();
        Link::to(Some(before.last)).write_into(&mut event.entry);
        let kept_at = (position, event.kept.digest);
        let (state, change) = naming::enter_event(&mut self.names, event.key, &before, &event.kept.record, kept_at);
        self.push(event.entry.clone());
        let entered = EnteredEvent { state, day: before.day, change: self.resolve(change).pop() };
        Ok(Placed::Event(Box::new(PlacedEvent { position, prepared: *event, entered })))
    }

    fn resolve(&mut self, changes: impl IntoIterator<Item = Change>) -> Vec<(Arc<Station>, Change)> {
        changes
            .into_iter()
            .filter_map(|change| {
                let place = change.station.0 as usize;
                if self.stations.len() <= place {
                    self.stations.resize(place + 1, None);
                }
                if self.stations[place].is_none() {
                    self.stations[place] = self.names.station(change.station).cloned().map(Arc::new);
                }
                self.stations[place].clone().map(|station| (station, change))
            })
            .collect()
    }

    /// A lower revision after a higher one: a repeat if that very content was recorded, else a conflict.
    fn lower(&self, acceptance: &PreparedAcceptance, line: &[u8], known: &ItemEntry) -> Result<Placed, KeepError> {
        let mut next = Some(known.last);
        while let Some(position) = next {
            let bytes = self.bytes_at(position)?;
            let (earlier, same) = match read(position, &bytes)? {
                Entry::Acceptance(kept, _) => {
                    let same = kept.record.name.revision == acceptance.kept.record.name.revision;
                    (kept.link, same.then_some(kept.digest))
                }
                Entry::Event(kept, _) => (kept.link, None),
                Entry::Activation(_) | Entry::LookUp(_) => break,
            };
            match same {
                Some(digest) if digest == acceptance.kept.digest => return Ok(Placed::Repeat(position)),
                Some(_) => return self.conflict(acceptance, line, position).map(Placed::Rejected),
                None => next = earlier.position(),
            }
        }
        let would_pass = format!("a revision above {}", known.revision);
        let problem = Problem::new("/revision", ProblemCode::LowerRevision, would_pass);
        Ok(Placed::Rejected(decode::rejection(acceptance.number, line, vec![problem])))
    }

    /// Names the fields in which a record differs from the one recorded under its name.
    fn conflict(&self, acceptance: &PreparedAcceptance, line: &[u8], position: u64) -> Result<Rejection, KeepError> {
        let bytes = self.bytes_at(position)?;
        let mut fields = Vec::new();
        if let Entry::Acceptance(kept, envelope) = read(position, &bytes)? {
            fields = naming::differing_plain(&kept.record, &acceptance.kept.record);
            fields.extend(self.differing_personal(envelope, line));
        }
        if fields.is_empty() {
            fields.push("");
        }
        let revision = acceptance.kept.record.name.revision.get();
        let problem = |field: &str| {
            let would_pass =
                format!("the content recorded before, or revision {} and above", revision.saturating_add(1));
            Problem::new(field, ProblemCode::Conflict, would_pass)
        };
        Ok(decode::rejection(acceptance.number, line, fields.into_iter().map(problem).collect()))
    }

    /// Nothing where the recorded values can no longer be read.
    fn differing_personal(&self, envelope: &[u8], line: &[u8]) -> Vec<&'static str> {
        let differing = || {
            let envelope = Envelope::from_bytes(envelope.to_vec()).ok()?;
            let clear = decode::acceptance(line).ok()?;
            self.ring.differing(&envelope, &clear).ok()
        };
        differing().unwrap_or_default()
    }

    fn bytes_at(&self, position: u64) -> Result<Vec<u8>, KeepError> {
        let end = self.journal.end();
        match position.checked_sub(end).and_then(|place| self.pending.get(place as usize)) {
            Some(pending) => Ok(pending.clone()),
            None => Ok(self.journal.entry(position)?),
        }
    }
}

fn read(position: u64, bytes: &[u8]) -> Result<Entry<'_>, KeepError> {
    entry::read(bytes).map_err(|source| KeepError::Entry { position, source })
}
