//! Requests that wait for a second person: kept as they are, changed only from the version that was read.

use rusqlite::{OptionalExtension as _, params};
use serde::{Serialize, de::DeserializeOwned};

use super::{Store, row};
use crate::AccessError;

/// A request as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequest<T> {
    /// By which it is found again.
    pub id: String,
    /// Which writing of it this is, from 1.
    pub version: u64,
    /// Its content.
    pub content: T,
}

impl Store {
    /// Most requests of one kind that wait at once.
    pub const REQUESTS_OPEN_MAX: usize = 10_000;

    /// Keeps a new request of a kind.
    ///
    /// # Errors
    /// [`AccessError::Full`], [`AccessError::Store`], also where the id is taken.
    pub fn add_request(&self, kind: &str, id: &str, content: &impl Serialize) -> Result<(), AccessError> {
        let connection = self.connection();
        let count = "SELECT count(*) FROM request WHERE kind = ?1 AND is_open = 1";
        if connection.query_row(count, [kind], |row| row.get::<_, u32>(0))? as usize >= Self::REQUESTS_OPEN_MAX {
            return Err(AccessError::Full { what: "requests", max: Self::REQUESTS_OPEN_MAX });
        }
        let sql = "INSERT INTO request (id, kind, version, is_open, content) VALUES (?1, ?2, 1, 1, ?3)";
        connection.execute(sql, params![id, kind, row::json(content)?])?;
        Ok(())
    }

    /// Reads a request.
    ///
    /// # Errors
    /// [`AccessError::Unknown`].
    pub fn request<T: DeserializeOwned>(&self, kind: &str, id: &str) -> Result<StoredRequest<T>, AccessError> {
        let sql = "SELECT id, version, content FROM request WHERE kind = ?1 AND id = ?2";
        let found = self.connection().query_row(sql, [kind, id], read).optional()?;
        found.ok_or(AccessError::Unknown { what: "request" })
    }

    /// The requests of a kind that wait, by id.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn open_requests<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<StoredRequest<T>>, AccessError> {
        let connection = self.connection();
        let sql = "SELECT id, version, content FROM request WHERE kind = ?1 AND is_open = 1 ORDER BY id";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([kind], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts a changed request in the place of the version that was read; false where somebody else was faster.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn replace_request<T: Serialize>(&self, read: &StoredRequest<T>, is_open: bool) -> Result<bool, AccessError> {
        let sql = "UPDATE request SET content = ?3, is_open = ?4, version = version + 1
                   WHERE id = ?1 AND version = ?2";
        let values = params![read.id, read.version as i64, row::json(&read.content)?, is_open];
        Ok(self.connection().execute(sql, values)? == 1)
    }
}

fn read<T: DeserializeOwned>(found: &rusqlite::Row<'_>) -> rusqlite::Result<StoredRequest<T>> {
    let content: String = found.get(2)?;
    let version: i64 = found.get(1)?;
    Ok(StoredRequest { id: found.get(0)?, version: version as u64, content: row::of_json(&content)? })
}
