//! The one way in: fields, then the law's order of steps, then the ledger.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    Act, CasebookError, NewAct, Subject, SubjectId,
    acts::Payload,
    case::CaseState,
    error::file,
    facts::Facts,
    ledger::{Appended, Ledger, Wanted},
    legality,
    model::ReadModel,
    state::{self, SubjectState, as_case, unknown},
};

/// The ledger, and the register read from it, in one folder.
pub struct Casebook {
    ledger: Ledger,
    model: Mutex<ReadModel>,
}

impl Casebook {
    /// Most acts that a batch checks before it writes them.
    const BATCH: usize = 20_000;

    /// Opens the casebook in `folder`, or makes an empty one.
    ///
    /// # Errors
    /// Those of [`Ledger::open`] and [`ReadModel::open`].
    pub fn open(folder: &Path) -> Result<Self, CasebookError> {
        std::fs::create_dir_all(folder).map_err(file("make the folder of the casebook"))?;
        let ledger = Ledger::open(&folder.join("ledger.sqlite"))?;
        let model = ReadModel::open(&folder.join("register.sqlite"), &ledger)?;
        Ok(Self { ledger, model: Mutex::new(model) })
    }

    /// The ledger behind it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Records an act after `expected`, the version of its subject as the caller has seen it. Durable when it returns.
    ///
    /// # Errors
    /// [`CasebookError::Fields`], [`CasebookError::Refused`], [`CasebookError::Conflict`] (see
    /// [`Ledger::acts_since`] for what changed), [`CasebookError::KeyReused`], and those of the engine.
    pub fn append(&self, act: NewAct, expected: u32) -> Result<Appended, CasebookError> {
        let mut appended = self.append_together(vec![(act, expected)])?;
        appended.pop().ok_or(CasebookError::Poisoned)
    }

    /// Records acts upon several subjects, all of them or none, e.g. both sides of a joinder.
    ///
    /// # Errors
    /// As [`Self::append`].
    pub fn append_together(&self, acts: Vec<(NewAct, u32)>) -> Result<Vec<Appended>, CasebookError> {
        let mut met: HashMap<Subject, Vec<Act>> = HashMap::new();
        for (act, expected) in &acts {
            legality::check_fields(act)?;
            let known = match met.remove(&act.subject) {
                Some(known) => known,
                None => self.ledger.acts_of(&act.subject, u64::MAX)?,
            };
            let version = known.last().map_or(0, |last| last.version);
            // A repeat by the same key comes back with an old version: the ledger knows it.
            if version == *expected {
                state::check(&known, act)?;
            } else if act.key.is_none() {
                return Err(conflict(act, *expected, version));
            }
            let mut known = known;
            let sequence = known.last().map_or(0, |last| last.sequence) + 1;
            known.push(state::recorded(act, sequence, version + 1));
            met.insert(act.subject.clone(), known);
        }
        self.carried(&acts)?;
        self.ledger.append(acts.into_iter().map(|(act, expected)| (act, Wanted::Version(expected))).collect())
    }

    /// Records an act behind which no state stands, such as a look-up.
    ///
    /// # Errors
    /// As [`Self::append`], without conflicts.
    pub fn record(&self, act: NewAct) -> Result<Appended, CasebookError> {
        legality::check_fields(&act)?;
        if !matches!(act.payload, Payload::LookedUp(_)) {
            let known = self.ledger.acts_of(&act.subject, u64::MAX)?;
            state::check(&known, &act)?;
        }
        let mut appended = self.ledger.append(vec![(act, Wanted::Any)])?;
        appended.pop().ok_or(CasebookError::Poisoned)
    }

    /// Records many acts in order, each checked against those before it; commits them in large batches.
    ///
    /// Acts before the first that is refused are recorded; the error says which one that was by its place in `acts`.
    ///
    /// # Errors
    /// The place, from 0, and what was wrong.
    pub fn append_all(&self, acts: impl IntoIterator<Item = NewAct>) -> Result<u64, (u64, CasebookError)> {
        let mut bulk = Bulk { casebook: self, states: HashMap::new(), waiting: Vec::new(), written: 0 };
        for (place, act) in (0..).zip(acts) {
            if let Err(error) = bulk.take(act) {
                bulk.write().map_err(|error| (bulk.written, error))?;
                return Err((place, error));
            }
        }
        bulk.write().map_err(|error| (bulk.written, error))?;
        Ok(bulk.written)
    }

    /// What is carried over by a joinder or a split must be how the persons stand in the other case.
    fn carried(&self, acts: &[(NewAct, u32)]) -> Result<(), CasebookError> {
        for (act, _) in acts {
            let (other, persons) = match &act.payload {
                Payload::JoinedFrom(joined) => (&joined.case, &joined.persons),
                Payload::SplitFrom(split) => (&split.case, &split.persons),
                _ => continue,
            };
            let case = self.case(other)?;
            let same = persons.iter().all(|person| case.person(person.person) == Some(person));
            let both = acts.iter().any(|(act, _)| act.subject.id == *other);
            if !same || !both {
                let expected = case.version;
                return Err(CasebookError::Conflict {
                    subject: Subject::case(other.clone()),
                    expected,
                    found: expected,
                });
            }
        }
        Ok(())
    }

    /// A case as it stands.
    ///
    /// # Errors
    /// [`CasebookError::NoSuchSubject`], and those of the engine.
    pub fn case(&self, id: &SubjectId) -> Result<CaseState, CasebookError> {
        self.case_at(id, u64::MAX)
    }

    /// A case as it was known when the ledger ended at `until`.
    ///
    /// # Errors
    /// As [`Self::case`].
    pub fn case_at(&self, id: &SubjectId, until: u64) -> Result<CaseState, CasebookError> {
        let subject = Subject::case(id.clone());
        let acts = self.ledger.acts_of(&subject, until)?;
        if acts.is_empty() {
            return Err(unknown(&subject));
        }
        CaseState::fold(&acts)
    }

    /// The state of any subject as it was known when the ledger ended at `until`.
    ///
    /// # Errors
    /// As [`Self::case`].
    pub fn state_at(&self, subject: &Subject, until: u64) -> Result<SubjectState, CasebookError> {
        let acts = self.ledger.acts_of(subject, until)?;
        if acts.is_empty() {
            return Err(unknown(subject));
        }
        SubjectState::fold(subject.kind, &acts)
    }

    /// The tables, with every act of the ledger taken into account.
    ///
    /// # Errors
    /// Those of [`ReadModel::catch_up`].
    pub fn model(&self) -> Result<MutexGuard<'_, ReadModel>, CasebookError> {
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        model.catch_up(&self.ledger)?;
        Ok(model)
    }

    /// Every fact, with every act of the ledger taken into account.
    ///
    /// # Errors
    /// Those of [`ReadModel::catch_up`].
    pub fn facts(&self) -> Result<Arc<Facts>, CasebookError> {
        self.model()?.facts()
    }
}

fn conflict(act: &NewAct, expected: u32, found: u32) -> CasebookError {
    CasebookError::Conflict { subject: act.subject.clone(), expected, found }
}

/// Many acts on their way in, with the states that they lead to.
struct Bulk<'a> {
    casebook: &'a Casebook,
    states: HashMap<Subject, SubjectState>,
    waiting: Vec<(NewAct, Wanted)>,
    written: u64,
}

impl Bulk<'_> {
    /// Most states kept; then those of subjects met again are folded anew.
    const STATES_MAX: usize = 200_000;

    fn take(&mut self, act: NewAct) -> Result<(), CasebookError> {
        legality::check_fields(&act)?;
        if matches!(act.payload, Payload::Correction(_)) {
            self.write()?;
            let known = self.casebook.ledger.acts_of(&act.subject, u64::MAX)?;
            let version = state::check(&known, &act)?.version();
            self.states.remove(&act.subject);
            self.waiting.push((act, Wanted::Version(version)));
            return self.write();
        }
        if !self.states.contains_key(&act.subject) {
            self.load(&act.subject)?;
        }
        let Some(state) = self.states.get_mut(&act.subject) else { return Ok(()) };
        state.check(act.day, &act.payload)?;
        let version = state.version();
        state.apply(&state::recorded(&act, 0, version + 1));
        self.waiting.push((act, Wanted::Version(version)));
        if self.waiting.len() >= Casebook::BATCH { self.write() } else { Ok(()) }
    }

    fn load(&mut self, subject: &Subject) -> Result<(), CasebookError> {
        if self.states.len() >= Self::STATES_MAX {
            self.write()?;
            self.states.clear();
        }
        let acts = self.casebook.ledger.acts_of(subject, u64::MAX)?;
        self.states.insert(subject.clone(), SubjectState::fold(subject.kind, &acts)?);
        Ok(())
    }

    fn write(&mut self) -> Result<(), CasebookError> {
        let waiting = std::mem::take(&mut self.waiting);
        let count = waiting.len() as u64;
        if count > 0 {
            self.casebook.ledger.append(waiting)?;
        }
        self.written += count;
        Ok(())
    }
}

/// A case in a state, where it is one.
pub fn case_of(state: &SubjectState) -> Option<&CaseState> {
    as_case(state)
}
