//! What is wrong with a question or an event: the field, the rule, and what would pass.

use parcel::Bilingual;
use serde::Serialize;

/// One thing wrong, answered by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockProblem {
    /// Stable name of the problem, e.g. `unknown_clock`.
    pub code: &'static str,
    /// The field, e.g. `options.extension`.
    pub field: String,
    /// What is wrong and which rule says so.
    pub message: Bilingual,
    /// What would pass.
    pub allowed: Vec<String>,
}

impl ClockProblem {
    pub(crate) fn new(
        code: &'static str,
        field: impl Into<String>,
        zh: impl Into<String>,
        en: impl Into<String>,
        allowed: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            code,
            field: field.into(),
            message: Bilingual::new(zh, en),
            allowed: allowed.into_iter().map(Into::into).collect(),
        }
    }
}
