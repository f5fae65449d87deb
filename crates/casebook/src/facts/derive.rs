//! From an act and the state that it met to the facts that it brings about.

use law::{ChargeGroup, Charges};
use parcel::Day;

use super::{Fact, FactKind, Reason};
use crate::{
    Act, PersonId,
    acts::{
        Contraband, Payload, Recorded,
        arrest::RefusalReason,
        court::{Adoption, Judged, Outcome},
        evidence::ExclusionResult,
        prosecution::{NonProsecution, NotProsecuted, RecommendationForm},
        protest::{ProtestConcluded, ProtestEffect, ProtestProcedure, ProtestResult},
    },
    case::{CaseState, PersonState, Stage},
    facts::FactKind as K,
};

/// Where facts are put: what all facts of one act share.
pub(crate) struct Seed<'a> {
    /// The state that the act met.
    state: &'a CaseState,
    act: &'a Act,
    /// Number of the subject in the read model.
    case: u32,
    region: u32,
    facts: Vec<Fact>,
}

/// The facts of one act upon a case, given the state that it met.
pub(crate) fn facts_of(state: &CaseState, act: &Act, case: u32) -> Vec<Fact> {
    let mut seed = Seed { state, act, case, region: act.office.region_code(), facts: Vec::new() };
    seed.of_case();
    seed.facts
}

impl Seed<'_> {
    fn of_case(&mut self) {
        match &self.act.payload {
            Payload::CaseRegistered(case) => {
                let fact = self.push(K::CaseRegistered, Reason::None);
                (fact.by_delivery, fact.contraband) = (case.by_delivery, case.contraband);
                fact.operator_kind = case.operator_kind;
            }
            Payload::CaseFiled(_) => drop(self.push(K::CaseFiled, Reason::None)),
            Payload::CaseNotFiled(_) => drop(self.push(K::CaseNotFiled, Reason::None)),
            Payload::CaseDropped(dropped) if dropped.persons.is_empty() => {
                self.push(K::CaseDropped, Reason::None);
            }
            Payload::EarlyIntervention(_) => drop(self.push(K::EarlyIntervention, Reason::None)),
            Payload::ExclusionRaised(_) => drop(self.push(K::ExclusionRaised, Reason::None)),
            Payload::ExclusionDecided(decided) => {
                let reason = match decided.result {
                    ExclusionResult::Excluded => Reason::Excluded,
                    ExclusionResult::Cured => Reason::Cured,
                    ExclusionResult::Kept => Reason::Kept,
                };
                self.push(K::ExclusionDecided, reason);
            }
            Payload::Returned(_) => drop(self.push(K::Returned, Reason::None)),
            _ => self.of_arrest(),
        }
    }

    fn of_arrest(&mut self) {
        match &self.act.payload {
            Payload::Detained(act) => self.person(K::Detained, act.person, Reason::None),
            Payload::Bailed(act) => self.person(K::Bailed, act.person, Reason::None),
            Payload::ArrestRequested(act) => self.persons(K::ArrestRequested, &act.persons),
            Payload::ArrestApproved(act) => self.person(K::ArrestApproved, act.person, Reason::None),
            Payload::ArrestDecided(act) => self.person(K::ArrestDecided, act.person, Reason::None),
            Payload::ArrestRefused(act) => {
                let reason = match act.reason {
                    RefusalReason::NoCrime => Reason::NoCrime,
                    RefusalReason::InsufficientEvidence => Reason::InsufficientEvidence,
                    RefusalReason::NoNecessity => Reason::NoNecessity,
                };
                self.person(K::ArrestRefused, act.person, reason);
                self.after_exclusion(act.after_exclusion);
            }
            Payload::ArrestReconsidered(act) => self.answered(K::ArrestReconsidered, act.person, act.changed),
            Payload::ArrestReviewed(act) => self.answered(K::ArrestReviewed, act.person, act.changed),
            Payload::CustodyExtended(act) => self.person(K::CustodyExtended, act.person, Reason::None),
            Payload::MissedArrestCorrected(act) => self.person(K::MissedArrestCorrected, act.person, Reason::None),
            Payload::MissedCrimeCorrected(act) => self.person(K::MissedCrimeCorrected, act.person, Reason::None),
            Payload::MissedAccompliceCorrected(act) => {
                self.person(K::MissedAccompliceCorrected, act.person, Reason::None);
            }
            Payload::RecordSealed(act) => self.person(K::RecordSealed, act.person, Reason::None),
            _ => self.of_review(),
        }
    }

    fn of_review(&mut self) {
        match &self.act.payload {
            Payload::Transferred(act) => self.persons(K::Transferred, &act.persons),
            Payload::PleaSigned(act) => self.person(K::PleaSigned, act.person, Reason::None),
            Payload::SentenceRecommended(act) => {
                let reason = match act.form {
                    RecommendationForm::Determinate => Reason::Determinate,
                    RecommendationForm::Range => Reason::Range,
                };
                self.person(K::SentenceRecommended, act.person, reason);
            }
            Payload::Prosecuted(act) => self.prosecuted(&act.persons),
            Payload::NotProsecuted(act) => self.not_prosecuted(act),
            Payload::NonProsecutionReconsidered(act) => {
                self.answered(K::NonProsecutionReconsidered, act.person, act.changed);
            }
            Payload::NonProsecutionReviewed(act) => self.answered(K::NonProsecutionReviewed, act.person, act.changed),
            Payload::ProsecutionWithdrawn(act) => self.persons(K::ProsecutionWithdrawn, &act.persons),
            Payload::Judged(act) => self.judged(act),
            Payload::ProtestFiled(act) => {
                let reason = procedure(act.procedure);
                self.main(K::ProtestFiled, act.persons.first(), reason);
            }
            Payload::ProtestWithdrawn(act) => self.protest(K::ProtestWithdrawn, &act.protest, Reason::None),
            Payload::ChiefAttended(act) => self.protest(K::ChiefAttended, &act.protest, Reason::None),
            Payload::ProtestConcluded(act) => self.concluded(act),
            // Every other act changes what later facts say, and is itself not counted.
            _ => {}
        }
    }

    fn prosecuted(&mut self, persons: &[PersonId]) {
        if !self.state.prosecuted {
            self.main(K::ProsecutedCase, persons.first(), Reason::None);
        }
        for person in persons {
            self.person(K::Prosecuted, *person, Reason::None);
            self.person(K::ReviewConcluded, *person, Reason::None);
            if self.state.person(*person).is_some_and(|person| person.missed_arrest) {
                self.person(K::MissedArrestProsecuted, *person, Reason::None);
            }
        }
    }

    fn not_prosecuted(&mut self, act: &NotProsecuted) {
        let reason = match act.ground {
            NonProsecution::NoCriminalFacts => Reason::NoCrime,
            NonProsecution::Statutory => Reason::Statutory,
            NonProsecution::Discretionary => Reason::Discretionary,
            NonProsecution::InsufficientEvidence => Reason::InsufficientEvidence,
            NonProsecution::Conditional => Reason::Conditional,
            NonProsecution::Special => Reason::Special,
        };
        self.person(K::NotProsecuted, act.person, reason);
        self.after_exclusion(act.after_exclusion);
        self.person(K::ReviewConcluded, act.person, reason);
    }

    fn judged(&mut self, act: &Judged) {
        let reason = match act.outcome {
            Outcome::Convicted => Reason::Convicted,
            Outcome::AcquittedByLaw | Outcome::AcquittedByEvidence => Reason::Acquitted,
            Outcome::Terminated => Reason::Terminated,
        };
        let heavy = act.sentence.is_some_and(|sentence| sentence.is_heavy());
        let Some(person) = self.state.person(act.person) else { return };
        let (arrest, accomplice) = (person.missed_arrest, person.missed_accomplice);
        let kinds = [(true, K::Judged), (arrest, K::MissedArrestSentenced), (accomplice, K::MissedAccompliceSentenced)];
        for (_, kind) in kinds.into_iter().filter(|(counts, _)| *counts) {
            self.person(kind, act.person, reason);
            self.last(|fact| fact.heavy = heavy);
        }
        let adoption = match act.recommendation {
            Adoption::NoneMade => return,
            Adoption::Adopted => Reason::Adopted,
            Adoption::NotAdopted => Reason::NotAdopted,
            Adoption::NotRecorded => Reason::NotRecorded,
        };
        self.person(K::SentenceDecided, act.person, adoption);
    }

    fn concluded(&mut self, act: &ProtestConcluded) {
        let result = match act.result {
            ProtestResult::Changed => Reason::Changed,
            ProtestResult::Remanded => Reason::Remanded,
            ProtestResult::Upheld => Reason::Upheld,
        };
        self.protest(K::ProtestConcluded, &act.protest, result);
        for outcome in &act.persons {
            for effect in &outcome.effects {
                let reason = match effect {
                    ProtestEffect::Heavier => Reason::Heavier,
                    ProtestEffect::Lighter => Reason::Lighter,
                    ProtestEffect::AcquittalToConviction => Reason::AcquittalToConviction,
                    ProtestEffect::ConvictionToAcquittal => Reason::ConvictionToAcquittal,
                    ProtestEffect::ChargeChanged => Reason::ChargeChanged,
                    ProtestEffect::Unchanged => Reason::Unchanged,
                };
                self.person(K::ProtestPerson, outcome.person, reason);
                self.last(|fact| fact.heavy = outcome.sentence.is_some_and(|sentence| sentence.is_heavy()));
            }
        }
    }

    fn answered(&mut self, kind: FactKind, person: PersonId, changed: bool) {
        self.person(kind, person, if changed { Reason::Changed } else { Reason::Upheld });
    }

    fn protest(&mut self, kind: FactKind, document: &crate::SubjectId, reason: Reason) {
        let first = self.state.protest(document).and_then(|protest| protest.persons.first()).copied();
        self.main(kind, first.as_ref(), reason);
    }

    fn after_exclusion(&mut self, after: bool) {
        self.last(|fact| fact.after_exclusion = after);
    }

    fn last(&mut self, change: impl FnOnce(&mut Fact)) {
        if let Some(fact) = self.facts.last_mut() {
            change(fact);
        }
    }

    fn persons(&mut self, kind: FactKind, persons: &[PersonId]) {
        for person in persons {
            self.person(kind, *person, Reason::None);
        }
    }

    /// A fact about a case, with the charge of one person in it.
    fn main(&mut self, kind: FactKind, person: Option<&PersonId>, reason: Reason) {
        if let Some(person) = person {
            self.person(kind, *person, reason);
            self.last(|fact| {
                (fact.person, fact.minor, fact.foreign) = (None, Recorded::NotRecorded, Recorded::NotRecorded);
            });
        } else {
            self.push(kind, reason);
        }
    }

    fn person(&mut self, kind: FactKind, person: PersonId, reason: Reason) {
        let Some(ordinal) = self.state.ordinal(person) else { return };
        let person = &self.state.persons[ordinal];
        let (charge_group, charge) = charged(self.state, person, self.act.day);
        let fact = self.push(kind, reason);
        fact.person = u16::try_from(ordinal).ok();
        (fact.charge_group, fact.charge) = (charge_group, charge);
        (fact.stage, fact.plea, fact.minor) = (person.stage, person.plea, person.minor);
        fact.foreign = foreign(person);
    }

    fn push(&mut self, kind: FactKind, reason: Reason) -> &mut Fact {
        let first = self.state.persons.first();
        let (charge_group, charge) =
            first.map_or((ChargeGroup::Other, 0), |person| charged(self.state, person, self.act.day));
        self.facts.push(Fact {
            kind,
            day: self.act.day,
            sequence: self.act.sequence,
            known_from: self.act.sequence,
            known_until: None,
            case: self.case,
            person: None,
            region: self.region,
            charge_group,
            charge,
            by_delivery: self.state.by_delivery,
            contraband: self.state.contraband,
            operator_kind: self.state.operator_kind,
            stage: if first.is_some() { self.state.stage() } else { Stage::Investigation },
            reason,
            heavy: false,
            after_exclusion: false,
            plea: false,
            minor: Recorded::NotRecorded,
            foreign: Recorded::NotRecorded,
            count: 1,
        });
        self.facts.last_mut().expect("it was pushed just now")
    }
}

fn procedure(procedure: ProtestProcedure) -> Reason {
    match procedure {
        ProtestProcedure::SecondInstance => Reason::SecondInstance,
        ProtestProcedure::Retrial => Reason::Retrial,
    }
}

fn foreign(person: &PersonState) -> Recorded {
    match person.nationality.as_deref() {
        None => Recorded::NotRecorded,
        Some("CN") => Recorded::No,
        Some(_) => Recorded::Yes,
    }
}

/// The group and code of a person's main charge; explosives are told apart by what was found.
fn charged(state: &CaseState, person: &PersonState, day: Day) -> (ChargeGroup, u16) {
    let Some(charge) = person.charges.first().and_then(|charge| Charges::built_in().find(charge, day)) else {
        return (ChargeGroup::Other, 0);
    };
    let explosive = charge.group == ChargeGroup::Firearm && state.contraband == Some(Contraband::Explosive);
    (if explosive { ChargeGroup::Explosive } else { charge.group }, charge.code)
}
