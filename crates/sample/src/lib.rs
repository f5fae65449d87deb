//! Sample records: realistic acceptances and events by seed, with planted schemes and the truth about them.
//!
//! The same [`Plan`] gives the same bytes.
//! People, operators and goods are invented; every document number starts with the region 000000 and every phone
//! number with 000, so that none can be real.
//!
//! What does not belong here: a rule pack, the catalogue or the law.
//! A generator that read them would plant exactly what the rules look for.

mod dice;
mod draw;
mod event;
mod floor;
mod gate;
mod goods;
mod item;
mod operator;
mod people;
mod place;
mod plan;
mod profile;
mod queue;
pub mod register;
mod render;
mod rhythm;
mod scheme;
mod stream;
mod truth;
mod visit;
mod world;

pub use plan::{EventDetail, Plan, PlanError};
pub use scheme::{Family, SchemeId};
pub use stream::{LineKind, LineMeta, Sample};
pub use truth::{Summary, Truth};
