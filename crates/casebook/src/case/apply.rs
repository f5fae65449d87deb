//! One act upon a case. Never fails: what is in the ledger took place; names that are unknown change nothing.

mod alike;

use super::{Arrest, CaseState, Constraint, Exclusion, Filing, Stage};
use crate::{
    Act, PersonId,
    acts::{Payload, arrest::DirectArrest, court::Outcome},
};

impl CaseState {
    /// Takes one act.
    pub fn apply(&mut self, act: &Act) {
        let day = act.day;
        self.version = act.version;
        self.sequence = self.sequence.max(act.sequence);
        self.latest = self.latest.max(Some(day));
        match &act.payload {
            Payload::CaseRegistered(case) => {
                self.registered = Some(day);
                self.office = Some(act.office.clone());
                self.describe(case);
            }
            Payload::SplitFrom(split) => {
                self.registered = Some(day);
                self.office = Some(act.office.clone());
                self.describe(&split.described);
                self.split_from = Some(split.case.clone());
                self.returns = split.returns;
                self.take_filing(split.filed);
                self.take_persons(&split.persons);
            }
            Payload::CaseFiled(_) => self.take_filing(Some(day)),
            Payload::CaseNotFiled(_) => self.filing = Filing::NotFiled,
            Payload::CaseDropped(dropped) => self.drop_persons(&dropped.persons, day),
            Payload::JurisdictionChanged(change) => {
                self.office = Some(change.to.clone());
                self.review_since = self.review_since.map(|_| day);
                self.review_extended = false;
            }
            Payload::EarlyIntervention(_) => self.interventions.push(day),
            _ => self.apply_links(act),
        }
    }

    /// Links between cases and items.
    fn apply_links(&mut self, act: &Act) {
        match &act.payload {
            Payload::CaseDescribed(described) => {
                self.by_delivery = described.by_delivery.unwrap_or(self.by_delivery);
                self.contraband = described.contraband.or(self.contraband);
                self.operator_kind = described.operator_kind.or(self.operator_kind);
            }
            Payload::ItemLinked(item) => self.items.push((item.operator.clone(), item.waybill.clone())),
            Payload::CaseLinked(link) => self.links.push((link.case.clone(), link.relation)),
            Payload::JoinedFrom(joined) => {
                self.joined.push(joined.case.clone());
                self.returns = self.returns.max(joined.returns);
                if self.filed.is_none() {
                    self.take_filing(joined.filed);
                }
                self.take_persons(&joined.persons);
            }
            Payload::JoinedInto(joined) => {
                self.filing = Filing::Joined;
                self.joined_into = Some(joined.case.clone());
                self.persons.iter_mut().for_each(|person| person.stage = Stage::Moved);
            }
            Payload::SplitOff(split) => {
                self.split_off.push(split.case.clone());
                self.each(&split.persons, act.day, |person| person.stage = Stage::Moved);
            }
            Payload::ExclusionRaised(raised) => self.exclusions.push(Exclusion {
                evidence: raised.evidence.clone(),
                evidence_kind: raised.evidence_kind,
                raised_by: raised.raised_by,
                raised: act.day,
                decided: None,
            }),
            Payload::ExclusionDecided(decided) => {
                let open = self.exclusions.iter_mut().rev().find(|exclusion| exclusion.evidence == decided.evidence);
                if let Some(exclusion) = open {
                    exclusion.decided = Some((act.day, decided.result));
                }
            }
            _ => self.apply_person(act),
        }
    }

    /// Persons and measures of constraint.
    fn apply_person(&mut self, act: &Act) {
        let day = act.day;
        match &act.payload {
            Payload::PersonAdded(added) => self.add(added, day),
            Payload::PersonDescribed(described) => self.one(described.person, day, |person| {
                person.chain_role = described.chain_role.or(person.chain_role);
                person.minor = described.minor.unwrap_or(person.minor);
                if described.nationality.is_some() {
                    person.nationality.clone_from(&described.nationality);
                }
            }),
            Payload::ChargesSet(set) => self.one(set.person, day, |person| person.charges.clone_from(&set.charges)),
            Payload::Detained(taken) => self.constrain(taken.person, Constraint::Detained, day),
            Payload::Bailed(taken) => self.constrain(taken.person, Constraint::Bail, day),
            Payload::Surveilled(taken) => self.constrain(taken.person, Constraint::Surveillance, day),
            Payload::MeasureLifted(lifted) => self.constrain(lifted.person, Constraint::None, day),
            Payload::CustodyExtended(extended) => {
                self.one(extended.person, day, |person| person.extensions.push((day, extended.basis)));
            }
            Payload::CustodyRestarted(restarted) => self.one(restarted.person, day, |person| {
                person.custody_since = Some(day);
                person.extensions.clear();
            }),
            Payload::EvaluationBegan(evaluation) => {
                self.one(evaluation.person, day, |person| person.evaluations.push((day, None)));
            }
            Payload::EvaluationEnded(evaluation) => self.one(evaluation.person, day, |person| {
                if let Some((_, to)) = person.evaluations.last_mut() {
                    *to = Some(day);
                }
            }),
            _ => self.apply_arrest(act),
        }
    }

    fn apply_arrest(&mut self, act: &Act) {
        let day = act.day;
        let mut step = |person: PersonId, arrest: Arrest| {
            self.one(person, day, |person| (person.arrest, person.arrest_day) = (arrest, Some(day)));
        };
        match &act.payload {
            Payload::ArrestRequested(requested) => {
                requested.persons.iter().for_each(|person| step(*person, Arrest::Requested));
                self.each(&requested.persons, day, |person| person.stage = Stage::ArrestReview);
            }
            Payload::ArrestApproved(approved) => self.arrest(approved.person, day),
            Payload::ArrestDecided(decided) => {
                self.arrest(decided.person, day);
                if decided.ground == DirectArrest::MissedArrest {
                    self.one(decided.person, day, |person| person.missed_arrest = true);
                }
            }
            Payload::ArrestRefused(refused) => {
                step(refused.person, Arrest::Refused);
                self.one(refused.person, day, |person| {
                    person.refused = Some(refused.reason);
                    person.stage = Stage::Investigation;
                    if person.constraint == Constraint::Detained {
                        // CPL 91: who is not arrested is released at once.
                        person.constrain(Constraint::None, day);
                    }
                });
            }
            Payload::ArrestReconsiderationAsked(asked) => step(asked.person, Arrest::ReconsiderationAsked),
            Payload::ArrestReviewAsked(asked) => step(asked.person, Arrest::ReviewAsked),
            Payload::ArrestReconsidered(answered) | Payload::ArrestReviewed(answered) if answered.changed => {
                self.arrest(answered.person, day);
            }
            Payload::ArrestReconsidered(answered) => step(answered.person, Arrest::Reconsidered),
            Payload::ArrestReviewed(answered) => step(answered.person, Arrest::Final),
            Payload::MissedArrestCorrected(missed) => {
                self.one(missed.person, day, |person| person.missed_arrest = true);
            }
            Payload::MissedAccompliceCorrected(missed) => {
                self.one(missed.person, day, |person| person.missed_accomplice = true);
            }
            Payload::MissedCrimeCorrected(missed) => self.one(missed.person, day, |person| {
                person.charges.extend(missed.charge.clone().filter(|charge| !person.charges.contains(charge)));
            }),
            _ => self.apply_review(act),
        }
    }

    fn apply_review(&mut self, act: &Act) {
        let day = act.day;
        match &act.payload {
            Payload::Transferred(transferred) => {
                self.begin_review(day);
                self.each(&transferred.persons, day, |person| person.stage = Stage::Review);
            }
            Payload::ReviewExtended(_) => self.review_extended = true,
            Payload::Returned(_) => {
                self.returns += 1;
                self.review_since = None;
                self.move_all(Stage::Review, Stage::Supplementary, day);
            }
            Payload::Resubmitted(_) => {
                self.begin_review(day);
                self.move_all(Stage::Supplementary, Stage::Review, day);
            }
            Payload::PleaSigned(signed) => self.one(signed.person, day, |person| person.plea = true),
            Payload::PleaRevoked(revoked) => self.one(revoked.person, day, |person| person.plea = false),
            Payload::SentenceRecommended(made) => {
                self.one(made.person, day, |person| person.recommendation = Some(made.form));
            }
            Payload::Prosecuted(prosecuted) => {
                self.prosecuted = true;
                self.each(&prosecuted.persons, day, |person| {
                    (person.stage, person.prosecuted, person.not_prosecuted) = (Stage::Trial, true, None);
                });
            }
            Payload::NotProsecuted(decided) => self.leave_unprosecuted(decided.person, decided.ground, day),
            Payload::ConditionalEnded(ended) => self.one(ended.person, day, |person| {
                person.stage = if ended.kept { Stage::NotProsecuted } else { Stage::Review };
            }),
            Payload::NonProsecutionReconsiderationAsked(asked) => {
                self.one(asked.person, day, |person| person.objection = Arrest::ReconsiderationAsked);
            }
            Payload::NonProsecutionReviewAsked(asked) => {
                self.one(asked.person, day, |person| person.objection = Arrest::ReviewAsked);
            }
            Payload::NonProsecutionReconsidered(answered) => {
                self.answer_objection(answered.person, answered.changed, Arrest::Reconsidered, day);
            }
            Payload::NonProsecutionReviewed(answered) => {
                self.answer_objection(answered.person, answered.changed, Arrest::Final, day);
            }
            Payload::ProsecutionWithdrawn(withdrawn) => {
                self.each(&withdrawn.persons, day, |person| person.stage = Stage::Withdrawn);
            }
            _ => self.apply_court(act),
        }
    }

    fn apply_court(&mut self, act: &Act) {
        let day = act.day;
        match &act.payload {
            Payload::Judged(judged) => self.judge(judged, day),
            Payload::TookEffect(effect) => self.each(&effect.persons, day, |person| {
                person.effective = Some(day);
                let acquitted = matches!(person.outcome, Some(Outcome::AcquittedByLaw | Outcome::AcquittedByEvidence));
                person.stage = if acquitted { Stage::Acquitted } else { Stage::Effective };
            }),
            Payload::Executed(executed) => self.one(executed.person, day, |person| person.stage = Stage::Executed),
            Payload::ProtestFiled(filed) => self.file_protest(filed, day),
            Payload::ProtestSupported(step) => {
                self.protest_step(&step.protest, |protest| protest.supported = Some(day));
            }
            Payload::ChiefAttended(step) => self.protest_step(&step.protest, |protest| protest.attended.push(day)),
            Payload::ProtestWithdrawn(step) => {
                let persons = self.protest(&step.protest).map(|protest| protest.persons.clone()).unwrap_or_default();
                self.protest_step(&step.protest, |protest| protest.withdrawn = Some(day));
                self.settle(&persons, day);
            }
            Payload::ProtestConcluded(concluded) => self.conclude(concluded, day),
            Payload::RecordSealed(sealed) => self.one(sealed.person, day, |person| person.sealed = true),
            // Look-ups, corrections and the acts of other subjects change no case.
            _ => {}
        }
    }
}
