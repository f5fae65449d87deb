//! The tables, version 1. Instants are microseconds since 1970 in UTC.

use rusqlite::Connection;

use crate::AccessError;

/// `POAC`, so that another file is not taken for this one.
const APPLICATION: i64 = 0x504f_4143;
const VERSION: i64 = 1;

const TABLES: &str = "
CREATE TABLE account (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    bounds TEXT NOT NULL,
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    disabled_at INTEGER,
    disabled_by TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (name),
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account, made_at);

CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash BLOB NOT NULL,
    role TEXT NOT NULL,
    bounds TEXT NOT NULL,
    only_actions TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    revoked_by TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    content TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX request_open ON request (kind, is_open, id);
";

/// Makes the tables of a new file; refuses a file of another kind or a newer edition.
pub(super) fn prepare(connection: &Connection) -> Result<(), AccessError> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // What is overwritten or deleted leaves nothing behind in the file.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    match (pragma("application_id")?, pragma("user_version")?) {
        (0, 0) => make(connection),
        (APPLICATION, VERSION) => Ok(()),
        (APPLICATION, version) => Err(AccessError::Version { version }),
        _ => Err(AccessError::Damaged { what: "it is another kind of file" }),
    }
}

fn make(connection: &Connection) -> Result<(), AccessError> {
    let numbers = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};");
    Ok(connection.execute_batch(&format!("BEGIN IMMEDIATE; {TABLES} {numbers} COMMIT;"))?)
}
