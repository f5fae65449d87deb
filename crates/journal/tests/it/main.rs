//! The journal from outside: one suite for both stores, power cuts, full disks, damaged bytes, stored formats.

mod crash;
mod damage;
mod faults;
mod file_layer;
mod format;
mod properties;
mod rates;
mod retention;
mod segments;
mod suite;
mod support;
