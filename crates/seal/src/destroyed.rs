//! Days whose keys were destroyed, per retention class: nothing may be sealed for them again.

use serde::{Deserialize, Serialize};

/// Ranges of day numbers, both ends included, ascending, never touching.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DestroyedDays(Vec<(i32, i32)>);

impl DestroyedDays {
    pub(crate) fn contains(&self, day: i32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= day);
        after > 0 && self.0[after - 1].1 >= day
    }

    /// Adds a range and joins it with the ranges that it touches.
    pub(crate) fn add(&mut self, first: i32, last: i32) {
        let (mut first, mut last) = (first, last);
        self.0.retain(|(kept_first, kept_last)| {
            let apart = *kept_last < first.saturating_sub(1) || *kept_first > last.saturating_add(1);
            if !apart {
                first = first.min(*kept_first);
                last = last.max(*kept_last);
            }
            apart
        });
        let place = self.0.partition_point(|(kept_first, _)| *kept_first < first);
        self.0.insert(place, (first, last));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn touching_ranges_become_one() {
        let mut days = DestroyedDays::default();
        days.add(10, 12);
        days.add(20, 22);
        days.add(13, 19);
        assert_eq!(days, DestroyedDays(vec![(10, 22)]));
    }

    proptest! {
        #[test]
        fn a_day_is_destroyed_when_some_range_held_it(ranges in prop::collection::vec((-40..40_i32, 0..9_i32), 0..12)) {
            let mut days = DestroyedDays::default();
            for (first, length) in &ranges {
                days.add(*first, first + length);
            }
            for day in -50..60 {
                let held = ranges.iter().any(|(first, length)| (*first..=first + length).contains(&day));
                prop_assert_eq!(days.contains(day), held);
            }
        }
    }
}
