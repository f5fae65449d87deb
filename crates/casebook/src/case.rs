//! What the acts make of a case: its state, folded act by act.
//!
//! Pure. Which act may come next is said in `legality`; what is counted, in `facts`.

mod apply;
pub mod clocks;
mod corrected;
mod person;
mod stage;

use parcel::{Day, kind::OperatorKind};

pub use corrected::effective;
pub use person::{Arrest, PersonState};
pub use stage::{Constraint, Stage};

use crate::{
    Act, Office, PersonId, Subject, SubjectId,
    acts::{
        Contraband, Recorded,
        evidence::{EvidenceKind, ExclusionResult, RaisedBy},
        filing::{CaseSource, Relation},
        protest::{Against, ProtestProcedure, ProtestResult},
    },
    words::words,
};

words! {
    /// Whether the case is filed.
    #[derive(Default)]
    Filing {
        #[default]
        Open = "open" "待决定",
        Filed = "filed" "已立案",
        NotFiled = "not_filed" "不予立案",
        Dropped = "dropped" "已撤案",
        Joined = "joined" "已并入他案",
    }
}

/// A question of illegal evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    /// Number of the piece in the file.
    pub evidence: SubjectId,
    /// What kind it is.
    pub evidence_kind: EvidenceKind,
    /// Who raised it.
    pub raised_by: RaisedBy,
    /// When.
    pub raised: Day,
    /// The answer, and when it was given.
    pub decided: Option<(Day, ExclusionResult)>,
}

/// A protest and how far it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Protest {
    /// Its number.
    pub document: SubjectId,
    /// By which procedure.
    pub procedure: ProtestProcedure,
    /// Against what.
    pub against: Against,
    /// When it was filed.
    pub filed: Day,
    /// For whom.
    pub persons: Vec<PersonId>,
    /// When the higher procuratorate supported it.
    pub supported: Option<Day>,
    /// When it was withdrawn.
    pub withdrawn: Option<Day>,
    /// When the chief attended the committee, each time.
    pub attended: Vec<Day>,
    /// What the court did, and when.
    pub concluded: Option<(Day, ProtestResult)>,
}

impl Protest {
    /// Whether the court has still to decide.
    pub fn is_pending(&self) -> bool {
        self.withdrawn.is_none() && self.concluded.is_none()
    }
}

/// A case as it stands after some act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseState {
    /// How many acts it has; what an append must expect.
    pub version: u32,
    /// Sequence of the last act folded.
    pub sequence: u64,
    /// Day of registration; none: not registered.
    pub registered: Option<Day>,
    /// Day of the latest act.
    pub latest: Option<Day>,
    /// Where it comes from.
    pub source: Option<CaseSource>,
    /// The office that handles it.
    pub office: Option<Office>,
    /// Whether it is filed.
    pub filing: Filing,
    /// Day of filing.
    pub filed: Option<Day>,
    /// Whether delivery was used for the crime.
    pub by_delivery: Recorded,
    /// What was found.
    pub contraband: Option<Contraband>,
    /// Kind of operator that carried it.
    pub operator_kind: Option<OperatorKind>,
    /// The find that it grew from.
    pub find: Option<SubjectId>,
    /// Items, by operator and waybill.
    pub items: Vec<(String, String)>,
    /// Cases that belong together with it.
    pub links: Vec<(SubjectId, Relation)>,
    /// Cases that were joined into it.
    pub joined: Vec<SubjectId>,
    /// The case that it was joined into.
    pub joined_into: Option<SubjectId>,
    /// The case that it was split from.
    pub split_from: Option<SubjectId>,
    /// Cases that were split from it.
    pub split_off: Vec<SubjectId>,
    /// Days on which prosecutors took part early.
    pub interventions: Vec<Day>,
    /// How often it was returned for supplementary investigation, over all offices.
    pub returns: u8,
    /// Whether the review running now was extended.
    pub review_extended: bool,
    /// Day on which the review running now began: receipt, resubmission or change of jurisdiction.
    pub review_since: Option<Day>,
    /// Whether somebody in it was prosecuted.
    pub prosecuted: bool,
    /// Persons, in the order in which they came.
    pub persons: Vec<PersonState>,
    /// Questions of illegal evidence.
    pub exclusions: Vec<Exclusion>,
    /// Protests.
    pub protests: Vec<Protest>,
}

impl CaseState {
    /// Folds acts that were recorded, in order, corrections taken into account.
    ///
    /// # Errors
    /// Where the replacement in a correction cannot be read.
    pub fn fold(acts: &[Act]) -> Result<Self, crate::CasebookError> {
        let mut state = Self::default();
        for act in effective(acts)? {
            state.apply(&act);
        }
        if let Some(last) = acts.last() {
            (state.version, state.sequence) = (last.version, last.sequence);
        }
        Ok(state)
    }

    /// A person of the case.
    pub fn person(&self, person: PersonId) -> Option<&PersonState> {
        self.persons.iter().find(|state| state.person == person)
    }

    /// A person's place in the case, from 0.
    pub fn ordinal(&self, person: PersonId) -> Option<usize> {
        self.persons.iter().position(|state| state.person == person)
    }

    pub(crate) fn person_mut(&mut self, person: PersonId) -> Option<&mut PersonState> {
        self.persons.iter_mut().find(|state| state.person == person)
    }

    /// The protest with that number.
    pub fn protest(&self, document: &SubjectId) -> Option<&Protest> {
        self.protests.iter().find(|protest| protest.document == *document)
    }

    /// Whether the case leaves search, lists and typical cases: dropped, not filed, or nobody in it may be shown.
    pub fn is_hidden(&self) -> bool {
        let withdrawn = matches!(self.filing, Filing::Dropped | Filing::NotFiled);
        withdrawn || (!self.persons.is_empty() && self.persons.iter().all(PersonState::is_hidden))
    }

    /// How far the case has come: the stage of the person who has come farthest and is not done.
    pub fn stage(&self) -> Stage {
        let open = self.persons.iter().map(|person| person.stage).filter(|stage| !stage.is_final()).max();
        open.or_else(|| self.persons.iter().map(|person| person.stage).max()).unwrap_or(Stage::Investigation)
    }
}

/// The subject of a case.
pub fn subject(id: &SubjectId) -> Subject {
    Subject::case(id.clone())
}
