//! What is shown of a case: its state, its persons by their place, every act, every clock line by line, what may follow.
//!
//! Pseudonyms and sealed names are left out: a look at a case is no look-up of a person.

use std::collections::BTreeMap;

use casebook::{
    Act, CaseFilter, CaseRow, Casebook, CasebookError, Office, PersonId, Subject, SubjectId,
    acts::{Payload, record::Replacement},
    case::{CaseState, PersonState, clocks},
    legality,
};
use jiff::Timestamp;
use law::clock::{Answer, ClockProblem, Clocks, Question};
use parcel::Day;
use serde::Serialize;
use serde_json::Value;

use super::{Label, place};

/// A case with everything that a person who works on it needs.
#[derive(Clone, Debug, Serialize)]
pub struct CaseView {
    /// Its number.
    pub case: SubjectId,
    /// How many acts it has: what the next act must expect.
    pub version: u32,
    /// Sequence of its last act in the ledger.
    pub sequence: u64,
    /// Whether it is filed.
    pub filing: Label,
    /// How far it has come.
    pub stage: Label,
    /// The office that handles it.
    pub office: Option<Office>,
    /// Day of registration.
    pub registered: Option<Day>,
    /// Whether delivery was used for the crime.
    pub by_delivery: Label,
    /// What was found.
    pub contraband: Option<Label>,
    /// How often it was returned for supplementary investigation.
    pub returns: u8,
    /// Persons by their place.
    pub persons: Vec<PersonView>,
    /// Clocks in the order in which they were started.
    pub clocks: Vec<ClockView>,
    /// Acts in their order.
    pub timeline: Vec<ActView>,
    /// Kinds of acts that could follow.
    pub allowed: Vec<Label>,
}

/// A person of a case.
#[derive(Clone, Debug, Serialize)]
pub struct PersonView {
    /// The place in the case, `#1` being the first.
    pub person: String,
    /// Whether the law keeps this person out of sight; nothing else is said then.
    pub hidden: bool,
    /// What is shown otherwise.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub shown: Option<PersonShown>,
}

/// What is shown of a person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonShown {
    /// How far it has come with this person.
    pub stage: Label,
    /// The compulsory measure.
    pub constraint: Label,
    /// Since when.
    pub constraint_since: Option<Day>,
    /// Where the question of arrest stands.
    pub arrest: Label,
    /// Articles of the charges.
    pub charges: Vec<String>,
    /// Kinds of acts about this person that could follow.
    pub allowed: Vec<Label>,
}

/// A clock of a case.
#[derive(Clone, Debug, Serialize)]
pub struct ClockView {
    /// Whose, by place; none: of the case.
    pub person: Option<String>,
    /// The act that started it.
    pub started_by: u64,
    /// Due date, articles, line by line.
    #[serde(flatten)]
    pub answer: Answer,
    /// Acts that it does not allow; they are recorded and change no due date.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<ClockProblem>,
}

/// An act as it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct ActView {
    /// Its place in the ledger.
    pub sequence: u64,
    /// Which act of its subject it is.
    pub version: u32,
    /// The day on which it took place.
    pub day: Day,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What kind of act.
    pub kind: Label,
    /// Staff number of who acted.
    pub actor: String,
    /// In which capacity.
    pub role: Label,
    /// At which office.
    pub office: Office,
    /// What for.
    pub purpose: String,
    /// What it says, persons by their place.
    pub payload: Value,
    /// The act that corrects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<u64>,
}

/// A page of cases.
#[derive(Clone, Debug, Serialize)]
pub struct CasePage {
    /// The cases, by number.
    pub cases: Vec<CaseLine>,
    /// `after` of the next page; none: there is none.
    pub next: Option<SubjectId>,
}

/// A case in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CaseLine {
    /// Its number.
    pub case: SubjectId,
    /// How many acts it has.
    pub version: u32,
    /// The office that handles it.
    pub office: String,
    /// District of the office, six digits.
    pub region: String,
    /// Whether it is filed.
    pub filing: Label,
    /// How far it has come.
    pub stage: Label,
    /// Day of registration.
    pub registered: Day,
    /// Day of the latest act.
    pub latest: Day,
    /// Article of the main charge; empty: none.
    pub charge: String,
    /// How many persons.
    pub persons: u32,
}

/// A case as it was known when the ledger ended at `until`; its clocks as they stand on `day`.
///
/// # Errors
/// [`CasebookError::NoSuchSubject`], and those of the engine.
pub fn case(casebook: &Casebook, id: &SubjectId, until: u64, day: Day) -> Result<CaseView, CasebookError> {
    let state = casebook.case_at(id, until)?;
    let acts = casebook.ledger().acts_of(&Subject::case(id.clone()), until)?;
    let persons = state.persons.iter().enumerate();
    Ok(CaseView {
        case: id.clone(),
        version: state.version,
        sequence: state.sequence,
        filing: Label::of(state.filing),
        stage: Label::of(state.stage()),
        office: state.office.clone(),
        registered: state.registered,
        by_delivery: Label::of(state.by_delivery),
        contraband: state.contraband.map(Label::of),
        returns: state.returns,
        persons: persons.map(|(ordinal, person)| self::person(&state, ordinal, person)).collect(),
        clocks: case_clocks(&state, &acts, day)?,
        timeline: timeline(&acts, &places(&state)),
        allowed: Label::all(&legality::allowed(&state, None)),
    })
}

/// Acts as they are shown, those of one subject.
pub fn timeline(acts: &[Act], places: &BTreeMap<PersonId, String>) -> Vec<ActView> {
    let corrections: BTreeMap<u64, u64> = acts.iter().filter_map(corrects).collect();
    acts.iter().map(|act| shown(act, places, corrections.get(&act.sequence).copied())).collect()
}

/// The persons of a case by their place.
pub fn places(state: &CaseState) -> BTreeMap<PersonId, String> {
    state.persons.iter().enumerate().map(|(ordinal, person)| (person.person, place(ordinal))).collect()
}

/// A page of cases.
///
/// # Errors
/// Those of the engine.
pub fn cases(casebook: &Casebook, filter: &CaseFilter) -> Result<CasePage, CasebookError> {
    let rows = casebook.model()?.cases(filter)?;
    let is_full = rows.len() == usize::from(filter.limit);
    let next = rows.last().filter(|_| is_full).map(|row| row.id.clone());
    Ok(CasePage { cases: rows.into_iter().map(line).collect(), next })
}

fn line(row: CaseRow) -> CaseLine {
    CaseLine {
        case: row.id,
        version: row.version,
        office: row.office,
        region: format!("{:06}", row.region),
        filing: Label::of(row.filing),
        stage: Label::of(row.stage),
        registered: row.registered,
        latest: row.latest,
        charge: row.charge,
        persons: row.persons,
    }
}

fn person(state: &CaseState, ordinal: usize, person: &PersonState) -> PersonView {
    let hidden = person.is_hidden();
    let shown = || PersonShown {
        stage: Label::of(person.stage),
        constraint: Label::of(person.constraint),
        constraint_since: person.constraint_since,
        arrest: Label::of(person.arrest),
        charges: person.charges.clone(),
        allowed: Label::all(&legality::allowed(state, Some(person.person))),
    };
    PersonView { person: place(ordinal), hidden, shown: (!hidden).then(shown) }
}

fn case_clocks(state: &CaseState, acts: &[Act], day: Day) -> Result<Vec<ClockView>, CasebookError> {
    let places = places(state);
    let hidden = |person: &PersonId| state.person(*person).is_some_and(PersonState::is_hidden);
    let shown = |clock: clocks::CaseClock| {
        let question = Question { ledger: clock.ledger, on: Some(day), reference: None };
        ClockView {
            person: clock.person.and_then(|person| places.get(&person).cloned()),
            started_by: clock.started_by,
            answer: Answer::of(Clocks::built_in(), &question),
            problems: clock.problems,
        }
    };
    let clocks = clocks::clocks(acts)?.into_iter();
    Ok(clocks.filter(|clock| !clock.person.as_ref().is_some_and(hidden)).map(shown).collect())
}

fn corrects(act: &Act) -> Option<(u64, u64)> {
    match &act.payload {
        Payload::Correction(correction) => Some((correction.corrects, act.sequence)),
        _ => None,
    }
}

fn shown(act: &Act, places: &BTreeMap<PersonId, String>, corrected_by: Option<u64>) -> ActView {
    let stored = Replacement::new(act.day, &act.payload).payload;
    // What was written by this program can be read by it.
    let mut payload = serde_json::from_str(stored.get()).unwrap_or_default();
    conceal(&mut payload, places);
    ActView {
        sequence: act.sequence,
        version: act.version,
        day: act.day,
        recorded_at: act.recorded_at,
        kind: Label::of(act.kind()),
        actor: act.actor.clone(),
        role: Label::of(act.role),
        office: act.office.clone(),
        purpose: act.purpose.clone(),
        payload,
        corrected_by,
    }
}

/// Replaces every pseudonym by the place of the person, or by nothing, and leaves sealed names out.
fn conceal(value: &mut Value, places: &BTreeMap<PersonId, String>) {
    match value {
        Value::Object(members) => {
            members.remove("sealed");
            members.values_mut().for_each(|member| conceal(member, places));
        }
        Value::Array(members) => members.iter_mut().for_each(|member| conceal(member, places)),
        Value::String(text) => {
            if let Some(person) = PersonId::parse(text) {
                *text = places.get(&person).cloned().unwrap_or_default();
            }
        }
        _ => {}
    }
}
