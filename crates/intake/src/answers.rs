//! Decisions as they were given, by their place in the journal, so that a repeat gets the same answer.
//!
//! Rebuilt from the journal where they are missing: nothing here is the only copy.
//! A sealed range is one file `<first>-<last>.answers`; what is not yet sealed lies compressed in memory.
//!
//! Format of a file, version 2: blocks of zstd (postcard of the texts that answers share, then of answers, see
//! `packed`), a postcard index of blocks with the first 8 bytes of each block's BLAKE3 hash, the index's length
//! (8 bytes, little endian), the first 8 bytes of its hash, version (1 byte) and the letters `PANS`.
//! Version 1 had a list of whole answers in each block; it is still read.

mod file;
mod packed;
mod text;

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use parcel::Verdict;

pub use self::text::{AnswerText, Texts};
use self::{file::AnswerFile, packed::Version};

/// Answers of one block.
const BLOCK_ANSWERS_MAX: usize = 1_024;

/// Blocks kept decompressed.
const CACHED_BLOCKS_MAX: usize = 32;

/// What was answered to one acceptance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Its place in the journal.
    pub position: u64,
    /// What was decided.
    pub verdict: Verdict,
    /// The decision without its place in the journal.
    pub text: AnswerText,
}

/// Answers cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum AnswersError {
    /// The disk failed; the answers can be rebuilt from the journal.
    #[error("answers under {path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// An answer that should be kept is not: remove the directory, it is rebuilt from the journal.
    #[error("the answer at position {position} is not kept; remove the directory of answers, it is rebuilt")]
    Missing {
        /// Which one.
        position: u64,
    },
    /// A file is damaged: remove it and open again, it is rebuilt from the journal.
    #[error("{path} is damaged: {what}; remove it, it is rebuilt from the journal")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        what: &'static str,
    },
}

/// All answers that are kept.
pub struct Answers {
    dir: PathBuf,
    sealed: RwLock<BTreeMap<u64, Arc<AnswerFile>>>,
    open: Mutex<Open>,
    cache: Mutex<Vec<CachedBlock>>,
}

/// A decompressed block: the first position of its file, its place in the file, its answers.
type CachedBlock = ((u64, usize), Arc<Vec<KeptAnswer>>);

#[derive(Default)]
struct Open {
    full: Vec<Block>,
    last: Vec<KeptAnswer>,
}

/// Compressed answers.
struct Block {
    first: u64,
    last: u64,
    bytes: Vec<u8>,
}

impl Answers {
    /// Opens what was sealed under `dir`; ranges that begin at or after `sealed_to` are removed, they were never
    /// committed.
    pub fn open(dir: &Path, sealed_to: u64) -> Result<Self, AnswersError> {
        let sealed = file::open_all(dir, sealed_to)?;
        Ok(Self { dir: dir.to_owned(), sealed: RwLock::new(sealed), open: Mutex::default(), cache: Mutex::default() })
    }

    /// Whether the sealed files hold a range without a gap.
    pub fn hold(&self, range: &Range<u64>) -> bool {
        let sealed = self.sealed.read().unwrap_or_else(PoisonError::into_inner);
        let mut end = range.start;
        for (first, file) in sealed.iter() {
            if *first > end {
                break;
            }
            end = end.max(file.end());
        }
        end >= range.end
    }

    /// Reads every sealed block, in the order of the journal; the error names the first damaged file.
    pub fn verify(&self) -> Result<u64, AnswersError> {
        let files: Vec<_> =
            self.sealed.read().unwrap_or_else(PoisonError::into_inner).values().map(Arc::clone).collect();
        files.iter().map(|file| file.verify()).sum()
    }

    /// Answers in memory only, never to be sealed.
    pub fn unkept() -> Self {
        Self { dir: PathBuf::new(), sealed: RwLock::default(), open: Mutex::default(), cache: Mutex::default() }
    }

    /// Keeps the answers of further positions, in order.
    pub fn keep(&self, answers: impl IntoIterator<Item = KeptAnswer>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for answer in answers {
            open.last.push(answer);
            if open.last.len() >= BLOCK_ANSWERS_MAX {
                let last = std::mem::take(&mut open.last);
                open.full.extend(Block::of(&last));
            }
        }
    }

    /// Writes the answers below `range.end` to a file and lets go of them in memory.
    pub fn seal(&self, range: Range<u64>) -> Result<(), AnswersError> {
        let (blocks, written) = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let split = open.last.partition_point(|answer| answer.position < range.end);
            let rest = open.last.split_off(split);
            let last = std::mem::replace(&mut open.last, rest);
            open.full.extend(Block::of(&last));
            open.split_at(range.end);
            let blocks: Vec<_> =
                open.full.iter().filter(|block| block.last < range.end).map(Block::clone_bytes).collect();
            let written = blocks.len();
            (blocks, written)
        };
        let sealed = file::write(&self.dir, range.clone(), &blocks)?;
        self.sealed.write().unwrap_or_else(PoisonError::into_inner).insert(range.start, Arc::new(sealed));
        self.open.lock().unwrap_or_else(PoisonError::into_inner).full.drain(..written);
        Ok(())
    }

    /// The answer at a position.
    pub fn get(&self, position: u64) -> Result<Option<KeptAnswer>, AnswersError> {
        if let Some(answer) = self.get_open(position) {
            return Ok(Some(answer));
        }
        let sealed = self.sealed.read().unwrap_or_else(PoisonError::into_inner);
        let Some((first, file)) = sealed.range(..=position).next_back() else { return Ok(None) };
        let (first, file) = (*first, Arc::clone(file));
        drop(sealed);
        let Some(block) = file.block_of(position) else { return Ok(None) };
        let answers = self.block(first, &file, block)?;
        Ok(find(&answers, position))
    }

    fn block(&self, first: u64, file: &AnswerFile, block: usize) -> Result<Arc<Vec<KeptAnswer>>, AnswersError> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = cache.iter().position(|(key, _)| *key == (first, block)) {
            let hit = cache.remove(place);
            let answers = Arc::clone(&hit.1);
            cache.push(hit);
            return Ok(answers);
        }
        drop(cache);
        let answers = Arc::new(file.read(block)?);
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHED_BLOCKS_MAX {
            cache.remove(0);
        }
        cache.push(((first, block), Arc::clone(&answers)));
        Ok(answers)
    }

    fn get_open(&self, position: u64) -> Option<KeptAnswer> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = find(&open.last, position) {
            return Some(answer);
        }
        let place = open.full.partition_point(|block| block.last < position);
        let block = open.full.get(place).filter(|block| block.first <= position)?;
        // Made here from what was kept in memory: it reads back.
        find(&block.read()?, position)
    }
}

impl Open {
    /// Splits the block that holds `at`, so that every block lies on one side of it.
    fn split_at(&mut self, at: u64) {
        let place = self.full.partition_point(|block| block.last < at);
        let Some(block) = self.full.get(place).filter(|block| block.first < at) else { return };
        let Some(answers) = block.read() else { return };
        let (before, after) = answers.split_at(answers.partition_point(|answer| answer.position < at));
        let halves: Vec<_> = Block::of(before).into_iter().chain(Block::of(after)).collect();
        self.full.splice(place..=place, halves);
    }
}

impl Block {
    /// Compresses answers; none for none.
    fn of(answers: &[KeptAnswer]) -> Option<Self> {
        let (first, last) = (answers.first()?.position, answers.last()?.position);
        Some(Self { first, last, bytes: packed::pack(answers) })
    }

    fn read(&self) -> Option<Vec<KeptAnswer>> {
        packed::unpack(&self.bytes, Version::Two)
    }

    fn clone_bytes(&self) -> Self {
        Self { first: self.first, last: self.last, bytes: self.bytes.clone() }
    }
}

fn find(answers: &[KeptAnswer], position: u64) -> Option<KeptAnswer> {
    answers.binary_search_by_key(&position, |answer| answer.position).ok().map(|place| answers[place].clone())
}

#[cfg(test)]
mod tests;
