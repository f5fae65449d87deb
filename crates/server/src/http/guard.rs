//! What stands before every handler: the host, the key, the bound on requests; and how long it took.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap,
        header::{AUTHORIZATION, HOST},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::Instant;

use super::{
    app::App,
    problem::{self, HttpProblem},
    route::Route,
};

/// Lets a request through to the handler of its route, or answers why not.
pub(super) async fn guard(
    State((app, route)): State<(Arc<App>, &'static Route)>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let response = match enter(&app, route, request.headers()) {
        Ok(_permit) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    app.metrics.answered(route, response.status().as_u16(), began.elapsed());
    response
}

fn enter(
    app: &Arc<App>,
    route: &Route,
    headers: &HeaderMap,
) -> Result<Option<tokio::sync::OwnedSemaphorePermit>, HttpProblem> {
    check_host(app, headers)?;
    if route.is_open {
        return Ok(None);
    }
    let shown = headers.get(AUTHORIZATION).map(axum::http::HeaderValue::as_bytes);
    if app.key.as_ref().is_some_and(|key| !key.is_shown_by(shown)) {
        return Err(HttpProblem::new(&problem::UNAUTHORIZED));
    }
    Arc::clone(&app.requests).try_acquire_owned().map(Some).map_err(|_| app.later())
}

/// Without a key, only callers who know this machine as itself: a page elsewhere cannot have its own name resolved to
/// loopback and read through a visitor's browser.
fn check_host(app: &App, headers: &HeaderMap) -> Result<(), HttpProblem> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    match host {
        Some(host) if app.key.is_none() && !is_loopback(host) => Err(HttpProblem::new(&problem::MISDIRECTED)),
        _ => Ok(()),
    }
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_few_names() {
        for host in ["localhost", "LocalHost:8080", "127.0.0.1:1", "127.0.0.9", "[::1]:80", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "example.org", "localhost.example.org", "10.0.0.1:80", "[::2]", "127.0.0.1.example.org"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
