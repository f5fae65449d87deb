//! Accounts: made, listed, disabled; passwords set and changed.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};

use super::{Store, row};
use crate::{AccessError, AccountName, Bounds, Lockout, Principal, PrincipalKind, Role, check_password, password};

/// An account, without its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: AccountName,
    /// Its role.
    pub role: Role,
    /// What "own" is for it.
    pub bounds: Bounds,
    /// Whether its password was given by somebody else and must be changed before anything else.
    pub must_change_password: bool,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom: a principal's name.
    pub made_by: String,
    /// When it was disabled.
    pub disabled_at: Option<Timestamp>,
    /// Wrong passwords in a row.
    pub lockout: Lockout,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its name.
    pub name: AccountName,
    /// Its role.
    pub role: Role,
    /// What "own" is for it.
    pub bounds: Bounds,
}

pub(super) const COLUMNS: &str =
    "name, role, bounds, must_change, made_at, made_by, disabled_at, failures, locked_until";

impl Store {
    /// Makes an account with a password that its owner must change when first signing in.
    ///
    /// # Errors
    /// [`AccessError::Password`], [`AccessError::Bounds`], [`AccessError::NameTaken`], [`AccessError::Full`].
    pub fn add_account(
        &self,
        account: &NewAccount,
        password: &str,
        made_by: &str,
        now: Timestamp,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), AccessError> {
        account.bounds.check(account.role)?;
        let hash = self.hash_checked(password, &account.name, random)?;
        let connection = self.connection();
        let count = connection.query_row("SELECT count(*) FROM account", [], |row| row.get::<_, u32>(0))?;
        if count as usize >= Self::ACCOUNTS_MAX {
            return Err(AccessError::Full { what: "accounts", max: Self::ACCOUNTS_MAX });
        }
        let sql = "INSERT INTO account (name, role, bounds, password, must_change, made_at, made_by)
                   VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6) ON CONFLICT DO NOTHING";
        let bounds = row::json(&account.bounds)?;
        let values = params![account.name.as_str(), account.role.word(), bounds, hash, row::micros(now), made_by];
        match connection.execute(sql, values)? {
            0 => Err(AccessError::NameTaken { name: account.name.to_string() }),
            _ => Ok(()),
        }
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn accounts(&self) -> Result<Vec<Account>, AccessError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM account ORDER BY name"))?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An account.
    ///
    /// # Errors
    /// [`AccessError::Unknown`].
    pub fn account(&self, name: &AccountName) -> Result<Account, AccessError> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE name = ?1");
        let found = self.connection().query_row(&sql, [name.as_str()], read).optional()?;
        found.ok_or(AccessError::Unknown { what: "account" })
    }

    /// Disables an account and ends its sessions. Its name stays taken.
    ///
    /// # Errors
    /// [`AccessError::Unknown`] where there is none that is not disabled yet.
    pub fn disable_account(&self, name: &AccountName, by: &str, now: Timestamp) -> Result<(), AccessError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let sql = "UPDATE account SET disabled_at = ?2, disabled_by = ?3 WHERE name = ?1 AND disabled_at IS NULL";
        if transaction.execute(sql, params![name.as_str(), row::micros(now), by])? == 0 {
            return Err(AccessError::Unknown { what: "account" });
        }
        transaction.execute("DELETE FROM session WHERE account = ?1", [name.as_str()])?;
        Ok(transaction.commit()?)
    }

    /// Changes a password by its owner, who gave the former one just now; ends every session of the account.
    ///
    /// # Errors
    /// [`AccessError::Password`], also where it is the former one; [`AccessError::Unknown`].
    pub fn change_password(
        &self,
        name: &AccountName,
        password: &str,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), AccessError> {
        let sql = "SELECT password FROM account WHERE name = ?1";
        let former: Option<String> = self.connection().query_row(sql, [name.as_str()], |row| row.get(0)).optional()?;
        let former = former.ok_or(AccessError::Unknown { what: "account" })?;
        if password::agrees(password, &former) {
            let same =
                parcel::Bilingual::new("新口令不能与原口令相同", "the new password must differ from the former one");
            return Err(AccessError::Password { problems: vec![same] });
        }
        self.set_password(name, password, false, random)
    }

    /// Gives an account a password that its owner must change: after it was forgotten or may be known to others.
    ///
    /// # Errors
    /// As [`Self::change_password`].
    pub fn reset_password(
        &self,
        name: &AccountName,
        password: &str,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), AccessError> {
        self.set_password(name, password, true, random)
    }

    fn set_password(
        &self,
        name: &AccountName,
        password: &str,
        must_change: bool,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), AccessError> {
        let hash = self.hash_checked(password, name, random)?;
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let sql = "UPDATE account SET password = ?2, must_change = ?3, failures = 0, locked_until = NULL
                   WHERE name = ?1";
        if transaction.execute(sql, params![name.as_str(), hash, must_change])? == 0 {
            return Err(AccessError::Unknown { what: "account" });
        }
        transaction.execute("DELETE FROM session WHERE account = ?1", [name.as_str()])?;
        Ok(transaction.commit()?)
    }

    fn hash_checked(
        &self,
        password: &str,
        name: &AccountName,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<String, AccessError> {
        let problems = check_password(password, name);
        if problems.is_empty() {
            return password::hash(password, self.options.cost, random);
        }
        Err(AccessError::Password { problems })
    }
}

impl Account {
    /// Who acts with it.
    pub fn principal(&self) -> Principal {
        let kind =
            PrincipalKind::Person { account: self.name.clone(), must_change_password: self.must_change_password };
        Principal { name: self.name.to_string(), role: self.role, bounds: self.bounds.clone(), kind }
    }
}

pub(super) fn read(found: &Row<'_>) -> rusqlite::Result<Account> {
    let text = |place: usize| found.get::<_, String>(place);
    let moment = |place: usize| found.get::<_, Option<i64>>(place)?.map(row::instant).transpose();
    Ok(Account {
        name: row::word(AccountName::parse(&text(0)?).ok())?,
        role: row::word(Role::parse(&text(1)?))?,
        bounds: row::of_json(&text(2)?)?,
        must_change_password: found.get(3)?,
        made_at: row::instant(found.get(4)?)?,
        made_by: text(5)?,
        disabled_at: moment(6)?,
        lockout: Lockout { failures: found.get(7)?, until: moment(8)? },
    })
}
