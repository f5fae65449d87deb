//! Figures: computed by definition, checked when published, told in bulletins.
//!
//! What a figure means is data of `law`; what happened is read from the register.
//! Nothing here decides about a person or an item, ranks an office, or sets a target.

mod check;
mod error;
mod exact;
mod formula;
mod interval;
mod period;
mod published;

pub use check::{Line, Verdict, check};
pub use error::{BulletinError, Diagnostic};
pub use exact::Exact;
pub use interval::Interval;
pub use period::Period;
pub use published::{Confidence, Figure, Published, Release, Series, Stated};
