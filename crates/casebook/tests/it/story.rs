//! Short ways to the states that the law speaks of.

use casebook::{
    PersonId,
    acts::{Payload, arrest, court, custody, prosecution, protest},
};

use crate::support::{added, filed, id, registered};

pub(crate) fn detained(person: PersonId) -> Payload {
    Payload::Detained(custody::MeasureTaken { person, document: id("detention-1") })
}

pub(crate) fn arrest_requested(persons: &[PersonId]) -> Payload {
    Payload::ArrestRequested(arrest::ArrestRequested { persons: persons.to_vec(), document: id("request-1") })
}

pub(crate) fn arrest_approved(person: PersonId) -> Payload {
    Payload::ArrestApproved(arrest::ArrestApproved { person, document: id("approval-1") })
}

pub(crate) fn arrest_refused(person: PersonId, reason: arrest::RefusalReason, after_exclusion: bool) -> Payload {
    Payload::ArrestRefused(arrest::ArrestRefused { person, reason, after_exclusion, document: id("refusal-1") })
}

pub(crate) fn transferred(persons: &[PersonId]) -> Payload {
    Payload::Transferred(prosecution::Transferred { persons: persons.to_vec(), document: id("transfer-1") })
}

pub(crate) fn returned() -> Payload {
    Payload::Returned(prosecution::Returned { document: id("return-1") })
}

pub(crate) fn resubmitted() -> Payload {
    Payload::Resubmitted(prosecution::Resubmitted { document: id("resubmission-1") })
}

pub(crate) fn prosecuted(persons: &[PersonId]) -> Payload {
    Payload::Prosecuted(prosecution::Prosecuted { persons: persons.to_vec(), document: id("indictment-1") })
}

pub(crate) fn not_prosecuted(person: PersonId, ground: prosecution::NonProsecution) -> Payload {
    let document = id("decision-1");
    Payload::NotProsecuted(prosecution::NotProsecuted {
        person,
        ground,
        after_exclusion: false,
        approval: None,
        probation_months: (ground == prosecution::NonProsecution::Conditional).then_some(6),
        document,
    })
}

pub(crate) fn plea(person: PersonId, counsel_present: bool) -> Payload {
    let statement = Some(id("statement-1"));
    Payload::PleaSigned(prosecution::PleaSigned { person, counsel_present, exception: None, statement })
}

pub(crate) fn months(months: u16) -> court::Sentence {
    court::Sentence { kind: court::SentenceKind::Imprisonment, months: Some(months), probation: false }
}

pub(crate) fn judged(person: PersonId, sentence: court::Sentence) -> Payload {
    Payload::Judged(court::Judged {
        person,
        outcome: court::Outcome::Convicted,
        sentence: Some(sentence),
        recommendation: court::Adoption::Adopted,
        received: None,
        document: id("judgment-1"),
    })
}

pub(crate) fn took_effect(persons: &[PersonId]) -> Payload {
    Payload::TookEffect(court::TookEffect { persons: persons.to_vec() })
}

pub(crate) fn protest(document: &str, procedure: protest::ProtestProcedure, persons: &[PersonId]) -> Payload {
    let against = protest::Against::Judgment;
    Payload::ProtestFiled(protest::ProtestFiled {
        document: id(document),
        procedure,
        against,
        persons: persons.to_vec(),
    })
}

/// Registered, filed, with these persons in it.
pub(crate) fn begun(persons: &[PersonId]) -> Vec<Payload> {
    let mut story = vec![registered(), filed()];
    story.extend(persons.iter().map(|person| added(*person)));
    story
}

/// Up to the review for prosecution, everybody under arrest.
pub(crate) fn in_review(persons: &[PersonId]) -> Vec<Payload> {
    let mut story = begun(persons);
    story.push(arrest_requested(persons));
    story.extend(persons.iter().map(|person| arrest_approved(*person)));
    story.push(transferred(persons));
    story
}

/// Up to a judgment of twelve years.
pub(crate) fn in_judgment(person: PersonId) -> Vec<Payload> {
    let mut story = in_review(&[person]);
    story.extend([plea(person, true), prosecuted(&[person]), judged(person, months(144))]);
    story
}
