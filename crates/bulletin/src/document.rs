//! A bulletin in one language, before it is written in a format.

mod compare;
mod compose;
mod derive;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub use compose::{Wish, compose};

/// A bulletin ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Title.
    pub title: String,
    /// Language tag, `zh-CN` or `en`.
    pub language: &'static str,
    /// What it consists of, in order.
    pub blocks: Vec<Block>,
}

/// One piece of a bulletin.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading of the second level.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Points, one below the other.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A picture of a line of a table.
    Chart(Chart),
}

/// A table; every row has as many cells as there are heads.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Short name, for the sheet of a workbook.
    pub name: String,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// A line of bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What the bars count.
    pub title: String,
    /// Label and height; none: withheld.
    pub bars: Vec<(String, Option<u64>)>,
}
