//! Figures of the gates.

use std::sync::Arc;

use history::{CoverageChange, CoverageQuestion, Dimension, TableBuilder};
use parcel::{DutyState, Gate, GateState, Region};

use crate::fixture::{item, new_item, open, parcels};

fn machine() -> CoverageQuestion {
    CoverageQuestion { gate: Some(Gate::Machine), ..CoverageQuestion::default() }
}

#[test]
fn states_and_duties_stay_apart() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..400, &[parcels(0..400, 50)]).unwrap();
    let rows = history.coverage(&CoverageQuestion::default(), &[parcels(400..500, 50)]).unwrap();
    let figures: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.gate,
                row.items(DutyState::Owed, GateState::Done),
                row.items(DutyState::OwedOneOf, GateState::NotRecorded),
            )
        })
        .collect();
    assert_eq!(figures, [(Gate::Identity, 500, 0), (Gate::Inspection, 500, 0), (Gate::Machine, 0, 500)]);
    assert_eq!(rows[2].of_duty(DutyState::OwedOneOf), 500);
    let json = serde_json::to_value(&rows[2]).unwrap();
    assert_eq!(json["gate"], "machine");
    assert_eq!(json["owed_one_of"]["not_recorded"], 500);
    assert_eq!(json["owed"]["done"], 0);
}

#[test]
fn an_event_moves_an_item_from_one_state_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    history.seal(0..10, &[parcels(0..10, 50)]).unwrap();
    let mut builder = TableBuilder::new();
    for number in 0..4 {
        let item = item(number, 1, 50);
        let moved = CoverageChange {
            from: Some(GateState::NotRecorded),
            to: Some(GateState::Done),
            ..new_item(&item, Gate::Machine)
        };
        builder.coverage(&moved);
        let seen = crate::fixture::event(&item, parcel::EventKind::XrayClear, 1);
        crate::fixture::add_event(&mut builder, 10 + number, &item, &seen);
    }
    let batch = [Arc::new(builder.finish().unwrap())];
    let expected = |rows: &[history::CoverageRow]| {
        assert_eq!(rows[0].items(DutyState::OwedOneOf, GateState::Done), 4);
        assert_eq!(rows[0].items(DutyState::OwedOneOf, GateState::NotRecorded), 6);
    };
    expected(&history.coverage(&machine(), &batch).unwrap());
    history.seal(10..14, &batch).unwrap();
    expected(&history.coverage(&machine(), &batch).unwrap());
}

#[test]
fn a_revision_takes_back_what_the_one_before_it_gave() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let item = item(3, 1, 50);
    let mut builder = TableBuilder::new();
    crate::fixture::add(&mut builder, 3, &item);
    let was = CoverageChange { from: Some(GateState::NotRecorded), to: None, ..new_item(&item, Gate::Machine) };
    let is = CoverageChange { duty: DutyState::May, ..new_item(&item, Gate::Machine) };
    builder.coverage(&was);
    builder.coverage(&is);
    history.seal(0..4, &[Arc::new(builder.finish().unwrap())]).unwrap();
    let rows = history.coverage(&machine(), &[]).unwrap();
    assert_eq!((rows[0].of_duty(DutyState::OwedOneOf), rows[0].of_duty(DutyState::May)), (0, 1));
}

#[test]
fn figures_are_broken_down_and_cut_out() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let batch = [parcels(86_000..87_000, 50)];
    let items = |question: &CoverageQuestion| -> i64 {
        let rows = history.coverage(question, &batch).unwrap();
        rows.iter().map(|row| row.of_duty(DutyState::OwedOneOf)).sum()
    };
    let by_day = CoverageQuestion { by: vec![Dimension::Day, Dimension::OperatorKind], ..machine() };
    let rows = history.coverage(&by_day, &batch).unwrap();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0].by, [("day", Some("2026-11-20".to_owned())), ("operator_kind", Some("express".to_owned()))]);
    assert_eq!(items(&machine()), 1000);
    let first_day = Some(parcel::statutory_day("2026-11-20T12:00:00+08:00".parse().unwrap()));
    assert_eq!(items(&CoverageQuestion { to: first_day, ..machine() }), 400);
    assert_eq!(items(&CoverageQuestion { from: first_day, ..machine() }), 1000);
    let whole = |text: &str| items(&CoverageQuestion { region: Some(Region::parse(text).unwrap()), ..machine() });
    assert_eq!(whole("11"), whole("110105"));
    assert_eq!(whole("12"), 0);
    assert_eq!(whole("11") + whole("33") + whole("44") + whole("31") + abroad(&history, &batch), 1000);
    let operator = Some(item(86_001, 1, 50).name.item.operator);
    assert_eq!(items(&CoverageQuestion { operator, ..machine() }), 333);
}

fn abroad(history: &history::History, tail: &[Arc<history::Batch>]) -> i64 {
    crate::fixture::number(history, "SELECT sum(items) FROM coverage WHERE gate = 'machine' AND region = 'KR'", tail)
}

#[test]
fn roll_ups_are_few_rows() {
    let folder = tempfile::tempdir().unwrap();
    let history = open(folder.path());
    let one_outlet = |number: u64| {
        let mut item = item(number, 1, 50);
        item.outlet = parcel::Code64::new("110105-0001").unwrap();
        item.sender.party.place = parcel::Place::parse("110105").unwrap();
        item
    };
    let batch = |numbers: std::ops::Range<u64>| {
        let mut builder = TableBuilder::new();
        numbers.for_each(|number| crate::fixture::add(&mut builder, number, &one_outlet(number)));
        Arc::new(builder.finish().unwrap())
    };
    history.seal(0..600, &[batch(0..300), batch(300..600)]).unwrap();
    // Three operators at three channels, three gates each.
    assert_eq!(crate::fixture::number(&history, "SELECT count(*) FROM coverage", &[]), 27);
    assert_eq!(crate::fixture::number(&history, "SELECT sum(items) FROM coverage", &[]), 1800);
}

#[test]
fn figures_that_would_be_cut_short_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let limits = history::Limits { query_rows_max: 20, ..history::Limits::default() };
    let history = history::History::open(folder.path(), limits).unwrap();
    let tail = [parcels(0..100, 50)];
    assert_eq!(history.coverage(&machine(), &tail).unwrap().len(), 1);
    let by_outlet = CoverageQuestion { by: vec![Dimension::Outlet], ..machine() };
    let refused = history.coverage(&by_outlet, &tail);
    assert!(matches!(refused, Err(history::HistoryError::TooManyCells { rows_max: 20 })));
}
