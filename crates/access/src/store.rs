//! Accounts, sessions and keys as they are kept: one small `SQLite` file in the folder `access` of a data directory.
//!
//! Passwords are kept as Argon2id hashes, tokens and keys as plain hashes of 32 random bytes.
//! Accounts and keys are never removed, so that acts keep their author; they are disabled or revoked.
//! The clock and randomness are given with each call.

mod accounts;
mod keys;
mod requests;
mod row;
mod schema;
mod sessions;
mod sign_in;

use std::{
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::Connection;

pub use accounts::{Account, NewAccount};
pub use keys::{ApiKey, MadeKey, NewKey};
pub use requests::StoredRequest;
pub use sessions::{Session, SessionRules};
pub use sign_in::{SignIn, SignInRefusal};

use crate::{AccessError, LockoutRules, password::HashCost};

/// How a store is run. Each bound has its default.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccessOptions {
    /// What a password's hash costs.
    pub cost: HashCost,
    /// When guessing is slowed down.
    pub lockout: LockoutRules,
    /// How long sessions last.
    pub sessions: SessionRules,
}

/// The open store. One for a process; shared by its threads.
pub struct Store {
    connection: Mutex<Connection>,
    options: AccessOptions,
    /// Checked where there is no account, so that a name that exists takes no longer than one that does not.
    decoy: String,
}

impl Store {
    /// Most accounts.
    pub const ACCOUNTS_MAX: usize = 100_000;
    /// Most keys.
    pub const KEYS_MAX: usize = 10_000;
    /// Most sessions of one account that are open at once; the oldest gives way.
    pub const SESSIONS_EACH_MAX: usize = 8;

    /// Opens the store in a folder, making it where it is missing (mode 0700).
    ///
    /// # Errors
    /// [`AccessError::Store`], [`AccessError::Disk`], [`AccessError::Version`], [`AccessError::Hash`].
    pub fn open(folder: &Path, options: AccessOptions) -> Result<Self, AccessError> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        Self::of(Connection::open(folder.join("access.sqlite"))?, options)
    }

    /// A store that is gone with the process.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn unkept(options: AccessOptions) -> Result<Self, AccessError> {
        Self::of(Connection::open_in_memory()?, options)
    }

    fn of(connection: Connection, options: AccessOptions) -> Result<Self, AccessError> {
        schema::prepare(&connection)?;
        // Nobody knows what this is the hash of, and nobody needs to: it is no account's.
        let decoy = crate::password::hash("a password that is nobody's", options.cost, &mut |salt| salt.fill(0))?;
        Ok(Self { connection: Mutex::new(connection), options, decoy })
    }

    /// Whether an account or key was ever made: from then on nothing is served without one.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn is_closed(&self) -> Result<bool, AccessError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM api_key)";
        Ok(self.connection().query_row(sql, [], |row| row.get(0))?)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic in a statement leaves no half of it: SQLite rolls back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("<store of accounts>")
    }
}
