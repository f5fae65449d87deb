//! The tables of the read model.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{CasebookError, Head, error::engine};

/// The edition of tables and folds: another one makes the model anew.
const EDITION: i64 = 2;

pub(super) const TABLES: &str = "
    CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
    CREATE TABLE subject (number INTEGER PRIMARY KEY, name TEXT NOT NULL, facts BLOB NOT NULL) STRICT;
    CREATE TABLE case_row (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, office TEXT NOT NULL,
        region INTEGER NOT NULL, filing TEXT NOT NULL, stage TEXT NOT NULL, registered TEXT NOT NULL,
        latest TEXT NOT NULL, charge TEXT NOT NULL, by_delivery TEXT NOT NULL, contraband TEXT NOT NULL,
        persons INTEGER NOT NULL, hidden INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE person_row (
        number INTEGER NOT NULL, ordinal INTEGER NOT NULL, person BLOB NOT NULL, stage TEXT NOT NULL,
        measure TEXT NOT NULL, charge TEXT NOT NULL, hidden INTEGER NOT NULL, PRIMARY KEY (number, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE clock_row (
        number INTEGER NOT NULL, place INTEGER NOT NULL, ordinal INTEGER, clock TEXT NOT NULL, due TEXT,
        lapses INTEGER NOT NULL, custody INTEGER NOT NULL, started_by INTEGER NOT NULL, PRIMARY KEY (number, place)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fact_chunk (chunk INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
";

/// Made last: a full rebuild fills the tables without them.
pub(super) const INDEXES: &str = "
    CREATE UNIQUE INDEX subject_name ON subject (name);
    CREATE INDEX case_id ON case_row (id) WHERE hidden = 0;
    CREATE INDEX case_region ON case_row (region, id) WHERE hidden = 0;
    CREATE INDEX case_stage ON case_row (stage, id) WHERE hidden = 0;
    CREATE INDEX clock_due ON clock_row (due);
    CREATE INDEX person_person ON person_row (person) WHERE hidden = 0;
";

/// The head in the file; none: of another edition, or not finished.
pub(super) fn head(connection: &Connection) -> Result<Option<Head>, CasebookError> {
    let edition: Result<i64, _> = connection.pragma_query_value(None, "user_version", |row| row.get(0));
    if edition.map_err(engine("open the register"))? != EDITION {
        return Ok(None);
    }
    let read = |row: &rusqlite::Row<'_>| Ok(Head { sequence: row.get::<_, i64>(0)? as u64, hash: row.get(1)? });
    let head = connection.query_row("SELECT sequence, hash FROM head", [], read).optional();
    head.map_err(engine("open the register"))
}

/// Notes what was taken into account.
pub(super) fn note_head(connection: &Connection, head: &Head) -> Result<(), CasebookError> {
    let note = "INSERT OR REPLACE INTO head VALUES (1, ?1, ?2)";
    let noted = connection.execute(note, params![head.sequence as i64, head.hash]);
    noted.map(drop).map_err(engine("write the register"))
}

/// Says that the file is whole.
pub(super) fn finish(connection: &Connection) -> Result<(), CasebookError> {
    connection.execute_batch(INDEXES).map_err(engine("make the indexes of the register"))?;
    connection.pragma_update(None, "user_version", EDITION).map_err(engine("write the register"))
}

/// How a kept file is written: it can always be made anew, so a crash may cost it.
pub(super) fn prepare(connection: &Connection) -> Result<(), CasebookError> {
    let set = || {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "cache_size", -32_768)
    };
    set().map_err(engine("open the register"))
}
