//! Clocks: how long the law gives, from which act, who may lengthen it, what stops it, and what its end means.
//!
//! Clocks are dated data (`data/clocks/*.toml`), each with its articles; a due date is computed here and nowhere else,
//! and explained line by line. Nothing is kept: what a case does with a clock are dated events in a [`Ledger`], from
//! which due date and state are reckoned anew each time, as the law stood on any day.
//! Whose case it is, and who was told, belongs in `casebook`.

mod answer;
mod board;
mod count;
mod definition;
mod event;
mod explain;
mod ledger;
mod length;
mod moment;
mod problem;
mod question;
mod raw;
mod read;
mod source;

pub use answer::{Answer, ClockRow, ExtensionRow, StandingRow};
pub use board::{BoardRow, board};
pub use definition::{Bearer, Choice, Clock, Clocks, Custody, Effect, Extension, Rule};
pub use event::{Event, Ground, GroundEffect};
pub use ledger::{Due, Ledger, Opening, Reckoning, Standing, Start, State, Step};
pub use length::Length;
pub use moment::Moment;
pub use problem::ClockProblem;
pub use question::{Question, answer_line, ask, problems_line};
pub use source::{Cite, Cited, Counting, Text};
