//! Making the read model anew: into another file, indexes last, renamed when whole; or in memory, as of any act.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{ReadModel, schema};
use crate::{
    CasebookError, Ledger, ORIGIN,
    error::{engine, file},
};

impl ReadModel {
    /// Makes the model in `path` anew from the whole ledger.
    ///
    /// # Errors
    /// Those of the engine, of files and of reading the ledger.
    pub fn rebuild(path: &Path, ledger: &Ledger) -> Result<Self, CasebookError> {
        let unfinished = beside(path, ".new");
        remove(&unfinished)?;
        let connection = Connection::open(&unfinished).map_err(engine("make the register"))?;
        let model = Self::fill(connection, ledger, u64::MAX)?;
        let head = model.head;
        model.connection.close().map_err(|(_, error)| engine("make the register")(error))?;
        remove(path)?;
        std::fs::rename(&unfinished, path).map_err(file("name the register"))?;
        let connection = Connection::open(path).map_err(engine("open the register"))?;
        schema::prepare(&connection)?;
        Self::with(connection, Some(path.to_owned()), head)
    }

    /// The register as it was known when the ledger ended at `until`, in memory.
    ///
    /// # Errors
    /// Those of the engine and of reading the ledger.
    pub fn as_of(ledger: &Ledger, until: u64) -> Result<Self, CasebookError> {
        let connection = Connection::open_in_memory().map_err(engine("make the register"))?;
        Self::fill(connection, ledger, until)
    }

    fn fill(connection: Connection, ledger: &Ledger, until: u64) -> Result<Self, CasebookError> {
        let fast = || {
            connection.pragma_update(None, "journal_mode", "OFF")?;
            connection.pragma_update(None, "synchronous", "OFF")?;
            connection.pragma_update(None, "cache_size", -131_072)?;
            connection.execute_batch(schema::TABLES)
        };
        fast().map_err(engine("make the register"))?;
        let mut model = Self::with(connection, None, ORIGIN)?;
        model.tracked.is_whole();
        let reader = ledger.reader()?;
        let head = reader.head_at(until.min(ledger.head().sequence))?;
        model.connection.execute_batch("BEGIN").map_err(engine("make the register"))?;
        model.take(&reader, head)?;
        model.connection.execute_batch("COMMIT").map_err(engine("make the register"))?;
        schema::finish(&model.connection)?;
        Ok(model)
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> Result<(), CasebookError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        match std::fs::remove_file(beside(path, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(file("remove the former register")(error));
            }
            _ => {}
        }
    }
    Ok(())
}
