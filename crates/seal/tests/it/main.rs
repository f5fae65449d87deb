//! The crate as its users see it.

mod destruction;
mod envelopes;
mod formats;
mod keys;
mod make;
mod pseudonyms;
mod speed;
