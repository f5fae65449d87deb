//! One binary for all integration tests.

mod contract;
mod distribution;
mod made;
mod order;
mod scheme;
mod speed;
