//! What is noticed about an item: duties, goods names and patterns. Record in, findings and decision out.
//!
//! Pure and deterministic: the same record, pack, law edition and windows give the same bytes.
//! Where windows are kept belongs in `intake`; what the law asks belongs in `law`.

pub mod counterfactual;
/// Version of what an evaluator makes of the same record, pack, catalogue, law and windows: folding, rule language,
/// wording, order. Goes up with every change that could give another byte; capsules name it.
pub const SEMANTICS: u32 = 1;

mod diagnostic;
pub mod duty;
pub mod goods;
pub mod interval;
pub mod pack;
pub mod rules;
pub mod scorecard;
mod screen;
pub mod station;
pub mod window;

pub use diagnostic::{Diagnostic, place};
pub use screen::{Outcome, PassOutcome, Prepared, Screener, ShadowHit};
