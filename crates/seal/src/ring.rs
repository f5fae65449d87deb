//! The key ring: one per data directory, shared by all threads.
//!
//! Readers take a lock for the time of one look-up; a change is on disk before any reader can see it.

mod cases;
mod destruction;
mod epochs;
mod sealing;
mod signatures;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use parcel::{Acceptance, Pseudonym, ReportedEvent};

pub use cases::is_note_signed_by;
pub use epochs::Epoch;

use crate::{
    MasterKey, SealError, Suite,
    data_key::DataKey,
    file,
    keyed_hash::KeyedHash,
    live::Live,
    secret::Generator,
    slot::Slot,
    table::{self, Table, Wrap},
};

/// Holds every key of a data directory and is the only way to use them.
#[derive(Debug)]
pub struct KeyRing {
    live: RwLock<Arc<Live>>,
    writer: Mutex<Writer>,
    suite: Suite,
    record_digest: KeyedHash,
    event_digest: KeyedHash,
    outside: KeyedHash,
}

#[derive(Debug)]
struct Writer {
    /// None for a ring that is gone when the process ends.
    path: Option<PathBuf>,
    wrap: Wrap,
    generator: Generator,
}

impl KeyRing {
    /// Most keys of a ring: days × classes, epochs and cases together.
    pub const KEYS_MAX: usize = 65_536;

    /// Whether a ring was made in `directory`.
    ///
    /// Where records are kept and this is false, the ring was lost: restore it; a new one would read no envelope and
    /// give everybody another pseudonym.
    pub fn is_in(directory: &Path) -> bool {
        table::path_in(directory).exists()
    }

    /// Opens the ring in `directory`, which holds wrapped keys only; where there is none, makes one of the suite
    /// `international`.
    ///
    /// `random` is drawn from once, here; later keys come from a generator seeded with it.
    ///
    /// # Errors
    /// [`SealError::WrongMasterKey`], [`SealError::RingDamaged`], [`SealError::RingVersion`], [`SealError::Disk`].
    pub fn open(directory: &Path, master: &MasterKey, random: &mut dyn FnMut(&mut [u8])) -> Result<Self, SealError> {
        Self::open_as(directory, master, None, random)
    }

    /// As [`Self::open`], with the suite of a ring that is made now, and must be that of one that is there.
    ///
    /// # Errors
    /// As [`Self::open`]; [`SealError::RingSuite`] where the ring was made with another one.
    pub fn open_as(
        directory: &Path,
        master: &MasterKey,
        suite: Option<Suite>,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Self, SealError> {
        file::make_directory(directory)?;
        let path = table::path_in(directory);
        let Some((table, wrap)) = Table::read(&path, master)? else {
            let suite = suite.unwrap_or_default();
            let mut writer = Writer::new(Some(path), Wrap::new(suite, master), random);
            let table = writer.first_table()?;
            return Self::of(table, writer);
        };
        match suite.filter(|suite| *suite != wrap.suite()) {
            Some(asked) => Err(SealError::RingSuite { path, kept: wrap.suite(), asked }),
            None => Self::of(table, Writer::new(Some(path), wrap, random)),
        }
    }

    /// A ring that touches no disk and is gone when the process ends, with everything that it sealed.
    ///
    /// # Errors
    /// None in practice: the cipher refuses no key of its own making.
    pub fn unkept(random: &mut dyn FnMut(&mut [u8])) -> Result<Self, SealError> {
        let mut key = [0; 32];
        random(&mut key);
        let wrap = Wrap::new(Suite::International, &MasterKey::from_bytes(key));
        let mut writer = Writer::new(None, wrap, random);
        let table = writer.first_table()?;
        Self::of(table, writer)
    }

    fn of(table: Table, writer: Writer) -> Result<Self, SealError> {
        let live = Live::new(table, &writer.wrap, None)?;
        let root = live.key(Slot::Root)?;
        let suite = writer.wrap.suite();
        let hash_for = |usage| root.secret().hash_for(suite, usage);
        Ok(Self {
            suite,
            record_digest: hash_for("content digest 1: acceptance"),
            event_digest: hash_for("content digest 1: event"),
            outside: hash_for("pseudonym outside 1"),
            live: RwLock::new(Arc::new(live)),
            writer: Mutex::new(writer),
        })
    }

    /// The algorithms that it was made with.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// What tells two acceptances apart: equal exactly where every field is equal, in every epoch.
    pub fn digest(&self, acceptance: &Acceptance) -> [u8; 16] {
        digest(&self.record_digest, acceptance)
    }

    /// What tells two events apart: equal exactly where every field is equal, in every epoch.
    pub fn digest_event(&self, event: &ReportedEvent) -> [u8; 16] {
        digest(&self.event_digest, event)
    }

    /// The form in which a pseudonym is shown to one viewer for one case (empty: none).
    ///
    /// Two viewers cannot compare what they see, and nobody can submit a phone number and read back its trail.
    pub fn shown(&self, pseudonym: Pseudonym, viewer: &str, case: &str) -> Pseudonym {
        let mut message = Vec::with_capacity(48 + viewer.len() + case.len());
        message.extend_from_slice(&pseudonym.0);
        message.extend_from_slice(&(viewer.len() as u64).to_le_bytes());
        message.extend_from_slice(viewer.as_bytes());
        message.extend_from_slice(case.as_bytes());
        Pseudonym(self.outside.first(&message))
    }

    /// Wraps every key by another master key, so that old copies of the ring file are of no use without the old one.
    ///
    /// The caller writes the new key file before, and destroys the old one after this succeeded; where it fails, both
    /// are kept, for either may be the one that opens the file.
    pub fn rewrap(&self, master: &MasterKey) -> Result<(), SealError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let next = Wrap::new(self.suite, master);
        let mut table = self.live().table.clone();
        for (slot, wrapped) in &mut table.keys {
            if let Some(wrapped) = wrapped {
                *wrapped = next.wrap(*slot, &writer.wrap.unwrap(*slot, wrapped)?)?;
            }
        }
        writer.keep(&table, &next)?;
        writer.wrap = next;
        self.publish(table, &writer)
    }

    fn live(&self) -> Arc<Live> {
        Arc::clone(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Edits a copy of the table; where that changed it, puts it on disk and only then lets readers see it.
    fn change<T>(&self, edit: impl FnOnce(&mut Table, &mut Writer) -> Result<T, SealError>) -> Result<T, SealError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let former = self.live();
        let mut table = former.table.clone();
        let outcome = edit(&mut table, &mut writer)?;
        if table != former.table {
            writer.keep(&table, &writer.wrap)?;
            self.publish(table, &writer)?;
        }
        Ok(outcome)
    }

    fn publish(&self, table: Table, writer: &Writer) -> Result<(), SealError> {
        let next = Live::new(table, &writer.wrap, Some(&self.live()))?;
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
    }
}

impl Writer {
    fn new(path: Option<PathBuf>, wrap: Wrap, random: &mut dyn FnMut(&mut [u8])) -> Self {
        let generator = Generator::seeded(wrap.suite(), random);
        Self { path, wrap, generator }
    }

    fn first_table(&mut self) -> Result<Table, SealError> {
        let mut table = Table::default();
        self.add_key(&mut table, Slot::Root)?;
        epochs::add(&mut table, self, parcel::Day::MIN, 0)?;
        self.keep(&table, &self.wrap)?;
        Ok(table)
    }

    fn keep(&self, table: &Table, wrap: &Wrap) -> Result<(), SealError> {
        self.path.as_ref().map_or(Ok(()), |path| table.write(path, wrap))
    }

    /// Makes the key of a slot that has none.
    fn add_key(&mut self, table: &mut Table, slot: Slot) -> Result<(), SealError> {
        if table.keys.len() >= KeyRing::KEYS_MAX {
            return Err(SealError::RingFull { what: "keys", max: KeyRing::KEYS_MAX });
        }
        let wrapped = self.wrap.wrap(slot, &self.generator.draw())?;
        table.keys.insert(slot, Some(wrapped));
        Ok(())
    }
}

/// Keyed hash of the stored form, which is one for one content.
fn digest(key: &KeyedHash, content: &impl serde::Serialize) -> [u8; 16] {
    let bytes = crate::room::append(content, Vec::with_capacity(1024))
        .expect("types of `parcel` hold nothing that has no length");
    key.first(&bytes)
}

/// A key and where it stands.
type Found = (Slot, Arc<DataKey>);

#[cfg(test)]
mod tests;
