//! `portcullis`: the gate, its history and its questions, on the command line and over HTTP.
//!
//! This crate turns words into calls and answers into words; it decides nothing.

#![expect(
    unreachable_pub,
    reason = "in an executable nothing is reachable from outside; `pub` says what leaves a room"
)]

mod allocator;
mod cli;
mod clock;
mod failure;
mod item_view;
mod language;
mod output;
mod progress;

use std::process::ExitCode;

use portcullis::{http, register, remote};

use crate::language::Language;

fn main() -> ExitCode {
    allocator::set_up();
    let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let language = Language::chosen(&arguments, |name| std::env::var(name).ok());
    match cli::run(language) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            eprintln!("portcullis: {}", failure.text(language));
            failure.exit.into()
        }
    }
}
