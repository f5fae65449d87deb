//! Supervision beside the cases: filing supervised, written opinions on investigation and trial.

use casebook::{
    NewAct, Office, Role, Subject, SubjectKind,
    acts::{
        Payload,
        measure::{Answer, DocumentReplied, DocumentServed, MeasureIssued, MeasureKind, Service},
    },
};

use super::{
    Counts,
    days::{self, DRUG, DayNumber},
    expand::{districts, id, person_of, recorded_at},
};
use crate::dice::{Dice, noise};

/// One lot of measures of a kind.
struct Lot {
    kind: MeasureKind,
    letter: &'static str,
    count: u32,
    /// How many of them are answered as asked.
    answered: u32,
    persons: u32,
}

/// The acts of every measure, by day.
pub(super) fn acts(counts: &Counts, seed: u64) -> Vec<(DayNumber, NewAct)> {
    let drug = &counts.drug;
    let lots = [
        Lot {
            kind: MeasureKind::FilingSupervision,
            letter: "LA",
            count: drug.filing_supervised_cases,
            answered: 0,
            persons: drug.filing_supervised_persons,
        },
        Lot {
            kind: MeasureKind::InvestigationOpinion,
            letter: "ZC",
            count: drug.investigation_opinions,
            answered: drug.investigation_opinions_corrected,
            persons: 0,
        },
        Lot {
            kind: MeasureKind::TrialOpinion,
            letter: "SP",
            count: drug.trial_opinions,
            answered: drug.trial_opinions_corrected,
            persons: 0,
        },
    ];
    let (districts, mut dice) = (districts(seed), Dice::new(seed ^ 0x7375_7065));
    let mut acts = Vec::new();
    for lot in lots {
        for number in 0..lot.count {
            let place = (noise(seed ^ 0x0b, u64::from(number)) as usize) % districts.len();
            let (region, name) = &districts[place];
            let office = Office { name: format!("{name}人民检察院"), region: *region };
            // Answered ones early enough for the answer to fall into the period too.
            let latest = if number < lot.answered { DRUG.1 - 30 } else { DRUG.1 };
            let issued = days::draw(&mut dice, DRUG.0, latest);
            let persons = lot.persons / lot.count.max(1) + u32::from(number < lot.persons % lot.count.max(1));
            one(&lot, number, persons, issued, &office, seed, &mut acts);
        }
    }
    acts.sort_by_key(|(day, _)| *day);
    acts
}

fn one(
    lot: &Lot,
    number: u32,
    persons: u32,
    issued: DayNumber,
    office: &Office,
    seed: u64,
    acts: &mut Vec<(DayNumber, NewAct)>,
) {
    let subject = format!("{}-{number:05}", lot.letter);
    let mut add = |day: DayNumber, payload: Payload| {
        let act = NewAct {
            subject: Subject { kind: SubjectKind::Measure, id: id(&subject) },
            day: days::day(day),
            recorded_at: recorded_at(day),
            actor: format!("S{:05}", noise(seed ^ 0x0d, u64::from(number)) % 90_000),
            role: Role::Prosecutor,
            office: office.clone(),
            purpose: "法律监督 supervision".to_owned(),
            key: None,
            payload,
        };
        acts.push((day, act));
    };
    let court = lot.kind == MeasureKind::TrialOpinion;
    add(
        issued,
        Payload::MeasureIssued(MeasureIssued {
            kind: lot.kind,
            document: id(&format!("{subject}-F")),
            addressee: if court { "人民法院" } else { "公安机关" }.to_owned(),
            charge: Some("347".to_owned()),
            case: None,
            find: None,
            persons: (0..persons)
                .map(|person| person_of(seed ^ 0x11, u64::from(number) * 16 + u64::from(person)))
                .collect(),
            reply_days: (lot.kind != MeasureKind::FilingSupervision).then_some(15),
            approval: Some(id(&format!("{subject}-A"))),
            in_court: court,
        }),
    );
    if number < lot.answered {
        add(issued + 2, Payload::DocumentServed(DocumentServed { how: Service::InPerson, receipt: None }));
        add(
            issued + 12,
            Payload::DocumentReplied(DocumentReplied {
                document: None,
                answer: Answer::Adopted,
                reason: None,
                points: Vec::new(),
            }),
        );
    }
}
