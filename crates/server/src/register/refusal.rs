//! Why an act was not recorded: for a program as members of a problem body, for a person as lines.

use std::collections::BTreeMap;

use casebook::{Casebook, CasebookError, FieldProblem, Subject, SubjectState};
use parcel::Bilingual;
use serde::Serialize;

use super::{
    Label,
    view::{self, ActView},
};

/// Why an act was not recorded. Nothing of what was sent is repeated.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// A stable word: `not_taken`, `refused`, `changed`, `key_reused`, `unknown_subject`.
    pub why: &'static str,
    /// In words.
    pub says: Bilingual,
    /// Fields that do not fit, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// The rule that does not allow it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What would be allowed now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<Label>,
    /// The version that the subject has, where it is another than the one expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// What was recorded since the version that was expected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<ActView>,
}

/// A field that does not fit.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Where it stands, as a JSON Pointer.
    pub field: String,
    /// What is wrong.
    pub message: Bilingual,
    /// What would pass.
    pub would_pass: String,
}

/// A rule of the law.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Article and edition.
    pub article: Bilingual,
    /// What it says.
    pub says: Bilingual,
    /// The state that the act met.
    pub state: Bilingual,
}

impl Refusal {
    /// Whether somebody else was faster, so that the sender is to look again.
    pub fn is_conflict(&self) -> bool {
        matches!(self.why, "changed" | "key_reused")
    }

    /// Fields that do not fit.
    pub fn of_fields(problems: Vec<FieldProblem>) -> Self {
        let says = Bilingual::new("有字段不符，见 fields", "fields do not fit: see fields");
        let field = |problem: FieldProblem| Field {
            field: problem.field,
            message: problem.message,
            would_pass: problem.would_pass,
        };
        Self { fields: problems.into_iter().map(field).collect(), ..Self::new("not_taken", says) }
    }

    /// Why the casebook did not record an act.
    ///
    /// # Errors
    /// The error itself, where the engine failed and no sender can do anything about it.
    pub fn of(casebook: &Casebook, error: CasebookError) -> Result<Self, CasebookError> {
        Ok(match error {
            CasebookError::Fields(problems) => Self::of_fields(problems),
            CasebookError::Refused(refused) => {
                let says = refused.message();
                let rule = Rule {
                    id: refused.rule.id,
                    article: refused.rule.cite,
                    says: refused.rule.says,
                    state: refused.state,
                };
                Self { rule: Some(rule), allowed: Label::all(&refused.allowed), ..Self::new("refused", says) }
            }
            CasebookError::Conflict { subject, expected, found } => Self {
                version: Some(found),
                changed: changed(casebook, &subject, expected)?,
                ..Self::new("changed", conflict(&subject, expected, found))
            },
            CasebookError::KeyReused { sequence } => Self::new(
                "key_reused",
                Bilingual::new(
                    format!("该幂等键已用于第 {sequence} 号行为，而内容不同；请换用另一个键"),
                    format!("the key was used for act {sequence}, which says something else: use another key"),
                ),
            ),
            CasebookError::NoSuchAct { sequence } => Self::new(
                "unknown_act",
                Bilingual::new(
                    format!("该对象没有第 {sequence} 号行为"),
                    format!("the subject has no act of sequence {sequence}"),
                ),
            ),
            CasebookError::NoSuchSubject { subject } => Self::new(
                "unknown_subject",
                Bilingual::new(format!("没有关于 {subject} 的记录"), format!("nothing is recorded of {subject}")),
            ),
            other => return Err(other),
        })
    }

    fn new(why: &'static str, says: Bilingual) -> Self {
        Self { why, says, fields: Vec::new(), rule: None, allowed: Vec::new(), version: None, changed: Vec::new() }
    }
}

fn conflict(subject: &Subject, expected: u32, found: u32) -> Bilingual {
    Bilingual::new(
        format!("{subject} 现为第 {found} 版，而非所依据的第 {expected} 版；请先看其间的变动（changed）"),
        format!("{subject} is at version {found}, not {expected}: look at what changed in between (changed)"),
    )
}

fn changed(casebook: &Casebook, subject: &Subject, expected: u32) -> Result<Vec<ActView>, CasebookError> {
    let acts = casebook.ledger().acts_since(subject, expected)?;
    if acts.is_empty() {
        return Ok(Vec::new());
    }
    let places = match casebook.state_at(subject, u64::MAX)? {
        SubjectState::Case(state) => view::places(&state),
        _ => BTreeMap::new(),
    };
    Ok(view::timeline(&acts, &places))
}
