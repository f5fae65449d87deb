//! An act as JSON from outside: read with every problem at once, before the casebook looks at it.

use casebook::{
    FieldProblem, NewAct, PersonId, Role, Subject, SubjectId,
    acts::{ActKind, Payload},
};
use jiff::Timestamp;
use parcel::{Bilingual, Choice, Day};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The fields of an act.
const FIELDS: [&str; 11] = [
    "subject",
    "kind",
    "payload_version",
    "day",
    "actor",
    "role",
    "office",
    "purpose",
    "key",
    "expected_version",
    "payload",
];

/// An act and the version of its subject that its sender has seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The act.
    pub act: NewAct,
    /// The version that it is to follow; 0: nothing was recorded yet.
    pub expected: u32,
}

/// Reads an act. `about` is what it is about where the caller knows; `persons` gives the persons of a subject in order,
/// who may be named `#1`, `#2` in place of their pseudonyms.
///
/// # Errors
/// Every problem.
pub fn read(
    bytes: &[u8],
    about: Option<&Subject>,
    recorded_at: Timestamp,
    persons: impl FnOnce(&Subject) -> Vec<PersonId>,
) -> Result<Incoming, Vec<FieldProblem>> {
    let Ok(Value::Object(members)) = serde_json::from_slice(bytes) else {
        return Err(vec![problem("", "须为一个 JSON 对象", "one JSON object is asked for", FIELDS.join(", "))]);
    };
    let mut fields = Fields { members, problems: Vec::new() };
    fields.check_names();
    let subject = fields.subject(about);
    let kinds = || ActKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ");
    let kind = fields.needed::<ActKind>("kind", kinds);
    let day = fields.needed::<Day>("day", || "2026-11-22".to_owned());
    let actor = fields.needed::<String>("actor", || SubjectId::SHAPE.to_owned());
    let roles = || Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>().join(", ");
    let role = fields.needed::<Role>("role", roles);
    let office = fields.needed("office", || r#"{"name":"…","region":"110105"}"#.to_owned());
    let purpose = fields.needed::<String>("purpose", || "1 to 128 characters".to_owned());
    let key = fields.optional::<String>("key", || SubjectId::SHAPE.to_owned());
    let expected = fields.needed::<u32>("expected_version", || "0, 1, 2, …".to_owned());
    let version = fields.optional::<u16>("payload_version", || "1".to_owned()).unwrap_or(1);
    let mut payload = fields.members.remove("payload").unwrap_or_default();
    if let Some(subject) = &subject {
        name_persons(&mut payload, &persons(subject));
    }
    let payload = kind.and_then(|kind| fields.payload(kind, version, &payload));
    let all = (subject, day, actor, role, office, purpose, expected, payload);
    match all {
        (
            Some(subject),
            Some(day),
            Some(actor),
            Some(role),
            Some(office),
            Some(purpose),
            Some(expected),
            Some(payload),
        ) if fields.problems.is_empty() => {
            let act = NewAct { subject, day, recorded_at, actor, role, office, purpose, key, payload };
            Ok(Incoming { act, expected })
        }
        _ => Err(fields.problems),
    }
}

struct Fields {
    members: Map<String, Value>,
    problems: Vec<FieldProblem>,
}

impl Fields {
    fn check_names(&mut self) {
        if self.members.keys().any(|name| !FIELDS.contains(&name.as_str())) {
            self.problems.push(problem("", "有未知字段", "a field is not known", FIELDS.join(", ")));
        }
    }

    fn subject(&mut self, about: Option<&Subject>) -> Option<Subject> {
        let example = || "case:2026-000017".to_owned();
        let Some(about) = about else { return self.needed("subject", example) };
        let given = self.optional::<Subject>("subject", example);
        if given.is_some_and(|given| given != *about) {
            let (zh, en) = ("与地址所指不同", "it is not what the address names");
            self.problems.push(problem("/subject", zh, en, about.to_string()));
        }
        Some(about.clone())
    }

    fn needed<T: DeserializeOwned>(&mut self, name: &str, would_pass: impl FnOnce() -> String) -> Option<T> {
        match self.members.remove(name) {
            None | Some(Value::Null) => {
                self.problems.push(problem(&format!("/{name}"), "缺少此字段", "the field is missing", would_pass()));
                None
            }
            Some(value) => self.fitting(name, value, would_pass),
        }
    }

    fn optional<T: DeserializeOwned>(&mut self, name: &str, would_pass: impl FnOnce() -> String) -> Option<T> {
        let value = self.members.remove(name).filter(|value| !value.is_null())?;
        self.fitting(name, value, would_pass)
    }

    fn fitting<T: DeserializeOwned>(
        &mut self,
        name: &str,
        value: Value,
        would_pass: impl FnOnce() -> String,
    ) -> Option<T> {
        let read = serde_json::from_value(value).ok();
        if read.is_none() {
            self.problems.push(problem(&format!("/{name}"), "取值不符", "the value does not fit", would_pass()));
        }
        read
    }

    fn payload(&mut self, kind: ActKind, version: u16, payload: &Value) -> Option<Payload> {
        match Payload::read(kind, version, &payload.to_string()) {
            Ok(payload) => Some(payload),
            Err(casebook::CasebookError::Payload { source, .. }) => {
                let would_pass = asked_for(&source.to_string());
                self.problems.push(problem("/payload", "内容不符", "what the act says does not fit", would_pass));
                None
            }
            Err(_) => {
                let (zh, en) = ("内容的版本不被接受", "the version of the payload is not taken");
                self.problems.push(problem("/payload_version", zh, en, "1".to_owned()));
                None
            }
        }
    }
}

fn problem(field: &str, zh: &str, en: &str, would_pass: String) -> FieldProblem {
    FieldProblem { field: field.to_owned(), message: Bilingual::new(zh, en), would_pass }
}

/// What a reader says that it wants; what it was given may be personal and is left out.
fn asked_for(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or_default();
    if message.starts_with("missing field") {
        return message.replacen("missing field", "field", 1);
    }
    let wanted = message.rfind("expected ").map(|at| &message[at + "expected ".len()..]);
    wanted.unwrap_or("the fields of this kind of act").to_owned()
}

/// Puts pseudonyms in the place of `#1`, `#2` where persons are named.
fn name_persons(value: &mut Value, persons: &[PersonId]) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "person" => replace(text, persons),
                    Value::Array(list) if name == "persons" => {
                        for entry in list {
                            match entry {
                                Value::String(text) => replace(text, persons),
                                other => name_persons(other, persons),
                            }
                        }
                    }
                    other => name_persons(other, persons),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|entry| name_persons(entry, persons)),
        _ => {}
    }
}

fn replace(text: &mut String, persons: &[PersonId]) {
    let place = text.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
    if let Some(person) = place.and_then(|place| persons.get(place.checked_sub(1)?)) {
        *text = person.to_string();
    }
}

#[cfg(test)]
mod tests;
