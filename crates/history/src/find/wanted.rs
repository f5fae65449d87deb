//! What is looked for: which columns can hold it, and which rows do.

use std::{collections::HashSet, ops::Range};

use arrow::{
    array::{Array, AsArray, BooleanArray, RecordBatch},
    compute::filter_record_batch,
    datatypes::UInt64Type,
};
use parcel::{ItemName, Pseudonym};
use parquet::bloom_filter::Sbbf;

use super::Names;
use crate::{error::Result, table::Table};

/// What is looked for.
#[derive(Clone)]
pub(crate) enum Wanted {
    /// Rows about any of these items.
    Items(Names),
    /// Rows in which any of these stands. No letter.
    Pseudonyms(HashSet<[u8; 16]>),
    /// The row at a position in the journal.
    Position(u64),
}

impl Wanted {
    pub(crate) fn item(item: &ItemName) -> Self {
        Self::Items(Names::from([(item.operator.as_str().to_owned(), item.waybill.as_str().to_owned())]))
    }

    pub(crate) fn pseudonyms(pseudonyms: &[Pseudonym]) -> Self {
        Self::Pseudonyms(pseudonyms.iter().map(|pseudonym| pseudonym.0).collect())
    }

    pub(crate) fn position(sequence: u64) -> Self {
        Self::Position(sequence)
    }

    /// Whether a file that was sealed under a journal range can hold it.
    pub(crate) fn may_lie_in(&self, range: &Range<u64>) -> bool {
        !matches!(self, Self::Position(sequence) if !range.contains(sequence))
    }

    /// The columns that say where it may be, if any have bloom filters.
    pub(crate) fn filtered_columns(&self, table: Table) -> &'static [&'static str] {
        match self {
            Self::Items(_) => &["waybill"],
            Self::Pseudonyms(_) => table.pseudonyms(),
            Self::Position(_) => &[],
        }
    }

    /// The columns that decide, given those whose bloom filter said "perhaps".
    pub(crate) fn deciding_columns(&self, perhaps: &[&'static str]) -> Vec<&'static str> {
        match self {
            Self::Items(_) => vec!["operator", "waybill"],
            Self::Pseudonyms(_) => perhaps.iter().copied().chain(["item_kind"]).collect(),
            Self::Position(_) => vec!["sequence"],
        }
    }

    /// Whether a bloom filter says "perhaps".
    pub(crate) fn perhaps(&self, filter: &Sbbf) -> bool {
        match self {
            Self::Items(names) => names.iter().any(|(_, waybill)| filter.check(waybill.as_str())),
            Self::Pseudonyms(wanted) => wanted.iter().any(|pseudonym| filter.check(pseudonym.as_slice())),
            Self::Position(_) => true,
        }
    }

    /// Which rows it is, by whatever of the deciding columns there are.
    pub(crate) fn rows(&self, rows: &RecordBatch) -> BooleanArray {
        match self {
            Self::Items(names) => are(rows, names),
            Self::Pseudonyms(wanted) => hold(rows, wanted),
            Self::Position(wanted) => each(rows, |row| {
                rows.column_by_name("sequence")
                    .is_some_and(|column| column.as_primitive::<UInt64Type>().value(row) == *wanted)
            }),
        }
    }
}

fn each(rows: &RecordBatch, is_wanted: impl FnMut(usize) -> bool) -> BooleanArray {
    (0..rows.num_rows()).map(is_wanted).map(Some).collect()
}

fn are(rows: &RecordBatch, names: &Names) -> BooleanArray {
    let text = |name: &str| rows.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
    let (Some(operators), Some(waybills)) = (text("operator"), text("waybill")) else {
        return each(rows, |_| false);
    };
    if let [(operator, waybill)] = names.iter().collect::<Vec<_>>()[..] {
        return each(rows, |row| waybills.value(row) == waybill && operators.value(row) == operator);
    }
    let names: HashSet<(&str, &str)> = names.iter().map(|(operator, waybill)| (&**operator, &**waybill)).collect();
    each(rows, |row| names.contains(&(operators.value(row), waybills.value(row))))
}

fn hold(rows: &RecordBatch, wanted: &HashSet<[u8; 16]>) -> BooleanArray {
    let kinds = rows.column_by_name("item_kind").and_then(|column| column.as_string_opt::<i32>());
    let columns: Vec<_> = rows.columns().iter().filter_map(|column| column.as_fixed_size_binary_opt()).collect();
    let columns: Vec<_> = columns.into_iter().filter(|column| column.value_length() == 16).collect();
    each(rows, |row| {
        let stands = columns.iter().any(|column| column.is_valid(row) && wanted.contains(column.value(row)));
        stands && kinds.is_none_or(|kinds| kinds.value(row) != "letter")
    })
}

/// Names of the items that rows are about.
pub(crate) fn names(rows: &RecordBatch) -> Names {
    let text = |name: &str| rows.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
    let (Some(operators), Some(waybills)) = (text("operator"), text("waybill")) else { return Names::new() };
    (0..rows.num_rows()).map(|row| (operators.value(row).to_owned(), waybills.value(row).to_owned())).collect()
}

/// The rows that are about none of these items.
pub(crate) fn without(rows: &RecordBatch, names: &Names) -> Result<RecordBatch> {
    let others = arrow::compute::not(&are(rows, names))?;
    Ok(filter_record_batch(rows, &others)?)
}
