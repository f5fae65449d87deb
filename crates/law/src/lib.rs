//! What the law asks of each gate: dated provisions, duties by kind of operator and place, grounds of refusal, retention.
//!
//! Law is data with validity dates (`data/*.toml`), read from the texts of the statutes and cited by edition and article.
//! Pure: the data are inside, no clock is read; the day is always an argument.
//! Deadlines of cases are counted here and nowhere else (`clock`, `calendar`).
//! What a record says of its gates, and what follows, belongs in `screening`.

mod article;
mod book;
mod calendar;
mod charge;
mod circumstances;
pub mod clock;
mod duties;
mod edition;
mod error;
pub mod indicator;
mod penalty;
mod procedure;
mod raw;
mod read;
mod recommendation;
mod resolve;
mod retention;
mod scope;
mod situation;
mod territory;

pub use article::{Article, MustNotAccept, Status};
pub use calendar::{Calendar, DayKind, DayOff};
pub use charge::{Charge, ChargeGroup, Charges};
pub use circumstances::Circumstances;
pub use duties::{Due, Duties, GateDuty, Refusal};
pub use edition::Law;
pub use error::{Diagnostic, LawError};
pub use penalty::{Penalties, PenaltyBasis};
pub use procedure::{Procedure, StepRule};
pub use recommendation::{ExamplePoint, RecommendationExample};
pub use retention::{DataClass, Retention, RetentionPeriod};
pub use scope::{Reading, Word};
pub use situation::{Ground, Situation};
