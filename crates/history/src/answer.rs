//! Rows as they leave: JSON values in the order of their columns, JSON lines, a table for a terminal.

use std::{fmt::Write as _, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema, TimestampMicrosecondType},
    util::display::{ArrayFormatter, FormatOptions},
};
use jiff::{Timestamp, tz::Offset};
use parcel::Pseudonym;
use serde_json::{Map, Number, Value};

use crate::error::Result;

/// Rows of an answer.
///
/// Pseudonyms are 32 hexadecimal digits, hashes of images `sha256:` and 64 of them, days `YYYY-MM-DD`, instants
/// RFC 3339 with the offset of Beijing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Names of the columns; two may be the same.
    pub columns: Vec<String>,
    /// The cells of each row, in the order of the columns.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more rows than the bound lets out.
    pub truncated: bool,
    /// Which columns hold pseudonyms as they are stored.
    pseudonyms: Vec<bool>,
}

impl Rows {
    pub(crate) fn of(schema: &Schema) -> Self {
        let fields = schema.fields();
        Self {
            columns: fields.iter().map(|field| field.name().clone()).collect(),
            pseudonyms: fields.iter().map(|field| *field.data_type() == DataType::FixedSizeBinary(16)).collect(),
            ..Self::default()
        }
    }

    /// Adds rows up to a bound; false once there are more than that.
    pub(crate) fn extend(&mut self, batch: &RecordBatch, rows_max: usize) -> bool {
        let room = rows_max.saturating_sub(self.rows.len());
        self.truncated |= batch.num_rows() > room;
        for row in 0..batch.num_rows().min(room) {
            self.rows.push(batch.columns().iter().map(|column| value(column, row)).collect());
        }
        !self.truncated
    }

    /// The cell of a row, by the name of its column.
    pub fn cell(&self, row: usize, column: &str) -> Option<&Value> {
        let position = self.columns.iter().position(|name| name == column)?;
        self.rows.get(row)?.get(position)
    }

    /// Puts something else for every pseudonym, in the columns that hold one: what is shown outside is re-keyed.
    pub fn replace_pseudonyms(&mut self, mut replace: impl FnMut(&str) -> Value) {
        for row in &mut self.rows {
            for (cell, _) in row.iter_mut().zip(&self.pseudonyms).filter(|(_, holds)| **holds) {
                if let Value::String(pseudonym) = cell {
                    *cell = replace(pseudonym);
                }
            }
        }
    }

    /// One JSON object a line, its members in the order of the columns.
    pub fn json_lines(&self) -> String {
        let mut lines = String::new();
        for row in &self.rows {
            lines.push('{');
            for (position, (name, value)) in self.columns.iter().zip(row).enumerate() {
                let comma = if position > 0 { "," } else { "" };
                // Writing to memory cannot fail.
                let _ = write!(lines, "{comma}{}:{value}", Value::from(name.as_str()));
            }
            lines.push_str("}\n");
        }
        lines
    }

    /// The rows as JSON objects.
    pub fn objects(&self) -> Vec<Map<String, Value>> {
        let object = |row: &Vec<Value>| self.columns.iter().cloned().zip(row.iter().cloned()).collect();
        self.rows.iter().map(object).collect()
    }

    /// A table for a terminal, drawn with ASCII.
    pub fn table(&self) -> Result<String> {
        let column = |position: usize| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(self.rows.iter().map(|row| plain(&row[position]))))
        };
        let fields: Vec<_> = self.columns.iter().map(|name| Field::new(name, DataType::Utf8, false)).collect();
        let columns = (0..self.columns.len()).map(column).collect();
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(self.rows.len()));
        let batch = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?;
        Ok(datafusion::arrow::util::pretty::pretty_format_batches(&[batch])?.to_string())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One cell as JSON.
pub(crate) fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => Value::Bool(column.as_boolean().value(row)),
        DataType::FixedSizeBinary(width) => binary(*width, column.as_fixed_size_binary().value(row)),
        DataType::Timestamp(arrow::datatypes::TimeUnit::Microsecond, Some(_)) => {
            instant(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        DataType::List(_) => {
            let elements = column.as_list::<i32>().value(row);
            Value::Array((0..elements.len()).map(|element| value(&elements, element)).collect())
        }
        DataType::Struct(fields) => {
            let fields = fields.iter().zip(column.as_struct().columns());
            Value::Object(fields.map(|(field, column)| (field.name().clone(), value(column, row))).collect())
        }
        kind => shown(column, row, kind.is_integer() || kind.is_floating()),
    }
}

/// Everything else as Arrow shows it; numbers stay numbers.
fn shown(column: &ArrayRef, row: usize, is_number: bool) -> Value {
    let options = FormatOptions::default();
    let Ok(formatter) = ArrayFormatter::try_new(column.as_ref(), &options) else { return Value::Null };
    let text = formatter.value(row).to_string();
    let number = is_number.then(|| text.parse::<Number>().ok()).flatten();
    number.map_or(Value::String(text), Value::Number)
}

fn binary(width: i32, bytes: &[u8]) -> Value {
    match (width, <[u8; 16]>::try_from(bytes), <[u8; 32]>::try_from(bytes)) {
        (16, Ok(pseudonym), _) => Value::String(Pseudonym(pseudonym).to_string()),
        (32, _, Ok(hash)) => Value::String(parcel::Sha256(hash).to_string()),
        _ => Value::String(bytes.iter().fold(String::new(), |mut digits, byte| {
            // Writing to memory cannot fail.
            let _ = write!(digits, "{byte:02x}");
            digits
        })),
    }
}

fn instant(microseconds: i64) -> Value {
    const SHANGHAI: Offset = jiff::tz::offset(8);
    let instant = Timestamp::from_microsecond(microseconds);
    instant.map_or(Value::Null, |instant| Value::String(instant.display_with_offset(SHANGHAI).to_string()))
}
