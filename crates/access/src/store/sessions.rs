//! Sessions: kept here, so that ending one ends it.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, params};

use super::{Account, Store, accounts, row};
use crate::{AccessError, AccountName, secret::Secret};

/// How long a session lasts.
///
/// Default: 12 hours at most, half an hour without a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRules {
    /// From signing in, whatever happens.
    pub lasts_max: SignedDuration,
    /// Without a request.
    pub idle_max: SignedDuration,
}

impl Default for SessionRules {
    fn default() -> Self {
        Self { lasts_max: SignedDuration::from_hours(12), idle_max: SignedDuration::from_mins(30) }
    }
}

/// A request is noted at most this often, so that a page does not write to the disk.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its account, as it is now.
    pub account: Account,
    /// When it was started.
    pub made_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

impl Store {
    pub(super) fn start_session(
        &self,
        name: &AccountName,
        now: Timestamp,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Secret, AccessError> {
        let secret = Secret::new(random);
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let rules = &self.options.sessions;
        let over = "DELETE FROM session WHERE made_at <= ?1 OR seen_at <= ?2";
        transaction.execute(over, params![before(now, rules.lasts_max), before(now, rules.idle_max)])?;
        let oldest = "DELETE FROM session WHERE hash IN
            (SELECT hash FROM session WHERE account = ?1 ORDER BY made_at DESC LIMIT -1 OFFSET ?2)";
        transaction.execute(oldest, params![name.as_str(), Self::SESSIONS_EACH_MAX as i64 - 1])?;
        let new = "INSERT INTO session (hash, account, made_at, seen_at) VALUES (?1, ?2, ?3, ?3)";
        transaction.execute(new, params![secret.hash("session").0, name.as_str(), row::micros(now)])?;
        transaction.commit()?;
        Ok(secret)
    }

    /// The session of a token, if it is open and its account not disabled; notes that it was seen.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn session(&self, secret: &Secret, now: Timestamp) -> Result<Option<Session>, AccessError> {
        let rules = &self.options.sessions;
        let hash = secret.hash("session").0;
        let connection = self.connection();
        let sql = format!(
            "SELECT {}, session.made_at, seen_at FROM session JOIN account ON name = account
             WHERE hash = ?1 AND session.made_at > ?2 AND seen_at > ?3 AND disabled_at IS NULL",
            accounts::COLUMNS.replace("made_at", "account.made_at")
        );
        let read = |row: &rusqlite::Row<'_>| {
            Ok((accounts::read(row)?, row::instant(row.get(9)?)?, row::instant(row.get(10)?)?))
        };
        let values = params![hash, before(now, rules.lasts_max), before(now, rules.idle_max)];
        let Some((account, made_at, seen_at)) = connection.query_row(&sql, values, read).optional()? else {
            return Ok(None);
        };
        if now.duration_since(seen_at) >= NOTED_EVERY {
            connection.execute("UPDATE session SET seen_at = ?2 WHERE hash = ?1", params![hash, row::micros(now)])?;
        }
        let ends_at = made_at.checked_add(rules.lasts_max).unwrap_or(Timestamp::MAX);
        Ok(Some(Session { account, made_at, ends_at }))
    }

    /// Ends one session: signing out.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn end_session(&self, secret: &Secret) -> Result<(), AccessError> {
        self.connection().execute("DELETE FROM session WHERE hash = ?1", [secret.hash("session").0])?;
        Ok(())
    }

    /// Ends every session of an account; says how many there were.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn end_sessions(&self, name: &AccountName) -> Result<usize, AccessError> {
        Ok(self.connection().execute("DELETE FROM session WHERE account = ?1", [name.as_str()])?)
    }
}

fn before(now: Timestamp, span: SignedDuration) -> i64 {
    row::micros(now.checked_sub(span).unwrap_or(Timestamp::MIN))
}
