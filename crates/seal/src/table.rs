//! The ring file: every key of the ring, wrapped by the master key. `docs/reference/seal-format.md` has the shape.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use parcel::Day;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::{
    CaseNumber, EpochId, MasterKey, RetentionClass, SealError, Suite, data_key::DataKey, destroyed::DestroyedDays,
    file, keyed_hash::KeyedHash, secret::Secret, slot::Slot,
};

const MAGIC: [u8; 8] = *b"PORTRING";
/// Without a byte for the suite, which is [`Suite::International`].
const VERSION_1: u8 = 1;
/// With the number of the suite behind the version.
const VERSION_2: u8 = 2;
const CHECK_BYTES: usize = 16;
const MAC_BYTES: usize = 32;

/// What the ring file says. Stored by position: new fields go last and bump the version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    /// Key epochs, the first is number 1.
    pub(crate) epochs: Vec<EpochRow>,
    /// Retention classes; slots name them by their row.
    pub(crate) classes: Vec<RetentionClass>,
    /// Days without a key for ever, one entry per class.
    pub(crate) destroyed: Vec<DestroyedDays>,
    /// Days without a key for ever in every class, also in those to come.
    pub(crate) destroyed_in_all: DestroyedDays,
    /// Cases that envelopes are held for; slots name them by their row.
    pub(crate) cases: Vec<CaseNumber>,
    /// The keys; `None` where the key of an epoch or a case was destroyed.
    pub(crate) keys: BTreeMap<Slot, Option<Wrapped>>,
}

/// A key epoch as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EpochRow {
    /// First statutory day.
    pub(crate) from: Day,
    /// For how many days from then on the epoch before it counts too.
    pub(crate) overlap_days: u16,
}

/// A key of 32 bytes, encrypted, and what the suite puts behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Wrapped(Vec<u8>);

/// What the master key does: it wraps keys and authenticates the file.
#[derive(Debug)]
pub(crate) struct Wrap {
    suite: Suite,
    key: DataKey,
    mac: KeyedHash,
    check: [u8; CHECK_BYTES],
}

impl Wrap {
    pub(crate) fn new(suite: Suite, master: &MasterKey) -> Self {
        let of = |usage| master.derive(suite, usage);
        Self {
            suite,
            key: DataKey::new(suite, of("portcullis ring 1: wrap")),
            mac: KeyedHash::new(suite, &of("portcullis ring 1: mac")),
            check: KeyedHash::new(suite, &of("portcullis ring 1: check")).first(b""),
        }
    }

    pub(crate) fn suite(&self) -> Suite {
        self.suite
    }

    pub(crate) fn wrap(&self, slot: Slot, secret: &Secret) -> Result<Wrapped, SealError> {
        let mut bytes = Vec::with_capacity(48);
        bytes.extend_from_slice(secret.expose());
        self.key.seal(&mut bytes, 0, &bound(slot)?)?;
        Ok(Wrapped(bytes))
    }

    pub(crate) fn unwrap(&self, slot: Slot, wrapped: &Wrapped) -> Result<Secret, SealError> {
        let clear = self.key.open(&wrapped.0, &bound(slot)?)?;
        let bytes: &[u8; 32] = clear.as_slice().try_into().map_err(|_| SealError::EnvelopeFormat)?;
        Ok(Secret::filled(|key| key.copy_from_slice(bytes)))
    }
}

impl Drop for Wrap {
    fn drop(&mut self) {
        self.check.zeroize();
    }
}

fn bound(slot: Slot) -> Result<Vec<u8>, SealError> {
    postcard::to_stdvec(&slot).map_err(SealError::Encoding)
}

/// Name of the ring file in its directory.
pub(crate) fn path_in(directory: &Path) -> PathBuf {
    directory.join("ring")
}

impl Table {
    /// Reads the ring file, or `None` where there is none. What an interrupted change left behind is erased.
    pub(crate) fn read(path: &Path, master: &MasterKey) -> Result<Option<(Self, Wrap)>, SealError> {
        file::erase(&file::next_of(path))?;
        file::read(path)?.map(|bytes| Self::decode(path, &bytes, master)).transpose()
    }

    /// Puts this table in the place of the file, synced, and overwrites the former one.
    pub(crate) fn write(&self, path: &Path, wrap: &Wrap) -> Result<(), SealError> {
        file::replace(path, &self.encode(wrap)?)
    }

    fn encode(&self, wrap: &Wrap) -> Result<Vec<u8>, SealError> {
        let mut bytes = Vec::with_capacity(64 + self.keys.len() * 60);
        bytes.extend_from_slice(&MAGIC);
        match wrap.suite {
            Suite::International => bytes.push(VERSION_1),
            Suite::Guomi => bytes.extend_from_slice(&[VERSION_2, wrap.suite.number()]),
        }
        bytes.extend_from_slice(&wrap.check);
        let mut bytes = postcard::to_extend(self, bytes).map_err(SealError::Encoding)?;
        bytes.extend_from_slice(&wrap.mac.hash(&bytes));
        Ok(bytes)
    }

    fn decode(path: &Path, bytes: &[u8], master: &MasterKey) -> Result<(Self, Wrap), SealError> {
        let damaged = |found| SealError::RingDamaged { path: path.to_owned(), found };
        let (signed, mac) = bytes.split_last_chunk::<MAC_BYTES>().ok_or_else(|| damaged("it is too short"))?;
        let rest = signed.strip_prefix(&MAGIC).ok_or_else(|| damaged("it does not begin as a key ring"))?;
        let (suite, rest) = suite(path, rest)?;
        let wrap = Wrap::new(suite, master);
        let (check, body) = rest.split_first_chunk::<CHECK_BYTES>().ok_or_else(|| damaged("it is too short"))?;
        if *check != wrap.check {
            return Err(SealError::WrongMasterKey { path: path.to_owned() });
        }
        // A hash of `blake3` is compared in constant time, whichever algorithm computed it.
        if blake3::Hash::from_bytes(wrap.mac.hash(signed)) != *mac {
            return Err(damaged("its checksum does not agree"));
        }
        let table = postcard::from_bytes(body).map_err(|_| damaged("its content cannot be read"))?;
        Ok((table, wrap))
    }

    /// The row of a class, if it is there.
    pub(crate) fn class_row(&self, class: RetentionClass) -> Option<u16> {
        self.classes.iter().position(|known| *known == class).map(|row| row as u16)
    }

    /// Whether the keys of a day and class (its row) were destroyed.
    pub(crate) fn is_destroyed(&self, day: i32, class: u16) -> bool {
        self.destroyed_in_all.contains(day)
            || self.destroyed.get(usize::from(class)).is_some_and(|days| days.contains(day))
    }

    /// The slot of an epoch, if it was started.
    pub(crate) fn epoch_slot(&self, epoch: EpochId) -> Result<Slot, SealError> {
        let slot = Slot::Epoch(epoch);
        self.keys.contains_key(&slot).then_some(slot).ok_or(SealError::UnknownEpoch)
    }
}

/// The suite of a ring file, by the bytes behind its magic, and what follows.
fn suite<'a>(path: &Path, bytes: &'a [u8]) -> Result<(Suite, &'a [u8]), SealError> {
    match bytes {
        [VERSION_1, rest @ ..] => Ok((Suite::International, rest)),
        [VERSION_2, number, rest @ ..] => {
            let found = "it names a crypto suite that this edition does not know";
            let suite = Suite::of_number(*number);
            suite.map(|suite| (suite, rest)).ok_or_else(|| SealError::RingDamaged { path: path.to_owned(), found })
        }
        [VERSION_2] | [] => Err(SealError::RingDamaged { path: path.to_owned(), found: "it is too short" }),
        [version, ..] => Err(SealError::RingVersion { path: path.to_owned(), version: *version }),
    }
}
