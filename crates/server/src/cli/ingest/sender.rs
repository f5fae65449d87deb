//! Batches on their way through the pipeline.

use std::sync::{Arc, Mutex, mpsc};

use intake::{
    decide::Answer,
    lines::Batch,
    pipeline::Stopped,
    prepare::{Expect, Received},
    store::Store,
};

use super::{Sink, lock};
use crate::failure::{Exit, Failure, Outcome};

/// Batches on their way at most: enough that no thread waits while others wait for the disk, and so few that what one
/// thread has written is still in the processor's memory when the next one reads it.
const BATCHES_MAX: usize = 8;

/// Sends batches and waits for their answers.
pub(super) struct Sender<'a> {
    store: &'a Store,
    sink: &'a Arc<Mutex<Sink>>,
    on_their_way: usize,
    failed: Option<Failure>,
    done: mpsc::Sender<Result<(), Failure>>,
    answered: mpsc::Receiver<Result<(), Failure>>,
}

impl<'a> Sender<'a> {
    pub(super) fn new(store: &'a Store, sink: &'a Arc<Mutex<Sink>>) -> Self {
        let (done, answered) = mpsc::channel();
        Self { store, sink, on_their_way: 0, failed: None, done, answered }
    }

    pub(super) fn send(&mut self, batch: Batch) {
        while self.on_their_way >= BATCHES_MAX {
            self.wait();
        }
        self.on_their_way += 1;
        let sink = Arc::clone(self.sink);
        let report = Report { done: self.done.clone(), taken: None };
        let received = Received::At(self.store.now());
        let reply = move |answers: Result<Vec<Answer>, Stopped>| {
            report.tell(answers.map_err(Failure::from).and_then(|answers| lock(&sink).take(&answers)));
        };
        self.store.pipeline().submit(batch, Expect::Any, received, Box::new(reply));
    }

    /// Waits for one batch to be answered.
    fn wait(&mut self) {
        // Both ends of the channel stand here.
        let answered = self.answered.recv().unwrap_or(Ok(()));
        self.on_their_way -= 1;
        self.failed = self.failed.take().or(answered.err());
    }

    /// Waits for every answer; the first failure is told.
    pub(super) fn finish(mut self) -> Outcome {
        while self.on_their_way > 0 {
            self.wait();
        }
        self.failed.map_or(Ok(()), Err)
    }
}

/// Says what came of a batch, also where nobody answers it any more.
struct Report {
    done: mpsc::Sender<Result<(), Failure>>,
    taken: Option<Result<(), Failure>>,
}

impl Report {
    fn tell(mut self, taken: Result<(), Failure>) {
        self.taken = Some(taken);
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        let lost = || Failure::new(Exit::Failed, "流水线的一个线程中断", "a thread of the pipeline broke off");
        // Nobody listens only where the command has ended.
        let _ = self.done.send(self.taken.take().unwrap_or_else(|| Err(lost())));
    }
}
