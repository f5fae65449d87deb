//! Whether the process lives, whether it takes lines, and how it fares.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, header::CONTENT_TYPE},
    response::Response,
};

use super::{
    app::App,
    lines::json,
    metrics::{self, Reading},
    problem::HttpProblem,
};

/// `GET /livez`: the process answers.
pub(super) async fn live() -> Response {
    json(r#"{"status":"live"}"#)
}

/// `GET /readyz`: lines are taken.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Result<Response, HttpProblem> {
    app.check_running()?;
    Ok(json(r#"{"status":"ready"}"#))
}

/// `GET /metrics`: figures about the server, for Prometheus.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Result<Response, HttpProblem> {
    let notices =
        app.ask(|store| store.history().query("SELECT count(*) AS notices FROM notices", &store.tail()?)).await?;
    let notices = notices.cell(0, "notices").and_then(serde_json::Value::as_u64).unwrap_or_default();
    let text = app.metrics.write(&Reading::of(&app.store, notices, app.metrics.told_later()));
    let mut response = Response::new(text.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(metrics::OPEN_METRICS));
    Ok(response)
}
