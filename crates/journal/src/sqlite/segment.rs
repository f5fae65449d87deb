//! One segment: a `SQLite` file with the blocks from one position on, and its schema.
//!
//! The order of segments belongs in `open`, the folder in `directory`.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row, ffi, params};

use super::directory;
use crate::block::{Block, RAW_BYTES_LIMIT};
use crate::{Dropped, Hash, Head, JournalError, Options, Position};

/// The format of segments that this program writes, in `user_version`.
pub(super) const FORMAT: i64 = 1;

/// Marks the file as a journal's segment, in `application_id`: four letters, `PcJ1`.
const APPLICATION: i64 = 0x5063_4a31;

const SCHEMA: &str = "
    CREATE TABLE segment (
        id INTEGER PRIMARY KEY CHECK (id = 1), previous BLOB NOT NULL, first INTEGER NOT NULL,
        end INTEGER NOT NULL, hash BLOB NOT NULL, sealed INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE block (
        first INTEGER PRIMARY KEY, count INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL,
        raw_bytes INTEGER NOT NULL, stored BLOB NOT NULL
    ) STRICT;
    CREATE TABLE dropped (
        first INTEGER PRIMARY KEY, end INTEGER NOT NULL, hash BLOB NOT NULL, statement BLOB NOT NULL
    ) STRICT;
";

/// What a segment says about itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Summary {
    /// The head that the segment follows; its `end` is the segment's first position.
    pub(super) previous: Head,
    /// The head that its last block makes; equal to `previous` while it has none.
    pub(super) head: Head,
    /// Whether a next segment exists.
    pub(super) sealed: bool,
}

/// A connection to one segment, with what is needed to name damage in it.
pub(super) struct Segment {
    pub(super) first: Position,
    pub(super) connection: Connection,
}

impl Segment {
    /// Makes the segment that follows `previous`, durably, and opens it for writing.
    pub(super) fn create(folder: &Path, previous: Head, options: &Options) -> Result<Self, JournalError> {
        let first = previous.end;
        directory::remove_unfinished(folder, first)?;
        let connection = connect(&directory::unfinished_file(folder, first), OpenFlags::SQLITE_OPEN_CREATE, options)
            .and_then(|connection| fill(connection, previous))
            .map_err(|error| error_in(first, first, "make a segment", error))?;
        connection.close().map_err(|(_, error)| error_in(first, first, "make a segment", error))?;
        directory::publish(folder, first)?;
        Self::open_to_write(folder, first, options)
    }

    /// Opens a segment to append to it.
    pub(super) fn open_to_write(folder: &Path, first: Position, options: &Options) -> Result<Self, JournalError> {
        let segment = Self::open(folder, first, options)?;
        let durable = || {
            segment.connection.pragma_update(None, "synchronous", "FULL")?;
            segment.connection.pragma_update(None, "wal_autocheckpoint", options.wal_pages_max)
        };
        durable().map_err(|error| segment.error(first, "open a segment", error))?;
        Ok(segment)
    }

    /// Opens a segment to read it.
    pub(super) fn open_to_read(folder: &Path, first: Position, options: &Options) -> Result<Self, JournalError> {
        let segment = Self::open(folder, first, options)?;
        let query_only = segment.connection.pragma_update(None, "query_only", true);
        query_only.map_err(|error| segment.error(first, "open a segment", error))?;
        Ok(segment)
    }

    fn open(folder: &Path, first: Position, options: &Options) -> Result<Self, JournalError> {
        let failed = |error| error_in(first, first, "open a segment", error);
        let connection =
            connect(&directory::segment_file(folder, first), OpenFlags::empty(), options).map_err(failed)?;
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(failed);
        if pragma("application_id")? != APPLICATION {
            return Err(damaged(first, first, "the file does not say that it is a segment"));
        }
        match pragma("user_version")? {
            FORMAT => Ok(Self { first, connection }),
            format => Err(JournalError::Format { segment: first, format, known: FORMAT }),
        }
    }

    /// What the segment says about itself.
    pub(super) fn summary(&self) -> Result<Summary, JournalError> {
        let read = |row: &Row<'_>| {
            let previous = Head { end: position(row, 0)?, hash: hash(row, 1)? };
            let head = Head { end: position(row, 2)?, hash: hash(row, 3)? };
            Ok(Summary { previous, head, sealed: row.get(4)? })
        };
        let query = "SELECT first, previous, end, hash, sealed FROM segment";
        let summary = self.connection.query_row(query, [], read);
        summary.map_err(|error| self.error(self.first, "read a segment", error))
    }

    /// What it keeps of the ranges dropped before it, oldest first.
    pub(super) fn dropped(&self) -> Result<Vec<Dropped>, JournalError> {
        let read = |row: &Row<'_>| {
            let head = Head { end: position(row, 1)?, hash: hash(row, 2)? };
            Ok(Dropped { first: position(row, 0)?, head, statement: row.get(3)? })
        };
        let query = || {
            let mut query =
                self.connection.prepare("SELECT first, end, hash, statement FROM dropped ORDER BY first")?;
            query.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()
        };
        query().map_err(|error| self.error(self.first, "read what was dropped", error))
    }

    /// The block that holds a position, decompressed and checked.
    pub(super) fn block(&self, at: Position, unzip: &mut Unzip) -> Result<Block, JournalError> {
        let mut query = || {
            let query = "SELECT first, count, previous, hash, raw_bytes, stored FROM block
                         WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
            let mut query = self.connection.prepare_cached(query)?;
            query.query_row([at as i64], |row| unzip.block(row)).optional()
        };
        let block = query()
            .map_err(|error| self.error(at, "read a block", error))?
            .ok_or_else(|| damaged(self.first, at, "no block holds the position"))?
            .map_err(|what| damaged(self.first, at, what))?;
        if block.contains(at) { Ok(block) } else { Err(damaged(self.first, at, "no block holds the position")) }
    }

    /// One past the last entry of the last block; none where there is no block.
    pub(super) fn last_block_end(&self) -> Result<Option<Position>, JournalError> {
        let query = "SELECT first + count FROM block ORDER BY first DESC LIMIT 1";
        let end = self.connection.query_row(query, [], |row| position(row, 0)).optional();
        end.map_err(|error| self.error(self.first, "find the last block", error))
    }

    /// Closes the segment, durably: another one follows it.
    ///
    /// Does not wait for readers: what they keep in the log is moved when the last connection closes.
    pub(super) fn seal(&self) -> Result<(), JournalError> {
        let seal = || {
            self.connection.execute("UPDATE segment SET sealed = 1", [])?;
            self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
        };
        seal().map_err(|error| self.error(self.first, "close a segment", error))
    }

    /// Moves the whole write-ahead log into the segment and syncs both; waits for other readers of the file.
    pub(super) fn settle(&self) -> Result<(), JournalError> {
        let settle = || {
            let moved = |row: &Row<'_>| Ok(row.get::<_, i64>(1)? == row.get::<_, i64>(2)?);
            let whole = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], moved)?;
            let busy = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None);
            if whole { Ok(()) } else { Err(busy) }
        };
        settle().map_err(|error| self.error(self.first, "sync a segment", error))
    }

    /// Keeps, durably, what is left of everything dropped before this segment.
    pub(super) fn note_dropped(&self, all: &[Dropped]) -> Result<(), JournalError> {
        let note = || {
            let transaction = self.connection.unchecked_transaction()?;
            for Dropped { first, head, statement } in all {
                let row = params![*first as i64, head.end as i64, head.hash, statement];
                transaction.execute("INSERT OR REPLACE INTO dropped VALUES (?1, ?2, ?3, ?4)", row)?;
            }
            transaction.commit()
        };
        note().map_err(|error| self.error(self.first, "note what is dropped", error))
    }

    /// An error of the engine at a position of this segment.
    pub(super) fn error(&self, at: Position, doing: &'static str, error: rusqlite::Error) -> JournalError {
        error_in(self.first, at, doing, error)
    }
}

/// Takes blocks out of rows; holds the room that decompression needs.
pub(super) struct Unzip(zstd::bulk::Decompressor<'static>);

impl Unzip {
    pub(super) fn new() -> Self {
        Self(zstd::bulk::Decompressor::new().expect("zstd gives a context unless memory is exhausted"))
    }

    /// A block from its row: the outer error is the engine's, the inner one says what does not fit.
    fn block(&mut self, row: &Row<'_>) -> rusqlite::Result<Result<Block, &'static str>> {
        let previous = Head { end: position(row, 0)?, hash: hash(row, 2)? };
        let (count, hash, raw_bytes) = (row.get(1)?, hash(row, 3)?, row.get::<_, u32>(4)? as usize);
        if raw_bytes > RAW_BYTES_LIMIT {
            return Ok(Err("the length of the block is out of range"));
        }
        let stored = row.get_ref(5)?.as_blob()?;
        let Ok(raw) = self.0.decompress(stored, raw_bytes) else {
            return Ok(Err("the block cannot be decompressed"));
        };
        if raw.len() != raw_bytes {
            return Ok(Err("the block has another length than it says"));
        }
        Ok(Block::check(previous, count, hash, raw))
    }
}

fn connect(file: &Path, more: OpenFlags, options: &Options) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connection = match &options.file_layer {
        None => Connection::open_with_flags(file, flags),
        Some(layer) => Connection::open_with_flags_and_vfs(file, flags, layer.as_str()),
    }?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// Writes the schema and the first row of a new segment, and turns the write-ahead log on.
fn fill(connection: Connection, previous: Head) -> rusqlite::Result<Connection> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(SCHEMA)?;
    connection
        .execute("INSERT INTO segment VALUES (1, ?1, ?2, ?2, ?1, 0)", params![previous.hash, previous.end as i64])?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", FORMAT)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    Ok(connection)
}

fn position(row: &Row<'_>, column: usize) -> rusqlite::Result<Position> {
    let value: i64 = row.get(column)?;
    Position::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<Hash> {
    row.get(column)
}

/// Damage that this crate noticed itself.
pub(super) fn damaged(segment: Position, position: Position, what: impl Into<String>) -> JournalError {
    JournalError::Damaged { segment, position, what: what.into(), source: None }
}

/// Sorts an error of the engine by what the caller can do about it.
pub(super) fn error_in(
    segment: Position,
    position: Position,
    doing: &'static str,
    source: rusqlite::Error,
) -> JournalError {
    use ErrorCode::{
        ConstraintViolation, DatabaseCorrupt, DiskFull, NotADatabase, SchemaChanged, TypeMismatch, Unknown,
    };
    match source.sqlite_error_code() {
        Some(DiskFull) => JournalError::Full { source },
        None | Some(ConstraintViolation | DatabaseCorrupt | NotADatabase | SchemaChanged | TypeMismatch | Unknown) => {
            let what = format!("it could not {doing}");
            JournalError::Damaged { segment, position, what, source: Some(source) }
        }
        Some(_) => JournalError::Engine { doing, source },
    }
}
