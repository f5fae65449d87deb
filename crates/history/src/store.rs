//! The folder of the history: opening it, sealing into it, and what is sealed.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use arrow::{
    array::{AsArray, BooleanArray, PrimitiveArray, RecordBatch},
    compute::{filter_record_batch, kernels::cmp::eq},
    datatypes::Date32Type,
};
use parcel::Day;

use crate::{
    batch::Batch,
    columns::day_of,
    error::{HistoryError, Result},
    find::Footers,
    folder,
    manifest::{self, Manifest, SealedFile},
    sql::Engine,
    table::Table,
    write,
};

/// What is sealed at one moment. Cheap to keep: later sealings make a new one.
#[derive(Clone, Debug)]
pub(crate) struct Sealed {
    pub(crate) folder: PathBuf,
    pub(crate) to: u64,
    pub(crate) files: Vec<Arc<SealedFile>>,
    head: String,
}

impl Sealed {
    pub(crate) fn files(&self, table: Table) -> impl Iterator<Item = &Arc<SealedFile>> {
        self.files.iter().filter(move |file| file.table == table.name())
    }

    pub(crate) fn path(&self, file: &SealedFile) -> PathBuf {
        self.folder.join(&file.path)
    }

    /// The batches of a tail that are not sealed yet: one taken before the sealing ended may hold both.
    pub(crate) fn unsealed<'a>(&self, tail: &'a [Arc<Batch>]) -> impl Iterator<Item = &'a Arc<Batch>> + use<'a> {
        let to = self.to;
        tail.iter().filter(move |batch| batch.span().is_some_and(|(_, last)| last >= to))
    }
}

/// The history in one folder. One process owns the folder; the caller holds the lock.
pub struct History {
    pub(crate) folder: PathBuf,
    sealed: RwLock<Arc<Sealed>>,
    sealing: Mutex<()>,
    pub(crate) engine: Engine,
    pub(crate) footers: Footers,
}

impl History {
    /// Opens the history in a folder, or begins one.
    ///
    /// Checks the chain of manifests, and removes what a crash or a query left behind: unfinished files, files that
    /// no manifest names, spill. `limits` bound what a question may use.
    pub fn open(folder: impl Into<PathBuf>, limits: crate::Limits) -> Result<Self> {
        let folder = folder.into();
        folder::make(&manifests(&folder))?;
        remove_unfinished(&folder)?;
        let (manifests, head) = manifest::read_all(&manifests(&folder))?;
        let sealed = Sealed {
            folder: folder.clone(),
            to: manifests.last().map_or(0, |manifest| manifest.end),
            files: manifests.into_iter().flat_map(|manifest| manifest.files).map(Arc::new).collect(),
            head,
        };
        remove_unnamed(&sealed)?;
        folder::sync(&folder)?;
        let engine = Engine::open(&folder, limits)?;
        let sealed = RwLock::new(Arc::new(sealed));
        Ok(Self { folder, sealed, sealing: Mutex::new(()), engine, footers: Footers::default() })
    }

    /// The journal position up to which the history is sealed: the first one that is not.
    pub fn sealed_to(&self) -> u64 {
        self.sealed().to
    }

    pub(crate) fn sealed(&self) -> Arc<Sealed> {
        Arc::clone(&self.sealed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Seals the rows of a journal range, which begins where the sealed history ends.
    ///
    /// Sealing a range that is sealed already changes nothing. On an error, as after a crash, nothing is visible and
    /// the same range can be sealed again. After `Ok` every file and the manifest that names them are on the disk.
    pub fn seal(&self, range: Range<u64>, batches: &[Arc<Batch>]) -> Result<()> {
        let _one_at_a_time = self.sealing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.sealed();
        if range.is_empty() || range.end <= before.to {
            return Ok(());
        }
        if range.start != before.to && !(before.files.is_empty() && before.to == 0) {
            return Err(HistoryError::NotContiguous { sealed_to: before.to, range });
        }
        within(&range, batches)?;
        let files = self.write_files(&range, batches).inspect_err(|_| {
            // What can be removed now need not wait for the next opening; the error that matters is the first.
            let _ = remove_unnamed(&before);
        })?;
        let manifest = Manifest::new(&range, &before.head, files);
        let head = manifest.write(&manifests(&self.folder))?;
        let mut after = Sealed { to: range.end, head, ..(*before).clone() };
        after.files.extend(manifest.files.into_iter().map(Arc::new));
        *self.sealed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(after);
        Ok(())
    }

    fn write_files(&self, range: &Range<u64>, batches: &[Arc<Batch>]) -> Result<Vec<SealedFile>> {
        let mut files = Vec::new();
        for table in Table::ALL {
            let rows: Vec<_> =
                batches.iter().map(|batch| batch.table(table)).filter(|rows| rows.num_rows() > 0).collect();
            for day in days(&rows) {
                files.push(self.write_day(table, day, range, &rows)?);
            }
        }
        Ok(files)
    }

    fn write_day(&self, table: Table, day: i32, range: &Range<u64>, rows: &[&RecordBatch]) -> Result<SealedFile> {
        let of_day = rows.iter().map(|rows| of_day(rows, day)).collect::<Result<Vec<_>>>()?;
        let of_day = if table == Table::Coverage { vec![crate::coverage::add_up(&of_day)?] } else { of_day };
        let day: Day = day_of(day);
        let place = SealedFile::place(table, day, range);
        let path = self.folder.join(&place);
        let parent = path.parent().unwrap_or(&self.folder);
        folder::make(parent)?;
        let written = write::write(&path, table, &of_day)?;
        folder::sync(parent)?;
        folder::sync(&self.folder.join(table.name()))?;
        Ok(SealedFile {
            table: table.name().to_owned(),
            day,
            path: place,
            rows: of_day.iter().map(|rows| rows.num_rows() as u64).sum(),
            bytes: written.bytes,
            blake3: written.blake3.to_string(),
        })
    }
}

pub(crate) fn manifests(folder: &Path) -> PathBuf {
    folder.join("manifest")
}

fn within(range: &Range<u64>, batches: &[Arc<Batch>]) -> Result<()> {
    let ends = batches.iter().filter_map(|batch| batch.span()).flat_map(|(first, last)| [first, last]);
    match ends.into_iter().find(|sequence| !range.contains(sequence)) {
        Some(sequence) => Err(HistoryError::OutsideRange { sequence, range: range.clone() }),
        None => Ok(()),
    }
}

/// The days that rows belong to, each once, in order.
fn days(rows: &[&RecordBatch]) -> Vec<i32> {
    let mut days: Vec<i32> =
        rows.iter().filter_map(|rows| day_column(rows)).flat_map(PrimitiveArray::values).copied().collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn day_column(rows: &RecordBatch) -> Option<&arrow::array::Date32Array> {
    rows.column_by_name("day").map(AsArray::as_primitive::<Date32Type>)
}

fn of_day(rows: &RecordBatch, day: i32) -> Result<RecordBatch> {
    let Some(days) = day_column(rows) else { return Ok(rows.clone()) };
    if days.values().iter().all(|other| *other == day) {
        return Ok(rows.clone());
    }
    let chosen: BooleanArray = eq(days, &arrow::array::Date32Array::new_scalar(day))?;
    Ok(filter_record_batch(rows, &chosen)?)
}

fn remove_unfinished(folder: &Path) -> Result<()> {
    let files = folder::files_below(folder)?;
    let unfinished = files.iter().filter(|path| folder::is_unfinished(path));
    unfinished.into_iter().try_for_each(|path| folder::remove(path))
}

/// Removes data files of a sealing that did not come to its manifest. Older files that no manifest names are left
/// for a person to look at: `verify` names them.
fn remove_unnamed(sealed: &Sealed) -> Result<()> {
    let named: std::collections::HashSet<PathBuf> = sealed.files.iter().map(|file| sealed.path(file)).collect();
    let later = |path: &Path| folder::range_of(path).is_some_and(|range| range.start >= sealed.to);
    for table in Table::ALL {
        let folder = sealed.folder.join(table.name());
        folder::make(&folder)?;
        for path in folder::files_below(&folder)?.into_iter().filter(|path| later(path) && !named.contains(path)) {
            folder::remove(&path)?;
        }
    }
    Ok(())
}
