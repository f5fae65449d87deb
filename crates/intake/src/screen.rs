//! Screening without stores: the same code over names, journal and windows in memory, gone when it ends.
//!
//! No clock is read: `sequence` is the ordinal of the line from 0, and a time of acceptance is held against nothing.

use std::sync::Arc;

use hashbrown::HashMap;
use journal::MemoryJournal;
use screening::Screener;
use seal::KeyRing;

use crate::{
    answers::Answers,
    decide::{Answer, Decider, Sinks},
    items::{ItemEntry, ItemKey, ItemsError, Station, StationId, StationRef},
    keep::{Keeper, Placed},
    lines::Batch,
    naming::Names,
    prepare::{Expect, Preparer, Received},
    store::StoreError,
    windows::{WindowBounds, WindowStore},
};

/// Names in memory.
#[derive(Default)]
struct Unkept(HashMap<ItemKey, ItemEntry>);

impl Names for Unkept {
    fn get(&self, key: &ItemKey) -> Result<Option<ItemEntry>, ItemsError> {
        Ok(self.0.get(key).copied())
    }

    fn put(&mut self, key: ItemKey, entry: ItemEntry) {
        self.0.insert(key, entry);
    }

    fn intern(&mut self, _: StationRef<'_>) -> StationId {
        StationId::UNLISTED
    }

    fn station(&self, _: StationId) -> Option<&Station> {
        None
    }
}

/// Answers lines without keeping anything.
pub struct Screen {
    preparer: Preparer,
    keeper: Keeper<Unkept>,
    decider: Decider<WindowStore>,
    /// Ordinal of the line that was journaled at each position.
    ordinals: Vec<u64>,
}

impl Screen {
    /// Begins with no past. `random` makes the keys, which are gone with this value.
    pub fn new(screener: Arc<Screener>, random: fn(&mut [u8])) -> Result<Self, StoreError> {
        let ring = Arc::new(KeyRing::unkept(&mut |bytes| random(bytes))?);
        let windows = WindowStore::new(screener.pack().measures(), WindowBounds::default());
        let sinks = Sinks { answers: Arc::new(Answers::unkept()), tail: None };
        Ok(Self {
            preparer: Preparer::new(Arc::clone(&ring), Arc::clone(&screener)),
            keeper: Keeper::new(Unkept::default(), Box::new(MemoryJournal::new()), ring),
            decider: Decider::new(screener, windows, Some(sinks)),
            ordinals: Vec::new(),
        })
    }

    /// Answers the lines of a batch, in order.
    pub fn answer(&mut self, batch: &Batch) -> Result<Vec<Answer>, StoreError> {
        let prepared = self.preparer.batch(batch, Expect::Any, Received::Unstamped)?;
        let placed = self.keeper.place(batch, prepared)?;
        self.keeper.commit()?;
        for ((number, _), placed) in batch.iter().zip(&placed) {
            if matches!(placed, Placed::Record(_) | Placed::Event(_)) {
                self.ordinals.push(number - 1);
            }
        }
        let answers = self.decider.answer(placed).map_err(StoreError::from)?;
        Ok(answers.into_iter().map(|answer| self.by_ordinal(answer)).collect())
    }

    fn by_ordinal(&self, mut answer: Answer) -> Answer {
        if let Answer::Decision { position, .. } | Answer::Receipt { position, .. } = &mut answer {
            *position = self.ordinals.get(*position as usize).copied().unwrap_or(*position);
        }
        answer
    }
}
