//! Roll-ups added up before they are written.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, UInt64Array},
    compute::{concat_batches, take_record_batch},
    datatypes::Int64Type,
};

use crate::{error::Result, table::Table};

/// One row for each cell of one day: rows that differ in nothing but their number are added up.
pub(crate) fn add_up(batches: &[RecordBatch]) -> Result<RecordBatch> {
    let rows = concat_batches(&Table::Coverage.schema(), batches)?;
    let Some((items, keys)) = rows.columns().split_last() else { return Ok(rows) };
    let mut cells: BTreeMap<Vec<Option<&str>>, (u64, i64)> = BTreeMap::new();
    let items = items.as_primitive::<Int64Type>();
    for row in 0..rows.num_rows() {
        let cell = cells.entry(keys.iter().filter_map(|key| text(key, row)).collect()).or_insert((row as u64, 0));
        cell.1 += items.value(row);
    }
    let (first, sums): (Vec<u64>, Vec<i64>) = cells.into_values().filter(|(_, sum)| *sum != 0).unzip();
    let kept = take_record_batch(&rows, &UInt64Array::from(first))?;
    let mut columns = kept.columns()[..keys.len()].to_vec();
    columns.push(Arc::new(Int64Array::from(sums)));
    Ok(RecordBatch::try_new(Table::Coverage.schema(), columns)?)
}

/// The cell of a text column; nothing for the day, which is the same in all rows of a file.
fn text(column: &ArrayRef, row: usize) -> Option<Option<&str>> {
    let column = column.as_string_opt::<i32>()?;
    Some(column.is_valid(row).then(|| column.value(row)))
}
