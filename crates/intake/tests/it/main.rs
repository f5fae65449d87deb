//! The pipeline as a whole, over a data directory.

mod faults;
mod gate;
mod packs;
mod support;
