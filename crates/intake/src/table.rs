//! CSV by a mapping file: each row becomes the JSON of an acceptance, which is then decoded like any other line.
//!
//! What an acceptance must be is not decided here; only what stands in which column, in which unit and table.

mod bounded;
mod cell;
mod decimal;
mod field;
mod lookup;
mod mapping;
mod shape;
mod time;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use bounded::{Bounded, Meter};
use csv::ByteRecord;
use mapping::{MAPPING_BYTES_MAX, Mapping};
use parcel::{Bilingual, Problem, ProblemCode, Waybill};
use screening::Diagnostic;

use crate::decode;

/// Longest row.
///
/// Unit: byte, to the nearest buffer of 64 KiB.
pub const ROW_BYTES_MAX: u64 = 1 << 20;

/// Bytes read at once.
const BUFFER_BYTES: usize = 64 << 10;

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Number of the line in its file on which the row begins, from 1; the first row is on line 2.
    pub line: u64,
    /// What became of it.
    pub outcome: RowOutcome,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowOutcome {
    /// The JSON text of an acceptance, not yet decoded.
    Json(String),
    /// What stands in the way; at least one problem.
    Problems {
        /// The waybill, where it could be read.
        waybill: Option<String>,
        /// All of them, by the field that is mapped.
        problems: Vec<Problem>,
    },
}

/// Why the rest of a file cannot be read: its rows are not answered.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// A row never ends. Mend the quotation mark that is left open, most likely, and send the rest again.
    #[error("line {line}: the row is longer than {ROW_BYTES_MAX} bytes; is a quotation mark left open?")]
    RowTooLong {
        /// Line on which the row begins.
        line: u64,
    },
    /// The disk refused.
    #[error("line {line}: the file cannot be read further")]
    Read {
        /// Line on which the row begins.
        line: u64,
        /// The answer of the system.
        #[source]
        source: io::Error,
    },
}

/// Rows of a CSV file, by a mapping.
pub struct TableReader<R> {
    mapping: Mapping,
    /// For each column of the mapping, its place in the file.
    places: Vec<usize>,
    cells: usize,
    reader: csv::Reader<Bounded<R>>,
    meter: Meter,
    record: ByteRecord,
    ended: bool,
}

impl TableReader<File> {
    /// Opens a CSV file with a mapping file, whose tables are found relative to it.
    ///
    /// All that is wrong with the mapping, and with the file's first line, is reported at once.
    pub fn open(csv: &Path, mapping: &Path) -> Result<Self, Vec<Diagnostic>> {
        let name = mapping.display().to_string();
        let text = read_text(mapping).map_err(|error| vec![unreadable(&name, &error)])?;
        let directory = mapping.parent().unwrap_or(Path::new("."));
        let file = File::open(csv).map_err(|error| vec![unreadable(&csv.display().to_string(), &error)]);
        match (file, Mapping::parse(&name, &text, directory)) {
            (Ok(file), Ok(mapping)) => Self::new(file, &csv.display().to_string(), mapping),
            (file, mapping) => Err([file.err(), mapping.err()].into_iter().flatten().flatten().collect()),
        }
    }
}

impl<R: Read> TableReader<R> {
    /// Reads CSV from a stream by the text of a mapping; `name` stands for the stream in diagnostics.
    pub fn from_text(stream: R, name: &str, mapping: &str, directory: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::new(stream, name, Mapping::parse("mapping", mapping, directory)?)
    }

    fn new(stream: R, name: &str, mapping: Mapping) -> Result<Self, Vec<Diagnostic>> {
        let meter = Meter::default();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(mapping.separator)
            .flexible(true)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(Bounded::new(stream, meter.clone(), ROW_BYTES_MAX));
        let header = reader.byte_headers().cloned().map_err(|error| vec![unreadable(name, &system_error(error))])?;
        let places = places(&header, name, &mapping)?;
        let cells = header.len();
        Ok(Self { mapping, places, cells, reader, meter, record: ByteRecord::new(), ended: false })
    }

    /// What becomes of the row that was just read.
    fn outcome(&self) -> RowOutcome {
        if self.record.len() > self.cells {
            let would_pass = format!("{} cells, as the first line of the file has", self.cells);
            let problems = vec![Problem::new("", ProblemCode::TooMany, would_pass)];
            return RowOutcome::Problems { waybill: None, problems };
        }
        let (mut values, mut problems, mut waybill) = (Vec::with_capacity(self.places.len()), Vec::new(), None);
        for (column, place) in self.mapping.columns.iter().zip(&self.places) {
            let value = column.read(self.record.get(*place)).unwrap_or_else(|problem| {
                problems.push(problem);
                None
            });
            if column.field.pointer == "/waybill" {
                waybill = value.as_deref().map(|json| json.trim_matches('"').to_owned());
            }
            values.push(value);
        }
        let json = self.mapping.shape.json(&values);
        if problems.is_empty() {
            return RowOutcome::Json(json);
        }
        problems.extend(further(&json, &problems));
        RowOutcome::Problems { waybill: waybill.filter(|waybill| Waybill::parse(waybill).is_ok()), problems }
    }

    fn end(&mut self, line: u64, error: csv::Error) -> TableError {
        self.ended = true;
        let source = system_error(error);
        match source.kind() {
            io::ErrorKind::FileTooLarge => TableError::RowTooLong { line },
            _ => TableError::Read { line, source },
        }
    }
}

impl<R: Read> Iterator for TableReader<R> {
    type Item = Result<Row, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.meter.begin_row();
        let begins = self.reader.position().line();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {
                let line = self.record.position().map_or(0, csv::Position::line);
                Some(Ok(Row { line, outcome: self.outcome() }))
            }
            Ok(false) => None,
            Err(error) => Some(Err(self.end(begins, error))),
        }
    }
}

/// What else is wrong with a row that has problems: all of them are said at once.
fn further(json: &str, known: &[Problem]) -> Vec<Problem> {
    let found = decode::acceptance(json.as_bytes()).err().unwrap_or_default();
    let is_new = |problem: &Problem| {
        // A cell that could not be read is missing from the JSON; so is the object that it would have made.
        let left_out = |other: &Problem| other.field.starts_with(&problem.field);
        problem.code != ProblemCode::Missing || !known.iter().any(left_out)
    };
    found.into_iter().filter(is_new).collect()
}

/// Finds each column of the mapping in the first line. Two of one name could both be meant.
fn places(header: &ByteRecord, file: &str, mapping: &Mapping) -> Result<Vec<usize>, Vec<Diagnostic>> {
    let find = |name: &str| {
        let mut found = header.iter().enumerate().filter(|(_, cell)| cell.trim_ascii() == name.as_bytes());
        match (found.next(), found.next()) {
            (Some((place, _)), None) => Ok(place),
            (None, _) => Err(("missing_column", format!("没有名为 {name} 的列"), format!("there is no column {name}"))),
            _ => Err(("ambiguous", format!("有两列都名为 {name}"), format!("two columns are named {name}"))),
        }
    };
    let (mut places, mut diagnostics) = (Vec::new(), Vec::new());
    for column in &mapping.columns {
        match find(&column.name) {
            Ok(place) => places.push(place),
            Err((code, zh, en)) => diagnostics.push(at_start(file, code, Bilingual::new(zh, en))),
        }
    }
    if diagnostics.is_empty() { Ok(places) } else { Err(diagnostics) }
}

/// The error of the system beneath one of the CSV reader.
fn system_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::Error::from(io::ErrorKind::InvalidData),
    }
}

fn read_text(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > MAPPING_BYTES_MAX {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    fs::read_to_string(path)
}

fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    let (zh, en) = (format!("无法读取：{error}"), format!("cannot be read: {error}"));
    at_start(file, "unreadable", Bilingual::new(zh, en))
}

fn at_start(file: &str, code: &'static str, message: Bilingual) -> Diagnostic {
    Diagnostic { file: file.to_owned(), line: 1, column: 1, code, message }
}

#[cfg(test)]
mod tests;
