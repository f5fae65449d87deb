//! `GET /v1/bulletins/{name}`: a report from the register.

use std::sync::Arc;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderValue, Uri, header::CONTENT_TYPE},
    response::Response,
};
use bulletin::{Language, Register, Wish};
use parcel::{Fault, ProblemCode};

use super::{
    app::App,
    indicators::period,
    lines::json,
    parameter::{Given, In, Kind, Parameter},
    problem::{self, HttpProblem},
};

/// Media types of reports.
pub(super) const MARKDOWN: &str = "text/markdown; charset=utf-8";
pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const CSV: &str = "text/csv; charset=utf-8";

/// Cells of breakdowns below this are withheld where nothing else is asked for. No law fixes a number.
const SMALL_CELLS_BELOW: u64 = 5;

/// Its parameters.
pub(super) const PARAMETERS: &[Parameter] = &[
    Parameter { name: "name", within: In::Path, kind: Kind::Words(names), says: "Which bulletin." },
    Parameter {
        name: "period",
        within: In::Query,
        kind: Kind::Pattern(r"^\d{4}-\d{2}\.\.\d{4}-\d{2}$"),
        says: "The months, e.g. 2019-01..2020-05. Asked for.",
    },
    Parameter { name: "format", within: In::Query, kind: Kind::Words(formats), says: "`markdown` where left out." },
    Parameter { name: "language", within: In::Query, kind: Kind::Words(languages), says: "`zh` where left out." },
    Parameter {
        name: "small_cells_below",
        within: In::Query,
        kind: Kind::Whole(0, u64::MAX),
        says: "Cells of breakdowns below this are withheld; 5 where left out.",
    },
    Parameter {
        name: "as_of",
        within: In::Query,
        kind: Kind::Whole(1, u64::MAX),
        says: "As it was known when the ledger ended at this act.",
    },
];

fn names() -> Vec<&'static str> {
    bulletin::templates().iter().map(|template| template.id.as_str()).collect()
}

fn formats() -> Vec<&'static str> {
    vec!["markdown", "html", "csv"]
}

fn languages() -> Vec<&'static str> {
    vec!["zh", "en"]
}

/// Answers with the report.
pub(super) async fn get(
    State(app): State<Arc<App>>,
    path: Result<Path<String>, PathRejection>,
    uri: Uri,
) -> Result<Response, HttpProblem> {
    let template = path.ok().and_then(|Path(name)| bulletin::template(&name));
    let template = template.ok_or_else(|| HttpProblem::new(&problem::UNKNOWN_BULLETIN))?;
    let mut given = Given::read(&uri, PARAMETERS);
    let months = given.needed("period", period);
    let one_of = |known: fn() -> Vec<&'static str>, would_pass| {
        move |text: &str| {
            let fault = Fault::new(ProblemCode::NotInList, would_pass);
            known().into_iter().find(|word| *word == text).ok_or(fault)
        }
    };
    let format = given.optional("format", one_of(formats, "markdown, html or csv")).unwrap_or("markdown");
    let language = given.optional("language", one_of(languages, "zh or en")).unwrap_or("zh");
    let whole = |text: &str| text.parse::<u64>().map_err(|_| Fault::new(ProblemCode::OutOfRange, "a whole number"));
    let small_cells_below = given.optional("small_cells_below", whole).unwrap_or(SMALL_CELLS_BELOW);
    let as_of = given.optional("as_of", whole);
    given.finish()?;
    let Some(period) = months else { return Err(HttpProblem::new(&problem::BAD_PARAMETER)) };
    let language = if language == "en" { Language::En } else { Language::Zh };
    let wish = Wish { period, language, small_cells_below };
    let composed = app
        .register(move |casebook| {
            let register = Register::read(casebook, as_of)?;
            Ok(bulletin::compose(&register, template, wish).map(|document| written(&document, format)))
        })
        .await?;
    let Ok((media, text)) = composed else { return Err(HttpProblem::new(&problem::UNDERIVED)) };
    let mut response = json(text);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    Ok(response)
}

fn written(document: &bulletin::Document, format: &str) -> (&'static str, String) {
    match format {
        "html" => (HTML, bulletin::html(document)),
        "csv" => (CSV, bulletin::csv(document)),
        _ => (MARKDOWN, bulletin::markdown(document)),
    }
}
