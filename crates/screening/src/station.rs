//! Whether gates were really worked: signs on single marks, and per station an estimate of the share without a gate.
//!
//! A mark is what a record says of one gate. Signs are physical or of form: pace, one second, two places, order,
//! re-used images, shared documents, marks without a machine. They ask a person to look; none is proof.
//! Stations stand in the order of their names and are never ranked. Reading the journal belongs in `intake`.

mod bare;
mod estimate;
mod mark;
mod order;
mod pace;
mod parameters;
mod places;
mod reuse;
mod roll;
mod sign;
mod survey;

pub use estimate::{Days, Estimate, Usual};
pub use mark::{Mark, Source};
pub use parameters::{Parameter, Parameters, ParametersError};
pub use roll::{Kind, Name, Roll, StationId};
pub use sign::{Evidence, Sign};
pub use survey::{Counter, Excess, Full, MARKS_MAX, Station, Survey, Surveyed};

#[cfg(test)]
mod tests;
