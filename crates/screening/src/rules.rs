//! Rules over windows: conditions in CEL, checked in full at load, then run as closures that cannot fail.
//!
//! How rules are written in files belongs in `pack`, what they count in `window`.

mod check;
mod compile;
mod narrow;
mod rule;
mod schema;
mod set;
mod typed;
mod witness;

pub use check::{Complaint, check};
pub use rule::{Condition, Rule, Status};
pub use schema::{FIELDS, Field, Kind};
pub use set::{Fired, RuleSet, Scratch};

#[cfg(test)]
mod tests;
