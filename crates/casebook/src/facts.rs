//! What is counted: one flat row per countable thing that an act brought about.
//!
//! Rows know two times: the day on which it took place, and from which act until which act it was held to be so.
//! Figures are definitions over these rows and live in `bulletin`.

mod codec;
mod derive;
mod kind;
mod store;

use law::ChargeGroup;
use parcel::{Day, kind::OperatorKind};

pub use codec::FACT_BYTES;
pub(crate) use derive::facts_of;
pub use kind::{FactKind, Reason};
pub use store::Facts;
pub(crate) use store::{FactStore, load};

use crate::{
    acts::{Contraband, Recorded},
    case::Stage,
};

/// One countable thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is counted.
    pub kind: FactKind,
    /// The day on which it took place.
    pub day: Day,
    /// The act that brought it about.
    pub sequence: u64,
    /// The act from which on it is known; later than `sequence` only where a correction brought it back.
    pub known_from: u64,
    /// The act from which on it is no longer held to be so; none: it still is.
    pub known_until: Option<u64>,
    /// Number of the subject in the read model ([`crate::ReadModel::subject`]); cases, measures and documents alike.
    pub case: u32,
    /// The person's place in the case, from 0; none: the fact is about no single person.
    pub person: Option<u16>,
    /// District of the office that acted, six digits.
    pub region: u32,
    /// The group that the main charge is counted in.
    pub charge_group: ChargeGroup,
    /// The main charge: article × 10 + the part behind the hyphen; 0: another crime, or none named.
    pub charge: u16,
    /// Whether delivery was used for the crime.
    pub by_delivery: Recorded,
    /// What was found.
    pub contraband: Option<Contraband>,
    /// Kind of operator that carried it.
    pub operator_kind: Option<OperatorKind>,
    /// Where the proceedings stood before the act.
    pub stage: Stage,
    /// Reason, result or form; its meaning depends on the kind.
    pub reason: Reason,
    /// Ten years or more, life or death.
    pub heavy: bool,
    /// Whether the decision follows from the exclusion of illegal evidence.
    pub after_exclusion: bool,
    /// Whether the person pleads.
    pub plea: bool,
    /// Whether the person was under 18.
    pub minor: Recorded,
    /// Whether the person is a foreigner.
    pub foreign: Recorded,
    /// How many; 1 unless the kind says otherwise.
    pub count: u32,
}

impl Fact {
    /// Whether it was held to be so when the ledger ended at `as_of`.
    pub fn is_known(&self, as_of: u64) -> bool {
        self.known_from <= as_of && self.known_until.is_none_or(|until| as_of < until)
    }
}
