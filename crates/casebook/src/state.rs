//! The state of any subject: which fold its acts go through, which acts may follow, which facts they bring about.
//!
//! One variant per kind of subject; a new kind is added here and nowhere else.

use std::borrow::Cow;

use parcel::Bilingual;

use crate::{
    Act, CasebookError, NewAct, Subject, SubjectKind,
    acts::{ActKind, Payload},
    case::{CaseState, effective},
    facts::{Fact, facts_of},
    find::FindState,
    legality,
    measure::{DocumentClock, MeasureState, facts::of_measure},
    order::OrderState,
    recommend::RecommendationState,
    words::Named,
};

/// The state of a subject after its acts so far.
#[derive(Clone, Debug, PartialEq)]
pub enum SubjectState {
    /// A case.
    Case(Box<CaseState>),
    /// A find.
    Find(Box<FindState>),
    /// A measure of supervision.
    Measure(Box<MeasureState>),
    /// A procuratorial recommendation.
    Recommendation(Box<RecommendationState>),
    /// An order to rectify.
    Order(Box<OrderState>),
    /// A subject whose acts stand for themselves, such as look-ups; counts them.
    Plain {
        /// How many acts.
        version: u32,
    },
}

impl SubjectState {
    /// The state before the first act.
    pub fn new(kind: SubjectKind) -> Self {
        match kind {
            SubjectKind::Case => Self::Case(Box::default()),
            SubjectKind::Find => Self::Find(Box::default()),
            SubjectKind::Measure => Self::Measure(Box::default()),
            SubjectKind::Recommendation => Self::Recommendation(Box::default()),
            SubjectKind::Order => Self::Order(Box::default()),
            SubjectKind::LookUp | SubjectKind::Publication => Self::Plain { version: 0 },
        }
    }

    /// Folds the acts of a subject, corrections taken into account.
    ///
    /// # Errors
    /// Where the replacement in a correction cannot be read.
    pub fn fold(kind: SubjectKind, acts: &[Act]) -> Result<Self, CasebookError> {
        let mut state = Self::new(kind);
        for act in effective(acts)? {
            state.apply(&act);
        }
        if let Some(last) = acts.last() {
            state.stamp(last);
        }
        Ok(state)
    }

    /// Takes one act.
    pub fn apply(&mut self, act: &Act) {
        match self {
            Self::Case(state) => state.apply(act),
            Self::Find(state) => state.apply(act),
            Self::Measure(state) => state.apply(act),
            Self::Recommendation(state) => state.apply(act),
            Self::Order(state) => state.apply(act),
            Self::Plain { version } => *version = act.version,
        }
    }

    /// The version that the next act must expect.
    pub fn version(&self) -> u32 {
        match self {
            Self::Case(state) => state.version,
            Self::Find(state) => state.version,
            Self::Measure(state) => state.version,
            Self::Recommendation(state) => state.version,
            Self::Order(state) => state.version,
            Self::Plain { version } => *version,
        }
    }

    /// Whether the law allows an act that is no correction.
    ///
    /// # Errors
    /// [`CasebookError::Refused`].
    pub fn check(&self, day: parcel::Day, payload: &Payload) -> Result<(), CasebookError> {
        match self {
            Self::Case(state) => return legality::check(state, day, payload).map_err(CasebookError::Refused),
            Self::Find(state) => state.check(day, payload),
            Self::Measure(state) => state.check(day, payload),
            Self::Recommendation(state) => state.check(day, payload),
            Self::Order(state) => state.check(day, payload),
            Self::Plain { .. } => Ok(()),
        }
        .map_err(|breach| {
            let takes = |kind| self.takes(kind);
            CasebookError::Refused(legality::document::refused(breach, payload.kind(), day, self.describe(), takes))
        })
    }

    /// Whether acts of a kind could follow, whatever they say in particular.
    pub fn takes(&self, kind: ActKind) -> bool {
        match self {
            Self::Case(state) => legality::allowed(state, None).contains(&kind),
            Self::Find(state) => state.takes(kind),
            Self::Measure(state) => state.takes(kind),
            Self::Recommendation(state) => state.takes(kind),
            Self::Order(state) => state.takes(kind),
            Self::Plain { .. } => false,
        }
    }

    /// In words.
    pub fn describe(&self) -> Bilingual {
        match self {
            Self::Case(state) => state.stage().label(),
            Self::Find(state) => state.describe(),
            Self::Measure(state) => state.describe(),
            Self::Recommendation(state) => state.describe(),
            Self::Order(state) => state.describe(),
            Self::Plain { version } => Bilingual::new(format!("{version}项记录"), format!("{version} acts")),
        }
    }

    /// The clocks of a document or find; a case has its own ([`crate::case::clocks`]).
    pub fn clocks(&self) -> &[DocumentClock] {
        match self {
            Self::Find(state) => state.clocks.all(),
            Self::Measure(state) => state.life.clocks.all(),
            Self::Recommendation(state) => state.life.clocks.all(),
            Self::Order(state) => state.life.clocks.all(),
            Self::Case(_) | Self::Plain { .. } => &[],
        }
    }

    /// The facts that an act brings about, given this state before it.
    pub(crate) fn facts(&self, act: &Act, number: u32) -> Vec<Fact> {
        match self {
            Self::Case(state) => facts_of(state, act, number),
            Self::Find(state) => state.facts(act, number),
            Self::Measure(state) => of_measure(state, act, number),
            Self::Recommendation(state) => state.facts(act, number),
            Self::Order(state) => state.facts(act, number),
            Self::Plain { .. } => Vec::new(),
        }
    }

    /// The facts of all acts of a subject, corrections taken into account, and the state they lead to.
    pub(crate) fn replay(kind: SubjectKind, acts: &[Act], number: u32) -> Result<(Self, Vec<Fact>), CasebookError> {
        let (mut state, mut facts) = (Self::new(kind), Vec::new());
        for act in effective(acts)? {
            facts.extend(state.facts(&act, number));
            state.apply(&act);
        }
        if let Some(last) = acts.last() {
            state.stamp(last);
        }
        Ok((state, facts))
    }

    fn stamp(&mut self, last: &Act) {
        match self {
            Self::Case(state) => (state.version, state.sequence) = (last.version, last.sequence),
            Self::Find(state) => (state.version, state.sequence) = (last.version, last.sequence),
            Self::Measure(state) => (state.version, state.sequence) = (last.version, last.sequence),
            Self::Recommendation(state) => (state.version, state.sequence) = (last.version, last.sequence),
            Self::Order(state) => (state.version, state.sequence) = (last.version, last.sequence),
            Self::Plain { version } => *version = last.version,
        }
    }
}

/// Whether an act may follow the acts of its subject, corrections included; returns the state that it meets.
///
/// # Errors
/// [`CasebookError::Refused`]; [`CasebookError::NoSuchAct`] where a correction names no earlier act of the subject.
pub(crate) fn check(acts: &[Act], new: &NewAct) -> Result<SubjectState, CasebookError> {
    let state = SubjectState::fold(new.subject.kind, acts)?;
    match &new.payload {
        Payload::Correction(correction) => {
            let sequence = correction.corrects;
            let target = acts.iter().find(|act| act.sequence == sequence);
            let target = target.ok_or(CasebookError::NoSuchAct { sequence })?;
            correct(acts, new, target, correction.replacement.is_some())?;
        }
        payload => state.check(new.day, payload)?,
    }
    Ok(state)
}

/// Whether what remains is still lawful with the correction in place.
fn correct(acts: &[Act], new: &NewAct, target: &Act, replaces: bool) -> Result<(), CasebookError> {
    let is_correction = matches!(target.payload, Payload::Correction(_));
    let mut acts = acts.to_vec();
    let last = acts.last().map_or((0, 0), |act| (act.sequence, act.version));
    acts.push(recorded(new, last.0 + 1, last.1 + 1));
    let before = SubjectState::new(new.subject.kind);
    if is_correction && replaces {
        return refuse_correction(new);
    }
    effective(&acts)?.iter().try_fold(before, |mut state, act| {
        state.check(act.day, &act.payload)?;
        state.apply(act);
        Ok::<_, CasebookError>(state)
    })?;
    Ok(())
}

/// A correction of a correction only takes it back; to replace anew, correct the first act again.
fn refuse_correction(new: &NewAct) -> Result<(), CasebookError> {
    let rule = law::Procedure::built_in().rule("correction", new.day).cloned();
    let rule = rule.expect("a test sees to it that every rule named in code has a row");
    let state = Bilingual::new("所更正的本身是更正", "what is corrected is itself a correction");
    let (kind, allowed) = (new.payload.kind(), Vec::new());
    Err(CasebookError::Refused(Box::new(legality::Refused { kind, rule, state, person: None, allowed })))
}

/// A new act as if it stood in the ledger.
pub(crate) fn recorded(new: &NewAct, sequence: u64, version: u32) -> Act {
    let new = Cow::Borrowed(new).into_owned();
    Act {
        sequence,
        version,
        subject: new.subject,
        day: new.day,
        recorded_at: new.recorded_at,
        actor: new.actor,
        role: new.role,
        office: new.office,
        purpose: new.purpose,
        key: new.key,
        payload: new.payload,
    }
}

/// Whether a subject is a case.
pub(crate) fn as_case(state: &SubjectState) -> Option<&CaseState> {
    match state {
        SubjectState::Case(case) => Some(case),
        _ => None,
    }
}

/// A subject that nothing is recorded of.
pub(crate) fn unknown(subject: &Subject) -> CasebookError {
    CasebookError::NoSuchSubject { subject: subject.clone() }
}
