//! From a cell to the value of a field.

use std::fmt::Write as _;

use parcel::{Problem, ProblemCode};

use super::{
    decimal::{Decimal, Factor, units},
    field::{Dimension, Field, FieldKind},
    lookup::Lookup,
    time::TimeFormat,
};

/// How a column becomes a field.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Name in the first line of the file.
    pub(super) name: String,
    pub(super) field: Field,
    /// Cells that stand for "not recorded", besides the empty one.
    pub(super) absent: Vec<String>,
    pub(super) lookup: Option<Lookup>,
    pub(super) time: Option<TimeFormat>,
    pub(super) unit: Option<Factor>,
    /// What stands before and after the value.
    pub(super) template: Option<(String, String)>,
}

impl Column {
    /// The JSON of the field's value; `None` where nothing is recorded.
    ///
    /// A problem never repeats the cell: it may be personal.
    pub(super) fn read(&self, cell: Option<&[u8]>) -> Result<Option<String>, Problem> {
        let cell = cell.ok_or_else(|| {
            self.problem(ProblemCode::MissingColumn, "as many cells as the first line of the file has")
        })?;
        let cell =
            std::str::from_utf8(cell).map_err(|_| self.problem(ProblemCode::NotUtf8, "a file saved as UTF-8"))?.trim();
        if cell.is_empty() || self.absent.iter().any(|absent| absent == cell) {
            return Ok(None);
        }
        let cell = match &self.lookup {
            Some(lookup) => {
                lookup.get(cell).ok_or_else(|| self.problem(ProblemCode::NotInTable, &lookup.would_pass))?
            }
            None => cell,
        };
        self.convert(cell).map(Some)
    }

    fn convert(&self, cell: &str) -> Result<String, Problem> {
        match self.field.kind {
            FieldKind::Text => Ok(quoted(&self.framed(cell))),
            FieldKind::Time => match &self.time {
                Some(format) => format
                    .read(cell)
                    .map(|time| quoted(&time))
                    .ok_or_else(|| self.problem(ProblemCode::BadTime, "a time as the mapping's pattern writes it")),
                None => Ok(quoted(cell)),
            },
            FieldKind::Number => self.decimal(cell).map(|_| number(cell)),
            FieldKind::Integer(dimension) => self.integer(cell, dimension),
        }
    }

    fn integer(&self, cell: &str, dimension: Dimension) -> Result<String, Problem> {
        let decimal = self.decimal(cell)?;
        let whole = match self.unit {
            Some(unit) => Some(decimal.times(unit)),
            None => decimal.whole(),
        };
        let would_pass = || match dimension {
            Dimension::Plain => "a whole number".to_owned(),
            _ => format!("a whole number, or a unit in the mapping: {}", units(dimension)),
        };
        whole.map(|whole| whole.to_string()).ok_or_else(|| self.problem(ProblemCode::WrongType, &would_pass()))
    }

    fn decimal(&self, cell: &str) -> Result<Decimal, Problem> {
        let would_pass = "a decimal number such as 12.5, without separators of thousands";
        Decimal::parse(cell).ok_or_else(|| self.problem(ProblemCode::BadPattern, would_pass))
    }

    fn framed(&self, cell: &str) -> String {
        match &self.template {
            Some((before, after)) => format!("{before}{cell}{after}"),
            None => cell.to_owned(),
        }
    }

    fn problem(&self, code: ProblemCode, would_pass: &str) -> Problem {
        Problem::new(&self.field.pointer, code, format!("{would_pass} (column {})", self.name))
    }
}

/// The text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            control if control < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

/// A decimal number as JSON writes it: a digit before the point and one after it.
fn number(cell: &str) -> String {
    let (sign, digits) = match cell.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", cell.strip_prefix('+').unwrap_or(cell)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_are_json() {
        for (cell, expected) in [("007", "7"), ("+1.50", "1.50"), (".5", "0.5"), ("-0", "-0"), ("3.", "3"), ("0", "0")]
        {
            assert_eq!(number(cell), expected);
            assert!(serde_json::from_str::<f64>(&number(cell)).is_ok());
        }
        let text = "a \"b\" \\ \n 象牙 \u{1}";
        assert_eq!(serde_json::from_str::<String>(&quoted(text)).unwrap(), text);
    }
}
