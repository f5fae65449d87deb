//! Why a step of something that needs two people was not taken.

use parcel::Bilingual;

use crate::Refusal;

/// Why a step was not taken. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepRefusal {
    /// The person may not.
    May(Refusal),
    /// What was written does not pass: every problem at once.
    Form(Vec<Bilingual>),
    /// Not now, or not by this person.
    Step(Bilingual),
}

impl StepRefusal {
    /// What to tell, in both languages.
    pub fn words(&self) -> Vec<Bilingual> {
        match self {
            Self::May(refusal) => vec![refusal.reason.clone()],
            Self::Form(problems) => problems.clone(),
            Self::Step(reason) => vec![reason.clone()],
        }
    }

    pub(crate) fn step(zh: &str, en: &str) -> Self {
        Self::Step(Bilingual::new(zh, en))
    }
}

impl From<Refusal> for StepRefusal {
    fn from(refusal: Refusal) -> Self {
        Self::May(refusal)
    }
}
