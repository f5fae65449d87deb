//! Parameters of an address: what there are, and reading them with every problem at once.

use axum::{extract::Query, http::Uri};
use parcel::{Fault, Problem, ProblemCode};

use super::problem::HttpProblem;

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum In {
    /// In the path; required.
    Path,
    /// After the question mark; optional.
    Query,
}

/// What a parameter looks like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A day, `YYYY-MM-DD`.
    Day,
    /// A whole number within bounds.
    Whole(u64, u64),
    /// One of a list.
    Words(fn() -> Vec<&'static str>),
    /// Some of a list, with commas between them.
    ManyWords(fn() -> Vec<&'static str>),
    /// Text of a shape.
    Pattern(&'static str),
}

/// A parameter, as it is read and as it is documented.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) within: In,
    pub(super) kind: Kind,
    pub(super) says: &'static str,
}

/// The parameters of one request.
pub(super) struct Given {
    pairs: Vec<(String, String)>,
    problems: Vec<Problem>,
}

impl Given {
    /// Reads what stands after the question mark. An unknown name is a problem, so that a misspelt one is never lost.
    pub(super) fn read(uri: &Uri, known: &[Parameter]) -> Self {
        let names: Vec<_> = known.iter().filter(|known| known.within == In::Query).map(|known| known.name).collect();
        let mut problems = Vec::new();
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map_or_else(|_| Vec::new(), |query| query.0);
        if pairs.iter().any(|(name, _)| !names.contains(&name.as_str())) {
            // Not named: whoever misspells a parameter may have put anything there.
            problems.push(Problem::new("", ProblemCode::UnknownField, format!("parameters: {}", names.join(", "))));
        }
        for name in names {
            if pairs.iter().filter(|(given, _)| given == name).count() > 1 {
                problems.push(Problem::new(format!("/{name}"), ProblemCode::RepeatedField, "once"));
            }
        }
        Self { pairs, problems }
    }

    /// A parameter that may be left out.
    pub(super) fn optional<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        let (_, text) = self.pairs.iter().find(|(given, _)| given == name)?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.problems.push(fault.at(format!("/{name}")));
                None
            }
        }
    }

    /// A parameter that must be there; none: it was not, or it does not fit.
    pub(super) fn needed<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        if !self.pairs.iter().any(|(given, _)| given == name) {
            self.problems.push(Problem::new(format!("/{name}"), ProblemCode::Missing, "it is asked for"));
            return None;
        }
        self.optional(name, parse)
    }

    /// All problems, if there are any.
    pub(super) fn finish(self) -> Result<(), HttpProblem> {
        if self.problems.is_empty() { Ok(()) } else { Err(HttpProblem::parameters(self.problems)) }
    }
}
