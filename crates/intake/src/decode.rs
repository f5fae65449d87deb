//! From a line of bytes to a checked record, or to every problem of that line at once.
//!
//! What a line means for the items recorded before (names, states) belongs in `items` and the pipeline.

mod acceptance;
mod event;
mod leaf;
mod object;
mod path;
mod reader;

pub use acceptance::{GOODS_MAX, PHOTOS_MAX};
pub use path::PROBLEMS_MAX;

use parcel::{Acceptance, Problem, ProblemCode, Rejection, ReportedEvent, Waybill};
use serde::de::{DeserializeSeed, IgnoredAny};
use serde_json::error::Category;

use self::{
    acceptance::AcceptanceFields,
    event::EventFields,
    object::{Fields, object},
    path::{Path, Problems},
    reader::At,
};

/// Longest line that is read.
///
/// Unit: byte. A record with every list full and every text at its bound stays below it.
pub const LINE_BYTES_MAX: usize = 256 * 1024;

/// A checked line.
#[derive(Debug)]
pub enum Line {
    /// An item was accepted.
    Acceptance(Box<Acceptance>),
    /// Something happened to an item.
    Event(Box<ReportedEvent>),
}

/// Reads a line that is an acceptance or, where it has a field `event`, an event.
pub fn line(bytes: &[u8]) -> Result<Line, Vec<Problem>> {
    if is_event(bytes) {
        event(bytes).map(|event| Line::Event(Box::new(event)))
    } else {
        acceptance(bytes).map(|acceptance| Line::Acceptance(Box::new(acceptance)))
    }
}

/// Reads an acceptance.
pub fn acceptance(bytes: &[u8]) -> Result<Acceptance, Vec<Problem>> {
    decode::<AcceptanceFields>(bytes)
}

/// Reads an event.
pub fn event(bytes: &[u8]) -> Result<ReportedEvent, Vec<Problem>> {
    decode::<EventFields>(bytes)
}

/// The answer to a line that was not taken. The waybill is named where it can still be read.
pub fn rejection(line: u64, bytes: &[u8], problems: Vec<Problem>) -> Rejection {
    #[derive(serde::Deserialize)]
    struct Named {
        waybill: String,
    }
    let named = (bytes.len() <= LINE_BYTES_MAX).then(|| serde_json::from_slice::<Named>(bytes).ok()).flatten();
    let waybill =
        named.and_then(|named| Waybill::parse(&named.waybill).ok()).map(|waybill| waybill.as_str().to_owned());
    Rejection { line, waybill, problems }
}

fn decode<O: Fields>(bytes: &[u8]) -> Result<O::Value, Vec<Problem>> {
    if bytes.len() > LINE_BYTES_MAX {
        return Err(vec![Problem::new("", ProblemCode::LineTooLong, format!("at most {LINE_BYTES_MAX} bytes"))]);
    }
    let problems = Problems::default();
    // Text that is known to be UTF-8 as a whole is not looked at again string by string.
    let value = match std::str::from_utf8(bytes) {
        Ok(text) => read::<O, _>(&mut serde_json::Deserializer::from_str(text), &problems),
        Err(_) => read::<O, _>(&mut serde_json::Deserializer::from_slice(bytes), &problems),
    };
    let value = match value {
        Ok(value) => value,
        Err(error) => {
            problems.add(syntax(&error, bytes));
            None
        }
    };
    let problems = problems.into_inner();
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => Err(problems.into_iter().map(whole_line).collect()),
    }
}

fn read<'de, O: Fields, R: serde_json::de::Read<'de>>(
    deserializer: &mut serde_json::Deserializer<R>,
    problems: &Problems,
) -> serde_json::Result<Option<O::Value>> {
    let root = Path::root(problems);
    let value = At { path: &root, reader: object::<O>() }.deserialize(&mut *deserializer)?;
    deserializer.end().map(|()| value)
}

/// A line that is no object at all is said to be so.
fn whole_line(problem: Problem) -> Problem {
    if problem.field.is_empty() && problem.code == ProblemCode::WrongType {
        Problem::new("", ProblemCode::NotAnObject, "one JSON object on the line")
    } else {
        problem
    }
}

/// What is wrong with the JSON itself. Never repeats the text: it may be personal.
fn syntax(error: &serde_json::Error, bytes: &[u8]) -> Problem {
    let column = error.column();
    let words = error.to_string();
    if std::str::from_utf8(bytes).is_err() {
        return Problem::new("", ProblemCode::NotUtf8, "UTF-8 text");
    }
    if words.contains("control character") {
        let would_pass = format!("control characters written as escapes, e.g. \\u0009 (byte {column})");
        return Problem::new("", ProblemCode::ControlCharacter, would_pass);
    }
    if words.contains("number out of range") {
        return Problem::new("", ProblemCode::OutOfRange, format!("a number that fits 64 bits (byte {column})"));
    }
    let would_pass = match error.classify() {
        Category::Eof => format!("a complete JSON object; the line ends at byte {column}"),
        _ => format!("one JSON object on the line; it breaks off at byte {column}"),
    };
    Problem::new("", ProblemCode::NotJson, would_pass)
}

/// Whether the line is an event: it has a field `event` at its first level.
fn is_event(bytes: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Probe {
        event: Option<IgnoredAny>,
    }
    const WORD: &[u8] = b"\"event\"";
    // Nearly every line of the other kind is told by this scan alone.
    let mentions = memchr::memmem::find(bytes, WORD).is_some();
    mentions && serde_json::from_slice::<Probe>(bytes).is_ok_and(|probe| probe.event.is_some())
}

#[cfg(test)]
mod tests;
