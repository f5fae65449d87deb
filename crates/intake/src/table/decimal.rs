//! Decimal numbers and the units that they are exported in, without binary fractions in between.

use super::field::Dimension;

/// Most digits of a number that is read.
const DIGITS_MAX: usize = 24;

/// A decimal number: `mantissa` divided by ten to the power of `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// Reads digits with at most one point and a sign before them; neither exponents nor separators of thousands.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = || whole.bytes().chain(fraction.bytes());
        let count = whole.len() + fraction.len();
        if count == 0 || count > DIGITS_MAX || !all().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let mantissa = all().fold(0_i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
        Some(Self { mantissa: if negative { -mantissa } else { mantissa }, scale: fraction.len() as u32 })
    }

    /// This many of a unit in whole target units, halves rounded away from zero.
    pub(super) fn times(self, unit: Factor) -> i128 {
        let (product, divisor) = (self.mantissa * unit.times, 10_i128.pow(self.scale) * unit.per);
        (2 * product.abs() + divisor) / (2 * divisor) * product.signum()
    }

    /// The number, if it is whole.
    pub(super) fn whole(self) -> Option<i128> {
        let divisor = 10_i128.pow(self.scale);
        (self.mantissa % divisor == 0).then_some(self.mantissa / divisor)
    }
}

/// How many target units a unit is: `times / per`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Factor {
    times: i128,
    per: i128,
}

/// Units by the word that a mapping uses, what they measure, and how many grams or fen they are.
const UNITS: &[(&str, Dimension, Factor)] = &[
    ("gram", Dimension::Mass, Factor { times: 1, per: 1 }),
    ("kilogram", Dimension::Mass, Factor { times: 1_000, per: 1 }),
    ("tonne", Dimension::Mass, Factor { times: 1_000_000, per: 1 }),
    ("jin", Dimension::Mass, Factor { times: 500, per: 1 }),
    // International avoirdupois pound, 0.453 592 37 kg exactly.
    ("pound", Dimension::Mass, Factor { times: 45_359_237, per: 100_000 }),
    ("fen", Dimension::Money, Factor { times: 1, per: 1 }),
    ("jiao", Dimension::Money, Factor { times: 10, per: 1 }),
    ("yuan", Dimension::Money, Factor { times: 100, per: 1 }),
];

/// The factor of a unit, if it measures that.
pub(super) fn factor(unit: &str, dimension: Dimension) -> Option<Factor> {
    UNITS.iter().find(|(word, measures, _)| *word == unit && *measures == dimension).map(|(_, _, factor)| *factor)
}

/// The units that measure that, for a message.
pub(super) fn units(dimension: Dimension) -> String {
    let words: Vec<_> =
        UNITS.iter().filter(|(_, measures, _)| *measures == dimension).map(|(word, ..)| *word).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(text: &str, unit: &str) -> Option<i128> {
        Some(Decimal::parse(text)?.times(factor(unit, Dimension::Mass)?))
    }

    #[test]
    fn units_are_exact_and_halves_round_up() {
        for (text, unit, expected) in [
            ("108.0", "kilogram", 108_000),
            ("0.1", "kilogram", 100),
            ("0.0005", "kilogram", 1),
            ("0.00049", "kilogram", 0),
            ("60025000.0", "kilogram", 60_025_000_000),
            ("1.5", "jin", 750),
            ("1", "pound", 454),
            ("-0.5", "gram", -1),
            (".5", "tonne", 500_000),
            ("7.", "gram", 7),
        ] {
            assert_eq!(grams(text, unit), Some(expected), "{text} {unit}");
        }
    }

    #[test]
    fn what_is_no_decimal_number_is_none() {
        for text in ["", ".", "-", "1e6", "1,5", "1.2.3", "１２", " 1", "0x10", "1234567890123456789012345"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        assert_eq!(grams("1", "yuan"), None);
        assert_eq!(Decimal::parse("3.10").unwrap().whole(), None);
        assert_eq!(Decimal::parse("-3.0").unwrap().whole(), Some(-3));
    }
}
