//! Keys of machines.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};
use zeroize::Zeroizing;

use super::{Store, row};
use crate::{
    AccessError, Action, Bounds, Principal, PrincipalKind, Role,
    secret::{Secret, are_equal},
};

/// Every written key begins with this, so that one left in a file or a message is found.
const PREFIX: &str = "pck_";
const ID_DIGITS: usize = 12;

/// A key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// 12 hexadecimal digits, by which it is listed and revoked.
    pub id: String,
    /// What it is for, as its maker wrote it.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// What "own" is for it.
    pub bounds: Bounds,
    /// The actions that it was made for; empty: all that its role may.
    pub only: BTreeSet<Action>,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom: a principal's name.
    pub made_by: String,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What it is for: 1 to 64 characters.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// What "own" is for it.
    pub bounds: Bounds,
    /// The actions that it is made for; empty: all that its role may.
    pub only: BTreeSet<Action>,
    /// From when on it opens nothing: at most [`Store::KEY_LASTS_MAX`] ahead.
    pub expires_at: Timestamp,
}

/// A key that was made: its text is shown once and kept nowhere.
#[derive(Debug)]
pub struct MadeKey {
    /// By which it is listed and revoked.
    pub id: String,
    /// `pck_`, the id, `_` and the secret.
    pub text: Zeroizing<String>,
}

const COLUMNS: &str = "id, name, role, bounds, only_actions, made_at, made_by, expires_at, revoked_at, hash";

impl Store {
    /// Longest time for which a key is made.
    pub const KEY_LASTS_MAX: SignedDuration = SignedDuration::from_hours(24 * 400);

    /// Makes a key.
    ///
    /// # Errors
    /// [`AccessError::BadShape`] for name or expiry, [`AccessError::Bounds`], [`AccessError::Full`].
    pub fn add_key(
        &self,
        key: &NewKey,
        made_by: &str,
        now: Timestamp,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<MadeKey, AccessError> {
        check(key, now)?;
        let secret = Secret::new(random);
        let mut id = [0; ID_DIGITS / 2];
        random(&mut id);
        let id = format!("{:012x}", u64::from_be_bytes([0, 0, id[0], id[1], id[2], id[3], id[4], id[5]]));
        let connection = self.connection();
        let count = connection.query_row("SELECT count(*) FROM api_key", [], |row| row.get::<_, u32>(0))?;
        if count as usize >= Self::KEYS_MAX {
            return Err(AccessError::Full { what: "keys", max: Self::KEYS_MAX });
        }
        let sql = "INSERT INTO api_key (id, name, hash, role, bounds, only_actions, made_at, made_by, expires_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        connection.execute(
            sql,
            params![
                id,
                key.name.trim(),
                secret.hash("key").0,
                key.role.word(),
                row::json(&key.bounds)?,
                row::json(&key.only)?,
                row::micros(now),
                made_by,
                row::micros(key.expires_at)
            ],
        )?;
        let text = Zeroizing::new(format!("{PREFIX}{id}_{}", *secret.expose()));
        Ok(MadeKey { id, text })
    }

    /// Every key, the latest first.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn keys(&self) -> Result<Vec<ApiKey>, AccessError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("SELECT {COLUMNS} FROM api_key ORDER BY made_at DESC, id"))?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Revokes a key, at once.
    ///
    /// # Errors
    /// [`AccessError::Unknown`] where there is none that is not revoked yet.
    pub fn revoke_key(&self, id: &str, by: &str, now: Timestamp) -> Result<(), AccessError> {
        let sql = "UPDATE api_key SET revoked_at = ?2, revoked_by = ?3 WHERE id = ?1 AND revoked_at IS NULL";
        match self.connection().execute(sql, params![id, row::micros(now), by])? {
            0 => Err(AccessError::Unknown { what: "key" }),
            _ => Ok(()),
        }
    }

    /// Who acts with a key as it was sent; `None` where it is unknown, wrong, expired or revoked, told alike.
    ///
    /// # Errors
    /// [`AccessError::Store`].
    pub fn principal_of_key(&self, text: &str, now: Timestamp) -> Result<Option<Principal>, AccessError> {
        let parts = text.strip_prefix(PREFIX).and_then(|rest| rest.split_at_checked(ID_DIGITS));
        let secret = parts.and_then(|(_, rest)| rest.strip_prefix('_')).and_then(Secret::parse);
        let (Some((id, _)), Some(secret)) = (parts, secret) else { return Ok(None) };
        let sql = format!("SELECT {COLUMNS} FROM api_key WHERE id = ?1 AND revoked_at IS NULL");
        let both = |row: &Row<'_>| Ok((read(row)?, row.get::<_, [u8; 32]>(9)?));
        let found = self.connection().query_row(&sql, [id], both).optional()?;
        let agrees = |(key, hash): &(ApiKey, [u8; 32])| are_equal(*hash, secret.hash("key").0) && now < key.expires_at;
        Ok(found.filter(agrees).map(|(key, _)| key.principal()))
    }
}

fn check(key: &NewKey, now: Timestamp) -> Result<(), AccessError> {
    key.bounds.check(key.role)?;
    let length = key.name.trim().chars().count();
    if !(1..=64).contains(&length) || key.name.chars().any(char::is_control) {
        return Err(AccessError::BadShape { what: "key name", would_pass: "1 to 64 characters" });
    }
    let lasts = key.expires_at.duration_since(now);
    if lasts <= SignedDuration::ZERO || lasts > Store::KEY_LASTS_MAX {
        return Err(AccessError::BadShape { what: "expiry", would_pass: "1 to 400 days ahead" });
    }
    Ok(())
}

impl ApiKey {
    /// Who acts with it.
    fn principal(self) -> Principal {
        let kind = PrincipalKind::Machine { only: self.only };
        Principal { name: format!("key:{}", self.id), role: self.role, bounds: self.bounds, kind }
    }
}

fn read(found: &Row<'_>) -> rusqlite::Result<ApiKey> {
    let text = |place: usize| found.get::<_, String>(place);
    Ok(ApiKey {
        id: text(0)?,
        name: text(1)?,
        role: row::word(Role::parse(&text(2)?))?,
        bounds: row::of_json(&text(3)?)?,
        only: row::of_json(&text(4)?)?,
        made_at: row::instant(found.get(5)?)?,
        made_by: text(6)?,
        expires_at: row::instant(found.get(7)?)?,
        revoked_at: found.get::<_, Option<i64>>(8)?.map(row::instant).transpose()?,
    })
}
