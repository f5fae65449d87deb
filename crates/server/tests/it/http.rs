//! The HTTP face, served in this process over a store in a temporary directory.

mod answers;
mod bounds;
mod documented;
mod entrance;
mod questions;
mod register;
mod remote;
mod server;
mod streams;
