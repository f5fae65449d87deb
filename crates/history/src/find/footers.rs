//! Footers of files that were looked into, kept so that the next look needs none of their bytes.

use std::{
    collections::HashMap,
    fs::File,
    path::Path,
    sync::{Mutex, PoisonError},
};

use parquet::{
    arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions},
    file::metadata::PageIndexPolicy,
};

use crate::error::{HistoryError, Result};

/// Footers kept at most; one takes some tens of kilobytes.
const FOOTERS_MAX: usize = 4_096;

/// The footers, by path below the folder of the history. Files never change, so that none goes stale.
#[derive(Default)]
pub(crate) struct Footers(Mutex<HashMap<String, ArrowReaderMetadata>>);

impl Footers {
    pub(crate) fn of(&self, name: &str, path: &Path, file: &File) -> Result<ArrowReaderMetadata> {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Ok(known.clone());
        }
        let options = ArrowReaderOptions::new()
            .with_offset_index_policy(PageIndexPolicy::Optional)
            .with_column_index_policy(PageIndexPolicy::Skip);
        let footer = ArrowReaderMetadata::load(file, options).map_err(HistoryError::damaged(path))?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= FOOTERS_MAX {
            kept.clear();
        }
        kept.insert(name.to_owned(), footer.clone());
        Ok(footer)
    }
}
