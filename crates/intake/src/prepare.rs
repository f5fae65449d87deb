//! What can be done to a line on its own, on any thread: decode, check, digest, pseudonyms, envelope, text and duties.
//!
//! What needs the order of the journal (names, windows) comes after, in `keep` and `decide`.

use std::sync::Arc;

use hashbrown::HashMap;
use jiff::{SignedDuration, Timestamp};
use parcel::{
    Acceptance, Clear, Item, Operator, Place, Problem, ProblemCode, PseudonymousEvent, Record, Rejection, ReportedEvent,
};
use screening::Screener;
use seal::{Envelope, EpochId, KeyRing, Pseudonymiser, RetentionClass, SealError};

use crate::{
    decode::{self, Line},
    entry::{self, Kept, Link},
    items::ItemKey,
    lines::Batch,
    naming::key_of,
};

/// How far `accepted_at` may lie ahead of the clock here.
pub const ACCEPTED_AHEAD_MAX: SignedDuration = SignedDuration::from_mins(10);

/// Retention class of records without a place in China.
const CLASS: &str = "cn";

/// Most operators whose pseudonym keys one thread keeps ready.
const OPERATORS_CACHED_MAX: usize = 4_096;

/// Which lines a caller sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Acceptances and events mixed: a line with a field `event` is an event.
    Any,
    /// Acceptances only.
    Acceptances,
    /// Events only.
    Events,
}

/// When lines came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Stamped at intake; a time of acceptance too far ahead of it is a problem.
    At(Timestamp),
    /// Screened without stores: there is no stamp, and the time of acceptance stands in for it.
    Unstamped,
}

/// A line after everything that can be done to it on its own.
pub enum Prepared {
    /// An acceptance.
    Acceptance(Box<PreparedAcceptance>),
    /// An event.
    Event(Box<PreparedEvent>),
    /// Not taken.
    Rejected(Rejection),
}

/// A checked acceptance, ready for the journal.
pub struct PreparedAcceptance {
    /// Number of its line.
    pub number: u64,
    /// Key of its item.
    pub key: ItemKey,
    /// The record in pseudonyms, as it will be journaled.
    pub kept: Kept<Item>,
    /// What is found without looking at other records.
    pub screened: screening::Prepared,
    /// Its journal entry, link not yet filled in; the envelope is its end.
    pub entry: Vec<u8>,
    /// Where in the entry the envelope begins.
    pub envelope_at: usize,
}

/// A checked event, ready for the journal.
pub struct PreparedEvent {
    /// Number of its line.
    pub number: u64,
    /// Key of its item.
    pub key: ItemKey,
    /// The event in pseudonyms, as it will be journaled.
    pub kept: Kept<PseudonymousEvent>,
    /// Its journal entry, link not yet filled in; the envelope is its end.
    pub entry: Vec<u8>,
    /// Where in the entry the envelope begins.
    pub envelope_at: usize,
}

impl PreparedAcceptance {
    /// Its sealed personal values.
    pub fn envelope(&self) -> &[u8] {
        &self.entry[self.envelope_at..]
    }
}

impl PreparedEvent {
    /// Its sealed personal values and free text.
    pub fn envelope(&self) -> &[u8] {
        &self.entry[self.envelope_at..]
    }
}

/// Prepares lines. One for each thread: it keeps keys and buffers at hand.
pub struct Preparer {
    ring: Arc<KeyRing>,
    screener: Arc<Screener>,
    pseudonymisers: HashMap<(EpochId, Operator), Pseudonymiser>,
}

impl Preparer {
    /// A preparer for one thread.
    pub fn new(ring: Arc<KeyRing>, screener: Arc<Screener>) -> Self {
        Self { ring, screener, pseudonymisers: HashMap::new() }
    }

    /// Prepares every line of a batch, in order.
    ///
    /// Fails only where keys cannot be made durable; then no line of the batch is taken.
    pub fn batch(&mut self, batch: &Batch, expect: Expect, received: Received) -> Result<Vec<Prepared>, SealError> {
        batch.iter().map(|(number, bytes)| self.line(number, bytes, expect, received)).collect()
    }

    fn line(&mut self, number: u64, bytes: &[u8], expect: Expect, received: Received) -> Result<Prepared, SealError> {
        let line = match expect {
            Expect::Any => decode::line(bytes),
            Expect::Acceptances => decode::acceptance(bytes).map(Box::new).map(Line::Acceptance),
            Expect::Events => decode::event(bytes).map(Box::new).map(Line::Event),
        };
        match line {
            Err(problems) => Ok(Prepared::Rejected(decode::rejection(number, bytes, problems))),
            Ok(Line::Event(event)) => self.event(number, *event, received).map(Box::new).map(Prepared::Event),
            Ok(Line::Acceptance(acceptance)) => match ahead(&acceptance, received) {
                Some(problem) => Ok(Prepared::Rejected(decode::rejection(number, bytes, vec![problem]))),
                None => self.acceptance(number, *acceptance, received).map(Box::new).map(Prepared::Acceptance),
            },
        }
    }

    fn acceptance(
        &mut self,
        number: u64,
        acceptance: Acceptance,
        received: Received,
    ) -> Result<PreparedAcceptance, SealError> {
        let received_at = received.or(acceptance.accepted_at);
        let digest = self.ring.digest(&acceptance);
        let envelope = envelope(self.ring.seal_acceptance(&acceptance, class_of(acceptance.duty_place())?))?;
        let (epoch, former) = self.ring.epochs_on(parcel::statutory_day(received_at));
        let operator = &acceptance.name.item.operator;
        let former = former.map(|former| self.pseudonymiser(operator, former)).transpose()?;
        let former = former.map(|former| self.ring.pseudonymise(acceptance.clone(), &former));
        let pseudonymiser = self.pseudonymiser(operator, epoch)?;
        let item = self.ring.pseudonymise(acceptance, &pseudonymiser);
        let screened = self.screener.prepare(&item);
        let key = key_of(item.item());
        let kept = Kept { link: Link::NONE, received_at, epoch: epoch.0, digest, record: item, former };
        let entry = entry::acceptance(&kept, &envelope);
        let envelope_at = entry.len() - envelope.len();
        Ok(PreparedAcceptance { number, key, kept, screened, entry, envelope_at })
    }

    fn event(&mut self, number: u64, event: ReportedEvent, received: Received) -> Result<PreparedEvent, SealError> {
        let received_at = received.or(event.at);
        let digest = self.ring.digest_event(&event);
        let envelope = envelope(self.ring.seal_event(&event, RetentionClass::parse(CLASS)?))?;
        let epoch = self.ring.epoch_on(parcel::statutory_day(received_at));
        let pseudonymiser = self.pseudonymiser(&event.item.operator, epoch)?;
        let event = self.ring.pseudonymise_event(event, &pseudonymiser);
        let key = key_of(&event.item);
        let kept = Kept { link: Link::NONE, received_at, epoch: epoch.0, digest, record: event, former: None };
        let entry = entry::event(&kept, &envelope);
        let envelope_at = entry.len() - envelope.len();
        Ok(PreparedEvent { number, key, kept, entry, envelope_at })
    }

    fn pseudonymiser(&mut self, operator: &Operator, epoch: EpochId) -> Result<Pseudonymiser, SealError> {
        let key = (epoch, operator.clone());
        if let Some(ready) = self.pseudonymisers.get(&key) {
            return Ok(ready.clone());
        }
        if self.pseudonymisers.len() >= OPERATORS_CACHED_MAX {
            self.pseudonymisers.clear();
        }
        let made = self.ring.pseudonymiser(operator, epoch)?;
        self.pseudonymisers.insert(key, made.clone());
        Ok(made)
    }
}

/// The retention class of records made at a place: each province has its own, since local rules set periods.
fn class_of(place: Place) -> Result<RetentionClass, SealError> {
    match place.home() {
        Some(region) => RetentionClass::parse(&format!("{CLASS}-{}", region.province())),
        None => RetentionClass::parse(CLASS),
    }
}

/// A record whose day's key was destroyed at the end of retention is kept without its personal values.
fn envelope(sealed: Result<Envelope, SealError>) -> Result<Vec<u8>, SealError> {
    match sealed {
        Ok(envelope) => Ok(envelope.into_bytes()),
        Err(SealError::Destroyed) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

impl Received {
    fn or(self, accepted_at: Timestamp) -> Timestamp {
        match self {
            Self::At(received_at) => received_at,
            Self::Unstamped => accepted_at,
        }
    }
}

fn ahead(acceptance: &Record<Clear>, received: Received) -> Option<Problem> {
    let Received::At(received_at) = received else { return None };
    (acceptance.accepted_at.duration_since(received_at) > ACCEPTED_AHEAD_MAX).then(|| {
        let would_pass = "at most 10 minutes ahead of the clock at intake (accepted_ahead_max); any time before";
        Problem::new("/accepted_at", ProblemCode::BadTime, would_pass)
    })
}
