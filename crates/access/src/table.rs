//! The table of roles and actions, read from `data/roles.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use parcel::Bilingual;
use serde::Deserialize;

use crate::{Action, Role, words::words};

words! {
    /// How far a role may do an action.
    Reach {
        /// Never.
        No = "no",
        /// Within its own operators, regions or office.
        Own = "own",
        /// Everywhere.
        All = "all",
    }
}

/// What an action needs, whoever does it.
#[expect(clippy::struct_excessive_bools, reason = "a row of a table: each is a column")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// The action.
    pub action: Action,
    /// Its name.
    pub name: Bilingual,
    /// Shows or touches single people or items.
    pub is_nominal: bool,
    /// Is written down each time, readings too.
    pub is_recorded: bool,
    /// Never by a machine.
    pub needs_person: bool,
    /// A second account must agree.
    pub needs_two_people: bool,
    /// Refused for letters, whoever asks.
    pub spares_letters: bool,
    reaches: BTreeMap<Role, Reach>,
}

impl ActionRow {
    /// How far a role may.
    pub fn reach(&self, role: Role) -> Reach {
        self.reaches.get(&role).copied().unwrap_or(Reach::No)
    }
}

/// The row of an action.
pub fn row(action: Action) -> &'static ActionRow {
    &TABLE[action as usize]
}

/// Every row, in the order of [`Action::ALL`].
pub fn rows() -> &'static [ActionRow] {
    &TABLE
}

static TABLE: LazyLock<Vec<ActionRow>> = LazyLock::new(|| {
    read(include_str!("../data/roles.toml")).unwrap_or_else(|problems| panic!("data/roles.toml: {problems:?}"))
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    action: Vec<RawRow>,
}

#[expect(clippy::struct_excessive_bools, reason = "a row of a table: each is a column")]
#[derive(Deserialize)]
struct RawRow {
    word: Action,
    zh: String,
    en: String,
    nominal: bool,
    #[serde(default)]
    recorded: bool,
    #[serde(default)]
    person: bool,
    #[serde(default)]
    two_people: bool,
    #[serde(default)]
    not_letters: bool,
    #[serde(flatten)]
    reaches: BTreeMap<Role, Reach>,
}

/// Reads a table; every problem at once.
fn read(text: &str) -> Result<Vec<ActionRow>, Vec<String>> {
    let raw: RawTable = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
    let found: Vec<Action> = raw.action.iter().map(|row| row.word).collect();
    let mut problems = Vec::new();
    if found != Action::ALL {
        problems.push("the rows are not those of the actions, each once, in their order".to_owned());
    }
    let rows: Vec<ActionRow> = raw.action.into_iter().map(ActionRow::from).collect();
    problems.extend(rows.iter().flat_map(problems_of));
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn problems_of(row: &ActionRow) -> Vec<String> {
    let missing = Role::ALL.iter().filter(|role| !row.reaches.contains_key(role));
    let mut problems: Vec<_> = missing.map(|role| format!("{}: no cell for {role}", row.action)).collect();
    let unbounded = |role: &&Role| role.bound() == crate::BoundKind::Nothing && row.reach(**role) == Reach::Own;
    problems.extend(Role::ALL.iter().filter(unbounded).map(|role| format!("{}: {role} has no own", row.action)));
    if row.is_nominal && row.reach(Role::Statistician) != Reach::No {
        problems.push(format!("{}: a statistician sees no nominal data", row.action));
    }
    if row.needs_two_people && !row.needs_person {
        problems.push(format!("{}: two people are people", row.action));
    }
    problems
}

impl From<RawRow> for ActionRow {
    fn from(raw: RawRow) -> Self {
        Self {
            action: raw.word,
            name: Bilingual::new(raw.zh, raw.en),
            is_nominal: raw.nominal,
            is_recorded: raw.recorded,
            needs_person: raw.person,
            needs_two_people: raw.two_people,
            spares_letters: raw.not_letters,
            reaches: raw.reaches,
        }
    }
}

#[cfg(test)]
mod tests;
