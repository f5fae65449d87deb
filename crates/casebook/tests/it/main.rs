//! The casebook from outside: recording, order of steps, corrections, reading, crashes, rates.

mod corrections;
mod crash;
mod figures;
mod ledger;
mod procedure;
mod properties;
mod rates;
mod story;
mod support;
