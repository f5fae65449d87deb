//! The casebook from outside: recording, order of steps, corrections, reading, crashes, rates.

mod clocks;
mod corrections;
mod crash;
mod figures;
mod ledger;
mod procedure;
mod properties;
mod rates;
mod story;
mod support;
