//! Counts over the answers of many lines.

use std::collections::BTreeMap;

use intake::decide::Answer;
use parcel::{ProblemCode, Verdict};
use serde::Serialize;

use crate::remote::Told;

/// `lines = recorded + duplicates + conflicts + rejected`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Lines that were answered.
    pub lines: u64,
    /// Journaled now.
    pub recorded: u64,
    /// Journaled before, with the same content.
    pub duplicates: u64,
    /// Another content, or a higher revision, was journaled before under the same name.
    pub conflicts: u64,
    /// Not taken for any other reason.
    pub rejected: u64,
    /// Decisions that were answered, duplicates among them.
    pub decisions: Decisions,
    /// Problems by code.
    #[serde(skip)]
    pub problems: BTreeMap<ProblemCode, u64>,
}

/// Decisions by strength.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Decisions {
    /// May be taken in.
    pub accept: u64,
    /// A person must act first.
    pub inspect: u64,
    /// The law says "must not accept".
    pub refuse: u64,
}

impl Decisions {
    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Accept => self.accept += 1,
            Verdict::Inspect => self.inspect += 1,
            Verdict::Refuse => self.refuse += 1,
        }
    }
}

impl Summary {
    /// Counts one answer.
    pub fn add(&mut self, answer: &Answer) {
        self.lines += 1;
        match answer {
            Answer::Decision { verdict, repeat, .. } => {
                self.count(*repeat);
                self.decisions.add(*verdict);
            }
            Answer::Receipt { repeat, .. } => self.count(*repeat),
            Answer::Rejected(rejection) => self.reject(rejection.problems.iter().map(|problem| problem.code)),
        }
    }

    /// Counts one answer of a running server.
    pub fn add_told(&mut self, told: Told) {
        self.lines += 1;
        match told {
            Told::Decision { verdict, repeat } => {
                self.count(repeat);
                self.decisions.add(verdict);
            }
            Told::Receipt { repeat } => self.count(repeat),
            Told::Rejected { conflict: true } => self.conflicts += 1,
            Told::Rejected { conflict: false } => self.rejected += 1,
        }
    }

    /// Counts a line that did not get as far as the pipeline.
    pub fn reject(&mut self, codes: impl IntoIterator<Item = ProblemCode>) {
        let mut conflict = false;
        for code in codes {
            conflict |= matches!(code, ProblemCode::Conflict | ProblemCode::LowerRevision);
            *self.problems.entry(code).or_default() += 1;
        }
        if conflict {
            self.conflicts += 1;
        } else {
            self.rejected += 1;
        }
    }

    fn count(&mut self, repeat: bool) {
        if repeat {
            self.duplicates += 1;
        } else {
            self.recorded += 1;
        }
    }
}
