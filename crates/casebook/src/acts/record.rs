//! Acts about the register itself: sealing of records, look-ups of persons, corrections.

use parcel::Day;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{ActKind, Payload};
use crate::{CasebookError, PersonId, SubjectId};

/// The record of a minor is sealed (Rules 482).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordSealed {
    /// Whose.
    pub person: PersonId,
    /// Number of the decision.
    pub document: SubjectId,
}

/// Somebody looked a person or a pseudonym up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookedUp {
    /// Who was looked up, by pseudonym; none: a question over many, which names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Legal ground, e.g. `CPL 143`; 1 to 128 characters.
    pub ground: String,
    /// Number of the document that allows it.
    pub document: SubjectId,
    /// How many cases and items were shown.
    pub shown: u32,
}

/// An earlier act of the same subject is as if it had not been, or had been another.
///
/// The corrected act stays in the ledger.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Sequence of the act that is corrected.
    pub corrects: u64,
    /// Why; 1 to 512 characters, no personal data.
    pub why: String,
    /// What takes its place; none: nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Replacement>,
}

impl PartialEq for Correction {
    fn eq(&self, other: &Self) -> bool {
        (self.corrects, &self.why, &self.replacement) == (other.corrects, &other.why, &other.replacement)
    }
}

/// What takes the place of a corrected act.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// The day on which it really took place.
    pub day: Day,
    /// The kind of act.
    pub kind: ActKind,
    /// Version of the payload.
    pub payload_version: u16,
    /// The payload.
    pub payload: Box<RawValue>,
}

impl PartialEq for Replacement {
    fn eq(&self, other: &Self) -> bool {
        (self.day, self.kind, self.payload_version, self.payload.get())
            == (other.day, other.kind, other.payload_version, other.payload.get())
    }
}

impl Replacement {
    /// Takes a payload as the replacement.
    pub fn new(day: Day, payload: &Payload) -> Self {
        Self { day, kind: payload.kind(), payload_version: payload.version(), payload: payload.write() }
    }

    /// The payload, read.
    ///
    /// # Errors
    /// As [`Payload::read`].
    pub fn read(&self) -> Result<Payload, CasebookError> {
        Payload::read(self.kind, self.payload_version, self.payload.get())
    }
}
