//! A store in a temporary directory, and lines to send it.

use std::{path::Path, sync::Arc};

use intake::{
    decide::Answer,
    lines::{Batch, LineReader},
    prepare::{Expect, Received},
    store::{Store, StoreOptions, Surroundings},
};
use jiff::Timestamp;
use screening::Screener;

pub(crate) const VALID: &str = include_str!("../fixtures/valid.ndjson");
pub(crate) const INVALID: &str = include_str!("../fixtures/invalid.ndjson");
pub(crate) const EVENTS: &str = include_str!("../fixtures/events.ndjson");

/// A clock that stands still, after everything in the examples.
pub(crate) fn now() -> Timestamp {
    "2026-11-22T12:00:00+08:00".parse().unwrap()
}

fn random(bytes: &mut [u8]) {
    bytes.fill(7);
}

pub(crate) const SURROUNDINGS: Surroundings = Surroundings { now, random };

pub(crate) fn screener() -> Arc<Screener> {
    Arc::new(Screener::built_in().unwrap())
}

pub(crate) fn options() -> StoreOptions {
    StoreOptions { workers: 2, ..StoreOptions::default() }
}

pub(crate) fn open(path: &Path, options: &StoreOptions) -> Store {
    Store::open(path, screener(), options, SURROUNDINGS, &mut |_, _| {}).unwrap()
}

pub(crate) fn batches(text: &str) -> Vec<Batch> {
    let mut reader = LineReader::new(text.as_bytes());
    let mut batches = Vec::new();
    loop {
        let batch = reader.next_batch().unwrap();
        if batch.is_empty() {
            return batches;
        }
        batches.push(batch);
    }
}

pub(crate) fn send(store: &Store, text: &str) -> Vec<Answer> {
    let answer = |batch| store.pipeline().answer(batch, Expect::Any, Received::At(now())).unwrap();
    batches(text).into_iter().flat_map(answer).collect()
}

/// An answer in a word: the decision, the state, or the problems.
pub(crate) fn word(answer: &Answer) -> String {
    match answer {
        Answer::Decision { verdict, repeat, .. } => format!("{verdict}{}", if *repeat { " again" } else { "" }),
        Answer::Receipt { receipt, repeat, .. } => {
            format!("{}{}", receipt.state, if *repeat { " again" } else { "" })
        }
        Answer::Rejected(rejection) => {
            let problems: Vec<_> =
                rejection.problems.iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect();
            problems.join(", ")
        }
    }
}

pub(crate) fn words(answers: &[Answer]) -> Vec<String> {
    answers.iter().map(word).collect()
}
