//! `/v1/cases`: cases of the register, one case, and acts recorded upon it.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    http::Uri,
    response::Response,
};
use casebook::{Appended, CaseFilter, Casebook, CasebookError, PersonId, Subject, SubjectId, case::Stage};
use parcel::{Choice, Day, Fault, ProblemCode};
use serde_json::{Map, Value, json};

use super::{
    app::App,
    body,
    lines::json,
    parameter::{Given, In, Kind, Parameter},
    problem::{self, HttpProblem},
};
use crate::register::{incoming, refusal::Refusal, view};

/// Cases of a page that asks for no number.
const LIMIT: u16 = 100;

const CASE: Parameter = Parameter {
    name: "case",
    within: In::Path,
    kind: Kind::Pattern("^[A-Za-z0-9._-]{1,64}$"),
    says: "Number of the case.",
};

/// Parameters of recording.
pub(super) const PARAMETERS: &[Parameter] = &[CASE];

/// Parameters of one case.
pub(super) const SHOW_PARAMETERS: &[Parameter] = &[
    CASE,
    query("on", Kind::Day, "The day on which clocks are looked at; today where left out."),
    query("as_of", Kind::Whole(1, u64::MAX), "The case as it was known when the ledger ended at this act."),
];

/// Parameters of the list.
pub(super) const LIST_PARAMETERS: &[Parameter] = &[
    query("after", Kind::Pattern("^[A-Za-z0-9._-]{1,64}$"), "Only later numbers: `next` of the page before."),
    query("region", Kind::Pattern("^[0-9]{2}([0-9]{2}([0-9]{2})?)?$"), "One place (GB/T 2260) and all in it."),
    query("stage", Kind::Words(stages), "Only cases at this stage."),
    query("limit", Kind::Whole(1, 1_000), "Most cases of the page, 100 where left out."),
];

const fn query(name: &'static str, kind: Kind, says: &'static str) -> Parameter {
    Parameter { name, within: In::Query, kind, says }
}

fn stages() -> Vec<&'static str> {
    Stage::ALL.iter().map(|stage| stage.word()).collect()
}

/// Answers with a page of cases.
pub(super) async fn list(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, HttpProblem> {
    let mut given = Given::read(&uri, LIST_PARAMETERS);
    let number = |text: &str| SubjectId::parse(text).ok_or(Fault::new(ProblemCode::BadPattern, SubjectId::SHAPE));
    let stage =
        |text: &str| Stage::from_word(text).ok_or(Fault::new(ProblemCode::NotInList, "a stage of the contract"));
    let filter = CaseFilter {
        after: given.optional("after", number),
        region: given.optional("region", region),
        stage: given.optional("stage", stage),
        limit: given.optional("limit", |text| whole(text, 1, 1_000)).map_or(LIMIT, |limit| limit as u16),
    };
    given.finish()?;
    let page = app.register(move |casebook| view::cases(casebook, &filter)).await?;
    Ok(said(&page))
}

/// Answers with one case.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    path: Result<Path<String>, PathRejection>,
    uri: Uri,
) -> Result<Response, HttpProblem> {
    let id = number(path)?;
    let mut given = Given::read(&uri, SHOW_PARAMETERS);
    let on = given.optional("on", day).unwrap_or_else(|| parcel::statutory_day(app.store.now()));
    let until = given.optional("as_of", |text| whole(text, 1, u64::MAX)).unwrap_or(u64::MAX);
    given.finish()?;
    let case = app.register(move |casebook| view::case(casebook, &id, until, on)).await?;
    Ok(said(&case))
}

/// Records one act, or says why not.
pub(super) async fn record(
    State(app): State<Arc<App>>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, HttpProblem> {
    let subject = Subject::case(number(path)?);
    let (head, body) = request.into_parts();
    if body::kind(&head.headers)? != body::Kind::Object {
        return Err(HttpProblem::new(&problem::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = body::whole(body, app.options.body_time_max).await?;
    let now = app.store.now();
    let recorded = app.register(move |casebook| append(casebook, &bytes, &subject, now)).await?;
    match recorded {
        Ok(appended) => Ok(json(
            json!({"sequence": appended.sequence, "version": appended.version, "repeated": appended.repeated})
                .to_string(),
        )),
        Err(refusal) => Err(refused(&refusal)),
    }
}

fn append(
    casebook: &Casebook,
    bytes: &[u8],
    subject: &Subject,
    now: jiff::Timestamp,
) -> Result<Result<Appended, Refusal>, CasebookError> {
    let persons = |subject: &Subject| -> Vec<PersonId> {
        casebook.case(&subject.id).map_or_else(|_| Vec::new(), |case| case.persons.iter().map(|of| of.person).collect())
    };
    let incoming = match incoming::read(bytes, Some(subject), now, persons) {
        Ok(incoming) => incoming,
        Err(problems) => return Ok(Err(Refusal::of_fields(problems))),
    };
    match casebook.append(incoming.act, incoming.expected) {
        Ok(appended) => Ok(Ok(appended)),
        Err(error) => Refusal::of(casebook, error).map(Err),
    }
}

/// 409 where somebody was faster, else 422; what to look at stands in members of the problem.
fn refused(refusal: &Refusal) -> HttpProblem {
    let kind = match refusal.why {
        "changed" => &problem::CHANGED,
        "key_reused" => &problem::CONFLICT,
        "refused" => &problem::REFUSED,
        _ => &problem::NOT_TAKEN,
    };
    let Ok(Value::Object(members)) = serde_json::to_value(refusal) else { return HttpProblem::new(kind) };
    let members: Map<_, _> = members.into_iter().filter(|(name, _)| name != "why").collect();
    HttpProblem::with(kind, members)
}

fn number(path: Result<Path<String>, PathRejection>) -> Result<SubjectId, HttpProblem> {
    let id = path.ok().and_then(|Path(text)| SubjectId::parse(&text));
    id.ok_or_else(|| HttpProblem::new(&problem::UNKNOWN_CASE))
}

/// Serialising to memory cannot fail: every key is a string.
fn said(value: &impl serde::Serialize) -> Response {
    json(serde_json::to_string(value).unwrap_or_default())
}

fn day(text: &str) -> Result<Day, Fault> {
    text.parse().map_err(|_| Fault::new(ProblemCode::BadTime, "a day, YYYY-MM-DD"))
}

fn region(text: &str) -> Result<String, Fault> {
    parcel::Region::parse(text).map(|region| region.to_string())
}

fn whole(text: &str, least: u64, most: u64) -> Result<u64, Fault> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or(Fault::new(ProblemCode::OutOfRange, "a whole number within the bounds"))
}
