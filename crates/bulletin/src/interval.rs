//! What a rounded figure may stand for: everything between two bounds.

use crate::Exact;

/// All numbers from `low` to `high`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    low: Exact,
    high: Exact,
}

impl Interval {
    /// From bound to bound, in either order.
    pub fn new(one: Exact, other: Exact) -> Self {
        Self { low: one.min(other), high: one.max(other) }
    }

    /// One number, known exactly.
    pub fn exact(number: Exact) -> Self {
        Self { low: number, high: number }
    }

    /// A number and everything within a margin of it; none: out of range.
    pub fn around(number: Exact, margin: Exact) -> Option<Self> {
        Some(Self::new(number.minus(margin)?, number.plus(margin)?))
    }

    /// Lower bound, included.
    pub fn low(self) -> Exact {
        self.low
    }

    /// Upper bound, included.
    pub fn high(self) -> Exact {
        self.high
    }

    /// Whether there is but one number in it.
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// Whether some number lies in both: then the two may stand for the same thing.
    pub fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Sum; none: out of range.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        Some(Self { low: self.low.plus(other.low)?, high: self.high.plus(other.high)? })
    }

    /// Difference of two independent numbers; none: out of range.
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        Some(Self { low: self.low.minus(other.high)?, high: self.high.minus(other.low)? })
    }

    /// Product with one number; none: out of range.
    pub(crate) fn times(self, factor: Exact) -> Option<Self> {
        Some(Self::new(self.low.times(factor)?, self.high.times(factor)?))
    }
}
