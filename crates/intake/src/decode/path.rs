//! Where in a line a value stands, and the problems found there.

use std::{borrow::Cow, cell::RefCell};

use parcel::{Fault, Problem, ProblemCode};

/// Most problems that one line is answered with; further ones are not listed.
pub const PROBLEMS_MAX: usize = 64;

/// Longest part of a field name that is repeated in an answer.
const NAME_CHARS_MAX: usize = 64;

/// A value breaks a rule.
pub(super) struct Broken {
    code: ProblemCode,
    would_pass: Cow<'static, str>,
}

impl Broken {
    pub(super) fn new(code: ProblemCode, would_pass: impl Into<Cow<'static, str>>) -> Self {
        Self { code, would_pass: would_pass.into() }
    }
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self::new(fault.code, fault.would_pass)
    }
}

/// The problems of one line, gathered while it is read.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(super) fn add(&self, problem: Problem) {
        let mut problems = self.0.borrow_mut();
        if problems.len() < PROBLEMS_MAX {
            problems.push(problem);
        }
    }

    pub(super) fn into_inner(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// A place in a line: written as a JSON Pointer only when there is a problem.
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
    problems: &'p Problems,
}

enum Step<'p> {
    Root,
    Field(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(super) fn root(problems: &'p Problems) -> Self {
        Self { parent: None, step: Step::Root, problems }
    }

    pub(super) fn field<'c>(&'c self, name: &'c str) -> Path<'c> {
        Path { parent: Some(self), step: Step::Field(name), problems: self.problems }
    }

    pub(super) fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Some(self), step: Step::Index(index), problems: self.problems }
    }

    /// Notes that the value here breaks a rule.
    pub(super) fn breaks(&self, broken: impl Into<Broken>) {
        let broken = broken.into();
        self.problems.add(Problem::new(self.pointer(), broken.code, broken.would_pass));
    }

    fn pointer(&self) -> String {
        let mut pointer = self.parent.map(Path::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Field(name) => {
                pointer.push('/');
                pointer.extend(name.chars().take(NAME_CHARS_MAX).flat_map(|letter| match letter {
                    '~' => vec!['~', '0'],
                    '/' => vec!['~', '1'],
                    letter => vec![letter],
                }));
            }
            Step::Index(index) => pointer.extend(["/", &index.to_string()]),
        }
        pointer
    }
}
