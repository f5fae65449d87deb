//! Looking through sealed files and tail for what is wanted.

use std::{fs::File, path::Path, sync::Arc};

use arrow::{
    array::{AsArray, RecordBatch, new_null_array},
    compute::filter_record_batch,
};
use parquet::{
    arrow::{
        ProjectionMask,
        arrow_reader::{ArrowPredicateFn, ArrowReaderMetadata, ParquetRecordBatchReaderBuilder, RowFilter},
    },
    bloom_filter::Sbbf,
    file::metadata::RowGroupMetaData,
};

use super::{
    Names,
    wanted::{self, Wanted},
};
use crate::{
    batch::Batch,
    error::{HistoryError, Result},
    folder,
    manifest::SealedFile,
    store::{History, Sealed},
    table::Table,
};

/// One look: what was sealed when it began, and the tail.
pub(crate) struct Scan<'a> {
    history: &'a History,
    sealed: Arc<Sealed>,
    tail: Vec<&'a Batch>,
    /// One more than leaves, so that a cut shows.
    rows_max: usize,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(history: &'a History, tail: &'a [Arc<Batch>]) -> Self {
        let sealed = history.sealed();
        let tail = sealed.unsealed(tail).map(|batch| &**batch).collect();
        Self { history, sealed, tail, rows_max: history.engine.limits.trace_rows_max.saturating_add(1) }
    }

    /// The rows that are wanted, in the order of the journal as far as files are.
    pub(crate) fn rows(&self, table: Table, wanted: &Wanted) -> Result<Vec<RecordBatch>> {
        let mut found = Vec::new();
        let mut room = self.rows_max;
        for file in self.sealed.files(table).filter(|file| may_hold(file, wanted)) {
            self.rows_of(file, table, wanted, &mut room, &mut found)?;
        }
        for batch in &self.tail {
            let rows = batch.table(table);
            let rows = filter_record_batch(rows, &wanted.rows(rows))?;
            let rows = rows.slice(0, rows.num_rows().min(room));
            room -= rows.num_rows();
            found.push(rows);
        }
        found.retain(|rows| rows.num_rows() > 0);
        Ok(found)
    }

    fn rows_of(
        &self,
        file: &SealedFile,
        table: Table,
        wanted: &Wanted,
        room: &mut usize,
        found: &mut Vec<RecordBatch>,
    ) -> Result<()> {
        let path = self.sealed.path(file);
        let open = File::open(&path).map_err(HistoryError::disk("open", &path))?;
        let footer = self.history.footers.of(&file.path, &path, &open)?;
        let (groups, perhaps) = groups(&path, &open, &footer, table, wanted)?;
        if groups.is_empty() || *room == 0 {
            return Ok(());
        }
        let deciding = wanted.deciding_columns(&perhaps);
        let mask = ProjectionMask::columns(footer.parquet_schema(), deciding);
        // The filter has to own what it looks for.
        let wanted = wanted.clone();
        let filter = ArrowPredicateFn::new(mask, move |rows| Ok(wanted.rows(&rows)));
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(open, footer)
            .with_row_groups(groups)
            .with_row_filter(RowFilter::new(vec![Box::new(filter)]))
            .with_limit(*room)
            .build()
            .map_err(HistoryError::damaged(&path))?;
        for rows in reader {
            let rows = as_of_now(&rows?, table)?;
            *room -= rows.num_rows();
            found.push(rows);
        }
        Ok(())
    }

    /// Which of the items that these events are about are letters, in any revision.
    pub(crate) fn letters(&self, events: &[RecordBatch]) -> Result<Names> {
        let names: Names = events.iter().flat_map(wanted::names).collect();
        if names.is_empty() {
            return Ok(names);
        }
        let wanted = Wanted::Items(names);
        let records = Self { tail: self.tail.clone(), sealed: Arc::clone(&self.sealed), rows_max: usize::MAX, ..*self };
        let found = records.rows(Table::Records, &wanted)?;
        let letters = found.iter().map(|rows| filter_record_batch(rows, &are_letters(rows)));
        Ok(letters.collect::<Result<Vec<_>, _>>()?.iter().flat_map(wanted::names).collect())
    }
}

/// Rows with the columns of today: one that an older file does not have is null in it.
fn as_of_now(rows: &RecordBatch, table: Table) -> Result<RecordBatch> {
    let schema = table.schema();
    let column = |field: &Arc<arrow::datatypes::Field>| {
        let stored = rows.column_by_name(field.name()).cloned();
        stored.unwrap_or_else(|| new_null_array(field.data_type(), rows.num_rows()))
    };
    let columns = schema.fields().iter().map(column).collect();
    Ok(RecordBatch::try_new(schema, columns)?)
}

fn are_letters(rows: &RecordBatch) -> arrow::array::BooleanArray {
    let kinds = rows.column_by_name("item_kind").and_then(|column| column.as_string_opt::<i32>());
    (0..rows.num_rows()).map(|row| Some(kinds.is_some_and(|kinds| kinds.value(row) == "letter"))).collect()
}

fn may_hold(file: &SealedFile, wanted: &Wanted) -> bool {
    folder::range_of(Path::new(&file.path)).is_none_or(|range| wanted.may_lie_in(&range))
}

/// Row groups that may hold what is wanted, and the columns in which it may stand.
fn groups(
    path: &Path,
    file: &File,
    footer: &ArrowReaderMetadata,
    table: Table,
    wanted: &Wanted,
) -> Result<(Vec<usize>, Vec<&'static str>)> {
    let filtered = wanted.filtered_columns(table);
    let mut groups = Vec::new();
    let mut columns = Vec::new();
    for (number, group) in footer.metadata().row_groups().iter().enumerate() {
        let before = groups.len();
        for column in filtered {
            if perhaps(file, group, column, wanted).map_err(HistoryError::damaged(path))? {
                groups.truncate(before);
                groups.push(number);
                if !columns.contains(column) {
                    columns.push(*column);
                }
            }
        }
        if filtered.is_empty() {
            groups.push(number);
        }
    }
    Ok((groups, columns))
}

fn perhaps(
    file: &File,
    group: &RowGroupMetaData,
    column: &str,
    wanted: &Wanted,
) -> Result<bool, parquet::errors::ParquetError> {
    let Some(chunk) = group.columns().iter().find(|chunk| chunk.column_descr().name() == column) else {
        return Ok(false);
    };
    Ok(Sbbf::read_from_column_chunk(chunk, file)?.is_none_or(|filter| wanted.perhaps(&filter)))
}
