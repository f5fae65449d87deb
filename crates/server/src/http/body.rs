//! Bodies of requests: what kind they are, and reading them within bounds.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, header::CONTENT_TYPE},
};
use futures::StreamExt;
use intake::decode::LINE_BYTES_MAX;
use tokio::time::timeout;

use super::problem::{self, HttpProblem};

/// Longest single object, as for a line of a stream.
///
/// Unit: byte.
pub(super) const BODY_BYTES_MAX: usize = LINE_BYTES_MAX;

/// How much of a body that is too long is still read, so that its sender comes to read the answer.
const EXCESS_BYTES_MAX: usize = 16 * BODY_BYTES_MAX;

/// One object a body.
pub(super) const JSON: &str = "application/json";

/// One object a line.
pub(super) const NDJSON: &str = "application/x-ndjson";

/// What the sender says its body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One object.
    Object,
    /// One object a line.
    Lines,
}

/// Reads `Content-Type`; parameters such as a charset are ignored, JSON is UTF-8.
pub(super) fn kind(headers: &HeaderMap) -> Result<Kind, HttpProblem> {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    match essence {
        _ if essence.eq_ignore_ascii_case(JSON) => Ok(Kind::Object),
        _ if essence.eq_ignore_ascii_case(NDJSON) => Ok(Kind::Lines),
        _ => Err(HttpProblem::new(&problem::UNSUPPORTED_MEDIA_TYPE)),
    }
}

/// The whole body of a single object.
pub(super) async fn whole(body: Body, time_max: Duration) -> Result<Vec<u8>, HttpProblem> {
    match timeout(time_max, read(body)).await {
        Ok(read) => read,
        Err(_) => Err(HttpProblem::new(&problem::BODY_TIMEOUT)),
    }
}

async fn read(body: Body) -> Result<Vec<u8>, HttpProblem> {
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    let mut read = 0;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| HttpProblem::new(&problem::BODY_BROKEN))?;
        read += piece.len();
        if read <= BODY_BYTES_MAX {
            whole.extend_from_slice(&piece);
        } else if read > EXCESS_BYTES_MAX {
            break;
        }
    }
    if read > BODY_BYTES_MAX { Err(HttpProblem::new(&problem::BODY_TOO_LARGE)) } else { Ok(whole) }
}
