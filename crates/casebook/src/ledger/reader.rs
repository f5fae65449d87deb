//! Reading the ledger: by place, by subject, from beginning to end.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Head, schema};
use crate::{Act, CasebookError, Hash, Subject, error::engine};

/// A connection that only reads. Sees every act that was acknowledged.
pub struct LedgerReader {
    connection: Connection,
}

/// Takes sequence, hash and bytes of an act as stored.
pub(crate) type EachStored<'a> = dyn FnMut(u64, &Hash, &[u8]) -> Result<(), CasebookError> + 'a;

impl LedgerReader {
    pub(super) fn open(path: &Path) -> Result<Self, CasebookError> {
        Ok(Self { connection: schema::open_to_read(path)? })
    }

    /// One act.
    ///
    /// # Errors
    /// [`CasebookError::NoSuchAct`], and those of the engine.
    pub fn act(&self, sequence: u64) -> Result<Act, CasebookError> {
        let find = || {
            let mut query = self.connection.prepare_cached("SELECT body FROM act WHERE sequence = ?1")?;
            query.query_row([sequence as i64], |row| row.get::<_, Vec<u8>>(0)).optional()
        };
        let body = find().map_err(engine("read an act"))?.ok_or(CasebookError::NoSuchAct { sequence })?;
        Act::read(&body)
    }

    /// The acts of a subject after a version and up to a sequence, in order.
    ///
    /// # Errors
    /// Those of the engine and of reading acts.
    pub fn acts_of(&self, subject: &Subject, after: u32, until: u64) -> Result<Vec<Act>, CasebookError> {
        let query = "SELECT body FROM act WHERE subject = ?1 AND version > ?2 AND sequence <= ?3 ORDER BY version";
        let until = i64::try_from(until).unwrap_or(i64::MAX);
        let mut query = self.connection.prepare_cached(query).map_err(engine("read the acts of a subject"))?;
        let mut rows =
            query.query(params![subject.to_string(), after, until]).map_err(engine("read the acts of a subject"))?;
        let mut acts = Vec::new();
        while let Some(row) = rows.next().map_err(engine("read the acts of a subject"))? {
            let body = row.get_ref(0).and_then(|value| Ok(value.as_blob()?)).map_err(engine("read an act"))?;
            acts.push(Act::read(body)?);
        }
        Ok(acts)
    }

    /// Calls `each` with every act after one sequence and up to another, in order, as stored.
    ///
    /// # Errors
    /// Those of the engine and of `each`.
    pub fn each_stored(&self, after: u64, until: u64, each: &mut EachStored<'_>) -> Result<(), CasebookError> {
        let query = "SELECT sequence, hash, body FROM act WHERE sequence > ?1 AND sequence <= ?2 ORDER BY sequence";
        let until = i64::try_from(until).unwrap_or(i64::MAX);
        let mut query = self.connection.prepare_cached(query).map_err(engine("read the ledger"))?;
        let mut rows = query.query(params![after as i64, until]).map_err(engine("read the ledger"))?;
        while let Some(row) = rows.next().map_err(engine("read the ledger"))? {
            let (sequence, hash) = place(row).map_err(engine("read the ledger"))?;
            let body = row.get_ref(2).and_then(|value| Ok(value.as_blob()?)).map_err(engine("read the ledger"))?;
            each(sequence, &hash, body)?;
        }
        Ok(())
    }

    /// Calls `each` with every act after one sequence and up to another, in order.
    ///
    /// # Errors
    /// Those of the engine, of reading acts and of `each`.
    pub fn each(
        &self,
        after: u64,
        until: u64,
        each: &mut dyn FnMut(Act) -> Result<(), CasebookError>,
    ) -> Result<(), CasebookError> {
        self.each_stored(after, until, &mut |_, _, body| each(Act::read(body)?))
    }

    /// The end of the chain, as this reader sees it, at or before a sequence.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn head_at(&self, until: u64) -> Result<Head, CasebookError> {
        let query = "SELECT sequence, hash FROM act WHERE sequence <= ?1 ORDER BY sequence DESC LIMIT 1";
        let until = i64::try_from(until).unwrap_or(i64::MAX);
        let found = self.connection.query_row(query, [until], place).optional();
        let found = found.map_err(engine("read the end of the ledger"))?;
        Ok(found.map_or(super::ORIGIN, |(sequence, hash)| Head { sequence, hash }))
    }

    /// The last act recorded at or before a moment: what was known then. 0: nothing.
    ///
    /// # Errors
    /// Those of the engine and of reading acts.
    pub fn known_at(&self, moment: jiff::Timestamp) -> Result<u64, CasebookError> {
        let (mut known, mut unknown) = (0, self.head_at(u64::MAX)?.sequence + 1);
        while unknown - known > 1 {
            let middle = known + (unknown - known) / 2;
            if self.act(middle)?.recorded_at <= moment {
                known = middle;
            } else {
                unknown = middle;
            }
        }
        Ok(known)
    }
}

fn place(row: &Row<'_>) -> rusqlite::Result<(u64, Hash)> {
    Ok((row.get::<_, i64>(0)? as u64, row.get(1)?))
}
