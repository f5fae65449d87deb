//! The file of the ledger: its tables, its format, opening.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::{Head, ORIGIN};
use crate::{
    CasebookError, Hash,
    act::link,
    error::{engine, file},
};

/// The format that this program writes, in `user_version`.
const FORMAT: i64 = 1;

/// Marks the file as a ledger, in `application_id`: four letters, `PcL1`.
const APPLICATION: i64 = 0x5063_4c31;

const SCHEMA: &str = "
    CREATE TABLE act (
        sequence INTEGER PRIMARY KEY, subject TEXT NOT NULL, version INTEGER NOT NULL, key TEXT,
        hash BLOB NOT NULL, body BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX act_subject ON act (subject, version);
    CREATE UNIQUE INDEX act_key ON act (key) WHERE key IS NOT NULL;
";

/// Opens the file to write and finds the head, which its last act must make.
pub(super) fn open(path: &Path) -> Result<(Connection, Head), CasebookError> {
    let fresh = !path.exists();
    let connection = Connection::open(path).map_err(engine("open the ledger"))?;
    prepare(&connection, path, fresh)?;
    if fresh {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let sync = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
        sync.map_err(file("sync the folder of the ledger"))?;
    }
    let head = head(&connection)?;
    Ok((connection, head))
}

fn prepare(connection: &Connection, path: &Path, fresh: bool) -> Result<(), CasebookError> {
    let failed = engine("open the ledger");
    let durable = || {
        if fresh {
            connection.pragma_update(None, "application_id", APPLICATION)?;
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "cache_size", -65_536)?;
        connection.pragma_update(None, "wal_autocheckpoint", 4_000)
    };
    durable().map_err(&failed)?;
    let format: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&failed)?;
    match format {
        0 => {
            let make = format!("BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;");
            connection.execute_batch(&make).map_err(&failed)
        }
        FORMAT => Ok(()),
        format => Err(CasebookError::Format { path: path.to_owned(), format, known: FORMAT }),
    }
}

/// Opens the file to read.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, CasebookError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
        Ok(connection)
    };
    open().map_err(engine("open the ledger"))
}

fn head(connection: &Connection) -> Result<Head, CasebookError> {
    let query = "SELECT sequence, hash, body FROM act ORDER BY sequence DESC LIMIT 2";
    let read = || {
        let mut query = connection.prepare(query)?;
        let rows = query.query_map([], |row| {
            Ok((row.get::<_, i64>(0)? as u64, row.get::<_, Hash>(1)?, row.get::<_, Vec<u8>>(2)?))
        })?;
        rows.collect::<rusqlite::Result<Vec<_>>>()
    };
    let rows = read().map_err(engine("read the end of the ledger"))?;
    let Some((sequence, hash, body)) = rows.first() else { return Ok(ORIGIN) };
    let previous = rows.get(1).map_or(ORIGIN.hash, |(_, hash, _)| *hash);
    if link(&previous, body) == *hash && (rows.len() == 2 || *sequence == 1) {
        Ok(Head { sequence: *sequence, hash: *hash })
    } else {
        Err(CasebookError::Damaged { sequence: *sequence, what: "its hash is not that of its bytes" })
    }
}

/// The version that a subject has; 0: nothing is recorded of it.
pub(super) fn version_of(connection: &Connection, subject: &str) -> rusqlite::Result<u32> {
    let mut query =
        connection.prepare_cached("SELECT version FROM act WHERE subject = ?1 ORDER BY version DESC LIMIT 1")?;
    Ok(query.query_row([subject], |row| row.get(0)).optional()?.unwrap_or(0))
}
