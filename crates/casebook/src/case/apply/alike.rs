//! What several acts do alike to a case and its persons.

use parcel::Day;

use crate::{
    PersonId,
    acts::{
        court::{Judged, Outcome},
        filing::CaseRegistered,
        person::{FoundBy, PersonAdded},
        prosecution::NonProsecution,
        protest::{ProtestConcluded, ProtestFiled, ProtestResult},
    },
    case::{Arrest, CaseState, Constraint, Filing, PersonState, Protest, Stage},
};

/// What several acts do alike.
impl CaseState {
    pub(super) fn describe(&mut self, case: &CaseRegistered) {
        self.source = Some(case.source);
        self.by_delivery = case.by_delivery;
        self.contraband = case.contraband;
        self.operator_kind = case.operator_kind;
        self.find.clone_from(&case.find);
    }

    pub(super) fn take_filing(&mut self, day: Option<Day>) {
        if day.is_some() {
            (self.filing, self.filed) = (Filing::Filed, day);
        }
    }

    pub(super) fn take_persons(&mut self, persons: &[PersonState]) {
        for person in persons {
            if self.person(person.person).is_none() {
                self.persons.push(person.clone());
            }
        }
        let in_review = self.persons.iter().filter(|person| person.stage == Stage::Review);
        self.review_since = self.review_since.or_else(|| in_review.map(|person| person.latest).max());
        self.prosecuted |= self.persons.iter().any(|person| person.prosecuted);
    }

    pub(super) fn drop_persons(&mut self, persons: &[PersonId], day: Day) {
        if persons.is_empty() {
            self.filing = Filing::Dropped;
        }
        for person in self.persons.iter_mut().filter(|state| persons.is_empty() || persons.contains(&state.person)) {
            (person.stage, person.latest) = (Stage::Dropped, day);
            person.constrain(Constraint::None, day);
        }
    }

    pub(super) fn add(&mut self, added: &PersonAdded, day: Day) {
        if self.person(added.person).is_some() {
            return;
        }
        let mut person = PersonState::new(added.person, day);
        person.chain_role = added.chain_role;
        person.found_by = added.found_by;
        person.minor = added.minor;
        person.nationality.clone_from(&added.nationality);
        person.charges.clone_from(&added.charges);
        person.missed_arrest = added.found_by == FoundBy::MissedArrest;
        person.missed_accomplice = added.found_by == FoundBy::MissedAccomplice;
        self.persons.push(person);
    }

    pub(super) fn one(&mut self, person: PersonId, day: Day, change: impl FnOnce(&mut PersonState)) {
        if let Some(person) = self.person_mut(person) {
            person.latest = day;
            change(person);
        }
    }

    pub(super) fn each(&mut self, persons: &[PersonId], day: Day, change: impl Fn(&mut PersonState)) {
        for person in persons {
            self.one(*person, day, &change);
        }
    }

    pub(super) fn move_all(&mut self, from: Stage, to: Stage, day: Day) {
        for person in self.persons.iter_mut().filter(|person| person.stage == from) {
            (person.stage, person.latest) = (to, day);
        }
    }

    pub(super) fn constrain(&mut self, person: PersonId, constraint: Constraint, day: Day) {
        self.one(person, day, |person| person.constrain(constraint, day));
    }

    pub(super) fn arrest(&mut self, person: PersonId, day: Day) {
        self.one(person, day, |person| {
            (person.arrest, person.arrest_day, person.refused) = (Arrest::Approved, Some(day), None);
            person.constrain(Constraint::Arrested, day);
            person.custody_since = Some(day);
            if person.stage == Stage::ArrestReview {
                person.stage = Stage::Investigation;
            }
        });
    }

    pub(super) fn begin_review(&mut self, day: Day) {
        self.review_since = Some(day);
        self.review_extended = false;
    }

    pub(super) fn leave_unprosecuted(&mut self, person: PersonId, ground: NonProsecution, day: Day) {
        self.one(person, day, |person| {
            person.not_prosecuted = Some(ground);
            person.stage =
                if ground == NonProsecution::Conditional { Stage::Conditional } else { Stage::NotProsecuted };
            // CPL 178: who is in custody is released at once.
            person.constrain(Constraint::None, day);
        });
    }

    pub(super) fn answer_objection(&mut self, person: PersonId, changed: bool, kept: Arrest, day: Day) {
        self.one(person, day, |person| {
            person.objection = if changed { Arrest::None } else { kept };
            if changed {
                (person.stage, person.not_prosecuted) = (Stage::Review, None);
            }
        });
    }

    pub(super) fn judge(&mut self, judged: &Judged, day: Day) {
        self.one(judged.person, day, |person| {
            person.stage = Stage::Judged;
            person.outcome = Some(judged.outcome);
            person.sentence = judged.sentence;
            person.judgment_received = judged.received;
        });
    }

    pub(super) fn file_protest(&mut self, filed: &ProtestFiled, day: Day) {
        self.protests.push(Protest {
            document: filed.document.clone(),
            procedure: filed.procedure,
            against: filed.against,
            filed: day,
            persons: filed.persons.clone(),
            supported: None,
            withdrawn: None,
            attended: Vec::new(),
            concluded: None,
        });
        self.each(&filed.persons, day, |person| person.stage = Stage::Protested);
    }

    pub(super) fn protest_step(&mut self, document: &crate::SubjectId, change: impl FnOnce(&mut Protest)) {
        if let Some(protest) = self.protests.iter_mut().rev().find(|protest| protest.document == *document) {
            change(protest);
        }
    }

    /// After a protest is over: back to where the judgment stood.
    pub(super) fn settle(&mut self, persons: &[PersonId], day: Day) {
        self.each(persons, day, |person| {
            person.stage = if person.effective.is_some() { Stage::Effective } else { Stage::Judged };
        });
    }

    pub(super) fn conclude(&mut self, concluded: &ProtestConcluded, day: Day) {
        let persons = self.protest(&concluded.protest).map(|protest| protest.persons.clone()).unwrap_or_default();
        self.protest_step(&concluded.protest, |protest| protest.concluded = Some((day, concluded.result)));
        if concluded.result == ProtestResult::Remanded {
            self.each(&persons, day, |person| {
                (person.stage, person.outcome, person.sentence, person.effective) = (Stage::Trial, None, None, None);
            });
            return;
        }
        self.settle(&persons, day);
        for effect in &concluded.persons {
            self.one(effect.person, day, |person| effect.change(person));
        }
    }
}

impl crate::acts::protest::PersonEffect {
    /// What the outcome of a protest makes of a person.
    pub(super) fn change(&self, person: &mut PersonState) {
        use crate::acts::protest::ProtestEffect::{AcquittalToConviction, ConvictionToAcquittal};
        person.sentence = self.sentence.or(person.sentence);
        if self.effects.contains(&AcquittalToConviction) {
            person.outcome = Some(Outcome::Convicted);
        }
        if self.effects.contains(&ConvictionToAcquittal) {
            (person.outcome, person.sentence) = (Some(Outcome::AcquittedByLaw), None);
        }
    }
}
