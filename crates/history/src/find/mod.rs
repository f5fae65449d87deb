//! Finding rows by name, pseudonym or position without reading the rest.
//!
//! Bloom filters say which row groups may hold a value; only these are decoded, and of the other columns only the
//! pages of rows that match. The tail is searched as it stands.

mod footers;
mod scan;
mod wanted;

use std::{collections::BTreeSet, sync::Arc};

use arrow::{array::AsArray, datatypes::UInt32Type};
use parcel::{ItemName, Pseudonym};

pub(crate) use footers::Footers;

use crate::{answer::Rows, batch::Batch, columns::decision, error::Result, store::History, table::Table};
use scan::Scan;
use wanted::Wanted;

/// All that is known of one item. Oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemHistory {
    /// Its records, every revision, each with the columns of its decision.
    pub records: Rows,
    /// The answers, in the order of the records that have one.
    pub decisions: Vec<Answer>,
    /// What happened to it.
    pub events: Rows,
    /// What was raised on it; column `notice` is the whole notice.
    pub notices: Rows,
}

/// The answer to one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Position in the journal.
    pub sequence: u64,
    /// The decision as it was answered, without its sequence.
    pub json: String,
}

/// Rows in which a pseudonym stands. Oldest first; no letter is among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// Records.
    pub records: Rows,
    /// Events.
    pub events: Rows,
}

/// A sealed envelope with the epoch of its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Key epoch.
    pub epoch: u32,
    /// The sealed bytes.
    pub bytes: Vec<u8>,
}

impl History {
    /// Everything about one item; empty where it is not known.
    ///
    /// At most `trace_rows_max` rows of each kind.
    pub fn item(&self, item: &ItemName, tail: &[Arc<Batch>]) -> Result<ItemHistory> {
        let scan = Scan::new(self, tail);
        let wanted = Wanted::item(item);
        let records = scan.rows(Table::Records, &wanted)?;
        Ok(ItemHistory {
            decisions: records.iter().flat_map(answers).collect(),
            records: self.rows(Table::Records, &records),
            events: self.rows(Table::Events, &scan.rows(Table::Events, &wanted)?),
            notices: self.rows(Table::Notices, &scan.rows(Table::Notices, &wanted)?),
        })
    }

    /// The records and events in which any of the pseudonyms stands, in whatever column.
    ///
    /// Letters are left out. At most `trace_rows_max` rows of each kind; `truncated` says where there are more.
    /// The caller has recorded purpose and ground.
    pub fn trace(&self, pseudonyms: &[Pseudonym], tail: &[Arc<Batch>]) -> Result<Trace> {
        let scan = Scan::new(self, tail);
        let wanted = Wanted::pseudonyms(pseudonyms);
        let records = self.rows(Table::Records, &scan.rows(Table::Records, &wanted)?);
        let events = scan.rows(Table::Events, &wanted)?;
        let letters = scan.letters(&events)?;
        let events = events.iter().map(|rows| wanted::without(rows, &letters)).collect::<Result<Vec<_>>>()?;
        Ok(Trace { records, events: self.rows(Table::Events, &events) })
    }

    /// The envelope of the record or event at a journal position.
    pub fn envelope(&self, sequence: u64, tail: &[Arc<Batch>]) -> Result<Option<Envelope>> {
        let found = Scan::new(self, tail).rows(Table::Envelopes, &Wanted::position(sequence))?;
        Ok(found.iter().find(|rows| rows.num_rows() > 0).map(|rows| Envelope {
            epoch: rows.column(2).as_primitive::<UInt32Type>().value(0),
            bytes: rows.column(3).as_binary::<i32>().value(0).to_vec(),
        }))
    }

    fn rows(&self, table: Table, batches: &[arrow::array::RecordBatch]) -> Rows {
        let mut rows = Rows::of(&table.schema());
        for batch in batches {
            if !rows.extend(batch, self.engine.limits.trace_rows_max) {
                break;
            }
        }
        rows
    }
}

/// The answers that records hold, written again from their columns.
fn answers(records: &arrow::array::RecordBatch) -> Vec<Answer> {
    let text = |name: &str| records.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
    let cell = |name: &str, row: usize| {
        let column = text(name)?;
        arrow::array::Array::is_valid(column, row).then(|| column.value(row))
    };
    let sequences = records.column(0).as_primitive::<arrow::datatypes::UInt64Type>();
    let revision = |row: usize| Some(records.column_by_name("revision")?.as_primitive::<UInt32Type>().value(row));
    let written = |row: usize| {
        let editions = [cell("pack", row)?, cell("law", row)?, cell("catalogue", row)?];
        let (waybill, operator) = (cell("waybill", row)?, cell("operator", row)?);
        Some(decision::answer(
            waybill,
            operator,
            revision(row)?,
            cell("verdict", row)?,
            cell("findings", row)?,
            editions,
        ))
    };
    let answer = |row: usize| {
        let json = cell("answer", row).map(str::to_owned).or_else(|| written(row))?;
        Some(Answer { sequence: sequences.value(row), json })
    };
    (0..records.num_rows()).filter_map(answer).collect()
}

/// Names of items, as pairs of operator and waybill.
pub(crate) type Names = BTreeSet<(String, String)>;
