//! Values as they stand in the tables.

use jiff::Timestamp;
use rusqlite::types::{FromSqlError, Type};
use serde::de::DeserializeOwned;

/// An instant as microseconds.
pub(super) fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// An instant of microseconds.
pub(super) fn instant(micros: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|error| damaged(Type::Integer, error))
}

/// A value written as JSON.
pub(super) fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// A value read from JSON.
pub(super) fn of_json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| damaged(Type::Text, error))
}

/// A word of a closed list.
pub(super) fn word<T>(found: Option<T>) -> rusqlite::Result<T> {
    found.ok_or_else(|| damaged(Type::Text, FromSqlError::InvalidType))
}

fn damaged(kind: Type, cause: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(cause))
}
