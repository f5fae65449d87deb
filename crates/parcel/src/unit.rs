//! Quantities, each with its unit in the type.

use serde::{Deserialize, Serialize};

use crate::{Fault, ProblemCode};

/// Mass.
///
/// Unit: gram. Range: 1 to 100 000 000 for an item; at least 1 for a goods line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Grams(u64);

impl Grams {
    /// Largest mass of an item.
    pub const ITEM_MAX: u64 = 100_000_000;

    /// Mass of a whole item.
    pub fn of_item(grams: u64) -> Result<Self, Fault> {
        if (1..=Self::ITEM_MAX).contains(&grams) {
            Ok(Self(grams))
        } else {
            Err(Fault::new(ProblemCode::OutOfRange, "integer grams, 1..=100000000"))
        }
    }

    /// Mass of one goods line.
    pub fn of_line(grams: u64) -> Result<Self, Fault> {
        if grams >= 1 { Ok(Self(grams)) } else { Err(Fault::new(ProblemCode::OutOfRange, "integer grams, 1 or more")) }
    }

    /// The number of grams.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// Value.
///
/// Unit: fen (1/100 yuan). Range: 0 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fen(pub u64);

/// How many or how much, in the unit that stands beside it.
///
/// Range: above 0 and finite.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Quantity(f64);

impl Quantity {
    /// A quantity above zero.
    pub fn new(amount: f64) -> Result<Self, Fault> {
        if amount.is_finite() && amount > 0.0 {
            Ok(Self(amount))
        } else {
            Err(Fault::new(ProblemCode::OutOfRange, "a number above 0"))
        }
    }

    /// The amount.
    pub fn get(self) -> f64 {
        self.0
    }
}
