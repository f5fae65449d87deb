//! The end of retention, and what is held back from it for a case.

use std::ops::RangeInclusive;

use parcel::Day;

use super::{KeyRing, sealing::class_row};
use crate::{
    CaseNumber, Envelope, EpochId, RetentionClass, SealError, Subject,
    slot::{Slot, day_number},
    table::Table,
};

impl KeyRing {
    /// Destroys the keys of all envelopes of these statutory days, in one class or in all; says how many keys.
    ///
    /// Durable when it returns: the ring file is replaced, synced, and the former one overwritten. Nothing can be
    /// sealed for these days again. Copies outside (backups, blocks that a disk has moved) still hold wrapped keys:
    /// [`KeyRing::rewrap`] by a new master key makes those useless too.
    ///
    /// Days before 2000-01-01 share the key of that day and go with it.
    ///
    /// Envelopes under legal hold are moved with [`KeyRing::hold`] before.
    pub fn destroy(&self, days: &RangeInclusive<Day>, class: Option<RetentionClass>) -> Result<usize, SealError> {
        let (first, last) = (day_number(*days.start()), day_number(*days.end()));
        if first > last {
            return Ok(0);
        }
        self.change(|table, _| {
            match class {
                Some(class) => {
                    let row = class_row(table, class)?;
                    table.destroyed[usize::from(row)].add(first, last);
                }
                None => table.destroyed_in_all.add(first, last),
            }
            let destroyed = |slot: &Slot| matches!(slot, Slot::Day { day, class } if table.is_destroyed(*day, *class));
            let gone: Vec<Slot> = table.keys.keys().copied().filter(destroyed).collect();
            for slot in &gone {
                table.keys.remove(slot);
            }
            Ok(gone.len())
        })
    }

    /// Destroys the key of an epoch: its pseudonyms can no longer be made from, nor compared with, any value.
    ///
    /// # Errors
    /// [`SealError::UnknownEpoch`]; [`SealError::EpochOrder`] for the epoch in use.
    pub fn destroy_epoch(&self, epoch: EpochId) -> Result<(), SealError> {
        self.change(|table, _| {
            let slot = table.epoch_slot(epoch)?;
            if epoch.0 as usize == table.epochs.len() {
                return Err(SealError::EpochOrder);
            }
            table.keys.insert(slot, None);
            Ok(())
        })
    }

    /// Seals one envelope anew under the key of a case, so that it outlives the key of its day (legal hold).
    ///
    /// # Errors
    /// As [`KeyRing::open_envelope`]; [`SealError::RingFull`].
    pub fn hold<'a>(
        &self,
        envelope: &Envelope,
        subject: impl Into<Subject<'a>>,
        case: &CaseNumber,
    ) -> Result<Envelope, SealError> {
        let subject = subject.into();
        let clear = self.clear(envelope, subject)?;
        let slot = self.case_slot(case)?;
        let key = self.live().key(slot)?;
        let mut message = Envelope::header(key.suite(), slot, clear.len())?;
        let header = message.len();
        let bound = subject.bound_to(&message);
        message.extend_from_slice(&clear);
        key.seal(&mut message, header, &bound)?;
        Ok(Envelope::sealed(message))
    }

    /// Destroys the key of a case: what was held for it becomes unreadable. False where nothing was held for it.
    pub fn destroy_case(&self, case: &CaseNumber) -> Result<bool, SealError> {
        self.change(|table, _| {
            let Some(slot) = case_row(table, case) else { return Ok(false) };
            Ok(table.keys.insert(slot, None).flatten().is_some())
        })
    }

    fn case_slot(&self, case: &CaseNumber) -> Result<Slot, SealError> {
        if let Some(slot) = case_row(&self.live().table, case) {
            return Ok(slot);
        }
        self.change(|table, writer| {
            if let Some(slot) = case_row(table, case) {
                return Ok(slot);
            }
            let slot = Slot::Case(table.cases.len() as u32);
            writer.add_key(table, slot)?;
            table.cases.push(case.clone());
            Ok(slot)
        })
    }
}

fn case_row(table: &Table, case: &CaseNumber) -> Option<Slot> {
    table.cases.iter().position(|known| known == case).map(|row| Slot::Case(row as u32))
}
