//! A figure in the words of its publisher, and what it may stand for.

use std::fmt;

use super::Rounding;
use crate::{Exact, Interval};

/// A figure as stated.
///
/// - `108663` or `108,663`: a count, exact;
/// - `86.8万`, `868k`: a count rounded to its last digit;
/// - `3000+`: a count, at least so many and less than one more of its last digit that is not nought;
/// - `29.6%`, `-29.84%`: a share or a change, rounded to its last digit;
/// - `>0%`, `<0%`: a claim in words, that something rose or fell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    text: String,
    kind: Kind,
    number: Exact,
    /// One in the last place that was written.
    unit: Exact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Count,
    AtLeast,
    Percent,
    Rose,
    Fell,
}

/// Further than any change that is told of.
const FAR: i64 = 1_000_000_000;

impl Stated {
    /// Reads a figure; none: none of the forms above, or more than 15 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(kind) = match text {
            ">0%" => Some(Kind::Rose),
            "<0%" => Some(Kind::Fell),
            _ => None,
        } {
            return Some(Self { text: text.to_owned(), kind, number: Exact::ZERO, unit: Exact::ZERO });
        }
        let (kind, body, factor) = if let Some(body) = text.strip_suffix('%') {
            (Kind::Percent, body.to_owned(), Exact::ratio(1, 100)?)
        } else if let Some(body) = text.strip_suffix('+') {
            let (body, factor) = scaled(body);
            (Kind::AtLeast, without_groups(body)?, factor)
        } else {
            let (body, factor) = scaled(text);
            (Kind::Count, without_groups(body)?, factor)
        };
        if kind != Kind::Percent && !body.starts_with(|digit: char| digit.is_ascii_digit()) {
            return None;
        }
        let number = Exact::parse(&body)?.times(factor)?;
        let place = if kind == Kind::AtLeast { noughts(&body) } else { Exact::ONE };
        let unit = last_place(&body)?.times(factor)?.times(place)?;
        Some(Self { text: text.to_owned(), kind, number, unit })
    }

    /// Whether it is a share or a change, and not a count.
    pub fn is_percent(&self) -> bool {
        self.kind == Kind::Percent
    }

    /// Whether it is a claim in words.
    pub fn is_claim(&self) -> bool {
        matches!(self.kind, Kind::Rose | Kind::Fell)
    }

    /// The number as written: 0.296 for `29.6%`.
    pub fn number(&self) -> Exact {
        self.number
    }

    /// Everything that it may stand for.
    pub(super) fn interval(&self, rounding: Rounding) -> Option<Interval> {
        let half = self.unit.times(Exact::ratio(1, 2)?)?;
        match self.kind {
            Kind::Count if self.is_plain() => Some(Interval::exact(self.number)),
            Kind::AtLeast => Some(Interval::new(self.number, self.number.plus(self.unit)?)),
            Kind::Percent if rounding == Rounding::Unstated => Interval::around(self.number, self.unit),
            Kind::Count | Kind::Percent => Interval::around(self.number, half),
            Kind::Rose => Some(Interval::new(Exact::ratio(1, FAR.into())?, Exact::whole(FAR))),
            Kind::Fell => Some(Interval::new(Exact::whole(-FAR), Exact::ratio(-1, FAR.into())?)),
        }
    }

    /// A count to the last one.
    fn is_plain(&self) -> bool {
        !self.text.ends_with(['万', 'k'])
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

fn scaled(body: &str) -> (&str, Exact) {
    if let Some(body) = body.strip_suffix('万') {
        (body, Exact::whole(10_000))
    } else if let Some(body) = body.strip_suffix('k') {
        (body, Exact::whole(1_000))
    } else {
        (body, Exact::ONE)
    }
}

/// Digits without commas, which must stand before each three digits.
fn without_groups(body: &str) -> Option<String> {
    let (whole, rest) = body.split_once('.').map_or((body, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let well_grouped = !whole.contains(',') || ((1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3));
    let whole = whole.replace(',', "");
    well_grouped.then(|| rest.map_or(whole.clone(), |rest| format!("{whole}.{rest}")))
}

/// One in the last place that is written: 0.1 for `22.4`.
fn last_place(body: &str) -> Option<Exact> {
    let decimals = body.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    Exact::ratio(1, 10_i128.checked_pow(decimals as u32)?)
}

/// 1000 for `3000`: how much its last digit that is not nought counts.
fn noughts(body: &str) -> Exact {
    if body.contains('.') {
        return Exact::ONE;
    }
    let noughts = body.len() - body.trim_end_matches('0').len();
    Exact::whole(10_i64.pow(noughts.min(15) as u32))
}
