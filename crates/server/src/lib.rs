//! The HTTP face of the gate and a client for it, for the executable and for tests.
//!
//! The command line belongs in `main`.

pub mod http;
pub mod register;
pub mod remote;
