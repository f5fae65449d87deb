//! Facts in memory and on disk: one row after the other, in the order in which they became known.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::{
    Fact,
    codec::{self, Days, FACT_BYTES, KNOWN_UNTIL},
};
use crate::{CasebookError, error::engine};

/// Rows of one chunk on disk.
const CHUNK_ROWS: usize = 2_048;

/// A row as it is stored.
pub(crate) type Coded = [u8; FACT_BYTES];

/// Every fact that was ever known, as of one head of the ledger.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    rows: Vec<u8>,
    head: u64,
}

impl Facts {
    /// How many rows, those that are no longer held to be so included.
    pub fn len(&self) -> usize {
        self.rows.len() / FACT_BYTES
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The last act that these facts take into account.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// Calls `each` with every fact that was held to be so when the ledger ended at `as_of`.
    ///
    /// `filter` sees the kind and the day before the rest is decoded: a figure that needs few kinds costs little.
    pub fn scan(&self, as_of: u64, filter: impl Fn(super::FactKind) -> bool, mut each: impl FnMut(&Fact)) {
        let mut days = Days::default();
        let wanted: Vec<bool> = <super::FactKind as parcel::Choice>::ALL.iter().map(|kind| filter(*kind)).collect();
        for row in self.rows.as_chunks::<FACT_BYTES>().0 {
            if !wanted.get(usize::from(row[0])).copied().unwrap_or(false) {
                continue;
            }
            if let Some(fact) = codec::decode(row, &mut days).filter(|fact| fact.is_known(as_of)) {
                each(&fact);
            }
        }
    }
}

/// The facts in the read model.
#[derive(Debug, Default)]
pub(crate) struct FactStore {
    /// Rows in all.
    rows: u32,
    /// Chunks that were touched and not written yet.
    dirty: HashMap<u32, Vec<u8>>,
}

impl FactStore {
    pub(crate) fn open(connection: &Connection) -> Result<Self, CasebookError> {
        let query = "SELECT coalesce(max(chunk * ?1 + length(rows) / ?2), 0) FROM fact_chunk";
        let bounds = params![CHUNK_ROWS as i64, FACT_BYTES as i64];
        let rows = connection.query_row(query, bounds, |row| row.get(0)).map_err(engine("count facts"))?;
        Ok(Self { rows, dirty: HashMap::new() })
    }

    /// Adds a fact; returns its row.
    pub(crate) fn push(&mut self, connection: &Connection, fact: &Fact) -> Result<u32, CasebookError> {
        let row = self.rows;
        self.chunk(connection, row)?.extend_from_slice(&codec::encode(fact));
        self.rows += 1;
        Ok(row)
    }

    /// One fact.
    pub(crate) fn get(&mut self, connection: &Connection, row: u32) -> Result<Option<Fact>, CasebookError> {
        let at = row as usize % CHUNK_ROWS * FACT_BYTES;
        let chunk = self.chunk(connection, row)?;
        let bytes = chunk.get(at..at + FACT_BYTES).and_then(|bytes| <&Coded>::try_from(bytes).ok());
        Ok(bytes.and_then(|bytes| codec::decode(bytes, &mut Days::default())))
    }

    /// Says that a fact is no longer held to be so from an act on.
    pub(crate) fn close(&mut self, connection: &Connection, row: u32, until: u64) -> Result<(), CasebookError> {
        let at = row as usize % CHUNK_ROWS * FACT_BYTES;
        let chunk = self.chunk(connection, row)?;
        if let Some(bytes) = chunk.get_mut(at..at + FACT_BYTES) {
            bytes[KNOWN_UNTIL].copy_from_slice(&until.to_le_bytes());
        }
        Ok(())
    }

    fn chunk(&mut self, connection: &Connection, row: u32) -> Result<&mut Vec<u8>, CasebookError> {
        use std::collections::hash_map::Entry;
        let chunk = row / CHUNK_ROWS as u32;
        match self.dirty.entry(chunk) {
            Entry::Occupied(kept) => Ok(kept.into_mut()),
            Entry::Vacant(free) => {
                let mut rows = read(connection, chunk)?;
                rows.reserve(CHUNK_ROWS * FACT_BYTES - rows.len());
                Ok(free.insert(rows))
            }
        }
    }

    /// How many chunks wait to be written.
    pub(crate) fn waiting(&self) -> usize {
        self.dirty.len()
    }

    /// Writes what was touched.
    pub(crate) fn flush(&mut self, connection: &Connection) -> Result<(), CasebookError> {
        let failed = engine("write facts");
        let mut write =
            connection.prepare_cached("INSERT OR REPLACE INTO fact_chunk VALUES (?1, ?2)").map_err(&failed)?;
        for (chunk, rows) in self.dirty.drain() {
            write.execute(params![chunk, rows]).map_err(&failed)?;
        }
        Ok(())
    }
}

fn read(connection: &Connection, chunk: u32) -> Result<Vec<u8>, CasebookError> {
    use rusqlite::OptionalExtension;
    let query = || {
        let mut query = connection.prepare_cached("SELECT rows FROM fact_chunk WHERE chunk = ?1")?;
        query.query_row([chunk], |row| row.get::<_, Vec<u8>>(0)).optional()
    };
    Ok(query().map_err(engine("read facts"))?.unwrap_or_default())
}

/// Every fact in the read model, which has taken the ledger up to `head` into account.
pub(crate) fn load(connection: &Connection, head: u64) -> Result<Facts, CasebookError> {
    let failed = engine("read facts");
    let mut query = connection.prepare_cached("SELECT rows FROM fact_chunk ORDER BY chunk").map_err(&failed)?;
    let mut chunks = query.query([]).map_err(&failed)?;
    let mut rows = Vec::new();
    while let Some(chunk) = chunks.next().map_err(&failed)? {
        rows.extend_from_slice(chunk.get_ref(0).and_then(|value| Ok(value.as_blob()?)).map_err(&failed)?);
    }
    Ok(Facts { rows, head })
}
