//! The three gates: identity at acceptance, inspection at receipt, inspection by machine.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Code64, Quantity, Sha256, choice::choice};

choice! {
    /// One of the three gates.
    Gate {
        /// Real-name acceptance (实名收寄).
        Identity = "identity",
        /// Receipt inspection (收寄验视).
        Inspection = "inspection",
        /// Inspection by machine (过机安检).
        Machine = "machine",
    }
}

choice! {
    /// What the law asks of a gate, for one item on one day.
    DutyState {
        Owed = "owed",
        /// Counter-Terrorism Law art. 20: by machine or by opening, one of them.
        OwedOneOf = "owed_one_of",
        May = "may",
        Exempt = "exempt",
        /// No provision was found: a gap, and a figure of its own.
        NoRule = "no_rule",
    }
}

choice! {
    /// What the record says of a gate. Not recorded is not "no".
    GateState {
        NotRecorded = "not_recorded",
        Done = "done",
        NotDone = "not_done",
        Exempt = "exempt",
        Refused = "refused",
    }
}

choice! {
    /// Result of checking the sender's identity.
    IdentityResult {
        Verified = "verified",
        Exempt = "exempt",
        Refused = "refused",
        Mismatch = "mismatch",
        NotDone = "not_done",
    }
}

choice! {
    /// How the identity was checked.
    IdentityMethod {
        CardReader = "card_reader",
        App = "app",
        Face = "face",
        Manual = "manual",
        Agreement = "agreement",
    }
}

choice! {
    /// Result of inspecting the contents at receipt.
    InspectionResult {
        Passed = "passed",
        Found = "found",
        Refused = "refused",
        Exempt = "exempt",
        NotDone = "not_done",
    }
}

choice! {
    /// Result of inspection by machine.
    XrayResult {
        Clear = "clear",
        Suspect = "suspect",
        Exempt = "exempt",
        NotDone = "not_done",
    }
}

/// Real-name acceptance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// What came of it.
    pub result: IdentityResult,
    /// How it was checked.
    pub method: Option<IdentityMethod>,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub at: Option<Timestamp>,
}

/// Receipt inspection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspection<P> {
    /// What came of it.
    pub result: InspectionResult,
    /// Who inspected.
    pub by: Option<P>,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub at: Option<Timestamp>,
    /// Number of the inspection mark (验视标识).
    pub mark: Option<Code64>,
    /// Hashes of photos; at most 16.
    pub photos: Vec<Sha256>,
    /// What was found.
    pub found: Option<Found>,
}

/// Inspection by machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Xray<P> {
    /// What came of it.
    pub result: XrayResult,
    /// Which machine.
    pub machine: Option<Code64>,
    /// Who read the image.
    pub by: Option<P>,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub at: Option<Timestamp>,
    /// Hash of the image.
    pub image: Option<Sha256>,
}

/// A prohibited item that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Dotted catalogue class, e.g. `drug.precursor`.
    pub class: String,
    /// Catalogue entry, where it is known.
    pub entry: Option<String>,
    /// How many or how much.
    pub quantity: Option<Quantity>,
    /// Unit of the quantity.
    pub unit: Option<String>,
}

impl IdentityResult {
    /// The state of the gate that this result stands for. A mismatch was checked: the gate was done, its result is no.
    pub fn state(self) -> GateState {
        match self {
            Self::Verified | Self::Mismatch => GateState::Done,
            Self::Exempt => GateState::Exempt,
            Self::Refused => GateState::Refused,
            Self::NotDone => GateState::NotDone,
        }
    }
}

impl InspectionResult {
    /// The state of the gate that this result stands for.
    pub fn state(self) -> GateState {
        match self {
            Self::Passed | Self::Found => GateState::Done,
            Self::Exempt => GateState::Exempt,
            Self::Refused => GateState::Refused,
            Self::NotDone => GateState::NotDone,
        }
    }
}

impl XrayResult {
    /// The state of the gate that this result stands for.
    pub fn state(self) -> GateState {
        match self {
            Self::Clear | Self::Suspect => GateState::Done,
            Self::Exempt => GateState::Exempt,
            Self::NotDone => GateState::NotDone,
        }
    }
}
