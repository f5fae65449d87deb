//! Exact fractions, so that a figure on the edge of its rounding is judged by arithmetic and not by a float.

use std::{cmp::Ordering, fmt};

#[cfg(test)]
mod tests;

/// A fraction of whole numbers in lowest terms; the denominator is positive.
///
/// Range: 128 bits above and below; an operation that leaves it answers none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exact {
    above: i128,
    below: i128,
}

impl Exact {
    /// Nought.
    pub const ZERO: Self = Self { above: 0, below: 1 };
    /// One.
    pub const ONE: Self = Self { above: 1, below: 1 };

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self { above: number.into(), below: 1 }
    }

    /// A fraction; none: the lower part is nought.
    pub fn ratio(above: i128, below: i128) -> Option<Self> {
        let divisor = gcd(above.checked_abs()?, below.checked_abs()?);
        let sign = below.signum();
        (divisor != 0 && sign != 0).then(|| Self { above: sign * above / divisor, below: sign * below / divisor })
    }

    /// Reads `-12`, `29.60`; at most 15 digits. None: anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let written = format!("{whole}{part}");
        let well_formed = !whole.is_empty() && (digits.contains('.') != part.is_empty());
        if !well_formed || written.len() > 15 || !written.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let above: i128 = written.parse().ok()?;
        Self::ratio(if negative { -above } else { above }, 10_i128.pow(part.len() as u32))
    }

    /// Sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.above.checked_mul(other.below)?;
        let right = other.above.checked_mul(self.below)?;
        Self::ratio(left.checked_add(right)?, self.below.checked_mul(other.below)?)
    }

    /// Difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { above: -other.above, below: other.below })
    }

    /// Product.
    pub fn times(self, other: Self) -> Option<Self> {
        Self::ratio(self.above.checked_mul(other.above)?, self.below.checked_mul(other.below)?)
    }

    /// Quotient; none also where the divisor is nought.
    pub fn over(self, other: Self) -> Option<Self> {
        Self::ratio(self.above.checked_mul(other.below)?, self.below.checked_mul(other.above)?)
    }

    /// The nearest float, for output only.
    pub fn to_f64(self) -> f64 {
        self.above as f64 / self.below as f64
    }

    /// Written with so many decimals, at most 6, rounded exactly, a half away from nought.
    ///
    /// ```
    /// use bulletin::Exact;
    ///
    /// assert_eq!(Exact::ratio(-199_999, 200).unwrap().fixed(2), "-1000.00");
    /// assert_eq!(Exact::ratio(1, 8).unwrap().fixed(2), "0.13");
    /// ```
    pub fn fixed(self, decimals: u32) -> String {
        let scale = 10_i128.pow(decimals.min(6));
        let Some(above) = self.above.checked_mul(2 * scale) else { return format!("{:.2}", self.to_f64()) };
        let rounded = (above.abs() + self.below) / (2 * self.below);
        let sign = if above < 0 && rounded != 0 { "-" } else { "" };
        if decimals == 0 {
            return format!("{sign}{rounded}");
        }
        format!("{sign}{}.{:0width$}", rounded / scale, rounded % scale, width = decimals.min(6) as usize)
    }

    /// Rounded to so many decimals, a half away from nought; for output only.
    pub fn rounded(self, decimals: u32) -> f64 {
        let scale = 10_f64.powi(decimals as i32);
        (self.to_f64() * scale).round() / scale
    }
}

fn gcd(mut left: i128, mut right: i128) -> i128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

impl Ord for Exact {
    /// By value. Fractions too long to be multiplied out are compared by their continued fractions.
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.above.checked_mul(other.below), other.above.checked_mul(self.below));
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => compare(*self, *other),
        }
    }
}

/// Whole parts first, then the reciprocals of what is left, the other way round.
fn compare(left: Exact, right: Exact) -> Ordering {
    let whole = |number: Exact| number.above.div_euclid(number.below);
    let rest = |number: Exact| number.above.rem_euclid(number.below);
    whole(left).cmp(&whole(right)).then_with(|| match (rest(left), rest(right)) {
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Less,
        (_, 0) => Ordering::Greater,
        (first, second) => {
            compare(Exact { above: right.below, below: second }, Exact { above: left.below, below: first })
        }
    })
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Exact {
    /// Whole numbers as they are, others with at most four decimals.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.below == 1 { write!(out, "{}", self.above) } else { write!(out, "{}", self.rounded(4)) }
    }
}
