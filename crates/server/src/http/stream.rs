//! A stream of lines: read no faster than it is journaled, answered in order as answers come.
//!
//! Two bounds hold at once. A stream has few batches in the pipeline, so that single objects beside it stay quick.
//! And what was answered but not yet read is bounded over all streams; beyond that a stream goes on batch by batch,
//! each once the answers before it were read, so that a caller that reads while it sends never waits for others.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, BodyDataStream, Bytes},
    http::{HeaderValue, header::CONTENT_TYPE},
    response::Response,
};
use futures::StreamExt;
use intake::{
    decide::Answer,
    lines::{Batch, Splitter},
    pipeline::Stopped,
    prepare::{Expect, Received},
};
use tokio::{
    sync::{
        OwnedSemaphorePermit, Semaphore,
        mpsc::{self, UnboundedReceiver, UnboundedSender},
        oneshot,
    },
    time::timeout,
};

use super::{
    app::App,
    body,
    lines::{Answers, try_submit},
    problem::{self, HttpProblem, Kind},
};

/// How long a batch waits for further lines before it goes.
const GATHER_TIME_MAX: Duration = Duration::from_millis(2);

/// Room for one answer; most are shorter.
///
/// Unit: byte.
const ANSWER_BYTES: usize = 1_024;

/// The stream ends here: its caller sees an answer without an end, and sends again what was not answered.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Stopped(Stopped),
    #[error("a thread of the pipeline failed")]
    Lost,
    #[error("the request could not be read to its end ({})", .0.code)]
    Body(&'static Kind),
}

/// A batch that was taken.
struct Taken {
    answers: Answers,
    /// Room for answers that are not read; none for the first batch.
    unread: Option<OwnedSemaphorePermit>,
}

/// Answers a stream. Refuses only before its first line was taken.
pub(super) async fn answer(app: Arc<App>, body: Body, expect: Expect) -> Result<Response, HttpProblem> {
    let permit = Arc::clone(&app.streams).try_acquire_owned().map_err(|_| app.later())?;
    let permit = Arc::new(permit);
    let mut lines = Lines::new(body, app.options.body_time_max);
    let first = lines.next().await.map_err(HttpProblem::new)?;
    let (taken, receive) = mpsc::unbounded_channel();
    let mut out =
        Out { app: Arc::clone(&app), receive, last: None, marks: expect == Expect::Any, _permit: Arc::clone(&permit) };
    if first.is_empty() {
        return Ok(ndjson(Body::empty()));
    }
    // The receiver stands right here.
    let _ = taken.send(Ok(Taken { answers: try_submit(&app, first, expect)?, unread: None }));
    tokio::spawn(read_on(app, lines, expect, taken, permit));
    let first = match out.next().await {
        Some(Err(Broken::Stopped(stopped))) => return Err(HttpProblem::stopped(&stopped)),
        Some(Err(_)) => return Err(HttpProblem::new(&problem::STOPPED)),
        answered => answered,
    };
    let rest = futures::stream::unfold(out, |mut out| async { out.next().await.map(|piece| (piece, out)) });
    Ok(ndjson(Body::from_stream(futures::stream::iter(first).chain(rest))))
}

fn ndjson(body: Body) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(body::NDJSON));
    response
}

/// Takes batch after batch until the body ends or nobody reads answers any more.
async fn read_on(
    app: Arc<App>,
    mut lines: Lines,
    expect: Expect,
    taken: UnboundedSender<Result<Taken, Broken>>,
    _permit: Arc<OwnedSemaphorePermit>,
) {
    let own = Arc::new(Semaphore::new(1));
    let in_flight = Arc::new(Semaphore::new(app.options.stream_batches_max.max(1)));
    loop {
        let next = match lines.next().await {
            Ok(batch) if batch.is_empty() => return,
            Ok(batch) => take(&app, batch, expect, &own, &in_flight, &taken).await,
            Err(kind) => Err(Broken::Body(kind)),
        };
        let goes_on = next.is_ok();
        if taken.send(next).is_err() || !goes_on {
            return;
        }
    }
}

async fn take(
    app: &Arc<App>,
    batch: Batch,
    expect: Expect,
    own: &Arc<Semaphore>,
    in_flight: &Arc<Semaphore>,
    taken: &UnboundedSender<Result<Taken, Broken>>,
) -> Result<Taken, Broken> {
    let count = batch.len() as u32;
    let unread = tokio::select! {
        biased;
        permit = Arc::clone(&app.unread).acquire_many_owned(count) => permit,
        permit = Arc::clone(own).acquire_owned() => permit,
        () = taken.closed() => return Err(Broken::Lost),
    };
    let flight = Arc::clone(in_flight).acquire_owned().await;
    let (send, answers) = oneshot::channel();
    let reply = Box::new(move |answered| {
        drop(flight);
        // Nobody waits only where the caller went away; what was recorded stays recorded.
        let _ = send.send(answered);
    });
    let app = Arc::clone(app);
    let submit = move || app.store.pipeline().submit(batch, expect, Received::At(app.store.now()), reply);
    tokio::task::spawn_blocking(submit).await.map_err(|_| Broken::Lost)?;
    Ok(Taken { answers, unread: unread.ok() })
}

/// Answers on their way out.
struct Out {
    app: Arc<App>,
    receive: UnboundedReceiver<Result<Taken, Broken>>,
    /// The room of the answers that went out last: given back once more are asked for.
    last: Option<OwnedSemaphorePermit>,
    marks: bool,
    _permit: Arc<OwnedSemaphorePermit>,
}

impl Out {
    /// Answers of the next batch; none after the last.
    async fn next(&mut self) -> Option<Result<Bytes, Broken>> {
        self.last = None;
        let taken = match self.receive.recv().await? {
            Ok(taken) => taken,
            Err(broken) => return Some(Err(broken)),
        };
        self.last = taken.unread;
        Some(match taken.answers.await {
            Ok(Ok(answers)) => Ok(self.write(&answers)),
            Ok(Err(stopped)) => Err(Broken::Stopped(stopped)),
            Err(_) => Err(Broken::Lost),
        })
    }

    fn write(&self, answers: &[Answer]) -> Bytes {
        let mut text = String::with_capacity(answers.len() * ANSWER_BYTES);
        for answer in answers {
            self.app.metrics.line(answer);
            answer.write_json(&mut text);
            if self.marks && is_repeat(answer) {
                text.truncate(text.len() - 1);
                text.push_str(",\"repeat\":true}");
            }
            text.push('\n');
        }
        text.into()
    }
}

fn is_repeat(answer: &Answer) -> bool {
    matches!(answer, Answer::Decision { repeat: true, .. } | Answer::Receipt { repeat: true, .. })
}

/// Lines of a body, gathered into batches.
struct Lines {
    pieces: BodyDataStream,
    splitter: Splitter,
    rest: Bytes,
    is_ended: bool,
    wait_max: Duration,
    /// Bytes and lines of the largest batch so far: the next one gets as much room at once.
    room: (usize, usize),
}

impl Lines {
    fn new(body: Body, wait_max: Duration) -> Self {
        let pieces = body.into_data_stream();
        Self { pieces, splitter: Splitter::default(), rest: Bytes::new(), is_ended: false, wait_max, room: (0, 0) }
    }

    /// The next lines: those that come without a pause, up to the bound of a batch. Empty at the end.
    async fn next(&mut self) -> Result<Batch, &'static Kind> {
        let batch = self.gather().await?;
        let (bytes, lines) = batch.room();
        self.room = (self.room.0.max(bytes), self.room.1.max(lines));
        Ok(batch)
    }

    async fn gather(&mut self) -> Result<Batch, &'static Kind> {
        let mut batch = Batch::with_room(self.room);
        loop {
            let split = self.splitter.take(&self.rest, &mut batch);
            self.rest = self.rest.slice(split..);
            if batch.is_full() || self.is_ended {
                return Ok(batch);
            }
            let wait = if batch.is_empty() { self.wait_max } else { GATHER_TIME_MAX };
            match timeout(wait, self.pieces.next()).await {
                Ok(Some(Ok(piece))) => self.rest = piece,
                Ok(Some(Err(_))) => return Err(&problem::BODY_BROKEN),
                Ok(None) => {
                    self.is_ended = true;
                    self.splitter.finish(&mut batch);
                    return Ok(batch);
                }
                Err(_) if batch.is_empty() => return Err(&problem::BODY_TIMEOUT),
                Err(_) => return Ok(batch),
            }
        }
    }
}
