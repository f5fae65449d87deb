//! One person in a case.

use parcel::Day;
use serde::{Deserialize, Serialize};

use super::{Constraint, Stage};
use crate::{
    PersonId,
    acts::{
        Recorded,
        arrest::RefusalReason,
        court::{Outcome, Sentence},
        custody::Extension,
        person::{ChainRole, FoundBy},
        prosecution::{NonProsecution, RecommendationForm},
    },
    words::words,
};

words! {
    /// How far the question of arrest has come.
    #[derive(Default)]
    Arrest {
        #[default]
        None = "none" "未提请",
        Requested = "requested" "已提请",
        Approved = "approved" "已批准或者决定",
        Refused = "refused" "不批准",
        ReconsiderationAsked = "reconsideration_asked" "要求复议中",
        Reconsidered = "reconsidered" "复议维持",
        ReviewAsked = "review_asked" "提请复核中",
        Final = "final" "复核维持",
    }
}

/// A person in a case, as the proceedings stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that the law asks about")]
pub struct PersonState {
    /// Who.
    pub person: PersonId,
    /// Place in the chain.
    pub chain_role: Option<ChainRole>,
    /// How the person came into the case.
    pub found_by: FoundBy,
    /// Whether the person was under 18 at the time of the crime.
    pub minor: Recorded,
    /// Nationality, ISO 3166-1 alpha-2; for published statistics only.
    pub nationality: Option<String>,
    /// Articles of the Criminal Law, the main one first.
    pub charges: Vec<String>,
    /// Where the proceedings stand.
    pub stage: Stage,
    /// Under which measure.
    pub constraint: Constraint,
    /// Since when.
    pub constraint_since: Option<Day>,
    /// Day of arrest: custody during investigation runs from it, or from a restart.
    pub custody_since: Option<Day>,
    /// Extensions of custody granted so far, in order, each with its day.
    pub extensions: Vec<(Day, Extension)>,
    /// Psychiatric evaluations: from, to.
    pub evaluations: Vec<(Day, Option<Day>)>,
    /// How far the question of arrest has come.
    pub arrest: Arrest,
    /// Day of the last step about arrest.
    pub arrest_day: Option<Day>,
    /// Why arrest was refused.
    pub refused: Option<RefusalReason>,
    /// How far an objection to non-prosecution has come.
    pub objection: Arrest,
    /// Whether a missed arrest of this person was put right.
    pub missed_arrest: bool,
    /// Whether this person was missed as an accomplice.
    pub missed_accomplice: bool,
    /// Whether the person pleads.
    pub plea: bool,
    /// Whether a sentence was proposed, and how.
    pub recommendation: Option<RecommendationForm>,
    /// Whether the person was ever prosecuted.
    pub prosecuted: bool,
    /// On which ground not prosecuted.
    pub not_prosecuted: Option<NonProsecution>,
    /// What the court found.
    pub outcome: Option<Outcome>,
    /// The sentence as it stands.
    pub sentence: Option<Sentence>,
    /// Day on which the judgment was received.
    pub judgment_received: Option<Day>,
    /// Day on which the judgment took effect.
    pub effective: Option<Day>,
    /// Whether the record is sealed.
    pub sealed: bool,
    /// Day of the latest act upon the person.
    pub latest: Day,
}

impl PersonState {
    pub(crate) fn new(person: PersonId, day: Day) -> Self {
        Self {
            person,
            chain_role: None,
            found_by: FoundBy::Investigation,
            minor: Recorded::NotRecorded,
            nationality: None,
            charges: Vec::new(),
            stage: Stage::Investigation,
            constraint: Constraint::None,
            constraint_since: None,
            custody_since: None,
            extensions: Vec::new(),
            evaluations: Vec::new(),
            arrest: Arrest::None,
            arrest_day: None,
            refused: None,
            objection: Arrest::None,
            missed_arrest: false,
            missed_accomplice: false,
            plea: false,
            recommendation: None,
            prosecuted: false,
            not_prosecuted: None,
            outcome: None,
            sentence: None,
            judgment_received: None,
            effective: None,
            sealed: false,
            latest: day,
        }
    }

    /// Whether the person leaves search, lists and typical cases: sealed (Rules 482), acquitted, or the case dropped.
    pub fn is_hidden(&self) -> bool {
        self.sealed || matches!(self.stage, Stage::Acquitted | Stage::Dropped | Stage::Moved)
    }

    pub(crate) fn constrain(&mut self, constraint: Constraint, day: Day) {
        self.constraint = constraint;
        self.constraint_since = (constraint != Constraint::None).then_some(day);
    }
}
