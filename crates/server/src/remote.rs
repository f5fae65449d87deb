//! Asking the process that owns a data directory, for commands that find it owned. Plain HTTP, blocking.

mod client;
mod lines;

pub use client::{Remote, RemoteError};
pub use lines::Told;
