//! Figures: computed by definition, checked when published, told in bulletins.
//!
//! What a figure means is data of `law`; what happened is read from the register.
//! Nothing here decides about a person or an item, ranks an office, or sets a target.

mod check;
mod compute;
mod error;
mod exact;
mod formula;
mod interval;
mod period;
mod property;
mod published;
mod source;
mod suppress;

pub use check::{Line, Verdict, check};
pub use compute::{Ask, AskError, Computed, Opened, Value, break_down, compute, open};
pub use error::{BulletinError, Diagnostic};
pub use exact::Exact;
pub use interval::Interval;
pub use period::Period;
pub use property::Dimension;
pub use published::{Confidence, Figure, Published, Release, Series, Stated};
pub use source::{EXTERNAL_FIGURES, External, Register, Source};
pub use suppress::{Cell, Why, grid, line, merge};
