//! Signing in with a password.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::{Account, Store, accounts, row};
use crate::{AccessError, AccountName, Lockout, password, secret::Secret};

/// What signing in gives.
#[derive(Debug)]
pub enum SignIn {
    /// A session; the secret goes into the cookie and nowhere else.
    Session {
        /// The token.
        secret: Secret,
        /// The account as it is.
        account: Box<Account>,
    },
    /// No session.
    Refused(SignInRefusal),
}

/// Why there is no session. A wrong name, a wrong password and a disabled account are told alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Name or password do not agree.
    Wrong,
    /// Too many wrong passwords: nothing is looked at until then. Told for names that do not exist, never.
    Locked {
        /// Until when.
        until: Timestamp,
    },
}

impl Store {
    /// Tries a name and a password.
    ///
    /// The caller limits how often one address may ask ([`crate::Rate::SIGN_IN`]).
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn sign_in(
        &self,
        name: &str,
        password: &str,
        now: Timestamp,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<SignIn, AccessError> {
        let found = self.with_password(name)?.filter(|(account, _)| account.disabled_at.is_none());
        let Some((account, hash)) = found else {
            // As much work as for an account that exists.
            password::agrees(password, &self.decoy);
            return Ok(SignIn::Refused(SignInRefusal::Wrong));
        };
        if let Some(until) = account.lockout.until.filter(|_| account.lockout.is_locked(now)) {
            return Ok(SignIn::Refused(SignInRefusal::Locked { until }));
        }
        if password::agrees(password, &hash) {
            let account = Account { lockout: Lockout::default(), ..account };
            self.note(&account.name, account.lockout)?;
            let secret = self.start_session(&account.name, now, random)?;
            return Ok(SignIn::Session { secret, account: Box::new(account) });
        }
        self.fail(&account.name, now)?;
        Ok(SignIn::Refused(SignInRefusal::Wrong))
    }

    fn with_password(&self, name: &str) -> Result<Option<(Account, String)>, AccessError> {
        let Ok(name) = AccountName::parse(name) else { return Ok(None) };
        let sql = format!("SELECT {}, password FROM account WHERE name = ?1", accounts::COLUMNS);
        let read = |row: &rusqlite::Row<'_>| Ok((accounts::read(row)?, row.get(9)?));
        Ok(self.connection().query_row(&sql, [name.as_str()], read).optional()?)
    }

    /// One more wrong password: read and written in one transaction, so that guesses side by side all count.
    fn fail(&self, name: &AccountName, now: Timestamp) -> Result<(), AccessError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let sql = format!("SELECT {} FROM account WHERE name = ?1", accounts::COLUMNS);
        let account = transaction.query_row(&sql, [name.as_str()], accounts::read)?;
        write(&transaction, name, account.lockout.failed(now, &self.options.lockout))?;
        Ok(transaction.commit()?)
    }

    fn note(&self, name: &AccountName, lockout: Lockout) -> Result<(), AccessError> {
        Ok(write(&self.connection(), name, lockout)?)
    }
}

fn write(connection: &rusqlite::Connection, name: &AccountName, lockout: Lockout) -> rusqlite::Result<()> {
    let sql = "UPDATE account SET failures = ?2, locked_until = ?3 WHERE name = ?1";
    connection.execute(sql, params![name.as_str(), lockout.failures, lockout.until.map(row::micros)]).map(|_| ())
}
