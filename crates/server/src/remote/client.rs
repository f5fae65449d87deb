//! Requests and answers: where the server is, what it says, what can go wrong.

use std::{fs, io::BufRead, path::Path, time::Duration};

use history::CoverageQuestion;
use parcel::ItemName;
use serde_json::Value;
use ureq::{Agent, Body, http::Response};

use super::lines::{self, Told};

/// Longest wait for a connection on this machine.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(5);

/// Longest answer that is read in one piece.
///
/// Unit: byte.
const ANSWER_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// The owner of a data directory was asked and did not answer as hoped.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// It cannot be reached, or went away: it may have ended. Try again.
    #[error("{address} cannot be reached: {source}")]
    Unreachable {
        /// Where it should be.
        address: String,
        /// Why.
        source: Box<ureq::Error>,
    },
    /// It answered why not; the code says what to do (docs/reference/http.md).
    #[error("{status} {code}: {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Stable code.
        code: String,
        /// What it means, in English.
        message: String,
    },
    /// Its answer broke off or is none of this version. Lines without an answer may or may not be recorded: send them
    /// again.
    #[error("the answer of {address} cannot be read: {reason}")]
    Broken {
        /// Where it is.
        address: String,
        /// What does not fit.
        reason: String,
    },
    /// What should be sent cannot be read.
    #[error("what is sent cannot be read: {0}")]
    Source(std::io::Error),
}

/// The process that owns a data directory.
pub struct Remote {
    agent: Agent,
    address: String,
    key: Option<String>,
}

impl Remote {
    /// The owner of a data directory; none where it does not serve.
    pub fn of(data: &Path) -> Option<Self> {
        let address = fs::read_to_string(data.join("address")).ok()?;
        let address = address.trim();
        (!address.is_empty()).then(|| Self::at(address))
    }

    /// A server at an address such as `http://127.0.0.1:8787`.
    pub fn at(address: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // The owner is on this machine: nothing of it goes through a proxy.
            .proxy(None)
            .timeout_connect(Some(CONNECT_TIME_MAX));
        Self { agent: config.build().into(), address: address.trim_end_matches('/').to_owned(), key: None }
    }

    /// Shows this bearer key from now on.
    #[must_use]
    pub fn with_key(mut self, key: &str) -> Self {
        self.key = Some(key.trim().to_owned());
        self
    }

    /// Where it is.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Everything about an item, as `GET /v1/items/{operator}/{waybill}` answers; none where it is not known.
    pub fn item(&self, item: &ItemName) -> Result<Option<Value>, RemoteError> {
        let path = format!("/v1/items/{}/{}", item.operator.as_str(), item.waybill.as_str());
        match self.get(&path) {
            Ok(item) => Ok(Some(item)),
            Err(RemoteError::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A page of notices, as `GET /v1/notices` answers.
    pub fn notices(&self, after: Option<u64>, limit: u64) -> Result<Value, RemoteError> {
        let after = after.map_or(String::new(), |after| format!("&after={after}"));
        self.get(&format!("/v1/notices?limit={limit}{after}"))
    }

    /// Figures of the gates, as `GET /v1/coverage` answers.
    pub fn coverage(&self, question: &CoverageQuestion) -> Result<Value, RemoteError> {
        let by: Vec<_> = question.by.iter().map(|dimension| dimension.name()).collect();
        let parameters = [
            ("from", question.from.map(|day| day.to_string())),
            ("to", question.to.map(|day| day.to_string())),
            ("operator", question.operator.as_ref().map(|operator| operator.as_str().to_owned())),
            ("region", question.region.map(|region| region.to_string())),
            ("gate", question.gate.map(|gate| gate.to_string())),
            ("by", (!by.is_empty()).then(|| by.join(","))),
        ];
        // None of these values holds a character that an address escapes.
        let given = parameters.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
        self.get(&format!("/v1/coverage?{}", given.collect::<Vec<_>>().join("&")))
    }

    /// Sends lines, acceptances and events mixed, and is told the answer to each in order, with the number of its
    /// line in `from`. Returns how many lines were answered; blank lines are left out.
    pub fn send_lines(&self, from: impl BufRead, answered: &mut dyn FnMut(Told, &str)) -> Result<u64, RemoteError> {
        lines::send(self, from, answered)
    }

    fn get(&self, path: &str) -> Result<Value, RemoteError> {
        let mut request = self.agent.get(format!("{}{path}", self.address));
        if let Some(key) = &self.key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        let mut response = request.call().map_err(|source| self.unreachable(source))?;
        let text = self.text(&mut response)?;
        if response.status().as_u16() != 200 {
            return Err(self.refused(response.status().as_u16(), &text));
        }
        serde_json::from_str(&text).map_err(|error| self.broken(&error))
    }

    pub(super) fn post(&self, path: &str, body: &[u8]) -> Result<Response<Body>, RemoteError> {
        let mut request = self.agent.post(format!("{}{path}", self.address)).content_type("application/x-ndjson");
        if let Some(key) = &self.key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        request.send(body).map_err(|source| self.unreachable(source))
    }

    pub(super) fn text(&self, response: &mut Response<Body>) -> Result<String, RemoteError> {
        let body = response.body_mut().with_config().limit(ANSWER_BYTES_MAX);
        body.read_to_string().map_err(|error| self.broken(&error))
    }

    pub(super) fn refused(&self, status: u16, body: &str) -> RemoteError {
        #[derive(serde::Deserialize)]
        struct Refusal {
            code: String,
            title: String,
        }
        match serde_json::from_str::<Refusal>(body) {
            Ok(refusal) => RemoteError::Refused { status, code: refusal.code, message: refusal.title },
            Err(error) => self.broken(&error),
        }
    }

    pub(super) fn broken(&self, reason: &dyn std::fmt::Display) -> RemoteError {
        RemoteError::Broken { address: self.address.clone(), reason: reason.to_string() }
    }

    fn unreachable(&self, source: ureq::Error) -> RemoteError {
        RemoteError::Unreachable { address: self.address.clone(), source: Box::new(source) }
    }
}

impl RemoteError {
    /// Whether it says "later": nothing was taken.
    pub(super) fn is_later(&self) -> bool {
        matches!(self, Self::Refused { status: 429, .. })
    }
}
