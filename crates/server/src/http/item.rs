//! `GET /v1/items/{operator}/{waybill}`: all that is known of one item.

use std::sync::Arc;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use history::{Batch, HistoryError, ItemHistory, Rows};
use intake::store::Store;
use parcel::{Choice, Fault, ItemName, Operator, State as ItemState, Waybill, kind::Outcome};
use serde::Serialize;
use serde_json::{Value, value::RawValue};

use super::{
    app::App,
    counterfactual::{self, Counterfactual},
    lines::json,
    parameter::{In, Kind, Parameter},
    problem::{self, HttpProblem},
    shown::{self, Row},
};

/// Its parameters.
pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter { name: "operator", within: In::Path, kind: Kind::Pattern("^[a-z0-9-]{1,32}$"), says: "The operator." },
    Parameter { name: "waybill", within: In::Path, kind: Kind::Pattern("^[A-Z0-9-]{1,32}$"), says: "The waybill." },
];

/// Columns that repeat the decision, which stands beside, and how keys are managed.
const HIDDEN: &[&str] = &["epoch", "verdict", "rules", "findings", "pack", "law", "catalogue", "answer"];

#[derive(Serialize)]
struct Out<'a> {
    operator: &'a str,
    waybill: &'a str,
    state: ItemState,
    record: Option<Row<'a>>,
    records: Vec<Row<'a>>,
    decisions: Vec<Box<RawValue>>,
    events: Vec<Row<'a>>,
    notices: Vec<Box<RawValue>>,
    counterfactuals: Vec<Counterfactual>,
    truncated: bool,
}

/// Answers with the latest record, every revision, the decisions, events and notices.
pub(super) async fn get(
    State(app): State<Arc<App>>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, HttpProblem> {
    let Ok(Path((operator, waybill))) = path else { return Err(HttpProblem::new(&problem::NOT_FOUND)) };
    let name = name(&operator, &waybill)?;
    let known = app.ask(move |store| view(store, &name)).await?;
    known.map(json).ok_or_else(|| HttpProblem::new(&problem::UNKNOWN_ITEM))
}

/// All that is known of an item as JSON, pseudonyms left out; none where it is not known.
pub fn view(store: &Store, name: &ItemName) -> Result<Option<String>, HistoryError> {
    let tail = store.tail()?;
    let known = store.history().item(name, &tail)?;
    if known.records.rows.is_empty() { Ok(None) } else { write(store, &tail, name, known).map(Some) }
}

fn name(operator: &str, waybill: &str) -> Result<ItemName, HttpProblem> {
    let mut problems = Vec::new();
    let mut note = |field: &str, fault: Fault| problems.push(fault.at(field));
    let operator = Operator::parse(operator).map_err(|fault| note("/operator", fault));
    let waybill = Waybill::parse(waybill).map_err(|fault| note("/waybill", fault));
    match (operator, waybill) {
        (Ok(operator), Ok(waybill)) => Ok(ItemName { operator, waybill }),
        _ => Err(HttpProblem::parameters(problems)),
    }
}

fn write(store: &Store, tail: &[Arc<Batch>], name: &ItemName, mut known: ItemHistory) -> Result<String, HistoryError> {
    shown::prepare(&mut known.records);
    shown::prepare(&mut known.events);
    shown::prepare(&mut known.notices);
    known.decisions.sort_by_key(|decision| decision.sequence);
    let decisions = known.decisions.iter().filter_map(|decision| shown::placed(&decision.json, decision.sequence));
    let (decisions, notices) = (decisions.collect::<Vec<_>>(), notices(&known.notices));
    let of = counterfactual::Of { store, tail, operator: &name.operator, records: &known.records };
    let counterfactuals = of.requests(&decisions, &notices)?;
    let out = Out {
        operator: name.operator.as_str(),
        waybill: name.waybill.as_str(),
        state: state(&known.records, &known.events),
        // A higher revision always comes later.
        record: shown::objects(&known.records, HIDDEN).pop(),
        records: shown::objects(&known.records, HIDDEN),
        decisions,
        events: shown::objects(&known.events, HIDDEN),
        notices,
        counterfactuals,
        truncated: known.records.truncated || known.events.truncated || known.notices.truncated,
    };
    // Serialising to memory cannot fail: every key is a string.
    Ok(serde_json::to_string(&out).unwrap_or_default())
}

/// Notices as the contract writes them.
pub(super) fn notices(rows: &Rows) -> Vec<Box<RawValue>> {
    let whole = |row| {
        let sequence = rows.cell(row, "sequence")?.as_u64()?;
        shown::placed(rows.cell(row, "notice")?.as_str()?, sequence)
    };
    (0..rows.rows.len()).filter_map(whole).collect()
}

/// Where it stands: where its last event left it, or what its operator said it did.
fn state(records: &Rows, events: &Rows) -> ItemState {
    let last = |rows: &Rows, column: &str| {
        let cell = rows.cell(rows.rows.len().checked_sub(1)?, column);
        cell.and_then(Value::as_str).map(str::to_owned)
    };
    let by_event = last(events, "state").and_then(|word| ItemState::from_word(&word));
    let outcome = last(records, "outcome").and_then(|word| Outcome::from_word(&word));
    by_event.unwrap_or_else(|| ItemState::first(outcome))
}
