//! The history: what entered the gate and what was said about it, as Parquet files by day, and the questions asked
//! of them.
//!
//! The only room that knows Arrow, Parquet and `DataFusion`; none of them shows in its public types.
//! Rows come as pseudonyms and sealed envelopes; keys and clear values never enter here.

mod answer;
mod batch;
mod columns;
mod coverage;
mod error;
mod find;
mod folder;
mod manifest;
mod rows;
mod sql;
mod store;
mod table;
mod tail;
mod verify;
mod write;

pub use answer::Rows;
pub use batch::{Batch, TableBuilder};
pub use coverage::{CoverageQuestion, CoverageRow, Dimension};
pub use error::{HistoryError, Result};
pub use find::{Answer, Envelope, ItemHistory, Trace};
pub use rows::{CoverageChange, DecisionRow, EventRow, NoticeRow, RecordRow};
pub use sql::{Limits, Shown};
pub use store::History;
pub use table::Table;
pub use tail::Tail;
pub use verify::{Damage, Verified};
