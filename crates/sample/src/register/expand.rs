//! Steps as acts: who did it where, and what it says.

use casebook::{
    NewAct, Office, PersonId, Role, Subject, SubjectId,
    acts::{
        Payload, Recorded,
        arrest::{ArrestApproved, ArrestDecided, ArrestRefused, ArrestRequested, DirectArrest},
        court::{self, Adoption, Outcome, Sentence, SentenceKind, TookEffect},
        evidence::{EvidenceKind, ExclusionDecided, ExclusionRaised, ExclusionResult, RaisedBy},
        filing::{CaseDropped, CaseFiled, CaseRegistered, CaseSource},
        person::{ChainRole, FoundBy, PersonAdded},
        prosecution::{
            EarlyIntervention, Missed, NonProsecution, NotProsecuted, PleaSigned, Prosecuted, RecommendationForm,
            Resubmitted, Returned, SentenceRecommended, Transferred,
        },
        protest::{
            Against, PersonEffect, ProtestConcluded, ProtestEffect, ProtestFiled, ProtestProcedure, ProtestResult,
            ProtestStep,
        },
    },
};
use parcel::{Region, kind::OperatorKind};

use super::{
    cases::{Arrest, Case, Effect, End, Judged, Person, Protest},
    days,
    deal::Deal,
    steps::{Kind, Step},
};
use crate::{dice::noise, place::Places};

/// Hour of the day at which acts are recorded, by the clock of Beijing.
const RECORDED: i8 = 17;

/// Makes acts of steps.
pub(super) struct Expander {
    deal: Deal,
    districts: Vec<(Region, String)>,
    seed: u64,
}

impl Expander {
    pub(super) fn new(deal: Deal, seed: u64) -> Self {
        Self { deal, districts: districts(seed), seed }
    }

    /// The act of a step.
    pub(super) fn act(&self, step: &Step) -> NewAct {
        let case = &self.deal.docket.cases[step.case as usize];
        let role = role(step.kind);
        NewAct {
            subject: Subject::case(self.number(step.case)),
            day: days::day(step.day),
            recorded_at: recorded_at(step.day),
            actor: format!("S{:05}", noise(self.seed, u64::from(step.case)) % 90_000),
            role,
            office: self.office(step.case, role),
            purpose: "办案 casework".to_owned(),
            key: None,
            payload: self.payload(step, case),
        }
    }

    fn number(&self, case: u32) -> SubjectId {
        let filed = self.deal.docket.cases[case as usize].filed;
        id(&format!("{}-{case:06}", days::day(filed).year()))
    }

    fn office(&self, case: u32, role: Role) -> Office {
        let (region, name) = &self.districts[(noise(self.seed ^ 7, u64::from(case)) as usize) % self.districts.len()];
        let kind = match role {
            Role::Police => "公安局",
            Role::Court => "人民法院",
            _ => "人民检察院",
        };
        Office { name: format!("{name}{kind}"), region: *region }
    }

    fn person(&self, place: usize) -> PersonId {
        person_of(self.seed, place as u64)
    }

    /// The persons of a case of whom that is true.
    fn those(&self, case: &Case, fits: impl Fn(&Person) -> bool) -> Vec<PersonId> {
        let members = case.persons().filter(|place| fits(&self.deal.docket.persons[*place]));
        members.map(|place| self.person(place)).collect()
    }

    fn payload(&self, step: &Step, case: &Case) -> Payload {
        let person = self.person(step.person as usize);
        let document = |sort: &str| id(&format!("{}-{sort}-{}", self.number(step.case), step.person));
        match step.kind {
            Kind::Registered => Payload::CaseRegistered(registered(case, step.case)),
            Kind::Filed => Payload::CaseFiled(CaseFiled { document: document("L") }),
            Kind::Added => Payload::PersonAdded(added(person, case, FoundBy::Investigation, step.person)),
            Kind::Early => Payload::EarlyIntervention(EarlyIntervention { document: document("T") }),
            Kind::Requested => {
                let asked = |person: &Person| matches!(person.arrest, Arrest::Approved | Arrest::Refused(..));
                Payload::ArrestRequested(ArrestRequested { persons: self.those(case, asked), document: document("Q") })
            }
            Kind::ExclusionRaised => Payload::ExclusionRaised(ExclusionRaised {
                evidence: document("E"),
                evidence_kind: EvidenceKind::Confession,
                raised_by: RaisedBy::Counsel,
                person: Some(person),
            }),
            Kind::ExclusionDecided => Payload::ExclusionDecided(ExclusionDecided {
                evidence: document("E"),
                result: ExclusionResult::Excluded,
            }),
            Kind::MissedArrest => {
                Payload::MissedArrestCorrected(Missed { person, charge: None, document: document("M") })
            }
            Kind::Decided => self.arrest(step, document("A")),
            Kind::Dropped => Payload::CaseDropped(CaseDropped { document: document("X"), persons: Vec::new() }),
            _ => self.later(step, case, person, &document),
        }
    }

    fn arrest(&self, step: &Step, document: SubjectId) -> Payload {
        let person = self.person(step.person as usize);
        match self.deal.docket.persons[step.person as usize].arrest {
            Arrest::Refused(reason, after_exclusion) => {
                Payload::ArrestRefused(ArrestRefused { person, reason, after_exclusion, document })
            }
            Arrest::Missed => {
                Payload::ArrestDecided(ArrestDecided { person, ground: DirectArrest::MissedArrest, document })
            }
            Arrest::Approved | Arrest::None => Payload::ArrestApproved(ArrestApproved { person, document }),
        }
    }

    /// Review and court.
    fn later(&self, step: &Step, case: &Case, person: PersonId, document: &dyn Fn(&str) -> SubjectId) -> Payload {
        match step.kind {
            Kind::Transferred => {
                let persons = self.those(case, |person| !person.accomplice);
                Payload::Transferred(Transferred { persons, document: document("S") })
            }
            Kind::Accomplice => Payload::PersonAdded(added(person, case, FoundBy::MissedAccomplice, step.person)),
            Kind::AccompliceCorrected => {
                Payload::MissedAccompliceCorrected(Missed { person, charge: None, document: document("C") })
            }
            Kind::Crime => {
                let charge = Some(case.group.second_charge().to_owned());
                Payload::MissedCrimeCorrected(Missed { person, charge, document: document("D") })
            }
            Kind::Returned => Payload::Returned(Returned { document: document("B") }),
            Kind::Resubmitted => Payload::Resubmitted(Resubmitted { document: document("R") }),
            Kind::Plea => Payload::PleaSigned(PleaSigned {
                person,
                counsel_present: true,
                exception: None,
                statement: Some(document("J")),
            }),
            Kind::Recommended => Payload::SentenceRecommended(SentenceRecommended {
                person,
                form: RecommendationForm::Determinate,
                from: Some(imprisonment(36)),
                to: None,
            }),
            Kind::Prosecuted => {
                let persons = self.those(case, |person| person.end == End::Prosecuted);
                Payload::Prosecuted(Prosecuted { persons, document: document("P") })
            }
            Kind::NotProsecuted => self.not_prosecuted(step, document("N")),
            _ => self.court(step, case, person, document),
        }
    }

    fn not_prosecuted(&self, step: &Step, document: SubjectId) -> Payload {
        let End::NotProsecuted(ground, after_exclusion) = self.deal.docket.persons[step.person as usize].end else {
            unreachable!("only who is not prosecuted has this step")
        };
        Payload::NotProsecuted(NotProsecuted {
            person: self.person(step.person as usize),
            ground,
            after_exclusion,
            approval: (ground == NonProsecution::Special).then(|| document.clone()),
            probation_months: None,
            document,
        })
    }

    fn court(&self, step: &Step, case: &Case, person: PersonId, document: &dyn Fn(&str) -> SubjectId) -> Payload {
        let protest = || document("K");
        match step.kind {
            Kind::Judged => {
                let judged = self.deal.docket.persons[step.person as usize].judged;
                Payload::Judged(judgment(person, judged, document("V")))
            }
            Kind::TookEffect => Payload::TookEffect(TookEffect { persons: self.those(case, |_| true) }),
            Kind::Protested => Payload::ProtestFiled(ProtestFiled {
                document: protest(),
                procedure: match case.protest {
                    Some((_, true)) => ProtestProcedure::Retrial,
                    _ => ProtestProcedure::SecondInstance,
                },
                against: Against::Judgment,
                persons: self.those(case, |_| true),
            }),
            Kind::Attended => Payload::ChiefAttended(ProtestStep { protest: protest() }),
            _ => self.concluded(case, protest(), document("W")),
        }
    }

    fn concluded(&self, case: &Case, protest: SubjectId, document: SubjectId) -> Payload {
        let result = match case.protest {
            Some((Protest::Withdrawn | Protest::Open, _)) | None => {
                return Payload::ProtestWithdrawn(ProtestStep { protest });
            }
            Some((Protest::Changed, _)) => ProtestResult::Changed,
            Some((Protest::Remanded, _)) => ProtestResult::Remanded,
            Some((Protest::Upheld, _)) => ProtestResult::Upheld,
        };
        let effect = |place: usize| {
            let (effect, sentence) = match self.deal.docket.persons[place].effect {
                Effect::None => return None,
                Effect::Heavier => (ProtestEffect::Heavier, imprisonment(96)),
                Effect::Lighter => (ProtestEffect::Lighter, imprisonment(12)),
                Effect::AcquittalToConviction => (ProtestEffect::AcquittalToConviction, imprisonment(36)),
            };
            Some(PersonEffect { person: self.person(place), effects: vec![effect], sentence: Some(sentence) })
        };
        let persons = case.persons().filter_map(effect).collect();
        Payload::ProtestConcluded(ProtestConcluded { protest, result, persons, document })
    }
}

fn registered(case: &Case, number: u32) -> CaseRegistered {
    let kinds = [OperatorKind::Express, OperatorKind::Express, OperatorKind::Instant, OperatorKind::NetworkFreight];
    CaseRegistered {
        source: if case.delivery { CaseSource::Find } else { CaseSource::Police },
        by_delivery: if case.delivery { Recorded::Yes } else { Recorded::NotRecorded },
        contraband: Some(case.group.contraband()),
        operator_kind: case.delivery.then(|| kinds[number as usize % kinds.len()]),
        find: None,
    }
}

fn added(person: PersonId, case: &Case, found_by: FoundBy, place: u32) -> PersonAdded {
    let roles = [ChainRole::Sender, ChainRole::Recipient, ChainRole::Courier, ChainRole::Payer];
    PersonAdded {
        person,
        chain_role: case.delivery.then(|| roles[place as usize % roles.len()]),
        found_by,
        minor: Recorded::NotRecorded,
        nationality: None,
        charges: vec![case.group.charge().to_owned()],
        sealed: None,
    }
}

fn judgment(person: PersonId, judged: Judged, document: SubjectId) -> court::Judged {
    let acquitted = judged == Judged::Acquitted;
    court::Judged {
        person,
        outcome: if acquitted { Outcome::AcquittedByEvidence } else { Outcome::Convicted },
        sentence: (!acquitted).then(|| imprisonment(if judged == Judged::Heavy { 144 } else { 36 })),
        recommendation: match judged {
            Judged::Adopted => Adoption::Adopted,
            Judged::NotAdopted => Adoption::NotAdopted,
            _ => Adoption::NoneMade,
        },
        received: None,
        document,
    }
}

fn imprisonment(months: u16) -> Sentence {
    Sentence { kind: SentenceKind::Imprisonment, months: Some(months), probation: false }
}

fn role(kind: Kind) -> Role {
    match kind {
        Kind::Registered
        | Kind::Filed
        | Kind::Added
        | Kind::Requested
        | Kind::Dropped
        | Kind::Transferred
        | Kind::Resubmitted => Role::Police,
        Kind::Judged | Kind::TookEffect | Kind::Concluded => Role::Court,
        Kind::Attended => Role::ChiefProsecutor,
        _ => Role::Prosecutor,
    }
}

/// When acts of a day are recorded.
pub(super) fn recorded_at(day: days::DayNumber) -> jiff::Timestamp {
    let noon = days::day(day).at(RECORDED, 0, 0, 0);
    jiff::tz::Offset::constant(8).to_timestamp(noon).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// An invented person.
pub(super) fn person_of(seed: u64, place: u64) -> PersonId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&noise(seed ^ 0x0070_6572, place).to_le_bytes());
    id[8..].copy_from_slice(&noise(seed ^ 0x0073_6f6e, place).to_le_bytes());
    PersonId(id)
}

/// A number of the shape that the register asks for.
///
/// # Panics
/// If it has not.
pub(super) fn id(text: &str) -> SubjectId {
    SubjectId::parse(text).unwrap_or_else(|| panic!("{text} has another shape"))
}

/// Districts where offices are.
pub(super) fn districts(seed: u64) -> Vec<(Region, String)> {
    let places = Places::choose(seed, 100_000);
    let districts = places.districts.into_iter();
    districts.filter_map(|place| Some((Region::parse(&place.code.to_string()).ok()?, place.name))).collect()
}
