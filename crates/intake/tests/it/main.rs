//! The pipeline as a whole, over a data directory.

mod capsule;
mod conformance;
mod faults;
mod gate;
mod packs;
mod support;
