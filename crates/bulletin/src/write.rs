//! A document in the formats that people take away: Markdown, HTML with pictures, CSV, XLSX.

use crate::{Block, Document, Table};

mod chart;
mod page;
#[cfg(test)]
mod tests;
mod workbook;

pub use workbook::{WorkbookError, workbook};

/// As Markdown, with tables.
pub fn markdown(document: &Document) -> String {
    let mut out = format!("# {}\n", document.title);
    for block in &document.blocks {
        out.push('\n');
        out.push_str(&block_as_markdown(block));
    }
    out
}

/// One block; a picture has no words of its own, its table stands before it.
fn block_as_markdown(block: &Block) -> String {
    match block {
        Block::Heading(text) => format!("## {text}\n"),
        Block::Paragraph(text) => format!("{text}\n"),
        Block::List(points) => points.iter().flat_map(|point| ["- ", point.as_str(), "\n"]).collect(),
        Block::Table(table) => table_as_markdown(table),
        Block::Chart(_) => String::new(),
    }
}

fn table_as_markdown(table: &Table) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('*', "\\*")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = format!("|{}\n", "---|".repeat(table.heads.len()));
    std::iter::once(line(&table.heads)).chain([rule]).chain(table.rows.iter().map(|row| line(row))).collect()
}

/// As one HTML page: words, tables and pictures, no scripts.
pub fn html(document: &Document) -> String {
    page::page(document)
}

/// All tables as CSV, one after the other; the first column names the table.
pub fn csv(document: &Document) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for block in &document.blocks {
        let Block::Table(table) = block else { continue };
        for row in std::iter::once(&table.heads).chain(&table.rows) {
            let cells = std::iter::once(table.name.as_str()).chain(row.iter().map(String::as_str));
            writer.write_record(cells).expect("writing to memory does not fail");
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
