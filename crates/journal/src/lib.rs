//! A durable, append-only log of bytes with positions.
//!
//! What is here: the promise ([`Entries`], [`Journal`]), an engine on `SQLite` ([`SqliteJournal`]) and one that forgets
//! at exit ([`MemoryJournal`]).
//! What does not belong here: what the bytes mean. This crate knows no word of the domain and holds no key.
//!
//! ```
//! use journal::{Entries, Journal, Options, SqliteJournal};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let mut journal = SqliteJournal::open(folder.path(), Options::default())?;
//! let first = journal.append(&[b"one", b"two"])?; // synced when it returns
//! assert_eq!(journal.entry(first + 1)?, b"two");
//! let reader = journal.reader()?; // has its own connection: hand it to another thread
//! assert_eq!(reader.end(), 2);
//! # Ok(())
//! # }
//! ```

mod block;
mod chain;
mod contract;
mod error;
mod memory;
mod options;
mod sqlite;

pub use block::{BLOCK_BYTES_MAX, BLOCK_ENTRIES_MAX};
pub use contract::{Dropped, Entries, Hash, Head, Journal, Position};
pub use error::JournalError;
pub use memory::MemoryJournal;
pub use options::Options;
pub use sqlite::{SqliteJournal, SqliteReader};
