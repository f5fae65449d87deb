//! One sealed range of answers on disk.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Write,
    ops::Range,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    AnswersError, Block, KeptAnswer,
    packed::{self, Version},
};
use crate::range_name;

const MARK: &[u8; 5] = b"\x02PANS";
const MARK_ONE: &[u8; 5] = b"\x01PANS";

/// Length, check and mark behind the index.
const TAIL_BYTES: u64 = 8 + 8 + 5;
const EXTENSION: &str = "answers";

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    first: u64,
    last: u64,
    offset: u64,
    length: u64,
    check: [u8; 8],
}

/// A sealed file, its index in memory.
pub(super) struct AnswerFile {
    path: PathBuf,
    file: File,
    index: Vec<Place>,
    /// The position after the last that it covers.
    end: u64,
    version: Version,
}

impl AnswerFile {
    fn open(path: PathBuf, end: u64) -> Result<Self, AnswersError> {
        let disk = |source| AnswersError::Disk { path: path.clone(), source };
        let damaged = |what| AnswersError::Damaged { path: path.clone(), what };
        let file = File::open(&path).map_err(disk)?;
        let length = file.metadata().map_err(disk)?.len();
        let tail_at = length.checked_sub(TAIL_BYTES).ok_or(damaged("shorter than its end mark"))?;
        let mut tail = [0; TAIL_BYTES as usize];
        file.read_exact_at(&mut tail, tail_at).map_err(disk)?;
        let version = match &tail[16..] {
            mark if mark == MARK => Version::Two,
            mark if mark == MARK_ONE => Version::One,
            _ => return Err(damaged("its end mark")),
        };
        let mut size = [0; 8];
        size.copy_from_slice(&tail[..8]);
        let size = u64::from_le_bytes(size);
        let index_at = tail_at.checked_sub(size).ok_or(damaged("the length of its index"))?;
        let mut index = vec![0; size as usize];
        file.read_exact_at(&mut index, index_at).map_err(disk)?;
        if tail[8..16] != check(&index) {
            return Err(damaged("the check of its index"));
        }
        let index = postcard::from_bytes(&index).map_err(|_| damaged("its index"))?;
        Ok(Self { path, file, index, end, version })
    }

    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Reads every block. Returns the number of answers.
    pub(super) fn verify(&self) -> Result<u64, AnswersError> {
        (0..self.index.len()).map(|block| self.read(block).map(|answers| answers.len() as u64)).sum()
    }

    pub(super) fn block_of(&self, position: u64) -> Option<usize> {
        let place = self.index.partition_point(|place| place.last < position);
        self.index.get(place).filter(|found| found.first <= position).map(|_| place)
    }

    pub(super) fn read(&self, block: usize) -> Result<Vec<KeptAnswer>, AnswersError> {
        let place = &self.index[block];
        let mut bytes = vec![0; place.length as usize];
        self.file
            .read_exact_at(&mut bytes, place.offset)
            .map_err(|source| AnswersError::Disk { path: self.path.clone(), source })?;
        let damaged = || AnswersError::Damaged { path: self.path.clone(), what: "a block of answers" };
        if check(&bytes) != place.check {
            return Err(damaged());
        }
        packed::unpack(&bytes, self.version).ok_or_else(damaged)
    }
}

fn check(bytes: &[u8]) -> [u8; 8] {
    let mut check = [0; 8];
    check.copy_from_slice(&blake3::hash(bytes).as_bytes()[..8]);
    check
}

/// Opens every committed file; what was never committed is removed.
pub(super) fn open_all(dir: &Path, sealed_to: u64) -> Result<BTreeMap<u64, Arc<AnswerFile>>, AnswersError> {
    let disk = |source| AnswersError::Disk { path: dir.to_owned(), source };
    fs::create_dir_all(dir).map_err(disk)?;
    let mut files = BTreeMap::new();
    for found in fs::read_dir(dir).map_err(disk)? {
        let path = found.map_err(disk)?.path();
        match range_name::range_of(&path, EXTENSION) {
            Some(range) if range.end <= sealed_to => {
                files.insert(range.start, Arc::new(AnswerFile::open(path, range.end)?));
            }
            _ => fs::remove_file(&path).map_err(disk)?,
        }
    }
    Ok(files)
}

/// Writes a range in one go: a temporary file, synced, then renamed.
pub(super) fn write(dir: &Path, range: Range<u64>, blocks: &[Block]) -> Result<AnswerFile, AnswersError> {
    let path = range_name::path(dir, &range, EXTENSION);
    let temporary = path.with_extension("tmp");
    let write = || -> std::io::Result<()> {
        let mut file = std::io::BufWriter::new(File::create(&temporary)?);
        let mut index = Vec::with_capacity(blocks.len());
        let mut offset = 0;
        for block in blocks {
            file.write_all(&block.bytes)?;
            let length = block.bytes.len() as u64;
            let check = check(&block.bytes);
            index.push(Place { first: block.first, last: block.last, offset, length, check });
            offset += length;
        }
        let index = postcard::to_stdvec(&index).unwrap_or_default();
        file.write_all(&index)?;
        file.write_all(&(index.len() as u64).to_le_bytes())?;
        file.write_all(&check(&index))?;
        file.write_all(MARK)?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&temporary, &path)?;
        File::open(dir)?.sync_all()
    };
    write().map_err(|source| AnswersError::Disk { path: path.clone(), source })?;
    AnswerFile::open(path, range.end)
}
