//! Acts to try things with.

use casebook::{
    Casebook, CasebookError, NewAct, Office, PersonId, Role, Subject, SubjectId,
    acts::{Contraband, Payload, Recorded, filing, person},
};
use jiff::Timestamp;
use parcel::{Day, Region, kind::OperatorKind};

pub(crate) fn id(text: &str) -> SubjectId {
    SubjectId::parse(text).expect("a number of that shape")
}

pub(crate) fn someone(number: u8) -> PersonId {
    PersonId([number; 16])
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn moment() -> Timestamp {
    "2026-11-22T08:00:00Z".parse().expect("an instant")
}

/// An act upon a case.
pub(crate) fn act(case: &str, on: Day, payload: Payload) -> NewAct {
    NewAct {
        subject: Subject::case(id(case)),
        day: on,
        recorded_at: moment(),
        actor: "officer-17".to_owned(),
        role: Role::Prosecutor,
        office: Office {
            name: "示例区人民检察院".to_owned(), region: Region::parse("330106").expect("a district")
        },
        purpose: "case work".to_owned(),
        key: None,
        payload,
    }
}

pub(crate) fn registered() -> Payload {
    Payload::CaseRegistered(filing::CaseRegistered {
        source: filing::CaseSource::Find,
        by_delivery: Recorded::Yes,
        contraband: Some(Contraband::Drug),
        operator_kind: Some(OperatorKind::Express),
        find: None,
    })
}

pub(crate) fn filed() -> Payload {
    Payload::CaseFiled(filing::CaseFiled { document: id("filing-1") })
}

pub(crate) fn added(who: PersonId) -> Payload {
    added_as(who, person::FoundBy::Investigation, Recorded::No)
}

pub(crate) fn added_as(who: PersonId, found_by: person::FoundBy, minor: Recorded) -> Payload {
    Payload::PersonAdded(person::PersonAdded {
        person: who,
        chain_role: Some(person::ChainRole::Sender),
        found_by,
        minor,
        nationality: Some("CN".to_owned()),
        charges: vec!["347".to_owned()],
        sealed: None,
    })
}

/// Records acts of one case in order, a day apart from the first of 2026 on.
pub(crate) fn tell(casebook: &Casebook, case: &str, payloads: Vec<Payload>) -> Result<u64, CasebookError> {
    let mut last = 0;
    for payload in payloads {
        last = tell_one(casebook, case, payload)?;
    }
    Ok(last)
}

/// Records the next act of a case; its day follows from its version.
pub(crate) fn tell_one(casebook: &Casebook, case: &str, payload: Payload) -> Result<u64, CasebookError> {
    let version = casebook.case(&id(case)).map_or(0, |case| case.version);
    let on = day("2026-01-01").saturating_add(jiff::Span::new().days(version));
    Ok(casebook.append(act(case, on, payload), version)?.sequence)
}

/// The id of the rule by which an act was refused.
pub(crate) fn rule(outcome: Result<u64, CasebookError>) -> String {
    match outcome {
        Err(CasebookError::Refused(refused)) => refused.rule.id,
        other => panic!("not refused: {other:?}"),
    }
}
