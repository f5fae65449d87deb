//! A look-up of persons as an act of the ledger, beside the record in the journal.

use casebook::{
    Appended, Casebook, CasebookError, NewAct, Office, PersonId, Role, Subject, SubjectId, SubjectKind,
    acts::{Payload, record::LookedUp},
};
use jiff::Timestamp;
use parcel::Region;

/// Longest ground that an act holds.
///
/// Unit: character.
const GROUND_MAX: usize = 128;

/// Longest purpose that an act holds.
///
/// Unit: character.
const PURPOSE_MAX: usize = 128;

/// Where a look-up on the command line is done: which office that is, the program is not told.
const NOT_TOLD: &str = "000000";

/// What was looked up, and why.
#[derive(Clone, Debug)]
pub struct LookUp<'a> {
    /// A number under which all look-ups of that kind stand, e.g. `trace`.
    pub number: &'a str,
    /// The pseudonyms looked up; empty: a question over many, which names nobody.
    pub persons: Vec<PersonId>,
    /// What for.
    pub purpose: &'a str,
    /// The legal ground: an article or the number of a document.
    pub ground: &'a str,
    /// The hash of the ground, in whose place it stands where the ground is no document number.
    pub ground_hash: String,
    /// Rows shown.
    pub shown: u64,
    /// When.
    pub at: Timestamp,
}

/// Records a look-up, one act a pseudonym. The caller shows nothing before this returns.
///
/// # Errors
/// Those of [`Casebook::record`].
pub fn record(casebook: &Casebook, look_up: &LookUp<'_>) -> Result<Vec<Appended>, CasebookError> {
    let persons: Vec<Option<PersonId>> = match look_up.persons.as_slice() {
        [] => vec![None],
        persons => persons.iter().copied().map(Some).collect(),
    };
    persons.into_iter().map(|person| casebook.record(act(look_up, person))).collect()
}

fn act(look_up: &LookUp<'_>, person: Option<PersonId>) -> NewAct {
    let document = SubjectId::parse(look_up.ground).unwrap_or_else(|| hashed(&look_up.ground_hash));
    NewAct {
        subject: Subject {
            kind: SubjectKind::LookUp,
            id: SubjectId::parse(look_up.number).unwrap_or_else(|| hashed(look_up.number)),
        },
        day: parcel::statutory_day(look_up.at),
        recorded_at: look_up.at,
        actor: "command-line".to_owned(),
        role: Role::Other,
        office: Office { name: "command line".to_owned(), region: not_told() },
        purpose: cut(look_up.purpose, PURPOSE_MAX),
        key: None,
        payload: Payload::LookedUp(LookedUp {
            person,
            ground: cut(look_up.ground, GROUND_MAX),
            document,
            shown: u32::try_from(look_up.shown).unwrap_or(u32::MAX),
        }),
    }
}

fn not_told() -> Region {
    Region::parse(NOT_TOLD).expect("six digits")
}

/// A number made of a hash.
fn hashed(hash: &str) -> SubjectId {
    let digits: String = hash.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    SubjectId::parse(&format!("ground-{digits}")).expect("letters and digits")
}

/// The first characters, without those that no act may hold.
fn cut(text: &str, most: usize) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(most).collect()
}
