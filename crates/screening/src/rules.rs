//! Rules over windows: conditions in CEL, checked in full at load, then run as closures that cannot fail.
//!
//! How rules are written in files belongs in `pack`, what they count in `window`.

mod check;
mod compile;
mod explain;
mod narrow;
mod rule;
mod schema;
mod select;
mod set;
mod show;
mod subject;
mod typed;
mod witness;

pub use check::{Complaint, Setting, check};
pub use explain::{Clause, Explained, Reason};
pub use rule::{Basis, Condition, Expected, Mode, Rule, Status};
pub use schema::{FIELDS, Field, Kind, PASS_FIELDS, Read};
pub use set::{Fired, RuleSet, Scratch};
pub use subject::{Occasion, Pass, Subject};

#[cfg(test)]
mod tests;
