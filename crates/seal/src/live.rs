//! The ring as readers see it: unwrapped, in memory, replaced as a whole by each change.

use std::{collections::HashMap, sync::Arc};

use crate::{
    EpochId, RetentionClass, SealError,
    data_key::DataKey,
    slot::Slot,
    table::{Table, Wrap},
};

/// Table and usable keys; one view is never half changed.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) table: Table,
    keys: HashMap<Slot, Arc<DataKey>>,
}

impl Live {
    /// Unwraps the keys that `former` does not hold already.
    pub(crate) fn new(table: Table, wrap: &Wrap, former: Option<&Self>) -> Result<Self, SealError> {
        let mut keys = HashMap::with_capacity(table.keys.len());
        for (slot, wrapped) in &table.keys {
            let Some(wrapped) = wrapped else { continue };
            let kept = former.and_then(|former| former.keys.get(slot));
            let key = match kept {
                Some(key) => Arc::clone(key),
                None => Arc::new(DataKey::new(wrap.suite(), wrap.unwrap(*slot, wrapped)?)),
            };
            keys.insert(*slot, key);
        }
        Ok(Self { table, keys })
    }

    /// The key of a slot; [`SealError::Destroyed`] where there was one, [`SealError::UnknownKey`] otherwise.
    pub(crate) fn key(&self, slot: Slot) -> Result<Arc<DataKey>, SealError> {
        self.keys.get(&slot).map(Arc::clone).ok_or_else(|| self.absent(slot))
    }

    /// The key of a day and class, `None` where none was made yet.
    pub(crate) fn day_key(&self, day: i32, class: RetentionClass) -> Result<Option<(Slot, Arc<DataKey>)>, SealError> {
        let Some(class) = self.table.class_row(class) else { return Ok(None) };
        let slot = Slot::Day { day, class };
        match self.key(slot) {
            Ok(key) => Ok(Some((slot, key))),
            Err(SealError::UnknownKey) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn epoch_key(&self, epoch: EpochId) -> Result<Arc<DataKey>, SealError> {
        self.table.epoch_slot(epoch).and_then(|slot| self.key(slot))
    }

    fn absent(&self, slot: Slot) -> SealError {
        let destroyed = match slot {
            Slot::Day { day, class } => self.table.is_destroyed(day, class),
            Slot::Root | Slot::Epoch(_) | Slot::Case(_) | Slot::Signing(_) => self.table.keys.contains_key(&slot),
        };
        if destroyed { SealError::Destroyed } else { SealError::UnknownKey }
    }
}
