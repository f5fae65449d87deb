//! How a published figure follows from others: one quotient of sums, as data.
//!
//! Sums and one quotient are monotone in every part, so the corners of the parts' intervals give exact bounds.
//! Anything freer would lose that.

use std::fmt;

use crate::{Exact, Interval};

mod parse;
#[cfg(test)]
mod tests;

/// Most parts that a formula may name.
pub(crate) const PARTS_MAX: usize = 8;

/// When a part of a formula is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// In the period of the figure: `arrested`.
    Same,
    /// In the same months of the year before: `before(arrested)`.
    YearBefore,
    /// The mean of the years before within a longer published period that ends with it: `earlier-years(arrested)`.
    EarlierYears,
}

/// A published series at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Id of the series.
    pub(crate) series: String,
    /// When.
    pub(crate) when: When,
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.when {
            When::Same => write!(out, "{}", self.series),
            When::YearBefore => write!(out, "before({})", self.series),
            When::EarlierYears => write!(out, "earlier-years({})", self.series),
        }
    }
}

/// Indexes into the parts with their signs.
type Sum = Vec<(i64, usize)>;

/// `sum`, `sum / sum` or `sum / sum - 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Formula {
    text: String,
    parts: Vec<Part>,
    above: Sum,
    below: Option<Sum>,
    less_one: bool,
}

impl Formula {
    /// Reads a formula; the error says what is wrong and what would pass.
    pub(crate) fn parse(text: &str) -> Result<Self, parcel::Bilingual> {
        parse::formula(text)
    }

    /// As it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What it needs, each once.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether it compares with an earlier period.
    pub(crate) fn compares(&self) -> bool {
        self.parts.iter().any(|part| part.when != When::Same)
    }

    /// Bounds of the value, given those of the parts in order. None: a divisor may be nought, or numbers too long.
    pub(crate) fn value(&self, parts: &[Interval]) -> Option<Interval> {
        if self.below.as_ref().is_some_and(|below| !is_positive(below, parts)) {
            return None;
        }
        let corners = (0..1_usize << parts.len()).map(|corner| {
            let at = |part: usize| if corner >> part & 1 == 0 { parts[part].low() } else { parts[part].high() };
            self.at(at)
        });
        let values: Vec<Exact> = corners.collect::<Option<_>>()?;
        Some(Interval::new(*values.iter().min()?, *values.iter().max()?))
    }

    fn at(&self, part: impl Fn(usize) -> Exact) -> Option<Exact> {
        let total = |sum: &Sum| {
            sum.iter()
                .try_fold(Exact::ZERO, |total, (sign, index)| total.plus(Exact::whole(*sign).times(part(*index))?))
        };
        let above = total(&self.above)?;
        let value = match &self.below {
            Some(below) => above.over(total(below)?)?,
            None => above,
        };
        if self.less_one { value.minus(Exact::ONE) } else { Some(value) }
    }
}

/// Whether the sum is above nought wherever its parts lie.
fn is_positive(sum: &Sum, parts: &[Interval]) -> bool {
    let lowest = sum.iter().try_fold(Exact::ZERO, |total, (sign, index)| {
        let part = parts[*index];
        if *sign > 0 { total.plus(part.low()) } else { total.minus(part.high()) }
    });
    lowest.is_some_and(|lowest| lowest > Exact::ZERO)
}
