//! Disk per item: within the budget, by column on request.

use std::{collections::BTreeMap, fs::File, path::Path};

use parquet::file::{
    metadata::RowGroupMetaData,
    reader::{FileReader, SerializedFileReader},
};

use crate::fixture::{open, parcels};

/// Bytes per item that the tables may take without the envelopes.
const BYTES_MAX: u64 = 250;

/// Bytes of each column with its bloom filters, and of each table.
fn sizes(folder: &Path) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
    let (mut columns, mut tables) = (BTreeMap::new(), BTreeMap::new());
    for table in ["records", "events", "notices", "coverage", "envelopes"] {
        for day in std::fs::read_dir(folder.join(table)).unwrap() {
            for file in std::fs::read_dir(day.unwrap().path()).unwrap() {
                let file = File::open(file.unwrap().path()).unwrap();
                *tables.entry(table.to_owned()).or_default() += file.metadata().unwrap().len();
                let reader = SerializedFileReader::new(file).unwrap();
                for chunk in reader.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns) {
                    let bytes = chunk.compressed_size() + i64::from(chunk.bloom_filter_length().unwrap_or(0));
                    *columns.entry(format!("{table}.{}", chunk.column_path().string())).or_default() += bytes as u64;
                }
            }
        }
    }
    (columns, tables)
}

fn sealed(items: u64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let batches: Vec<_> =
        (0..items).step_by(8_192).map(|first| parcels(first..(first + 8_192).min(items), 4_000_000)).collect();
    history.seal(0..items, &batches).unwrap();
    folder
}

#[test]
fn an_item_takes_no_more_than_its_budget() {
    let items = 30_000;
    let (_, tables) = sizes(sealed(items).path());
    let bytes: u64 = tables.iter().filter(|(table, _)| *table != "envelopes").map(|(_, bytes)| bytes).sum();
    assert!(bytes / items < BYTES_MAX, "{} bytes per item", bytes / items);
    assert!(tables["envelopes"] / items < 320, "envelopes of 304 bytes take {}", tables["envelopes"] / items);
}

#[test]
#[ignore = "a report, not a check: cargo test -p history -- --ignored --nocapture bytes_by_column"]
fn bytes_by_column() {
    let items = 262_144;
    let (columns, tables) = sizes(sealed(items).path());
    for (name, bytes) in tables.iter().chain(&columns) {
        println!("{name:40} {:8.2}", *bytes as f64 / items as f64);
    }
}
