//! Key epochs: after a while pseudonyms change, so that no trail is longer than it must be.

use parcel::{Day, Operator};

use super::{KeyRing, Writer};
use crate::{
    EpochId, Pseudonymiser, SealError,
    slot::{Slot, day_number},
    table::{EpochRow, Table},
};

/// A key epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// Its number.
    pub id: EpochId,
    /// First statutory day; the first epoch has none and begins with all time.
    pub from: Day,
    /// For how many days from then on the epoch before it counts too.
    pub overlap_days: u16,
    /// Whether its key was destroyed.
    pub destroyed: bool,
}

impl KeyRing {
    /// Most key epochs of a ring.
    pub const EPOCHS_MAX: usize = 4_096;

    /// Every epoch, oldest first.
    pub fn epochs(&self) -> Vec<Epoch> {
        let live = self.live();
        let rows = live.table.epochs.iter().zip(1..);
        let epoch = |(row, number): (&EpochRow, u32)| Epoch {
            id: EpochId(number),
            from: row.from,
            overlap_days: row.overlap_days,
            destroyed: matches!(live.table.keys.get(&Slot::Epoch(EpochId(number))), Some(None)),
        };
        rows.map(epoch).collect()
    }

    /// The epoch that a statutory day lies in.
    pub fn epoch_on(&self, day: Day) -> EpochId {
        epoch_on(&self.live().table.epochs, day)
    }

    /// The epoch that a day lies in and, during their overlap, the one before: a window that reaches back over the
    /// change counts under the former until the latter has filled its own.
    pub fn epochs_on(&self, day: Day) -> (EpochId, Option<EpochId>) {
        let live = self.live();
        let epoch = epoch_on(&live.table.epochs, day);
        let row = &live.table.epochs[epoch.0 as usize - 1];
        let age = i64::from(day_number(day)) - i64::from(day_number(row.from));
        let overlaps = epoch.0 > 1 && age < i64::from(row.overlap_days);
        (epoch, overlaps.then_some(EpochId(epoch.0 - 1)))
    }

    /// The epoch started last.
    pub fn current_epoch(&self) -> EpochId {
        EpochId(self.live().table.epochs.len() as u32)
    }

    /// Starts the next epoch. `overlap_days` is at least the longest window of the active pack.
    ///
    /// `from` lies ahead of what was journaled; the caller journals the start.
    ///
    /// # Errors
    /// [`SealError::EpochOrder`] unless `from` is after the latest epoch's; [`SealError::RingFull`].
    pub fn start_epoch(&self, from: Day, overlap_days: u16) -> Result<EpochId, SealError> {
        self.change(|table, writer| {
            if table.epochs.last().is_some_and(|latest| latest.from >= from) {
                return Err(SealError::EpochOrder);
            }
            add(table, writer, from, overlap_days)
        })
    }

    /// The pseudonyms of one operator in one epoch.
    ///
    /// # Errors
    /// [`SealError::Destroyed`], [`SealError::UnknownEpoch`].
    pub fn pseudonymiser(&self, operator: &Operator, epoch: EpochId) -> Result<Pseudonymiser, SealError> {
        let key = self.live().epoch_key(epoch)?;
        Ok(Pseudonymiser::new(epoch, key.suite(), key.secret(), operator))
    }
}

pub(super) fn add(table: &mut Table, writer: &mut Writer, from: Day, overlap_days: u16) -> Result<EpochId, SealError> {
    if table.epochs.len() >= KeyRing::EPOCHS_MAX {
        return Err(SealError::RingFull { what: "epochs", max: KeyRing::EPOCHS_MAX });
    }
    let epoch = EpochId(table.epochs.len() as u32 + 1);
    writer.add_key(table, Slot::Epoch(epoch))?;
    table.epochs.push(EpochRow { from, overlap_days });
    Ok(epoch)
}

fn epoch_on(epochs: &[EpochRow], day: Day) -> EpochId {
    // The first epoch begins with all time: the count is at least 1.
    EpochId(epochs.partition_point(|row| row.from <= day) as u32)
}
