//! `GET /v1/notices`: what windows over other keys than the sender's raised, page by page in the order of the journal.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use history::{HistoryError, Rows};
use intake::store::Store;
use parcel::{Fault, ProblemCode};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    app::App,
    item,
    lines::json,
    parameter::{Given, In, Kind, Parameter},
    problem::HttpProblem,
};

/// Notices of a page that asks for no number.
const LIMIT: u64 = 100;

/// Most notices that may be asked for.
const LIMIT_MAX: u64 = 1_000;

/// Its parameters.
pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "after",
        within: In::Query,
        kind: Kind::Whole(0, u64::MAX),
        says: "Only notices of later records: `next` of the page before. Left out: the first page.",
    },
    Parameter {
        name: "limit",
        within: In::Query,
        kind: Kind::Whole(1, LIMIT_MAX),
        says: "Most notices of the page, 100 where left out. Notices of one record are never parted, so that a page \
               may hold a few more.",
    },
];

#[derive(Serialize)]
struct Page {
    notices: Vec<Box<RawValue>>,
    /// Where the next page begins; also after the last page, for those that come later.
    next: Option<u64>,
    /// Whether there are more now.
    more: bool,
}

/// Answers with a page of notices.
pub(super) async fn list(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, HttpProblem> {
    let mut given = Given::read(&uri, PARAMETERS);
    let after = given.optional("after", |text| whole(text, 0..=u64::MAX, "a whole number from 0"));
    let limit = given.optional("limit", |text| whole(text, 1..=LIMIT_MAX, "a whole number from 1 to 1000"));
    given.finish()?;
    let page = app.ask(move |store| view(store, after, limit.unwrap_or(LIMIT))).await?;
    Ok(json(page))
}

fn whole(text: &str, range: std::ops::RangeInclusive<u64>, would_pass: &'static str) -> Result<u64, Fault> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or(Fault::new(ProblemCode::OutOfRange, would_pass))
}

/// A page of notices as JSON.
pub fn view(store: &Store, after: Option<u64>, limit: u64) -> Result<String, HistoryError> {
    // Serialising to memory cannot fail: every key is a string.
    page(store, after, limit).map(|page| serde_json::to_string(&page).unwrap_or_default())
}

/// A page ends with all notices of its last record, so that a position is a cursor.
fn page(store: &Store, after: Option<u64>, limit: u64) -> Result<Page, HistoryError> {
    let tail = store.tail()?;
    let from = after.map_or(String::new(), |after| format!("WHERE sequence > {after}"));
    let ask = |condition: &str, limit: u64| {
        let sql =
            format!("SELECT sequence, notice FROM notices {condition} ORDER BY sequence, rule, key_kind LIMIT {limit}");
        store.history().query(&sql, &tail)
    };
    let mut rows = ask(&from, limit + 1)?;
    let more = rows.rows.len() as u64 > limit;
    if more {
        let last = sequence(&rows, rows.rows.len() - 1);
        rows.rows.retain(|row| row[0].as_u64() != last);
        if let (true, Some(last)) = (rows.rows.is_empty(), last) {
            // More notices of one record than a page: rules bound their number.
            rows = ask(&format!("WHERE sequence = {last}"), LIMIT_MAX)?;
        }
    }
    let next = rows.rows.len().checked_sub(1).and_then(|row| sequence(&rows, row)).or(after);
    Ok(Page { notices: item::notices(&rows), next, more })
}

fn sequence(rows: &Rows, row: usize) -> Option<u64> {
    rows.cell(row, "sequence")?.as_u64()
}
