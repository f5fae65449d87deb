//! What can go wrong with a rival.

use std::path::PathBuf;

/// A rival could not be run.
#[derive(Debug, thiserror::Error)]
pub enum RivalError {
    /// Call it as it says.
    #[error("usage: rivals FILE [8,32,64] [DIR]")]
    Usage,
    /// A file or process of the machine failed.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
    /// The directory exists: name a new one, it is removed afterwards.
    #[error("{0} exists; name a directory that does not")]
    Exists(PathBuf),
    /// Install the Debian package `postgresql`.
    #[error("no `{0}` in PATH or /usr/lib/postgresql: install the package postgresql")]
    Missing(&'static str),
    /// A command of PostgreSQL failed; its own words stand above.
    #[error("{0} failed")]
    Command(&'static str),
    /// The database refused.
    #[error("PostgreSQL: {0}")]
    Database(#[from] postgres::Error),
    /// A line of the file is no record of the sample.
    #[error("line {0} is no acceptance")]
    Line(usize),
    /// A thread failed.
    #[error("a client failed")]
    Client,
}
