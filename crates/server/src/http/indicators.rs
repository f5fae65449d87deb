//! `GET /v1/indicators`: figures of a period, computed from the register by the definitions of the law's data.

use std::sync::Arc;

use axum::{extract::State, http::Uri, response::Response};
use bulletin::{Ask, Computed, Period, Register, compute};
use law::indicator::{Indicator, Indicators};
use parcel::{Bilingual, Fault, ProblemCode};
use serde::Serialize;

use super::{
    app::App,
    lines::json,
    parameter::{Given, In, Kind, Parameter},
    problem::HttpProblem,
};

const PERIOD: &str = "months such as 2019-01..2020-05";

/// Its parameters.
pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "period",
        within: In::Query,
        kind: Kind::Pattern(r"^\d{4}-\d{2}\.\.\d{4}-\d{2}$"),
        says: "The months, e.g. 2019-01..2020-05. Left out: definitions alone.",
    },
    Parameter { name: "indicator", within: In::Query, kind: Kind::Words(indicators), says: "One indicator only." },
    Parameter { name: "scope", within: In::Query, kind: Kind::Words(scopes), says: "The scope; `all` where left out." },
    Parameter {
        name: "as_of",
        within: In::Query,
        kind: Kind::Whole(1, u64::MAX),
        says: "As it was known when the ledger ended at this act.",
    },
];

fn indicators() -> Vec<&'static str> {
    Indicators::built_in().iter().map(|indicator| indicator.id.as_str()).collect()
}

fn scopes() -> Vec<&'static str> {
    Indicators::built_in().scopes().map(|scope| scope.id.as_str()).collect()
}

#[derive(Serialize)]
struct Out {
    period: Option<String>,
    scope: String,
    indicators: Vec<Row>,
}

/// An indicator, and its figure where a period was asked for.
#[derive(Serialize)]
struct Row {
    indicator: &'static str,
    name: &'static Bilingual,
    definition: &'static Bilingual,
    source: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    figure: Option<Figure>,
}

#[derive(Serialize)]
struct Figure {
    /// As it is printed; none: it cannot be derived, see `why_not`.
    value: Option<String>,
    numerator: Option<u64>,
    denominator: Option<u64>,
    compared_with: Option<String>,
    /// Whether a total that nobody published went into it.
    assumed: bool,
    why_not: Option<Bilingual>,
}

/// Answers with definitions, and figures of a period.
pub(super) async fn figures(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, HttpProblem> {
    let mut given = Given::read(&uri, PARAMETERS);
    let period = given.optional("period", period);
    let defined = |known: fn() -> Vec<&'static str>| {
        move |text: &str| {
            let fault = Fault::new(ProblemCode::NotInList, "an id of the contract");
            known().into_iter().find(|id| *id == text).ok_or(fault)
        }
    };
    let only = given.optional("indicator", defined(indicators));
    let scope = given.optional("scope", defined(scopes)).unwrap_or(law::indicator::SCOPE_ALL);
    let whole = |text: &str| text.parse::<u64>().map_err(|_| Fault::new(ProblemCode::OutOfRange, "a whole number"));
    let as_of = given.optional("as_of", whole);
    given.finish()?;
    let chosen: Vec<&'static Indicator> =
        Indicators::built_in().iter().filter(|one| only.is_none_or(|only| only == one.id)).collect();
    let figures = match period {
        None => Vec::new(),
        Some(period) => {
            let ask = |one: &&Indicator| Ask { indicator: one.id.clone(), scope: scope.to_owned(), period };
            let asks: Vec<_> = chosen.iter().map(ask).collect();
            let counted = app.register(move |casebook| Ok(compute(&Register::read(casebook, as_of)?, &asks))).await?;
            counted.map_err(|error| HttpProblem::internal(&error))?
        }
    };
    let mut figures = figures.iter().map(figure);
    let rows = chosen.into_iter().map(|one| Row {
        indicator: &one.id,
        name: &one.name,
        definition: &one.definition,
        source: &one.source,
        figure: figures.next(),
    });
    let period = period.map(|period| period.to_string());
    let out = Out { period, scope: scope.to_owned(), indicators: rows.collect() };
    // Serialising to memory cannot fail: every key is a string.
    Ok(json(serde_json::to_string(&out).unwrap_or_default()))
}

/// Months as they stand in an address.
pub(super) fn period(text: &str) -> Result<Period, Fault> {
    text.parse().map_err(|_| Fault::new(ProblemCode::BadTime, PERIOD))
}

fn figure(computed: &Computed) -> Figure {
    Figure {
        value: computed.printed(),
        numerator: computed.numerator,
        denominator: computed.denominator,
        compared_with: computed.compared_with.map(|period| period.to_string()),
        assumed: computed.is_assumed(),
        why_not: computed.why_not.clone(),
    }
}
