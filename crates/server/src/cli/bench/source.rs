//! Lines to measure with: from a file made by `portcullis sample`, or made on the way.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use sample::{EventDetail, Plan, Sample};

use crate::{cli::sample::bad_plan, failure::Outcome};

/// Acceptances, one after the other.
pub(super) enum Source {
    File(BufReader<File>),
    Made(Box<Sample>),
}

/// Some lines, each with its line end.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) text: String,
    pub(super) count: u64,
}

impl Source {
    /// A sample without events.
    pub(super) fn made(items: u64, seed: u64) -> Outcome<Self> {
        let plan = Plan { items, seed, events: EventDetail::None, ..Plan::default() };
        Ok(Self::Made(Box::new(Sample::new(plan).map_err(bad_plan)?)))
    }

    /// A file.
    pub(super) fn file(path: &Path) -> Outcome<Self> {
        Ok(Self::File(BufReader::with_capacity(1 << 20, File::open(path)?)))
    }

    /// The next lines, at most so many; none at the end.
    pub(super) fn next(&mut self, lines_max: u64) -> Outcome<Lines> {
        let mut lines = Lines::default();
        while lines.count < lines_max {
            let more = match self {
                Self::File(file) => file.read_line(&mut lines.text)? > 0,
                Self::Made(sample) => sample.next_line(&mut lines.text).is_some_and(|_| {
                    lines.text.push('\n');
                    true
                }),
            };
            if !more {
                break;
            }
            lines.count += 1;
        }
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_comes_in_pieces_and_ends() {
        let mut source = Source::made(5, 1).unwrap();
        let first = source.next(3).unwrap();
        assert_eq!((first.count, first.text.lines().count()), (3, 3));
        let mut rest = 0;
        loop {
            let lines = source.next(3).unwrap();
            if lines.count == 0 {
                break;
            }
            rest += lines.count;
        }
        assert!(rest >= 2);
    }
}
