//! What is tried with damaged input: one function for each decoder of bytes from outside.
//!
//! `cargo xtask fuzz` runs them all on a stable toolchain for some seconds each;
//! `cargo +nightly fuzz run line --features libfuzzer` runs one of them with coverage, for as long as you like.
//! The decoders of `intake` are compiled here by themselves: the whole crate brings DataFusion.

#[path = "../../crates/intake/src"]
mod intake {
    #[allow(dead_code, unused_imports, reason = "what the pipeline uses of it is not here")]
    pub mod decode;
    #[allow(dead_code, unused_imports, reason = "what the pipeline uses of it is not here")]
    pub mod entry;
    #[allow(dead_code, unused_imports, reason = "what the pipeline uses of it is not here")]
    pub mod items;
    #[allow(dead_code, unused_imports, reason = "what the pipeline uses of it is not here")]
    pub mod lines;
    #[allow(dead_code, unused_imports, reason = "what the pipeline uses of it is not here")]
    pub mod table;
}
use intake::{decode, entry, items, lines, table};

pub mod mutation;
pub mod seed;
pub mod target;
