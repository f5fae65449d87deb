//! Records of a sample file as rows, and the names that their goods are searched for.

use std::path::Path;

use screening::goods::{Catalogue, folded};
use serde_json::Value;

use crate::error::RivalError;

/// A record as a row.
#[derive(Debug)]
pub struct Row {
    /// Who took it in.
    pub operator: String,
    /// Its waybill.
    pub waybill: String,
    /// Its revision.
    pub revision: i32,
    /// When it was accepted, RFC 3339.
    pub accepted_at: String,
    /// The sender's key: number of identity, agreement or phone.
    pub sender: Option<String>,
    /// The sender's phone.
    pub phone: Option<String>,
    /// The sender's address.
    pub address: Option<String>,
    /// Names of the goods in one spelling.
    pub goods: String,
    /// The whole record.
    pub record: String,
}

/// Reads every record of a file.
pub fn read(path: &Path) -> Result<Vec<Row>, RivalError> {
    let text = std::fs::read_to_string(path)?;
    (1..).zip(text.lines()).map(|(number, line)| row(line).ok_or(RivalError::Line(number))).collect()
}

/// The names of the catalogue, in the spelling of [`Row::goods`], each once.
pub fn names() -> Vec<String> {
    let entries = Catalogue::built_in().entries().iter();
    let mut names: Vec<_> = entries.flat_map(|entry| &entry.names).map(|name| folded(&name.text)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn row(line: &str) -> Option<Row> {
    let record: Value = serde_json::from_str(line).ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let sender = &record["sender"];
    let goods = record["goods"].as_array().into_iter().flatten().filter_map(|goods| goods["name"].as_str());
    Some(Row {
        operator: text(&record["operator"])?,
        waybill: text(&record["waybill"])?,
        revision: record["revision"].as_i64().unwrap_or(1).try_into().ok()?,
        accepted_at: text(&record["accepted_at"])?,
        sender: ["id_number", "agreement", "phone"].iter().find_map(|field| text(&sender[*field])),
        phone: text(&sender["phone"]),
        address: text(&sender["address"]),
        goods: goods.map(folded).collect::<Vec<_>>().join("\n"),
        record: line.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_sender_is_the_first_present() {
        let line = r#"{"operator":"o","waybill":"w","accepted_at":"2026-11-09T10:00:00+08:00","sender":{"phone":"00000000010","agreement":"A1"},"goods":[{"name":"ＡＢ"}]}"#;
        let row = row(line).unwrap();
        assert_eq!((row.sender.as_deref(), row.phone.as_deref(), row.revision), (Some("A1"), Some("00000000010"), 1));
        assert_eq!(row.goods, "ab");
    }

    #[test]
    fn there_are_names_to_search_for() {
        assert!(names().len() > 400);
    }
}
