//! The tail: small batches are put together, frozen ones stay as they are.

use history::{Table, TableBuilder, Tail};

use crate::fixture::{add, item, number, open};

fn push(tail: &mut Tail, numbers: std::ops::Range<u64>) {
    let mut builder = TableBuilder::new();
    for number in numbers {
        add(&mut builder, number, &item(number, 1, 50));
        tail.push(builder.finish().unwrap()).unwrap();
    }
}

#[test]
fn many_small_batches_become_few_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut tail = Tail::default();
    push(&mut tail, 0..2_000);
    assert!(tail.batches().len() < 64, "{}", tail.batches().len());
    assert_eq!(tail.batches().iter().map(|batch| batch.rows(Table::Records)).sum::<usize>(), 2_000);
    let history = open(folder.path());
    let sql = "SELECT count(*) FROM (SELECT DISTINCT sequence, waybill, findings FROM records)";
    assert_eq!(number(&history, sql, &tail.batches()), 2_000);
}

#[test]
fn sealing_while_rows_come_in_neither_loses_nor_doubles() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let mut tail = Tail::default();
    push(&mut tail, 0..103);
    let frozen = tail.freeze();
    push(&mut tail, 103..260);
    history.seal(0..103, &frozen).unwrap();
    let count = |tail: &Tail| {
        assert_eq!(number(&history, "SELECT count(*) FROM records", &tail.batches()), 260);
        assert_eq!(number(&history, "SELECT sum(items) FROM coverage WHERE gate = 'machine'", &tail.batches()), 260);
    };
    count(&tail);
    tail.drop_sealed(history.sealed_to());
    count(&tail);
    push(&mut tail, 260..261);
    assert_eq!(tail.batches().iter().map(|batch| batch.rows(Table::Records)).sum::<usize>(), 158);
}

#[test]
fn a_decision_without_its_record_is_an_error() {
    let mut builder = TableBuilder::new();
    add(&mut builder, 5, &item(5, 1, 50));
    let item = item(4, 1, 50);
    let decision = crate::fixture::decision(&item);
    builder.decision(&history::DecisionRow {
        sequence: 4,
        name: &item.name,
        day: item.day(),
        verdict: decision.verdict(),
        rules: Vec::new(),
        answer: ["{}", ""],
        pack: "",
        law: "",
        catalogue: "",
        duties: [parcel::DutyState::May; 3],
    });
    assert!(matches!(builder.finish(), Err(history::HistoryError::DecisionWithoutRecord { sequence: 4 })));
    assert!(builder.finish().unwrap().is_empty());
}
