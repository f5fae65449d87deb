//! Rows of one pipeline batch as Arrow columns: at once the unsealed tail of the history and what gets sealed.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::concat_batches,
    datatypes::UInt64Type,
};

use crate::{
    columns::{
        coverage::{Cells, CoverageColumns},
        decision::Decisions,
        envelope::EnvelopeColumns,
        event::EventColumns,
        notice::NoticeColumns,
        record::RecordColumns,
    },
    error::{HistoryError, Result},
    rows::{CoverageChange, DecisionRow, EventRow, NoticeRow, RecordRow},
    table::Table,
};

/// Builds batches. Keep one and use it again: `finish` leaves it empty.
pub struct TableBuilder {
    records: RecordColumns,
    decisions: Decisions,
    sequences: Vec<u64>,
    events: EventColumns,
    notices: NoticeColumns,
    cells: Cells,
    coverage: CoverageColumns,
    envelopes: EnvelopeColumns,
    misplaced: Option<u64>,
}

impl Default for TableBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl TableBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            records: RecordColumns::new(),
            decisions: Decisions::new(),
            sequences: Vec::new(),
            events: EventColumns::new(),
            notices: NoticeColumns::new(),
            cells: Cells::default(),
            coverage: CoverageColumns::new(),
            envelopes: EnvelopeColumns::new(),
            misplaced: None,
        }
    }

    /// Adds a record. Records come in journal order.
    pub fn record(&mut self, row: &RecordRow<'_>) {
        self.sequences.push(row.sequence);
        self.records.append(row);
        self.envelopes.append(row.sequence, row.item.day(), row.epoch, row.envelope);
    }

    /// Adds the decision on a record that was added to this same batch.
    ///
    /// Decisions come in the order of their records, right after each or after all of them; a record may have none.
    /// A decision out of order is an error of [`finish`](Self::finish).
    pub fn decision(&mut self, row: &DecisionRow<'_>) {
        let from = self.decisions.len();
        match self.sequences[from..].iter().position(|sequence| *sequence == row.sequence) {
            Some(skipped) => {
                (0..skipped).for_each(|_| self.decisions.append_none());
                self.decisions.append(row);
            }
            None => self.misplaced = self.misplaced.or(Some(row.sequence)),
        }
    }

    /// Adds an event.
    pub fn event(&mut self, row: &EventRow<'_>) {
        self.events.append(row);
        self.envelopes.append(row.sequence, row.day, row.epoch, row.envelope);
    }

    /// Adds a notice.
    pub fn notice(&mut self, row: &NoticeRow<'_>) {
        self.notices.append(row);
    }

    /// Adds a change of what is known of a gate.
    pub fn coverage(&mut self, change: &CoverageChange<'_>) {
        self.cells.add(change);
    }

    /// The rows so far; leaves the builder empty.
    ///
    /// Fails if a decision did not follow its record; the rows are dropped then.
    pub fn finish(&mut self) -> Result<Batch> {
        while self.decisions.len() < self.sequences.len() {
            self.decisions.append_none();
        }
        self.sequences.clear();
        self.cells.drain_into(&mut self.coverage);
        let tables = Table::ALL.map(|table| {
            let mut columns = Vec::new();
            self.columns(table, &mut columns);
            // Builders leave up to as much room again as they filled; a tail of a million rows would feel it.
            columns.iter_mut().for_each(ArrayRef::shrink_to_fit);
            RecordBatch::try_new(table.schema(), columns)
        });
        if let Some(sequence) = self.misplaced.take() {
            return Err(HistoryError::DecisionWithoutRecord { sequence });
        }
        let [records, events, notices, coverage, envelopes] = tables;
        Ok(Batch::of([records?, events?, notices?, coverage?, envelopes?]))
    }

    fn columns(&mut self, table: Table, out: &mut Vec<ArrayRef>) {
        match table {
            Table::Records => {
                self.records.finish(out);
                self.decisions.finish(out);
            }
            Table::Events => self.events.finish(out),
            Table::Notices => self.notices.finish(out),
            Table::Coverage => self.coverage.finish(out),
            Table::Envelopes => self.envelopes.finish(out),
        }
    }
}

/// The rows of one pipeline batch.
#[derive(Clone, Debug)]
pub struct Batch {
    tables: [RecordBatch; 5],
    /// First and last journal position of its rows.
    span: Option<(u64, u64)>,
}

impl Batch {
    /// How many rows a table has in it.
    pub fn rows(&self, table: Table) -> usize {
        self.table(table).num_rows()
    }

    /// How many rows all tables have in it.
    pub fn len(&self) -> usize {
        self.tables.iter().map(RecordBatch::num_rows).sum()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// First and last journal position of its rows; none if it has no row but roll-ups.
    pub fn span(&self) -> Option<(u64, u64)> {
        self.span
    }

    /// Memory that it holds, in bytes.
    pub fn bytes(&self) -> usize {
        self.tables.iter().map(RecordBatch::get_array_memory_size).sum()
    }

    /// Puts batches that follow one another into one.
    pub fn merge(batches: &[Arc<Self>]) -> Result<Self> {
        let together = |table: Table| concat_batches(&table.schema(), batches.iter().map(|batch| batch.table(table)));
        let [records, events, notices, coverage, envelopes] = Table::ALL.map(together);
        Ok(Self::of([records?, events?, notices?, coverage?, envelopes?]))
    }

    pub(crate) fn table(&self, table: Table) -> &RecordBatch {
        &self.tables[table as usize]
    }

    fn of(tables: [RecordBatch; 5]) -> Self {
        let positions = || tables.iter().filter_map(positions).flatten();
        let span = positions().min().zip(positions().max());
        Self { tables, span }
    }
}

fn positions(table: &RecordBatch) -> Option<impl Iterator<Item = u64>> {
    let column = table.column_by_name("sequence")?;
    Some(column.as_primitive::<UInt64Type>().values().iter().copied())
}
