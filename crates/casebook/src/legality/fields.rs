//! Whether the fields of an act fit: every problem at once.

use parcel::{Bilingual, statutory_day};

use super::{belongs::belongs_to, named};
use crate::{
    CasebookError, NewAct, SubjectId,
    acts::{ActKind, Payload},
    error::FieldProblem,
};

/// Collects what does not fit.
#[derive(Default)]
struct Problems(Vec<FieldProblem>);

impl Problems {
    fn unless(&mut self, fits: bool, field: &str, zh: &str, en: &str, would_pass: &str) {
        if !fits {
            let message = Bilingual::new(zh, en);
            self.0.push(FieldProblem { field: field.to_owned(), message, would_pass: would_pass.to_owned() });
        }
    }
}

/// Checks shapes and lengths of the envelope and of what the payload leaves open.
///
/// # Errors
/// [`CasebookError::Fields`] with every problem.
pub fn check_fields(act: &NewAct) -> Result<(), CasebookError> {
    let mut found = Problems::default();
    let shape = SubjectId::SHAPE;
    let is_code = |text: &str| SubjectId::parse(text).is_some();
    found.unless(is_code(&act.actor), "/actor", "须为工号，不得为姓名", "a staff number, not a name", shape);
    let key = act.key.as_deref().is_none_or(is_code);
    found.unless(key, "/key", "幂等键格式不符", "the idempotency key has another shape", shape);
    let purpose = length_fits(&act.purpose, 128);
    found.unless(purpose, "/purpose", "须写明目的", "the purpose must be stated", "1 to 128 characters");
    let office = length_fits(&act.office.name, 64);
    found.unless(office, "/office/name", "须写明机关名称", "the office must be named", "1 to 64 characters");
    let district = act.office.region.to_string().len() == 6;
    let (zh, en) = ("须为六位行政区划代码", "a district is asked for");
    found.unless(district, "/office/region", zh, en, "6 digits of GB/T 2260");
    let (zh, en) = ("行为日期晚于记录日期", "the act would take place after it is recorded");
    let past = act.day <= statutory_day(act.recorded_at);
    found.unless(past, "/day", zh, en, "the day of recording or an earlier one");
    payload(act, &mut found);
    if found.0.is_empty() { Ok(()) } else { Err(CasebookError::Fields(found.0)) }
}

fn payload(act: &NewAct, found: &mut Problems) {
    let kind = act.payload.kind();
    let subjects = belongs_to(kind);
    let about = subjects.is_empty() || subjects.contains(&act.subject.kind);
    let (zh, en) = ("行为与对象不符", "acts of this kind are not recorded about such a subject");
    let would_pass = subjects.iter().map(|kind| parcel::Choice::word(*kind)).collect::<Vec<_>>().join(", ");
    found.unless(about, "/subject", zh, en, &would_pass);
    let named = named::persons(&act.payload);
    let repeated = named.iter().enumerate().any(|(place, person)| named[..place].contains(person));
    let (zh, en) = ("同一人员重复", "a person is named twice");
    found.unless(!repeated, "/payload/persons", zh, en, "each person once");
    let missing = named.is_empty() && names_several(kind);
    found.unless(!missing, "/payload/persons", "未写明人员", "nobody is named", "at least one person");
    match &act.payload {
        Payload::Correction(correction) => {
            let (zh, en) = ("须写明更正理由", "the reason of a correction must be stated");
            found.unless(length_fits(&correction.why, 512), "/payload/why", zh, en, "1 to 512 characters");
        }
        Payload::LookedUp(look_up) => {
            let (zh, en) = ("须写明法律依据", "the legal ground must be stated");
            found.unless(length_fits(&look_up.ground, 128), "/payload/ground", zh, en, "1 to 128 characters");
        }
        Payload::FigureStated(stated) => {
            let (zh, en) = ("须写明来源", "the source must be stated");
            found.unless(length_fits(&stated.source, 512), "/payload/source", zh, en, "1 to 512 characters");
        }
        Payload::PersonAdded(added) => country(added.nationality.as_deref(), found),
        Payload::PersonDescribed(described) => country(described.nationality.as_deref(), found),
        _ => {}
    }
}

fn country(code: Option<&str>, found: &mut Problems) {
    let fits = code.is_none_or(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
    let (zh, en) = ("国籍代码不符", "not a code of a country");
    found.unless(fits, "/payload/nationality", zh, en, "two capital letters of ISO 3166-1");
}

fn names_several(kind: ActKind) -> bool {
    matches!(
        kind,
        ActKind::ArrestRequested
            | ActKind::Transferred
            | ActKind::Prosecuted
            | ActKind::ProsecutionWithdrawn
            | ActKind::TookEffect
            | ActKind::ProtestFiled
    )
}

fn length_fits(text: &str, characters_max: usize) -> bool {
    let count = text.trim().chars().count();
    (1..=characters_max).contains(&count) && !text.chars().any(char::is_control)
}
