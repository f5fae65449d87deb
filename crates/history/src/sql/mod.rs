//! Questions in SQL over the sealed files and the unsealed tail: read only, bounded, and open about pseudonyms.

mod guard;
mod shown;
mod tables;

pub use shown::Shown;

use std::{fs, num::NonZeroUsize, path::Path, sync::Arc};

use datafusion::{
    error::DataFusionError,
    execution::{
        disk_manager::{DiskManagerBuilder, DiskManagerMode},
        memory_pool::FairSpillPool,
        runtime_env::{RuntimeEnv, RuntimeEnvBuilder},
    },
    logical_expr::LogicalPlan,
    prelude::{DataFrame, SessionConfig, SessionContext},
};
use futures::StreamExt;
use tokio::runtime::Runtime;

use crate::{
    answer::Rows,
    batch::Batch,
    error::{HistoryError, Result},
    folder,
    store::History,
};

/// What questions may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Rows that leave with one answer.
    pub query_rows_max: usize,
    /// Memory of all questions together, in bytes; what needs more is spilled.
    pub query_bytes_max: usize,
    /// Disk of spilled rows, in bytes.
    pub spill_bytes_max: u64,
    /// Threads that answer.
    pub threads_max: NonZeroUsize,
    /// Rows that leave with one trace or one look at an item.
    pub trace_rows_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            query_rows_max: 100_000,
            query_bytes_max: 512 << 20,
            spill_bytes_max: 8 << 30,
            threads_max: NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN),
            trace_rows_max: 10_000,
        }
    }
}

/// What answers questions: threads, memory and spill of its own.
pub(crate) struct Engine {
    runtime: Option<Runtime>,
    environment: Arc<RuntimeEnv>,
    pub(crate) limits: Limits,
}

impl Engine {
    /// Clears away what an earlier process spilled. Spill holds what rows hold: pseudonyms, never clear text.
    pub(crate) fn open(history: &Path, limits: Limits) -> Result<Self> {
        let spill = history.join("spill");
        if spill.exists() {
            fs::remove_dir_all(&spill).map_err(HistoryError::disk("clear", &spill))?;
        }
        folder::make(&spill)?;
        let disk = DiskManagerBuilder::default()
            .with_mode(DiskManagerMode::Directories(vec![spill]))
            .with_max_temp_directory_size(limits.spill_bytes_max);
        let environment = RuntimeEnvBuilder::new()
            .with_disk_manager_builder(disk)
            .with_memory_pool(Arc::new(FairSpillPool::new(limits.query_bytes_max)))
            .build_arc()
            .map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(limits.threads_max.get())
            .thread_name("history")
            .enable_all()
            .build()
            .map_err(HistoryError::disk("start threads for", history))?;
        Ok(Self { runtime: Some(runtime), environment, limits })
    }

    fn context(&self) -> SessionContext {
        let config = SessionConfig::new()
            .with_information_schema(true)
            .with_collect_statistics(false)
            // The few revised items are collected once; millions of records need not be dealt out to meet them.
            .with_repartition_joins(false)
            .with_target_partitions(self.limits.threads_max.get());
        SessionContext::new_with_config_rt(config, Arc::clone(&self.environment))
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        self.runtime.as_ref().map(|runtime| runtime.block_on(future))
    }
}

impl Drop for Engine {
    /// Leaves without waiting, so that a server may drop it from asynchronous code.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl History {
    /// Answers a question in SQL, over the sealed history and the tail together, with pseudonyms as they are stored.
    ///
    /// Blocks until the answer is there: from asynchronous code call it on a blocking thread.
    /// Rows over `query_rows_max` are left out and the answer says so. Tables: `records`, `items`, `decisions`,
    /// `events`, `notices`, `coverage` (docs/reference/tables.md).
    pub fn query(&self, sql: &str, tail: &[Arc<Batch>]) -> Result<Rows> {
        self.answer(sql, tail, None)
    }

    /// The same for someone who is shown other pseudonyms than the stored ones.
    ///
    /// They are replaced before the question reads them, so that no function in it gets at the stored ones.
    pub fn query_shown(&self, sql: &str, tail: &[Arc<Batch>], shown: &Shown) -> Result<Rows> {
        self.answer(sql, tail, Some(shown))
    }

    fn answer(&self, sql: &str, tail: &[Arc<Batch>], shown: Option<&Shown>) -> Result<Rows> {
        let rows_max = self.engine.limits.query_rows_max;
        self.run(async {
            let frame = self.plan(sql, tail, shown).await?;
            let mut rows = Rows::of(frame.schema().as_arrow());
            let mut stream = frame.execute_stream().await.map_err(failed)?;
            while let Some(batch) = stream.next().await {
                if !rows.extend(&batch.map_err(failed)?, rows_max) {
                    break;
                }
            }
            Ok(rows)
        })
    }

    /// Whether a question reads a column that holds pseudonyms, if only to count or compare it.
    ///
    /// Such a question needs a purpose and a ground, and is recorded.
    pub fn touches_pseudonym(&self, sql: &str) -> Result<bool> {
        self.run(async {
            let plan: LogicalPlan = self.plan(sql, &[], None).await?.into_optimized_plan().map_err(bad)?;
            guard::reads_pseudonym(&plan).map_err(bad)
        })
    }

    async fn plan(&self, sql: &str, tail: &[Arc<Batch>], shown: Option<&Shown>) -> Result<DataFrame> {
        guard::is_question(sql)?;
        let context = self.engine.context();
        tables::register(&context, &self.sealed(), tail, shown).await.map_err(failed)?;
        context.sql_with_options(sql, guard::read_only()).await.map_err(bad)
    }

    fn run<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        // The runtime is taken out only while the history is dropped.
        self.engine.block_on(future).unwrap_or_else(|| Err(failed(DataFusionError::Internal("closed".to_owned()))))
    }
}

fn bad(error: DataFusionError) -> HistoryError {
    HistoryError::BadQuery(Box::new(error))
}

fn failed(error: DataFusionError) -> HistoryError {
    HistoryError::QueryFailed(Box::new(error))
}
