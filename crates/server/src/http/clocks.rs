//! `POST /v1/clocks`: when a period of the law ends, explained line by line.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use law::clock::{Answer, Clocks, ask};
use serde_json::{Map, Value};

use super::{
    app::App,
    body,
    lines::json,
    problem::{self, HttpProblem},
};

/// Answers a question of the form that `portcullis clock` takes.
pub(super) async fn answer(State(app): State<Arc<App>>, request: Request) -> Result<Response, HttpProblem> {
    let (head, body) = request.into_parts();
    if body::kind(&head.headers)? != body::Kind::Object {
        return Err(HttpProblem::new(&problem::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = body::whole(body, app.options.body_time_max).await?;
    let clocks = Clocks::built_in();
    let question = ask(clocks, &bytes).map_err(|problems| {
        let mut members = Map::new();
        members.insert("problems".to_owned(), serde_json::to_value(&problems).unwrap_or(Value::Null));
        HttpProblem::with(&problem::NOT_TAKEN, members)
    })?;
    // Serialising to memory cannot fail: every key is a string.
    Ok(json(serde_json::to_string(&Answer::of(clocks, &question)).unwrap_or_default()))
}
