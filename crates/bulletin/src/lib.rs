//! Figures: computed by definition, checked when published, told in bulletins.
//!
//! What a figure means is data of `law`; what happened is read from the register.
//! Nothing here decides about a person or an item, ranks an office, or sets a target.

mod check;
mod compute;
mod document;
mod error;
mod exact;
mod formula;
mod interval;
mod language;
mod period;
mod property;
mod publication;
mod published;
mod source;
mod suppress;
mod template;
mod write;

pub use check::{Line, Verdict, check};
pub use compute::{Ask, AskError, Computed, Opened, Value, break_down, compute, open};
pub use document::{Block, Chart, Document, Table, Wish, compose};
pub use error::{BulletinError, Diagnostic};
pub use exact::Exact;
pub use interval::Interval;
pub use language::Language;
pub use period::{Period, PeriodError};
pub use property::Dimension;
pub use publication::{Revision, RevisionError, publication, revisions, subject};
pub use published::{Confidence, Figure, Published, Release, Series, Stated};
pub use source::{EXTERNAL_FIGURES, External, Register, Source};
pub use suppress::{Cell, Why, grid, line, merge};
pub use template::{Template, template, templates};
pub use write::{WorkbookError, csv, html, markdown, workbook};
