//! Whether the law allows an act in the state of the case: if not, by which article, and what would be allowed.
//!
//! Deadlines are not here: they are computed in `law`, and an act after its deadline is recorded, and shown as late.

mod belongs;
pub(crate) mod document;
mod fields;
mod named;
mod order;
mod particulars;

use law::{Procedure, StepRule};
use parcel::{Bilingual, Choice, Day};

pub use fields::check_fields;

use crate::{
    PersonId,
    acts::{ActKind, Payload},
    case::{CaseState, Filing, PersonState},
    words::Named,
};

/// Why an act is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The kind of act.
    pub kind: ActKind,
    /// The rule, with article and edition.
    pub rule: StepRule,
    /// The state that it meets.
    pub state: Bilingual,
    /// Whom it is about, where it is one person.
    pub person: Option<PersonId>,
    /// What would be allowed now.
    pub allowed: Vec<ActKind>,
}

impl Refused {
    /// In words: what is refused, by which article, in which state, and what would be allowed.
    pub fn message(&self) -> Bilingual {
        let list = |names: Vec<String>, comma: &str| names.join(comma);
        let zh = self.allowed.iter().map(|kind| kind.label().zh).collect();
        let en = self.allowed.iter().map(|kind| kind.label().en).collect();
        let kind = self.kind.label();
        Bilingual::new(
            format!(
                "不能记录“{}”：{}（{}）。目前：{}。可以记录：{}。",
                kind.zh,
                self.rule.says.zh,
                self.rule.cite.zh,
                self.state.zh,
                list(zh, "、")
            ),
            format!(
                "\"{}\" is refused: {} ({}). Now: {}. Allowed: {}.",
                kind.en,
                self.rule.says.en,
                self.rule.cite.en,
                self.state.en,
                list(en, ", ")
            ),
        )
    }
}

/// A rule that an act meets, by its id in `law`, and whom it is about.
type Outcome = Result<(), Breach>;

/// A rule that is broken.
#[derive(Clone, Copy, Debug)]
struct Breach {
    rule: &'static str,
    person: Option<PersonId>,
}

fn breach<T>(rule: &'static str) -> Result<T, Breach> {
    Err(Breach { rule, person: None })
}

/// Passes if `holds`, else names the rule.
fn demand(holds: bool, rule: &'static str) -> Outcome {
    if holds { Ok(()) } else { breach(rule) }
}

/// Whether an act upon a case is allowed after what `state` holds.
///
/// # Errors
/// [`Refused`], with the edition of the rule for the day of the act.
pub fn check(state: &CaseState, day: Day, payload: &Payload) -> Result<(), Box<Refused>> {
    let checked = order::of_case(state, payload.kind()).and_then(|()| particulars::check(state, day, payload));
    checked.map_err(|breach| {
        let person = breach.person.and_then(|person| state.person(person));
        Box::new(Refused {
            kind: payload.kind(),
            rule: rule(breach.rule, day),
            state: describe(state, person),
            person: breach.person,
            allowed: allowed(state, breach.person),
        })
    })
}

/// Which kinds of acts could follow: for the case, or for one person in it.
///
/// What an act says in particular can still be refused, e.g. a ground of non-prosecution.
pub fn allowed(state: &CaseState, person: Option<PersonId>) -> Vec<ActKind> {
    let person = person.and_then(|person| state.person(person));
    let passes = |kind: &ActKind| {
        let of_person = order::is_of_person(*kind);
        let in_order = match person {
            Some(person) => of_person && order::of_person(state, person, *kind).is_ok(),
            None => !of_person || state.persons.iter().any(|person| order::of_person(state, person, *kind).is_ok()),
        };
        order::is_of_case(*kind) && in_order && order::of_case(state, *kind).is_ok()
    };
    ActKind::ALL.iter().copied().filter(passes).collect()
}

fn rule(id: &'static str, day: Day) -> StepRule {
    Procedure::built_in().rule(id, day).cloned().expect("a test sees to it that every rule named in code has a row")
}

fn describe(state: &CaseState, person: Option<&PersonState>) -> Bilingual {
    if state.registered.is_none() {
        return Bilingual::new("案件未登记", "the case is not registered");
    }
    let filing = state.filing.label();
    let place = person.map_or_else(|| state.stage(), |person| person.stage).label();
    let mut zh = vec![filing.zh, place.zh];
    let mut en = vec![filing.en, place.en];
    if state.filing == Filing::Filed {
        zh.push(format!("退回补充侦查{}次", state.returns));
        en.push(format!("returned {} times", state.returns));
    }
    if let Some(person) = person {
        let (constraint, arrest) = (person.constraint.label(), person.arrest.label());
        zh.push(format!("强制措施：{}，逮捕：{}", constraint.zh, arrest.zh));
        en.push(format!("measure: {}, arrest: {}", constraint.en, arrest.en));
    }
    Bilingual::new(zh.join("，"), en.join(", "))
}
