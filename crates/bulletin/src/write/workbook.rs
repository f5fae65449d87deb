//! The workbook: words on the first sheet, then a sheet for each table.
//!
//! The least of the format (ECMA-376) that spreadsheets open: text in cells, numbers as numbers, no styles.
//! A library for it would change the features of crates on which the whole workspace is built.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::page::escaped;
use crate::{Block, Document, Table};

/// The workbook could not be written: it is larger than the format allows.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written")]
pub struct WorkbookError(#[source] ZipError);

impl From<ZipError> for WorkbookError {
    fn from(error: ZipError) -> Self {
        Self(error)
    }
}

impl From<std::io::Error> for WorkbookError {
    fn from(error: std::io::Error) -> Self {
        Self(ZipError::Io(error))
    }
}

/// A sheet: its name and its rows.
struct Sheet {
    name: String,
    rows: Vec<Vec<String>>,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// As XLSX. The same document gives the same bytes.
///
/// # Errors
/// [`WorkbookError`]
pub fn workbook(document: &Document) -> Result<Vec<u8>, WorkbookError> {
    let sheets = sheets(document);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |path: &str, text: &str| -> Result<(), WorkbookError> {
        archive.start_file(path, options)?;
        Ok(archive.write_all(text.as_bytes())?)
    };
    part("[Content_Types].xml", &content_types(sheets.len()))?;
    part("_rels/.rels", &relations([("officeDocument".to_owned(), "xl/workbook.xml".to_owned())]))?;
    let targets = (1..=sheets.len()).map(|number| ("worksheet".to_owned(), format!("worksheets/sheet{number}.xml")));
    part("xl/workbook.xml", &names(&sheets))?;
    part("xl/_rels/workbook.xml.rels", &relations(targets))?;
    for (number, sheet) in (1..).zip(&sheets) {
        part(&format!("xl/worksheets/sheet{number}.xml"), &rows(sheet))?;
    }
    Ok(archive.finish()?.into_inner())
}

fn sheets(document: &Document) -> Vec<Sheet> {
    let mut words = vec![vec![document.title.clone()]];
    let mut sheets = Vec::new();
    let mut taken = vec![if document.language == "en" { "text" } else { "正文" }.to_owned()];
    for block in &document.blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) => words.push(vec![text.clone()]),
            Block::List(points) => words.extend(points.iter().map(|point| vec![point.clone()])),
            Block::Table(table) => {
                let rows = std::iter::once(&table.heads).chain(&table.rows).cloned().collect();
                sheets.push(Sheet { name: name(table, &mut taken), rows });
            }
            Block::Chart(_) => {}
        }
    }
    sheets.insert(0, Sheet { name: taken[0].clone(), rows: words });
    sheets
}

/// At most 31 characters, none that the format forbids, each once.
fn name(table: &Table, taken: &mut Vec<String>) -> String {
    let plain: String = table.name.chars().filter(|letter| !r"[]:*?/\'".contains(*letter)).take(27).collect();
    let mut name = plain.clone();
    let mut count = 1;
    while taken.contains(&name) {
        count += 1;
        name = format!("{plain} {count}");
    }
    taken.push(name.clone());
    name
}

fn content_types(sheets: usize) -> String {
    let sheet = |number: usize| {
        format!("<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{CONTENT}.worksheet+xml\"/>")
    };
    let sheets: String = (1..=sheets).map(sheet).collect();
    format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{CONTENT}.sheet.main+xml\"/>{sheets}</Types>"
    )
}

fn relations(targets: impl IntoIterator<Item = (String, String)>) -> String {
    let relation = |(number, (kind, target)): (usize, (String, String))| {
        format!("<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let all: String = (1..).zip(targets).map(relation).collect();
    format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
}

fn names(sheets: &[Sheet]) -> String {
    let sheet = |(number, sheet): (usize, &Sheet)| {
        format!("<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", escaped(&sheet.name))
    };
    let all: String = (1..).zip(sheets).map(sheet).collect();
    format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{all}</sheets></workbook>")
}

fn rows(sheet: &Sheet) -> String {
    let cell = |(column, text): (usize, &String)| match number(text).filter(|_| column > 0) {
        Some(number) => format!("<c><v>{number}</v></c>"),
        None => format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text)),
    };
    let row = |(number, cells): (usize, &Vec<String>)| {
        let cells: String = cells.iter().enumerate().map(cell).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    let all: String = (1..).zip(&sheet.rows).map(row).collect();
    format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{all}</sheetData></worksheet>")
}

/// The digits of a count, with or without commas.
fn number(cell: &str) -> Option<String> {
    let digits = cell.replace(',', "");
    let plain = !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some(digits)
}
