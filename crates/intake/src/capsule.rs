//! Decision capsules: one file that gives a decision again, byte for byte, years later and elsewhere.
//!
//! A capsule holds the record in pseudonyms of its own, what the windows said, the pack, the catalogue and the law that
//! decided, and the decision. No data directory, key or journal is needed to replay it.
//! Format: `docs/reference/capsule-format.md`. How windows come to say what they said belongs in `replay`.

mod contents;
mod make;
mod replay;
mod told;

use parcel::{Item, ItemName};
use seal::{SealError, signing::Signature};
use serde::{Deserialize, Serialize};

use crate::store::StoreError;

pub use make::{make, verify};
pub use replay::{Replayed, replay};
pub use told::ToldReading;

/// Name of the format, in the first member of every capsule.
pub const FORMAT: &str = "portcullis-capsule";

/// Version of the format that is written.
pub const VERSION: u32 = 1;

/// A capsule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capsule {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// What an evaluator did with the same record, pack, catalogue, law and windows: [`screening::SEMANTICS`].
    pub semantics: u32,
    /// Fingerprint of how characters fold: [`screening::goods::folding`].
    pub folding: String,
    /// The item.
    pub item: ItemName,
    /// Its revision.
    pub revision: u32,
    /// Place of the record in its journal.
    pub sequence: u64,
    /// When the record was taken in; notices carry it.
    pub received_at: jiff::Timestamp,
    /// Name of the pack that decided.
    pub pack: String,
    /// Edition of the law that decided.
    pub law: String,
    /// Edition of the catalogue that decided.
    pub catalogue: String,
    /// The record, in pseudonyms made for this capsule: equal where the values are equal, and linked to nothing else.
    pub record: Item,
    /// The same record under the keys of the epoch before, where that is what its windows were read under.
    pub former: Option<Item>,
    /// What windows said of each measure that was asked.
    pub windows: Vec<ToldReading>,
    /// The decision as answered, without its place in the journal.
    pub decision: String,
    /// The notices that the record raised.
    pub notices: Vec<String>,
    /// The texts that decided.
    pub contents: contents::Contents,
    /// BLAKE3 of everything above, as [`Capsule::digest`] computes it.
    pub hash: String,
    /// Signature over the hash by the house that made the capsule; whether to trust its key is for the reader to say.
    pub signature: Option<Signature>,
}

/// A capsule cannot be made or replayed.
#[derive(Debug, thiserror::Error)]
pub enum CapsuleError {
    /// No such record: check operator, waybill and revision.
    #[error("no such record")]
    UnknownRecord,
    /// The decision was made by another pack, law or catalogue than this program holds: use that edition.
    #[error("{what} decided by {found}; this program holds {held}")]
    OtherEdition {
        /// Which of the three.
        what: &'static str,
        /// What decided.
        found: String,
        /// What is at hand.
        held: String,
    },
    /// The evaluator of this program means something else: replay the capsule with a program of that version.
    #[error("{what} is {found}; this program has {held}")]
    OtherSemantics {
        /// `format`, `version`, `semantics` or `folding`.
        what: &'static str,
        /// What the capsule states.
        found: String,
        /// What this program has.
        held: String,
    },
    /// The file is no capsule, or was changed after it was made.
    #[error("not a sound capsule: {reason}")]
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
    /// What comes out is not what was answered: the kept answer or the journal is damaged; run `verify --replay`.
    #[error("the decision at {position} comes out otherwise than it was answered")]
    Different {
        /// Place in the journal.
        position: u64,
    },
    /// See the error itself.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// See the error itself.
    #[error(transparent)]
    Journal(#[from] journal::JournalError),
    /// See the error itself.
    #[error(transparent)]
    History(#[from] history::HistoryError),
    /// See the error itself.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Capsule {
    /// Hash of everything but hash and signature.
    pub fn digest(&self) -> String {
        let bare = Self { hash: String::new(), signature: None, ..self.clone() };
        // Serialising to memory cannot fail: every key is a string.
        blake3::hash(&serde_json::to_vec(&bare).unwrap_or_default()).to_hex().to_string()
    }

    /// As one file.
    pub fn to_text(&self) -> String {
        // As above.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads a file and checks that nothing of it was changed.
    pub fn read(text: &str) -> Result<Self, CapsuleError> {
        let head: Head = serde_json::from_str(text).map_err(|error| damaged(&error))?;
        same("format", &head.format, FORMAT)?;
        same("version", &head.version.to_string(), &VERSION.to_string())?;
        let capsule: Self = serde_json::from_str(text).map_err(|error| damaged(&error))?;
        if capsule.digest() != capsule.hash {
            return Err(CapsuleError::Damaged { reason: "its hash is not that of its content".to_owned() });
        }
        Ok(capsule)
    }
}

/// What is read before anything else is understood.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

fn same(what: &'static str, found: &str, held: &str) -> Result<(), CapsuleError> {
    if found == held {
        return Ok(());
    }
    Err(CapsuleError::OtherSemantics { what, found: found.to_owned(), held: held.to_owned() })
}

fn damaged(error: &serde_json::Error) -> CapsuleError {
    CapsuleError::Damaged { reason: error.to_string() }
}
