//! Rows and stored answers as they are shown: nothing that was not recorded, and no pseudonym.

use history::Rows;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, value::RawValue};

/// One row as an object, members in the order of the columns.
pub(super) struct Row<'a> {
    rows: &'a Rows,
    index: usize,
    hidden: &'a [&'a str],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.rows.columns.iter().zip(&self.rows.rows[self.index]);
        let shown = cells.filter(|(name, value)| !value.is_null() && !self.hidden.contains(&name.as_str()));
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in shown {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// All rows without some columns.
pub(super) fn objects<'a>(rows: &'a Rows, hidden: &'a [&'a str]) -> Vec<Row<'a>> {
    (0..rows.rows.len()).map(|index| Row { rows, index, hidden }).collect()
}

/// Puts rows in the order of the journal and leaves pseudonyms out: a look at an item is no look-up of a person.
pub(super) fn prepare(rows: &mut Rows) {
    if let Some(column) = rows.columns.iter().position(|name| name == "sequence") {
        rows.rows.sort_by_key(|row| row[column].as_u64());
    }
    rows.replace_pseudonyms(|_| Value::Null);
}

/// A stored answer with its place in the journal, as the contract writes it.
pub(super) fn placed(json: &str, sequence: u64) -> Option<Box<RawValue>> {
    let open = json.strip_suffix('}')?;
    RawValue::from_string(format!("{open},\"sequence\":{sequence}}}")).ok()
}
