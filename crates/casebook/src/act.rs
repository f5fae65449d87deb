//! The envelope of an act: who did what to which subject, when, for what purpose, and where it stands in the chain.

use jiff::Timestamp;
use parcel::Day;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    CasebookError, Office, Role, Subject,
    acts::{ActKind, Payload},
};

/// BLAKE3, 32 bytes.
pub type Hash = [u8; 32];

/// An act before it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAct {
    /// What it is about.
    pub subject: Subject,
    /// The day on which it took place.
    pub day: Day,
    /// The moment of recording, by the caller's clock; the ledger keeps the later of it and the one before.
    pub recorded_at: Timestamp,
    /// Who acted: a staff number, never a name. 1 to 64 of `A-Z`, `a-z`, `0-9`, `-`, `_`, `.`.
    pub actor: String,
    /// In which capacity.
    pub role: Role,
    /// At which office.
    pub office: Office,
    /// What for; 1 to 128 characters, no personal data.
    pub purpose: String,
    /// Repeats with the same key are recorded once; 1 to 64 of the letters of `actor`.
    pub key: Option<String>,
    /// What it says.
    pub payload: Payload,
}

/// An act as it stands in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Its place in the ledger, from 1 up without gaps.
    pub sequence: u64,
    /// Which act of its subject this is, from 1 up.
    pub version: u32,
    /// What it is about.
    pub subject: Subject,
    /// The day on which it took place.
    pub day: Day,
    /// The moment of recording; never earlier than that of the act before.
    pub recorded_at: Timestamp,
    /// Who acted.
    pub actor: String,
    /// In which capacity.
    pub role: Role,
    /// At which office.
    pub office: Office,
    /// What for.
    pub purpose: String,
    /// Key against repeats.
    pub key: Option<String>,
    /// What it says.
    pub payload: Payload,
}

impl Act {
    /// The kind of act.
    pub fn kind(&self) -> ActKind {
        self.payload.kind()
    }

    /// Reads the bytes that the ledger keeps.
    ///
    /// # Errors
    /// [`CasebookError::Envelope`], and those of [`Payload::read`].
    pub fn read(body: &[u8]) -> Result<Self, CasebookError> {
        let body: Body = serde_json::from_slice(body).map_err(CasebookError::Envelope)?;
        let payload = Payload::read(body.kind, body.payload_version, body.payload.get())?;
        Ok(Self {
            sequence: body.sequence,
            version: body.version,
            subject: body.subject,
            day: body.day,
            recorded_at: body.recorded_at,
            actor: body.actor,
            role: body.role,
            office: body.office,
            purpose: body.purpose,
            key: body.key,
            payload,
        })
    }
}

/// The stored form: JSON with the fields in this order. What is hashed is these bytes and nothing else.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    sequence: u64,
    subject: Subject,
    version: u32,
    kind: ActKind,
    payload_version: u16,
    day: Day,
    recorded_at: Timestamp,
    actor: String,
    role: Role,
    office: Office,
    purpose: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(borrow)]
    payload: &'a RawValue,
}

/// The bytes that the ledger keeps of a new act once its place is known.
pub(crate) fn body(act: &NewAct, payload: &RawValue, sequence: u64, version: u32, recorded_at: Timestamp) -> Vec<u8> {
    #[derive(Serialize)]
    struct Borrowed<'a> {
        sequence: u64,
        subject: &'a Subject,
        version: u32,
        kind: ActKind,
        payload_version: u16,
        day: Day,
        recorded_at: Timestamp,
        actor: &'a str,
        role: Role,
        office: &'a Office,
        purpose: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a str>,
        payload: &'a RawValue,
    }
    let body = Borrowed {
        sequence,
        subject: &act.subject,
        version,
        kind: act.payload.kind(),
        payload_version: act.payload.version(),
        day: act.day,
        recorded_at,
        actor: &act.actor,
        role: act.role,
        office: &act.office,
        purpose: &act.purpose,
        key: act.key.as_deref(),
        payload,
    };
    serde_json::to_vec(&body).expect("an act holds nothing that JSON cannot hold")
}

/// Says what is hashed, so that the hash of an act can never be taken for that of anything else.
const LABEL: &[u8; 32] = b"portcullis casebook act, v1\0\0\0\0\0";

/// The hash of an act: of its bytes and of the hash of the act before (32 zero bytes before the first).
pub(crate) fn link(previous: &Hash, body: &[u8]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(LABEL);
    hasher.update(previous);
    hasher.update(body);
    hasher.finalize().into()
}
