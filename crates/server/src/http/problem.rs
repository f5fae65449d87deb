//! Problem bodies (RFC 9457): status, stable code, a message in both languages, and for lines what would pass.
//!
//! A body never repeats what was sent: it may be personal. What the operator of the server must know is logged here.

use axum::{
    body::Body,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use intake::pipeline::Stopped;
use parcel::{Bilingual, Problem, ProblemCode, Rejection};
use serde::Serialize;
use serde_json::{Map, Value};

/// Media type of a problem body.
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// When a caller that was told "later" may come again.
///
/// Unit: second.
const RETRY_AFTER_SECONDS: u32 = 1;

/// A kind of problem. Codes are never renamed or removed.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:literal $code:literal $zh:literal $en:literal;)+) => {
        $(pub(super) const $name: Kind = Kind { status: $status, code: $code, zh: $zh, en: $en };)+

        /// Every kind.
        pub(super) const ALL: &[&Kind] = &[$(&$name),+];
    };
}

kinds! {
    BODY_BROKEN = 400 "body_broken" "请求正文中断" "The body of the request broke off";
    BAD_PARAMETER = 400 "bad_parameter" "请求参数不符合要求" "A parameter of the request is not valid";
    UNAUTHORIZED = 401 "unauthorized" "需要有效的访问密钥" "A valid bearer key is required";
    UNKNOWN_CASE = 404 "unknown_case" "没有该案件的登记" "Nothing is recorded of this case";
    UNKNOWN_BULLETIN = 404 "unknown_bulletin" "没有这种通报" "There is no such bulletin";
    UNKNOWN_ITEM = 404 "unknown_item" "没有该邮件、快件的收寄记录" "No acceptance of this item was recorded";
    NOT_FOUND = 404 "not_found" "没有这个地址" "There is nothing at this address";
    METHOD_NOT_ALLOWED = 405 "method_not_allowed" "该地址不支持此方法" "This address does not take this method";
    BODY_TIMEOUT = 408 "body_timeout" "请求正文迟迟未到" "The body of the request did not arrive in time";
    CONFLICT = 409 "conflict" "与已有记录冲突" "What was sent conflicts with what was recorded before";
    CHANGED = 409 "changed" "其间已有变动，见 changed" "It changed in between: see changed";
    BODY_TOO_LARGE = 413 "body_too_large" "请求正文过长" "The body of the request is too large";
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported_media_type" "不支持该媒体类型" "This media type is not supported";
    MISDIRECTED = 421 "misdirected" "请求所指的主机不是本机" "The host that the request names is not this machine";
    NOT_TAKEN = 422 "not_taken" "未予接收，原因见 problems" "The object was not taken; problems say why";
    REFUSED = 422 "refused" "法律不允许，见 rule" "The law does not allow it: see rule";
    UNDERIVED = 422 "underived" "无法编制，请检查期间" "It cannot be composed: look at the period";
    LATER = 429 "later" "暂时繁忙，请稍后重试" "Busy; nothing of this request was taken, send it again later";
    INTERNAL = 500 "internal" "系统内部错误" "Something failed inside the system";
    STOPPED = 503 "stopped" "已停止接收，未应答的内容请在恢复后重发"
        "Nothing further is recorded; send again what was not answered once the service is back";
}

/// An answer that says why not.
#[derive(Debug)]
pub(super) struct HttpProblem {
    pub(super) kind: &'static Kind,
    problems: Vec<Problem>,
    /// Members of this kind of problem alone.
    members: Map<String, Value>,
}

impl HttpProblem {
    /// A problem of that kind; some kinds say what would pass.
    pub(super) fn new(kind: &'static Kind) -> Self {
        let hint = |field: &str, code, would_pass: String| vec![Problem::new(field, code, would_pass)];
        let problems = match kind.code {
            "unsupported_media_type" => {
                let would_pass = format!("Content-Type: {} or {}", super::body::JSON, super::body::NDJSON);
                hint("", ProblemCode::NotInList, would_pass)
            }
            "body_too_large" => {
                let would_pass = format!("at most {} bytes", super::body::BODY_BYTES_MAX);
                hint("", ProblemCode::LineTooLong, would_pass)
            }
            _ => Vec::new(),
        };
        Self { kind, problems, members: Map::new() }
    }

    /// Parameters that are not valid.
    pub(super) fn parameters(problems: Vec<Problem>) -> Self {
        Self { kind: &BAD_PARAMETER, problems, members: Map::new() }
    }

    /// A single object that was not taken.
    pub(super) fn rejected(rejection: Rejection) -> Self {
        let clashes = |problem: &Problem| {
            use ProblemCode::{Conflict, IllegalTransition, LowerRevision};
            matches!(problem.code, Conflict | LowerRevision | IllegalTransition)
        };
        let kind = if rejection.problems.iter().any(clashes) { &CONFLICT } else { &NOT_TAKEN };
        Self { kind, problems: rejection.problems, members: Map::new() }
    }

    /// A kind of problem with members of its own.
    pub(super) fn with(kind: &'static Kind, members: Map<String, Value>) -> Self {
        Self { kind, problems: Vec::new(), members }
    }

    /// Something failed inside: logged with its causes, which hold no personal data, and not told to the caller.
    pub(super) fn internal(error: &dyn std::error::Error) -> Self {
        log(error);
        Self::new(&INTERNAL)
    }

    /// Nothing further is recorded.
    pub(super) fn stopped(stopped: &Stopped) -> Self {
        log(stopped);
        Self::new(&STOPPED)
    }
}

fn log(error: &dyn std::error::Error) {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let text = causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"));
    eprintln!("portcullis: {text}");
}

#[derive(Serialize)]
struct Out<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    code: &'static str,
    message: Bilingual,
    #[serde(skip_serializing_if = "<[Problem]>::is_empty")]
    problems: &'a [Problem],
    #[serde(flatten)]
    members: &'a Map<String, Value>,
}

impl IntoResponse for HttpProblem {
    fn into_response(self) -> Response {
        let Kind { status, code, zh, en } = *self.kind;
        let out = Out {
            r#type: format!("urn:portcullis:problem:{code}"),
            title: en,
            status,
            code,
            message: Bilingual::new(zh, en),
            problems: &self.problems,
            members: &self.members,
        };
        // Serialising to memory cannot fail: every key is a string.
        let mut response = Response::new(Body::from(serde_json::to_vec(&out).unwrap_or_default()));
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(status, 429 | 503) {
            headers.insert(RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
        }
        if status == 401 {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"portcullis\""));
        }
        response
    }
}

/// Where no route is.
pub(super) async fn not_found() -> HttpProblem {
    HttpProblem::new(&NOT_FOUND)
}

/// Where a route does not take the method.
pub(super) async fn method_not_allowed() -> HttpProblem {
    HttpProblem::new(&METHOD_NOT_ALLOWED)
}
