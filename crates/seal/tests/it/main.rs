//! The crate as its users see it.

#![expect(clippy::duplicate_mod, reason = "the same tests for both suites")]

mod formats;
mod guomi;
mod international;
mod make;
mod speed;
mod suites;
