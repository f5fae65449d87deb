//! The words of the domain: what enters the gate, what is said about it, and how it is measured.
//!
//! Pure: no input or output, no clock, no randomness.
//! What the law asks belongs in `law`, what is noticed in `screening`, keys and ciphers in `seal`.

mod acceptance;
mod choice;
mod decision;
mod event;
mod finding;
mod gate;
mod name;
mod personal;
mod problem;
mod region;
mod state;
mod text;
mod time;
mod unit;

pub use acceptance::{Acceptance, Goods, Item, Party, Payment, Record, Sender};
pub use choice::Choice;
pub use decision::{Catalogue, ClassRules, Decision, Notice, NoticeKey, Receipt, Verdict};
pub use event::{Event, EventKind, PseudonymousEvent, ReportedEvent};
pub use finding::{Ask, DutyEffect, Evidence, Finding, FindingKind, GoodsHit, HintEffect, Provision, Request, Value};
pub use gate::{
    DutyState, Found, Gate, GateState, Identity, IdentityMethod, IdentityResult, Inspection, InspectionResult, Xray,
    XrayResult,
};
pub use name::{Code64, ItemName, Operator, RecordName, Revision, Sha256, Waybill};
pub use personal::{Clear, PersonalKind, Pseudonym};
pub use problem::{Fault, Problem, ProblemCode, Rejection};
pub use region::{Place, Region};
pub use state::State;
pub use text::Bilingual;
pub use time::{Day, statutory_day};
pub use unit::{Fen, Grams, Quantity};

/// Kinds of item, of operator and of other closed lists.
pub mod kind;
