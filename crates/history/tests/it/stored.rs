//! Stored formats: what version 1 wrote must be read for ever.

use std::{fs, path::Path, sync::Arc};

use history::TableBuilder;
use parcel::{EventKind, Gate, GateState};

use crate::fixture::{
    PHONE, add, add_event, add_notice, decision, envelope, event, item, letter, mixed, name, new_item, number, open,
    pseudonym,
};

const STORED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/history-v1");

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().unwrap().is_dir() { copy(&from, &to) } else { assert!(fs::copy(from, to).unwrap() > 0) }
    }
}

#[test]
fn version_1_is_read() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(STORED), folder.path());
    let history = open(folder.path());
    assert_eq!(history.sealed_to(), 12);
    assert!(history.verify(|_, _| {}).unwrap().is_sound());
    for (table, rows) in [("records", 8), ("items", 7), ("decisions", 8), ("events", 1), ("notices", 1)] {
        assert_eq!(number(&history, &format!("SELECT count(*) FROM {table}"), &[]), rows, "{table}");
    }
    let found = history.item(&name(2, 1).item, &[]).unwrap();
    assert_eq!(found.decisions[1].json, decision(&item(2, 2, 40)).to_json());
    assert_eq!(found.records.cell(0, "sender_phone").unwrap(), &pseudonym(PHONE, mixed(2) % 40).to_string());
    assert_eq!(found.events.cell(0, "event").unwrap(), "xray_clear");
    assert_eq!(found.notices.cell(0, "key_kind").unwrap(), "machine");
    assert_eq!(history.envelope(2, &[]).unwrap().unwrap().bytes, envelope(2));
    let done = "SELECT sum(items) FROM coverage WHERE gate = 'machine' AND state = 'done'";
    assert_eq!(number(&history, done, &[]), 1);
}

/// Wrote the stored history. Runs only where there is none: what version 1 wrote is not written again.
#[test]
#[ignore = "writes the stored history of a new version"]
fn write_the_stored_history() {
    assert!(!Path::new(STORED).exists(), "stored formats are never written over");
    let history = open(Path::new(STORED));
    let mut builder = TableBuilder::new();
    (0..6).for_each(|number| add(&mut builder, number, &item(number, 1, 40)));
    add(&mut builder, 6, &letter(6));
    history.seal(0..8, &[Arc::new(builder.finish().unwrap())]).unwrap();
    let revised = item(2, 2, 40);
    add(&mut builder, 8, &revised);
    let [was, is] = [(Some(GateState::NotRecorded), None), (Some(GateState::NotRecorded), Some(GateState::Done))];
    for (from, to) in [was, is] {
        builder.coverage(&history::CoverageChange { from, to, ..new_item(&revised, Gate::Machine) });
    }
    add_event(&mut builder, 9, &revised, &event(&revised, EventKind::XrayClear, 3));
    add_notice(&mut builder, 9, &revised);
    history.seal(8..12, &[Arc::new(builder.finish().unwrap())]).unwrap();
    fs::remove_dir_all(Path::new(STORED).join("spill")).unwrap();
}
