//! Runs `fuzz::target::lines` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::target::lines(bytes));
