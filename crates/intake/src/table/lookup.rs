//! Value tables: what stands in a cell, and what stands for it.

use std::{collections::HashMap, path::Path};

use parcel::Bilingual;

/// Most rows of a value table.
pub(super) const TABLE_ROWS_MAX: usize = 1_000_000;

/// A value table.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    values: HashMap<String, String>,
    /// What would pass, for a cell that is not there.
    pub(super) would_pass: String,
}

/// What is wrong with a table: a stable code and the words.
pub(super) type Fault = (&'static str, Bilingual);

impl Lookup {
    /// A table written in the mapping itself.
    pub(super) fn inline(values: HashMap<String, String>) -> Self {
        let mut keys: Vec<_> = values.keys().cloned().collect();
        keys.sort_unstable();
        Self { values, would_pass: format!("one of: {}", keys.join(", ")) }
    }

    /// Reads the columns `key` and `value` of a CSV file.
    pub(super) fn read(path: &Path, file: &str, key: &str, value: &str) -> Result<Self, Vec<Fault>> {
        let unreadable = |error: csv::Error| {
            let reason = if error.is_io_error() { "cannot be opened or read" } else { "is not a table of UTF-8 text" };
            let zh = format!("对照表 {file} 无法读取，或不是 UTF-8 表格");
            vec![("table_unreadable", Bilingual::new(zh, format!("the table {file} {reason}")))]
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(unreadable)?;
        let header = reader.headers().map_err(unreadable)?.clone();
        let place = |column: &str| {
            header.iter().position(|name| name == column).ok_or_else(|| {
                let zh = format!("对照表 {file} 没有名为 {column} 的列");
                ("missing_column", Bilingual::new(zh, format!("the table {file} has no column {column}")))
            })
        };
        let (key_at, value_at) = match (place(key), place(value)) {
            (Ok(key_at), Ok(value_at)) => (key_at, value_at),
            (key_at, value_at) => return Err([key_at.err(), value_at.err()].into_iter().flatten().collect()),
        };
        let would_pass = format!("a value of column {key} of {file}");
        let mut lookup = Self { values: HashMap::new(), would_pass };
        let mut faults = Vec::new();
        for row in reader.records() {
            let row = row.map_err(unreadable)?;
            let (key, value) = (row.get(key_at).unwrap_or_default(), row.get(value_at).unwrap_or_default());
            let before = lookup.values.insert(key.to_owned(), value.to_owned());
            if before.is_some_and(|before| before != value) {
                faults.push(ambiguous(file, row.position().map_or(0, csv::Position::line)));
            }
            if lookup.values.len() > TABLE_ROWS_MAX {
                let zh = format!("对照表 {file} 超过 {TABLE_ROWS_MAX} 行");
                faults
                    .push(("too_many", Bilingual::new(zh, format!("the table {file} has over {TABLE_ROWS_MAX} rows"))));
                break;
            }
        }
        if faults.is_empty() { Ok(lookup) } else { Err(faults) }
    }

    /// What stands for a cell.
    pub(super) fn get(&self, cell: &str) -> Option<&str> {
        self.values.get(cell).map(String::as_str)
    }
}

fn ambiguous(file: &str, line: u64) -> Fault {
    let zh = format!("对照表 {file} 第 {line} 行的代码此前已有另一取值");
    ("ambiguous", Bilingual::new(zh, format!("the table {file} gives line {line}'s code another value than before")))
}
