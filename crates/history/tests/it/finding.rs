//! Items, traces and envelopes among sealed files and tail.

use std::sync::Arc;

use history::{Batch, History, Limits, Rows, TableBuilder};
use parcel::{EventKind, Item};

use crate::fixture::{
    PHONE, STAFF, add, add_event, add_notice, decision, envelope, event, item, letter, mixed, name, open, parcels,
    pseudonym,
};

/// Sealed: 0 to 1000; tail: 1000 to 1100 with a revision, an event, a notice; positions are numbers.
fn history(folder: &std::path::Path) -> (History, Vec<Arc<Batch>>) {
    let history = open(folder);
    history.seal(0..600, &[parcels(0..600, 40)]).unwrap();
    history.seal(600..1000, &[parcels(600..1000, 40)]).unwrap();
    let mut builder = TableBuilder::new();
    add(&mut builder, 1000, &item(77, 2, 40));
    let seen = item(77, 2, 40);
    add_event(&mut builder, 1001, &seen, &event(&seen, EventKind::XrayClear, 9_999));
    add_notice(&mut builder, 1001, &seen);
    (history, vec![Arc::new(builder.finish().unwrap()), parcels(1002..1100, 40)])
}

fn waybills(rows: &Rows) -> Vec<String> {
    (0..rows.rows.len()).map(|row| rows.cell(row, "waybill").unwrap().as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_item_is_found_with_all_its_revisions_events_and_notices() {
    let folder = tempfile::tempdir().unwrap();
    let (history, tail) = history(folder.path());
    let found = history.item(&name(77, 1).item, &tail).unwrap();
    let revisions: Vec<_> = (0..2).map(|row| found.records.cell(row, "revision").unwrap().as_u64().unwrap()).collect();
    assert_eq!(revisions, [1, 2]);
    assert_eq!(waybills(&found.events), ["EX0000000000077"]);
    assert_eq!(waybills(&found.notices), ["EX0000000000077"]);
    let answers: Vec<_> = found.decisions.iter().map(|answer| (answer.sequence, answer.json.clone())).collect();
    assert_eq!(answers, [(77, decision(&item(77, 1, 40)).to_json()), (1000, decision(&item(77, 2, 40)).to_json())]);
    let of_another = parcel::ItemName { operator: name(78, 1).item.operator, ..name(77, 1).item };
    assert!(history.item(&of_another, &tail).unwrap().records.rows.is_empty());
    assert!(history.item(&name(5_000, 1).item, &tail).unwrap().records.rows.is_empty());
}

#[test]
fn an_answer_that_does_not_fit_its_columns_is_kept_whole() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let item = item(2, 1, 40);
    let mut odd = decision(&item);
    odd.pack = "a \"quoted\" pack".into();
    let mut builder = TableBuilder::new();
    add_with(&mut builder, &item, &odd);
    history.seal(0..3, &[Arc::new(builder.finish().unwrap())]).unwrap();
    assert_eq!(history.item(item.item(), &[]).unwrap().decisions[0].json, odd.to_json());
}

fn add_with(builder: &mut TableBuilder, item: &Item, decision: &parcel::Decision) {
    builder.record(&history::RecordRow {
        sequence: 2,
        received_at: item.accepted_at,
        item,
        epoch: 1,
        envelope: &envelope(2),
    });
    builder.decision(&history::DecisionRow {
        sequence: 2,
        name: &item.name,
        day: item.day(),
        verdict: decision.verdict(),
        rules: Vec::new(),
        answer: [&decision.to_json(), ""],
        pack: &decision.pack,
        law: &decision.law,
        catalogue: &decision.catalogue.edition,
        duties: [parcel::DutyState::May; 3],
    });
}

#[test]
fn a_trace_finds_every_column_and_agrees_with_reading_everything() {
    let folder = tempfile::tempdir().unwrap();
    let (history, tail) = history(folder.path());
    for person in 0..40 {
        let wanted = pseudonym(PHONE, person);
        let found = history.trace(&[wanted], &tail).unwrap();
        let sql = format!(
            "SELECT waybill FROM records WHERE encode(sender_phone, 'hex') = '{wanted}'
             OR encode(recipient_phone, 'hex') = '{wanted}' ORDER BY sequence"
        );
        let read = history.query(&sql, &tail).unwrap();
        assert!(!read.rows.is_empty());
        assert_eq!(waybills(&found.records), waybills(&read));
    }
    assert!(history.trace(&[pseudonym(PHONE, 4_000)], &tail).unwrap().records.rows.is_empty());
    assert!(history.trace(&[], &tail).unwrap().records.rows.is_empty());
}

#[test]
fn a_trace_of_staff_finds_records_and_events() {
    let folder = tempfile::tempdir().unwrap();
    let (history, tail) = history(folder.path());
    let courier = pseudonym(STAFF, mixed(77) % 2_000);
    let found = history.trace(&[courier, pseudonym(STAFF, 9_999)], &tail).unwrap();
    assert!(waybills(&found.records).contains(&"EX0000000000077".to_owned()));
    assert_eq!(waybills(&found.events), ["EX0000000000077"]);
}

#[test]
fn letters_are_in_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let staff = mixed(5) % 2_000;
    for first in [0, 100] {
        let mut builder = TableBuilder::new();
        let (letter, parcel) = (letter(5 + first), item(6 + first, 1, 40));
        add(&mut builder, first, &letter);
        add(&mut builder, first + 1, &parcel);
        for (sequence, item) in [(first + 2, &letter), (first + 3, &parcel)] {
            add_event(&mut builder, sequence, item, &event(item, EventKind::Delivered, staff));
        }
        let batch = [Arc::new(builder.finish().unwrap())];
        let found = history.trace(&[pseudonym(STAFF, staff)], &batch).unwrap();
        assert!(!waybills(&found.records).contains(&format!("EX{:013}", 5 + first)));
        assert_eq!(waybills(&found.events).last().unwrap(), &format!("EX{:013}", 6 + first));
        history.seal(first..first + 100, &batch).unwrap();
    }
    let found = history.trace(&[pseudonym(STAFF, staff)], &[]).unwrap();
    assert!(found.records.rows.is_empty(), "the courier took in letters only");
    assert_eq!(waybills(&found.events), ["EX0000000000006", "EX0000000000106"]);
    assert_eq!(history.item(letter(5).item(), &[]).unwrap().records.rows.len(), 1);
}

#[test]
fn a_trace_is_bounded_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { trace_rows_max: 3, ..Limits::default() };
    let history = History::open(folder.path(), limits).unwrap();
    history.seal(0..500, &[parcels(0..500, 5)]).unwrap();
    let found = history.trace(&[pseudonym(PHONE, 1)], &[parcels(500..600, 5)]).unwrap();
    assert_eq!((found.records.rows.len(), found.records.truncated), (3, true));
}

#[test]
fn shown_pseudonyms_can_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (history, tail) = history(folder.path());
    let mut found = history.trace(&[pseudonym(PHONE, 1)], &tail).unwrap().records;
    found.replace_pseudonyms(|_| "shown".into());
    assert_eq!(found.cell(0, "sender_phone").unwrap(), "shown");
    assert_eq!(found.cell(0, "courier").unwrap(), "shown");
    assert!(found.cell(0, "payer_phone").unwrap().is_null());
    assert_ne!(found.cell(0, "waybill").unwrap(), "shown");
}

#[test]
fn an_envelope_is_found_by_its_position() {
    let folder = tempfile::tempdir().unwrap();
    let (history, tail) = history(folder.path());
    for sequence in [0, 599, 600, 1000, 1001, 1099] {
        let found = history.envelope(sequence, &tail).unwrap().unwrap();
        assert_eq!((found.epoch, found.bytes), (1, envelope(sequence)));
    }
    assert_eq!(history.envelope(1100, &tail).unwrap(), None);
}
