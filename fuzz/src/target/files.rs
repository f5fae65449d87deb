//! Targets that read files: the store of names, and tables by a mapping.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::{
    decode,
    items::{ItemKey, Items, ItemsOptions},
    table::{RowOutcome, TableReader},
};

const RUN: &str = "000000000001.run";
const PAGE: usize = 4_096;

/// Rows that are read of one table: what follows is no different.
const ROWS_MAX: usize = 64;

/// The store of the seeds with some of its files replaced.
fn store(replaced: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, seed) in crate::seed::STORE {
        let bytes = replaced.iter().find(|(other, _)| *other == name).map_or(seed, |(_, bytes)| bytes);
        fs::write(directory.path().join(name), bytes).expect("a file");
    }
    directory
}

/// Opens a store and asks it everything: an answer or an error, never a panic.
fn ask(directory: &Path) {
    let Ok((items, _)) = Items::open(directory, ItemsOptions::default()) else { return };
    let _ = items.verify();
    for first in 0..=255 {
        let _ = items.get(&ItemKey([first; 16]));
    }
}

/// A run of the store of names. An odd first byte has its hashes put right, so that what they guard is reached.
pub fn items_run(bytes: &[u8]) {
    let Some((first, run)) = bytes.split_first() else { return };
    let mut run = run.to_vec();
    if first % 2 == 1 {
        put_hashes_right(&mut run);
    }
    ask(store(&[(RUN, &run)]).path());
}

fn put_hashes_right(run: &mut [u8]) {
    let Some(records) = run.get(16..24).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes) else { return };
    let tail_at =
        usize::try_from(records.div_ceil(64)).ok().and_then(|blocks| blocks.checked_add(1)?.checked_mul(PAGE));
    if let Some(tail) = tail_at.and_then(|at| run.get(at..)) {
        let hash = blake3::hash(tail);
        run[40..72].copy_from_slice(hash.as_bytes());
    }
    if run.len() >= PAGE {
        let hash = blake3::hash(&run[..72]);
        run[72..104].copy_from_slice(hash.as_bytes());
    }
}

/// The manifest of the store of names, its checksum put right, and its stations behind a zero byte.
pub fn items_manifest(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let body = String::from_utf8_lossy(parts.next().unwrap_or_default()).replace('\n', " ");
    let manifest = format!("{body}\n{}\n", blake3::hash(body.as_bytes()).to_hex());
    let stations = parts.next().unwrap_or(crate::seed::STORE[1].1);
    ask(store(&[("manifest", manifest.as_bytes()), ("stations", stations)]).path());
}

/// A mapping, a zero byte and a table. What becomes of a row is problems or a line that is JSON.
pub fn table(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (mapping, csv) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Ok(mapping) = std::str::from_utf8(mapping) else { return };
    let reader = match TableReader::from_text(csv, "table.csv", mapping, Path::new("nowhere")) {
        Ok(reader) => reader,
        Err(diagnostics) => return assert!(!diagnostics.is_empty()),
    };
    for row in reader.take(ROWS_MAX).map_while(Result::ok) {
        match row.outcome {
            RowOutcome::Json(json) => {
                serde_json::from_str::<serde_json::Value>(&json).expect("a row is JSON");
                let _ = decode::acceptance(json.as_bytes());
            }
            RowOutcome::Problems { problems, .. } => assert!(!problems.is_empty()),
        }
    }
}
