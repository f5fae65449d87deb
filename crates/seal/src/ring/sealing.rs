//! Sealing and reading envelopes.

use std::collections::BTreeSet;

use parcel::{Acceptance, Day, Item, PseudonymousEvent, RecordName, ReportedEvent, statutory_day};
use zeroize::Zeroizing;

use super::{Found, KeyRing};
use crate::{
    ClearFields, Envelope, Field, Masked, OpeningGround, Pseudonymiser, RetentionClass, SealError, Subject, field,
    slot::{Slot, day_number},
    table::Table,
};

/// A day's key is made together with those of the days around it, so that the ring file is written rarely.
const BLOCK_DAYS: i32 = 16;

/// All days before this one share its key: lateness is never refused, and yet no sender can fill the ring with days
/// on which nobody sent anything.
const FIRST_DAY: Day = Day::constant(2000, 1, 1);

impl KeyRing {
    /// Most retention classes of a ring.
    pub const CLASSES_MAX: usize = 256;

    /// The acceptance as it may be kept and screened.
    ///
    /// `id_kind` is left out; a letter keeps no pseudonym of a party and no goods.
    pub fn pseudonymise(&self, acceptance: Acceptance, pseudonymiser: &Pseudonymiser) -> Item {
        pseudonymiser.item(acceptance)
    }

    /// The event as it may be kept: without its free text.
    pub fn pseudonymise_event(&self, event: ReportedEvent, pseudonymiser: &Pseudonymiser) -> PseudonymousEvent {
        pseudonymiser.event(event)
    }

    /// Seals the personal fields of an acceptance under the key of its statutory day and retention class.
    ///
    /// The same acceptance gives the same bytes.
    ///
    /// # Errors
    /// [`SealError::Destroyed`] where the retention of that day is over: keep the record without an envelope.
    /// [`SealError::Disk`] or [`SealError::RingFull`] where a new key cannot be kept.
    pub fn seal_acceptance(&self, acceptance: &Acceptance, class: RetentionClass) -> Result<Envelope, SealError> {
        let key = self.day_key(acceptance.day(), class)?;
        seal(&key, Subject::Record(&acceptance.name), &field::of_record(acceptance))
    }

    /// Seals the personal fields and the free text of an event under the key of the day on which it happened.
    ///
    /// # Errors
    /// As [`Self::seal_acceptance`].
    pub fn seal_event(&self, event: &ReportedEvent, class: RetentionClass) -> Result<Envelope, SealError> {
        let key = self.day_key(statutory_day(event.at), class)?;
        seal(&key, event.into(), &field::of_event(event))
    }

    /// The personal fields in which an acceptance differs from a sealed record of the same name, as JSON Pointers.
    ///
    /// # Errors
    /// As [`Self::open_envelope`].
    pub fn differing(&self, envelope: &Envelope, acceptance: &Acceptance) -> Result<Vec<&'static str>, SealError> {
        let clear = self.clear(envelope, Subject::Record(&acceptance.name))?;
        let kept = field::decode::<13>(&clear).ok_or(SealError::EnvelopeFormat)?;
        let given = field::of_record(acceptance);
        let differs = |place: &usize| kept[*place] != given[*place];
        Ok((0..13).filter(differs).map(|place| Field::RECORD[place].pointer()).collect())
    }

    /// The parties of a sealed record in masked form (GB/T 41833-2022). Not an opening; the caller records it.
    ///
    /// # Errors
    /// As [`Self::open_envelope`].
    pub fn masked(&self, envelope: &Envelope, name: &RecordName) -> Result<Masked, SealError> {
        let clear = self.clear(envelope, Subject::Record(name))?;
        let texts = field::decode::<13>(&clear).ok_or(SealError::EnvelopeFormat)?;
        Ok(Masked::of(&texts))
    }

    /// Opens an envelope. The caller has checked the ground and journaled the opening before.
    ///
    /// # Errors
    /// [`SealError::Destroyed`] after the end of retention, [`SealError::EnvelopeRefused`] where it was changed or
    /// belongs to another record, [`SealError::UnknownKey`] where it belongs to another ring.
    pub fn open_envelope<'a>(
        &self,
        envelope: &Envelope,
        subject: impl Into<Subject<'a>>,
        _ground: &OpeningGround,
    ) -> Result<ClearFields, SealError> {
        let subject = subject.into();
        let clear = self.clear(envelope, subject)?;
        let fields = match subject {
            Subject::Record(_) => field::decode::<13>(&clear).map(|texts| ClearFields::new(&Field::RECORD, &texts)),
            Subject::Event { .. } => field::decode::<5>(&clear).map(|texts| ClearFields::new(&Field::EVENT, &texts)),
            Subject::Person { .. } => field::decode::<4>(&clear).map(|texts| ClearFields::new(&Field::PERSON, &texts)),
        };
        fields.ok_or(SealError::EnvelopeFormat)
    }

    /// The clear bytes in an envelope: never leave this crate as they are.
    pub(super) fn clear(&self, envelope: &Envelope, subject: Subject<'_>) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let parts = envelope.parts().ok_or(SealError::EnvelopeFormat)?;
        if parts.suite != self.suite() {
            return Err(SealError::EnvelopeSuite { envelope: parts.suite, ring: self.suite() });
        }
        self.live().key(parts.slot)?.open(parts.sealed, &subject.bound_to(parts.header))
    }

    pub(super) fn day_key(&self, day: Day, class: RetentionClass) -> Result<Found, SealError> {
        let day = day_number(day).max(day_number(FIRST_DAY));
        if let Some(found) = self.live().day_key(day, class)? {
            return Ok(found);
        }
        self.make_day_keys(day, class)?;
        self.live().day_key(day, class)?.ok_or(SealError::Destroyed)
    }

    /// Makes the keys of a day and of the days around it, on disk before any is used.
    ///
    /// Where days come that are later than any before, every class that was in use until then gets its keys at once:
    /// the ring is written once for all of them and not once for each.
    pub(super) fn make_day_keys(&self, day: i32, class: RetentionClass) -> Result<(), SealError> {
        self.change(|table, writer| {
            let first = day.div_euclid(BLOCK_DAYS) * BLOCK_DAYS;
            let mut classes = classes_in_use_before(table, first);
            classes.insert(class_row(table, class)?);
            for day in first.max(day_number(FIRST_DAY))..first + BLOCK_DAYS {
                for class in &classes {
                    let slot = Slot::Day { day, class: *class };
                    if !table.keys.contains_key(&slot) && !table.is_destroyed(day, *class) {
                        writer.add_key(table, slot)?;
                    }
                }
            }
            Ok(())
        })
    }
}

/// Rows of the classes that have keys of the latest day, if that lies before a day; none otherwise.
fn classes_in_use_before(table: &Table, first: i32) -> BTreeSet<u16> {
    let days = || {
        table
            .keys
            .keys()
            .filter_map(|slot| if let Slot::Day { day, class } = slot { Some((*day, *class)) } else { None })
    };
    match days().map(|(day, _)| day).max() {
        Some(latest) if latest < first => days().filter(|(day, _)| *day == latest).map(|(_, class)| class).collect(),
        _ => BTreeSet::new(),
    }
}

pub(super) fn seal((slot, key): &Found, subject: Subject<'_>, texts: &[Option<&str>]) -> Result<Envelope, SealError> {
    let message = Envelope::header(key.suite(), *slot, field::encoded_bytes(texts))?;
    let header = message.len();
    let bound = subject.bound_to(&message);
    let mut message = field::encode(texts, message)?;
    key.seal(&mut message, header, &bound)?;
    Ok(Envelope::sealed(message))
}

pub(super) fn class_row(table: &mut Table, class: RetentionClass) -> Result<u16, SealError> {
    if let Some(row) = table.class_row(class) {
        return Ok(row);
    }
    if table.classes.len() >= KeyRing::CLASSES_MAX {
        return Err(SealError::RingFull { what: "classes", max: KeyRing::CLASSES_MAX });
    }
    table.classes.push(class);
    table.destroyed.push(crate::destroyed::DestroyedDays::default());
    Ok(table.classes.len() as u16 - 1)
}
