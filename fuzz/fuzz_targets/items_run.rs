//! Runs `fuzz::target::items_run` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::target::items_run(bytes));
