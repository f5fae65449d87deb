//! The mapping file: which column becomes which field, and how. Checked in full before the first row is read.

mod column;

use std::{collections::BTreeMap, ops::Range, path::Path};

use parcel::{Bilingual, ProblemCode};
use screening::Diagnostic;
use serde::Deserialize;
use toml::Spanned;

use super::{
    cell::{Column, quoted},
    field::{Field, FieldKind, REQUIRED},
    shape::{Shape, Source},
};
use crate::decode;

/// Longest mapping file. Unit: byte.
pub(super) const MAPPING_BYTES_MAX: u64 = 1 << 20;

/// A mapping that has been checked.
#[derive(Clone, Debug)]
pub(super) struct Mapping {
    /// What stands between two cells.
    pub(super) separator: u8,
    pub(super) columns: Vec<Column>,
    pub(super) shape: Shape,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMapping {
    separator: Option<Spanned<String>>,
    #[serde(default)]
    constants: BTreeMap<Spanned<String>, toml::Value>,
    #[serde(default)]
    column: Vec<Spanned<toml::Table>>,
}

/// Everything found wrong so far.
pub(super) struct Report<'a> {
    file: String,
    text: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Report<'_> {
    fn add(&mut self, place: &Range<usize>, code: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        let message = Bilingual::new(zh, en);
        self.diagnostics.push(Diagnostic::at(&self.file, self.text, place.start, code, message));
    }
}

impl Mapping {
    /// Reads a mapping; tables are found relative to `directory`. All diagnostics at once.
    pub(super) fn parse(file: &str, text: &str, directory: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut report = Report { file: file.to_owned(), text, diagnostics: Vec::new() };
        let raw: RawMapping = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let message = error.message().to_owned();
                let place = error.span().unwrap_or(0..0);
                report.add(&place, "not_a_mapping", format!("映射文件无法读取：{message}"), message);
                return Err(report.diagnostics);
            }
        };
        let separator = separator(raw.separator.as_ref(), &mut report);
        let mut leaves = Vec::new();
        for (pointer, value) in &raw.constants {
            leaves.extend(constant(pointer, value, &mut report));
        }
        let mut columns = Vec::new();
        for raw in &raw.column {
            if let Some(column) = column::check(raw, directory, &mut report) {
                leaves.push((raw.span(), column.field.clone(), Source::Column(columns.len())));
                columns.push(column);
            }
        }
        let shape = assemble(&leaves, &mut report);
        if report.diagnostics.is_empty() { Ok(Self { separator, columns, shape }) } else { Err(report.diagnostics) }
    }
}

type Leaf = (Range<usize>, Field, Source);

fn separator(raw: Option<&Spanned<String>>, report: &mut Report<'_>) -> u8 {
    let Some(raw) = raw else { return b',' };
    match raw.get_ref().as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'"' => *byte,
        _ => {
            let en = "the separator is one ASCII character that is no letter, digit or quotation mark";
            report.add(&raw.span(), "bad_separator", "分隔符须为一个 ASCII 字符，且不是字母、数字或引号", en);
            b','
        }
    }
}

fn constant(pointer: &Spanned<String>, value: &toml::Value, report: &mut Report<'_>) -> Option<Leaf> {
    let (place, pointer) = (pointer.span(), pointer.get_ref());
    let Some(field) = Field::parse(pointer) else {
        column::no_field(pointer, &place, report);
        return None;
    };
    let json = json(value, field.kind);
    if json.is_none() {
        let en = format!("the value of {pointer} is of the wrong type");
        report.add(&place, "wrong_type", format!("{pointer} 的取值类型不符"), en);
    }
    Some((place, field, Source::Constant(json?)))
}

fn json(value: &toml::Value, kind: FieldKind) -> Option<String> {
    match (value, kind) {
        (toml::Value::String(text), FieldKind::Text | FieldKind::Time) => Some(quoted(text)),
        (toml::Value::Integer(number), FieldKind::Integer(_) | FieldKind::Number) => Some(number.to_string()),
        (toml::Value::Float(number), FieldKind::Number) if number.is_finite() => Some(number.to_string()),
        _ => None,
    }
}

/// Puts the leaves together: none twice, none of the required fields left out, no constant that no row could have.
fn assemble(leaves: &[Leaf], report: &mut Report<'_>) -> Shape {
    let (mut shape, mut constants) = (Shape::default(), Shape::default());
    for (number, (place, field, source)) in leaves.iter().enumerate() {
        if leaves[..number].iter().any(|(_, before, _)| before.pointer == field.pointer) {
            let zh = format!("字段 {} 重复映射", field.pointer);
            report.add(place, "repeated_field", zh, format!("the field {} is mapped twice", field.pointer));
            continue;
        }
        if matches!(source, Source::Constant(_)) {
            constants.add(field, source.clone());
        }
        shape.add(field, source.clone());
    }
    for required in REQUIRED.iter().filter(|required| leaves.iter().all(|(_, field, _)| field.pointer != **required)) {
        let zh = format!("必填字段 {required} 既无列也无常量");
        report.add(
            &(0..0),
            "missing",
            zh,
            format!("the required field {required} has neither a column nor a constant"),
        );
    }
    refused_constants(leaves, &constants, report);
    shape
}

fn refused_constants(leaves: &[Leaf], constants: &Shape, report: &mut Report<'_>) {
    let problems = decode::acceptance(constants.json(&[]).as_bytes()).err().unwrap_or_default();
    for problem in problems.iter().filter(|problem| problem.code != ProblemCode::Missing) {
        let leaf = leaves.iter().find(|(_, field, _)| field.pointer == problem.field);
        let place = leaf.map_or(0..0, |(place, ..)| place.clone());
        let (zh, en) = (&problem.message.zh, &problem.message.en);
        let would_pass = &problem.would_pass;
        report.add(&place, "bad_constant", format!("{zh}；{would_pass}"), format!("{en}; what passes: {would_pass}"));
    }
}
