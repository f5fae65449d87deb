//! The casebook from outside: recording, order of steps, corrections, reading, crashes, rates.

mod clocks;
mod corrections;
mod crash;
mod documents;
mod figures;
mod finds;
mod ledger;
mod orders;
mod procedure;
mod properties;
mod rates;
mod recommendations;
mod story;
mod support;
