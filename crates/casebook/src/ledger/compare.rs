//! Two exports side by side: where they part.

use std::io::BufRead;

use super::export::{line, parse};
use crate::CasebookError;

/// Where two exports part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parting {
    /// Nowhere: both hold the same acts.
    Same {
        /// How many.
        acts: u64,
    },
    /// One goes on where the other ends.
    Longer {
        /// How many acts both hold.
        common: u64,
        /// Whether the first is the longer one.
        first: bool,
    },
    /// From this act on they differ.
    At {
        /// Sequence of the first act that differs.
        sequence: u64,
        /// Whether the bytes differ (else only the hash does, so one of the files was changed).
        bytes: bool,
    },
}

/// Reads both and says where they part.
///
/// # Errors
/// [`CasebookError::Export`] where a line of either is not one of an export.
pub fn compare(mut first: impl BufRead, mut second: impl BufRead) -> Result<Parting, CasebookError> {
    let (mut left, mut right) = (String::new(), String::new());
    let mut number = 0;
    loop {
        let more = (line(&mut first, number + 1, &mut left)?, line(&mut second, number + 1, &mut right)?);
        match more {
            (false, false) => return Ok(Parting::Same { acts: number }),
            (true, true) => {}
            (first, _) => return Ok(Parting::Longer { common: number, first }),
        }
        number += 1;
        let (one, other) = (parse(&left, number)?, parse(&right, number)?);
        if one != other {
            return Ok(Parting::At { sequence: number, bytes: one.1 != other.1 });
        }
    }
}
