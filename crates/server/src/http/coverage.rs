//! `GET /v1/coverage`: figures of the gates.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use history::{CoverageQuestion, CoverageRow, Dimension};
use parcel::{Choice, Day, Fault, Gate, Operator, ProblemCode, Region, kind::OperatorKind};
use serde::Serialize;

use super::{
    app::App,
    lines::json,
    parameter::{Given, In, Kind, Parameter},
    problem::HttpProblem,
};

const DAY: &str = "a day, YYYY-MM-DD";
const GATE: &str = "identity, inspection or machine";
const OPERATOR_KIND: &str = "a kind of operator of the contract";
const BY: &str = "some of day, operator, operator_kind, outlet, region, channel, each once, with commas between them";

/// Its parameters.
pub(super) const PARAMETERS: &[Parameter] = &[
    query("from", Kind::Day, "First statutory day of acceptance."),
    query("to", Kind::Day, "Last statutory day of acceptance."),
    query("operator", Kind::Pattern("^[a-z0-9-]{1,32}$"), "One operator only."),
    query("operator_kind", Kind::Words(words::<OperatorKind>), "One kind of operator only."),
    query(
        "region",
        Kind::Pattern("^[0-9]{2}([0-9]{2}([0-9]{2})?)?$"),
        "One place (GB/T 2260) and all that lies in it.",
    ),
    query("gate", Kind::Words(words::<Gate>), "One gate only."),
    query("by", Kind::ManyWords(dimensions), "Broken down by these, in this order, after the gate."),
];

const fn query(name: &'static str, kind: Kind, says: &'static str) -> Parameter {
    Parameter { name, within: In::Query, kind, says }
}

fn words<C: Choice>() -> Vec<&'static str> {
    C::ALL.iter().map(|member| member.word()).collect()
}

fn dimensions() -> Vec<&'static str> {
    Dimension::ALL.iter().map(|dimension| dimension.name()).collect()
}

#[derive(Serialize)]
struct Out {
    /// Figures of a gate and what it is broken down by; items by duty and recorded state.
    rows: Vec<CoverageRow>,
}

/// Answers with figures by gate, duty and what was recorded.
pub(super) async fn figures(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, HttpProblem> {
    let mut given = Given::read(&uri, PARAMETERS);
    let mut question = CoverageQuestion {
        from: given.optional("from", day),
        to: given.optional("to", day),
        operator: given.optional("operator", Operator::parse),
        region: given.optional("region", Region::parse),
        gate: given.optional("gate", |text| word::<Gate>(text, GATE)),
        by: given.optional("by", by).unwrap_or_default(),
    };
    let kind = given.optional("operator_kind", |text| word::<OperatorKind>(text, OPERATOR_KIND));
    given.finish()?;
    let is_asked_for = question.by.contains(&Dimension::OperatorKind);
    if kind.is_some() && !is_asked_for {
        question.by.push(Dimension::OperatorKind);
    }
    let mut rows = app.ask(move |store| store.history().coverage(&question, &store.tail()?)).await?;
    if let Some(kind) = kind {
        only(&mut rows, kind, is_asked_for);
    }
    // Serialising to memory cannot fail: every key is a string.
    Ok(json(serde_json::to_string(&Out { rows }).unwrap_or_default()))
}

/// Keeps one kind of operator. Where nobody asked to see it, it was broken down by last.
fn only(rows: &mut Vec<CoverageRow>, kind: OperatorKind, is_asked_for: bool) {
    let name = Dimension::OperatorKind.name();
    rows.retain(|row| row.by.iter().any(|(by, value)| *by == name && value.as_deref() == Some(kind.word())));
    if !is_asked_for {
        for row in rows {
            row.by.pop();
        }
    }
}

fn day(text: &str) -> Result<Day, Fault> {
    text.parse().map_err(|_| Fault::new(ProblemCode::BadTime, DAY))
}

fn word<C: Choice>(text: &str, would_pass: &'static str) -> Result<C, Fault> {
    C::from_word(text).ok_or(Fault::new(ProblemCode::NotInList, would_pass))
}

fn by(text: &str) -> Result<Vec<Dimension>, Fault> {
    let fault = Fault::new(ProblemCode::NotInList, BY);
    let mut chosen = Vec::new();
    for name in text.split(',').filter(|_| !text.is_empty()) {
        let dimension = Dimension::ALL.into_iter().find(|dimension| dimension.name() == name).ok_or(fault)?;
        if chosen.contains(&dimension) {
            return Err(fault);
        }
        chosen.push(dimension);
    }
    Ok(chosen)
}
