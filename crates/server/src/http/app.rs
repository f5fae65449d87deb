//! What every handler shares: the store, the bounds, the figures about the server itself.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use casebook::{Casebook, CasebookError};
use history::HistoryError;
use intake::store::Store;
use tokio::{sync::Semaphore, time::timeout};

use super::{
    ServeOptions,
    bearer::BearerKey,
    metrics::Metrics,
    problem::{self, HttpProblem},
};
use crate::register;

/// Longest wait for threads that still work when the server has ended.
const SETTLE_TIME_MAX: Duration = Duration::from_secs(2);

/// Shared by all connections.
pub(super) struct App {
    pub(super) store: Arc<Store>,
    pub(super) options: ServeOptions,
    pub(super) key: Option<BearerKey>,
    pub(super) metrics: Metrics,
    /// Requests in work.
    pub(super) requests: Arc<Semaphore>,
    /// Streams in work.
    pub(super) streams: Arc<Semaphore>,
    /// Lines that were answered and not read.
    pub(super) unread: Arc<Semaphore>,
    questions: Arc<Semaphore>,
    register: Arc<OnDemand>,
}

impl App {
    pub(super) fn new(store: Arc<Store>, options: ServeOptions, key: Option<BearerKey>) -> Self {
        let bound = |max: usize| Arc::new(Semaphore::new(max));
        Self {
            requests: bound(options.requests_max),
            streams: bound(options.streams_max),
            questions: bound(options.questions_max),
            unread: bound(options.unread_lines_max.max(intake::lines::BATCH_LINES_MAX)),
            metrics: Metrics::new(),
            register: Arc::new(OnDemand::of(store.path())),
            store,
            options,
            key,
        }
    }

    /// Asks the history, on a thread that may wait.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Store) -> Result<T, HistoryError> + Send + 'static,
    ) -> Result<T, HttpProblem> {
        // Never closed: an error cannot come.
        let permit = Arc::clone(&self.questions).acquire_owned().await;
        let store = Arc::clone(&self.store);
        let asked = tokio::task::spawn_blocking(move || {
            let answer = question(&store);
            drop(store);
            drop(permit);
            answer
        });
        match asked.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(HttpProblem::internal(&error)),
            Err(error) => Err(HttpProblem::internal(&error)),
        }
    }

    /// Asks the register, or records in it, on a thread that may wait.
    pub(super) async fn register<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Casebook) -> Result<T, CasebookError> + Send + 'static,
    ) -> Result<T, HttpProblem> {
        // Never closed: an error cannot come.
        let permit = Arc::clone(&self.questions).acquire_owned().await;
        let register = Arc::clone(&self.register);
        let asked = tokio::task::spawn_blocking(move || {
            let answer = register.get().and_then(|casebook| question(&casebook));
            drop(permit);
            answer
        });
        match asked.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(CasebookError::NoSuchSubject { .. })) => Err(HttpProblem::new(&problem::UNKNOWN_CASE)),
            Ok(Err(error)) => Err(HttpProblem::internal(&error)),
            Err(error) => Err(HttpProblem::internal(&error)),
        }
    }

    /// Refuses where nothing further is recorded.
    pub(super) fn check_running(&self) -> Result<(), HttpProblem> {
        match self.store.pipeline().stopped() {
            Some(stopped) => Err(HttpProblem::stopped(&stopped)),
            None => Ok(()),
        }
    }

    /// Refuses until later where a bound is reached.
    pub(super) fn later(&self) -> HttpProblem {
        self.metrics.later();
        HttpProblem::new(&problem::LATER)
    }

    /// Waits until no thread holds the store any more, so that its owner can close it.
    pub(super) async fn settle(&self) {
        let streams = self.streams.acquire_many(self.options.streams_max as u32);
        let questions = self.questions.acquire_many(self.options.questions_max as u32);
        // A thread that hangs is left behind.
        let _ = timeout(SETTLE_TIME_MAX, async { (streams.await.is_ok(), questions.await.is_ok()) }).await;
    }
}

/// The register of the data directory, opened when it is first asked for.
struct OnDemand {
    folder: PathBuf,
    opened: Mutex<Option<Arc<Casebook>>>,
}

impl OnDemand {
    fn of(data: &Path) -> Self {
        Self { folder: register::folder(data), opened: Mutex::default() }
    }

    fn get(&self) -> Result<Arc<Casebook>, CasebookError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(casebook) = &*opened {
            return Ok(Arc::clone(casebook));
        }
        let casebook = Arc::new(Casebook::open(&self.folder)?);
        *opened = Some(Arc::clone(&casebook));
        Ok(casebook)
    }
}
