//! Roll-ups added up before they are written.

use std::{collections::HashMap, sync::Arc};

use arrow::{
    array::{Array, AsArray, Int64Array, RecordBatch, StringArray, UInt64Array},
    compute::{concat_batches, take_record_batch},
    datatypes::Int64Type,
};

use crate::{error::Result, table::Table};

/// One row for each cell of one day: rows that differ in nothing but their number are added up.
///
/// In the order in which the cells first come.
pub(crate) fn add_up(batches: &[RecordBatch]) -> Result<RecordBatch> {
    let rows = concat_batches(&Table::Coverage.schema(), batches)?;
    let Some((items, keys)) = rows.columns().split_last() else { return Ok(rows) };
    let items = items.as_primitive::<Int64Type>();
    let texts: Vec<_> = keys.iter().filter_map(|key| key.as_string_opt::<i32>()).collect();
    let mut index: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut cells: Vec<(u64, i64)> = Vec::new();
    let mut key = Vec::new();
    for row in 0..rows.num_rows() {
        write_key(&texts, row, &mut key);
        let cell = index.get(&key).copied().unwrap_or_else(|| {
            index.insert(key.clone(), cells.len());
            cells.push((row as u64, 0));
            cells.len() - 1
        });
        cells[cell].1 += items.value(row);
    }
    let (first, sums): (Vec<u64>, Vec<i64>) = cells.into_iter().filter(|(_, sum)| *sum != 0).unzip();
    let kept = take_record_batch(&rows, &UInt64Array::from(first))?;
    let mut columns = kept.columns()[..keys.len()].to_vec();
    columns.push(Arc::new(Int64Array::from(sums)));
    Ok(RecordBatch::try_new(Table::Coverage.schema(), columns)?)
}

/// The text cells of a row; the day is left out, it is the same in all rows of a file.
fn write_key(texts: &[&StringArray], row: usize, key: &mut Vec<u8>) {
    /// Stands in no UTF-8 text, so that cells cannot run into each other.
    const END: u8 = 0xff;
    /// Nor does this: null is no empty text.
    const NULL: u8 = 0xfe;
    key.clear();
    for text in texts {
        if text.is_valid(row) {
            key.extend_from_slice(text.value(row).as_bytes());
        } else {
            key.push(NULL);
        }
        key.push(END);
    }
}
