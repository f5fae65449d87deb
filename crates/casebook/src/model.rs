//! The read model: tables for lists and facts for figures, made from the ledger and from nothing else.
//!
//! One file beside the ledger that can be removed at any time. What it has taken into account is noted in it with the
//! hash of that act, so that a ledger that is another one is noticed and everything is made anew.

mod board;
mod rebuild;
mod rows;
mod schema;
mod track;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rusqlite::Connection;

pub use board::{BoardFilter, BoardRow};
pub use rows::{CaseFilter, CaseRow, PersonRow};
use track::Tracked;

use crate::{
    CasebookError, Subject,
    error::engine,
    facts::{FactStore, Facts},
    ledger::{Head, Ledger, LedgerReader},
};

/// Tables and facts as of one head of the ledger.
pub struct ReadModel {
    connection: Connection,
    path: Option<PathBuf>,
    head: Head,
    facts: FactStore,
    tracked: Tracked,
    loaded: Option<Arc<Facts>>,
}

impl ReadModel {
    /// Opens the read model in `path`; makes it anew where there is none, or where it belongs to another ledger or
    /// another edition of this program.
    ///
    /// # Errors
    /// Those of the engine and of reading the ledger.
    pub fn open(path: &Path, ledger: &Ledger) -> Result<Self, CasebookError> {
        match Self::open_kept(path, ledger)? {
            Some(model) => Ok(model),
            None => Self::rebuild(path, ledger),
        }
    }

    fn open_kept(path: &Path, ledger: &Ledger) -> Result<Option<Self>, CasebookError> {
        if !path.exists() {
            return Ok(None);
        }
        let connection = Connection::open(path).map_err(engine("open the register"))?;
        let Some(head) = schema::head(&connection)? else { return Ok(None) };
        let kept = ledger.read(|reader| reader.head_at(head.sequence))?;
        if kept != head {
            return Ok(None);
        }
        schema::prepare(&connection)?;
        Ok(Some(Self::with(connection, Some(path.to_owned()), head)?))
    }

    fn with(connection: Connection, path: Option<PathBuf>, head: Head) -> Result<Self, CasebookError> {
        let facts = FactStore::open(&connection)?;
        let tracked = Tracked::open(&connection)?;
        Ok(Self { connection, path, head, facts, tracked, loaded: None })
    }

    /// The last act that is taken into account.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Where it lies; none: in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Takes every act of the ledger up to its head into account.
    ///
    /// # Errors
    /// Those of the engine and of reading the ledger; then open the model anew.
    pub fn catch_up(&mut self, ledger: &Ledger) -> Result<Head, CasebookError> {
        let until = ledger.head();
        if until.sequence > self.head.sequence {
            let reader = ledger.reader()?;
            self.connection.execute_batch("BEGIN IMMEDIATE").map_err(engine("write the register"))?;
            self.take(&reader, until)?;
            self.connection.execute_batch("COMMIT").map_err(engine("write the register"))?;
        }
        Ok(self.head)
    }

    /// Takes acts into account; the caller opens and ends the transaction.
    fn take(&mut self, reader: &LedgerReader, until: Head) -> Result<(), CasebookError> {
        let Self { connection, facts, tracked, .. } = self;
        reader.each(self.head.sequence, until.sequence, &mut |act| {
            tracked.apply(connection, facts, reader, &act)?;
            tracked.relieve(connection, facts)
        })?;
        tracked.flush(connection)?;
        facts.flush(connection)?;
        schema::note_head(connection, &until)?;
        self.head = until;
        self.loaded = None;
        Ok(())
    }

    /// Every fact ever known; read once per head and shared.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn facts(&mut self) -> Result<Arc<Facts>, CasebookError> {
        if let Some(facts) = &self.loaded {
            return Ok(Arc::clone(facts));
        }
        let facts = Arc::new(crate::facts::load(&self.connection, self.head.sequence)?);
        self.loaded = Some(Arc::clone(&facts));
        Ok(facts)
    }

    /// The subject that facts and rows name by number.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn subject(&self, number: u32) -> Result<Option<Subject>, CasebookError> {
        rows::subject(&self.connection, number)
    }

    /// Cases for a list, in the order of their numbers; hidden ones are not among them.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn cases(&self, filter: &CaseFilter) -> Result<Vec<CaseRow>, CasebookError> {
        rows::cases(&self.connection, filter)
    }

    /// Clocks on which something is still to be done, by their days.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn board(&self, filter: &BoardFilter) -> Result<Vec<BoardRow>, CasebookError> {
        board::read(&self.connection, filter)
    }

    /// The cases in which a person is; hidden persons and cases are not among them. The caller records the look-up.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn cases_of(&self, person: crate::PersonId) -> Result<Vec<PersonRow>, CasebookError> {
        rows::cases_of(&self.connection, person)
    }

    /// Everything in the tables as text, for comparing two models.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn dump(&self) -> Result<Vec<String>, CasebookError> {
        rows::dump(&self.connection)
    }
}
