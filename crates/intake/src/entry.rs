//! What is written to the journal, one entry a record, and how it is read back.
//!
//! Format, version 1 (`docs/reference/journal-entries.md`): one byte version, one byte kind, a postcard body,
//! and for records the sealed envelope as the rest of the entry.
//! Bodies are stored by position of their fields: a new field is a new version.

use jiff::Timestamp;
use parcel::{Item, PseudonymousEvent};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Version of the format that is written.
const VERSION: u8 = 1;

/// Where the eight bytes of [`Link`] stand in an entry.
const LINK_AT: usize = 2;

const ACCEPTANCE: u8 = 1;
const EVENT: u8 = 2;
const ACTIVATION: u8 = 3;
const LOOK_UP: u8 = 4;

/// The entry of the same item that came before, or none.
///
/// Filled in last, when the place in the journal is known: it has a fixed width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link([u8; 8]);

impl Link {
    /// Not yet known, or the first entry of its item.
    pub const NONE: Self = Self([0xff; 8]);

    /// Links to a position.
    pub fn to(position: Option<u64>) -> Self {
        position.map_or(Self::NONE, |position| Self(position.to_le_bytes()))
    }

    /// The position of the earlier entry.
    pub fn position(self) -> Option<u64> {
        (self != Self::NONE).then(|| u64::from_le_bytes(self.0))
    }

    /// Writes this link into an encoded record.
    pub fn write_into(self, entry: &mut [u8]) {
        entry[LINK_AT..LINK_AT + 8].copy_from_slice(&self.0);
    }
}

/// What one entry says.
#[derive(Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one is held at a time, and most are the large one")]
pub enum Entry<'a> {
    /// An item was accepted, or an acceptance was put right.
    Acceptance(Kept<Item>, &'a [u8]),
    /// Something happened to an item.
    Event(Kept<PseudonymousEvent>, &'a [u8]),
    /// From here on another pack, law edition or key epoch decides.
    Activation(Activation),
    /// Somebody looked a person or a pseudonym up.
    LookUp(LookUp),
}

impl Entry<'_> {
    /// When it was made here.
    pub fn made_at(&self) -> Timestamp {
        match self {
            Self::Acceptance(kept, _) => kept.received_at,
            Self::Event(kept, _) => kept.received_at,
            Self::Activation(activation) => activation.at,
            Self::LookUp(look_up) => look_up.at,
        }
    }
}

/// A record as it is kept, before its envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept<R> {
    /// The earlier entry of the same item.
    pub link: Link,
    /// When it was taken in here.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub received_at: Timestamp,
    /// Key epoch of its pseudonyms.
    pub epoch: u32,
    /// Keyed digest of its whole content.
    pub digest: [u8; 16],
    /// The record in pseudonyms.
    pub record: R,
    /// The same record in the pseudonyms of the epoch before, while the two overlap: windows that reach back over
    /// the change count under those.
    pub former: Option<R>,
}

/// What decides from here on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activation {
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
    /// Rule pack and edition.
    pub pack: String,
    /// Edition of the law data.
    pub law: String,
    /// Edition of the catalogue.
    pub catalogue: String,
    /// Key epoch.
    pub epoch: u32,
}

/// A look-up by a person or a pseudonym.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUp {
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
    /// What was done.
    pub action: Action,
    /// What for, as the person who looked said.
    pub purpose: String,
    /// Legal ground, as the person who looked said.
    pub ground: String,
    /// What was looked at: an item's name, or the BLAKE3 hash of a query. Never a person.
    pub subject: String,
    /// How many rows were answered.
    pub rows: u64,
}

/// What kind of look-up it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// All items of one person.
    Trace,
    /// A query that touches a pseudonym.
    Sql,
    /// The masked form of an item's parties.
    Mask,
}

impl Action {
    /// The word that lists and answers use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Sql => "sql",
            Self::Mask => "mask",
        }
    }
}

/// An entry cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// A later version of this program wrote it: use that version.
    #[error("journal entry of version {found}; this program reads version {VERSION}")]
    Version {
        /// The version found.
        found: u8,
    },
    /// The bytes are not an entry.
    #[error("journal entry cannot be read as {what}")]
    Malformed {
        /// What it should have been.
        what: &'static str,
    },
}

/// What kind of entry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An acceptance.
    Acceptance,
    /// An event.
    Event,
    /// An activation.
    Activation,
    /// A look-up.
    LookUp,
}

/// The kind of an entry, by its first bytes.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [VERSION, ACCEPTANCE, ..] => Some(Kind::Acceptance),
        [VERSION, EVENT, ..] => Some(Kind::Event),
        [VERSION, ACTIVATION, ..] => Some(Kind::Activation),
        [VERSION, LOOK_UP, ..] => Some(Kind::LookUp),
        _ => None,
    }
}

/// Encodes an acceptance (a kept [`Item`] or a reference to one) and its envelope.
pub fn acceptance(kept: &Kept<impl Serialize>, envelope: &[u8]) -> Vec<u8> {
    encode(ACCEPTANCE, kept, envelope)
}

/// Encodes an event (a kept [`PseudonymousEvent`] or a reference to one) and its envelope.
pub fn event(kept: &Kept<impl Serialize>, envelope: &[u8]) -> Vec<u8> {
    encode(EVENT, kept, envelope)
}

/// Encodes an activation.
pub fn activation(activation: &Activation) -> Vec<u8> {
    encode(ACTIVATION, activation, &[])
}

/// Encodes a look-up.
pub fn look_up(look_up: &LookUp) -> Vec<u8> {
    encode(LOOK_UP, look_up, &[])
}

/// What a look-up by a query is recorded under: the BLAKE3 hash of its text.
pub fn query_hash(query: &str) -> String {
    blake3::hash(query.as_bytes()).to_hex().to_string()
}

/// Reads an entry.
pub fn read(bytes: &[u8]) -> Result<Entry<'_>, EntryError> {
    let [version, kind, body @ ..] = bytes else { return Err(EntryError::Malformed { what: "an entry" }) };
    if *version != VERSION {
        return Err(EntryError::Version { found: *version });
    }
    match *kind {
        ACCEPTANCE => body_of(body, "an acceptance").map(|(kept, envelope)| Entry::Acceptance(kept, envelope)),
        EVENT => body_of(body, "an event").map(|(kept, envelope)| Entry::Event(kept, envelope)),
        ACTIVATION => body_of(body, "an activation").map(|(activation, _)| Entry::Activation(activation)),
        LOOK_UP => body_of(body, "a look-up").map(|(look_up, _)| Entry::LookUp(look_up)),
        _ => Err(EntryError::Malformed { what: "an entry of a known kind" }),
    }
}

fn encode(kind: u8, body: &impl Serialize, rest: &[u8]) -> Vec<u8> {
    let mut entry = Vec::with_capacity(512 + rest.len());
    entry.extend([VERSION, kind]);
    // Writing to memory fails only for types of unknown length, and no body holds one.
    let mut entry = postcard::serialize_with_flavor(body, Room(entry)).unwrap_or_default();
    entry.extend_from_slice(rest);
    entry
}

/// Writes behind what a buffer already holds, a text at a time rather than a byte at a time.
struct Room(Vec<u8>);

impl postcard::ser_flavors::Flavor for Room {
    type Output = Vec<u8>;

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Vec<u8>> {
        Ok(self.0)
    }
}

fn body_of<'a, T: DeserializeOwned>(body: &'a [u8], what: &'static str) -> Result<(T, &'a [u8]), EntryError> {
    postcard::take_from_bytes(body).map_err(|_| EntryError::Malformed { what })
}
