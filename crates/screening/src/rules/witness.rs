//! What must have been counted before a condition can hold: the ground of the index.

use super::typed::{Comparison, Typed};
use crate::window::{Count, MeasureId};

/// Measures of which at least one must reach its count before a condition can hold.
pub(crate) type Witness = Vec<(MeasureId, Count)>;

/// The smallest witness of a condition; none where it may hold without any count.
pub(crate) fn witness(condition: &Typed) -> Option<Witness> {
    match condition {
        Typed::Measured(measure, comparison, bound) => {
            let count = match comparison {
                Comparison::GreaterOrEqual | Comparison::Equal => *bound,
                Comparison::Greater => *bound + 1,
                _ => 0,
            };
            (count > 0).then(|| vec![(*measure, count)])
        }
        Typed::And(left, right) => match (witness(left), witness(right)) {
            (Some(left), Some(right)) => Some(if left.len() <= right.len() { left } else { right }),
            (one, other) => one.or(other),
        },
        Typed::Or(left, right) => Some([witness(left)?, witness(right)?].concat()),
        _ => None,
    }
}
