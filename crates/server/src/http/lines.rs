//! Lines in: one object a request, or a stream of them.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header::CONTENT_TYPE},
    response::Response,
};
use intake::{
    decide::Answer,
    lines::Batch,
    pipeline::{Later, Stopped},
    prepare::{Expect, Received},
};
use tokio::sync::oneshot;

use super::{
    app::App,
    body::{self, Kind},
    problem::{self, HttpProblem},
    stream,
};

/// Answers of a batch, once they are there. Gone without a word where a thread of the pipeline failed.
pub(super) type Answers = oneshot::Receiver<Result<Vec<Answer>, Stopped>>;

/// `POST /v1/acceptances`.
pub(super) async fn acceptances(State(app): State<Arc<App>>, request: Request) -> Result<Response, HttpProblem> {
    either(app, request, Expect::Acceptances).await
}

/// `POST /v1/events`.
pub(super) async fn events(State(app): State<Arc<App>>, request: Request) -> Result<Response, HttpProblem> {
    either(app, request, Expect::Events).await
}

/// `POST /v1/lines`: both mixed; repeats are marked.
pub(super) async fn mixed(State(app): State<Arc<App>>, request: Request) -> Result<Response, HttpProblem> {
    match body::kind(request.headers())? {
        Kind::Lines => stream::answer(app, request.into_body(), Expect::Any).await,
        Kind::Object => Err(HttpProblem::new(&problem::UNSUPPORTED_MEDIA_TYPE)),
    }
}

async fn either(app: Arc<App>, request: Request, expect: Expect) -> Result<Response, HttpProblem> {
    match body::kind(request.headers())? {
        Kind::Lines => stream::answer(app, request.into_body(), expect).await,
        Kind::Object => single(&app, request.into_body(), expect).await,
    }
}

async fn single(app: &App, body: Body, expect: Expect) -> Result<Response, HttpProblem> {
    let bytes = body::whole(body, app.options.body_time_max).await?;
    let answers = try_submit(app, Batch::of_one(bytes), expect)?.await;
    let answer = match answers {
        Ok(Ok(mut answers)) => answers.pop(),
        Ok(Err(stopped)) => return Err(HttpProblem::stopped(&stopped)),
        Err(_) => None,
    };
    let answer = answer.ok_or_else(|| HttpProblem::new(&problem::STOPPED))?;
    app.metrics.line(&answer);
    match answer {
        Answer::Rejected(rejection) => Err(HttpProblem::rejected(rejection)),
        taken => Ok(json(taken.to_json())),
    }
}

/// Hands a batch to the pipeline, or tells the caller to come later; takes nothing then.
pub(super) fn try_submit(app: &App, batch: Batch, expect: Expect) -> Result<Answers, HttpProblem> {
    app.check_running()?;
    let (send, answers) = oneshot::channel();
    let received = Received::At(app.store.now());
    // Nobody waits only where the caller went away; what was recorded stays recorded.
    let reply = Box::new(move |answered| drop(send.send(answered)));
    match app.store.pipeline().try_submit(batch, expect, received, reply) {
        Ok(()) => Ok(answers),
        Err(Later(..)) => Err(HttpProblem::new(&problem::LATER)),
    }
}

/// A body of JSON.
pub(super) fn json(text: impl Into<Body>) -> Response {
    let mut response = Response::new(text.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(body::JSON));
    response
}
