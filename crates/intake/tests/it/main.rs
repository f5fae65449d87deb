//! The pipeline as a whole, over a data directory.

mod gate;
mod support;
