//! Published figures against their own arithmetic.
//!
//! A verdict comes from a formula and from intervals, never from a list.
//! Nothing is corrected: what was published stands beside what follows from it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    Confidence, Exact, Figure, Interval, Period, Published, Release,
    published::{Check, Relation},
};

mod look_up;
#[cfg(test)]
mod tests;
mod words;

use look_up::{Found, Known};

/// What comes of checking one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Some number fits both the published figure and its parts, as they were rounded.
    Agrees,
    /// No number fits, although the parts are of the same release.
    OutsideRounding,
    /// No number fits, and a part is of another release: its base was restated, or counts another thing.
    BaseRestated,
    /// A part was not published, or the statement gives no base.
    CannotRecompute,
    /// Counts, claims or totals contradict each other.
    Inconsistent,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 5] =
        [Self::Agrees, Self::OutsideRounding, Self::BaseRestated, Self::CannotRecompute, Self::Inconsistent];

    /// The word of the verdict, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::OutsideRounding => "outside_rounding",
            Self::BaseRestated => "base_restated",
            Self::CannotRecompute => "cannot_recompute",
            Self::Inconsistent => "inconsistent",
        }
    }
}

/// One checked figure.
///
/// Shares and changes are in per cent, counts in the unit of the series; rounded to four decimals for output, judged exactly.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Id of the series.
    pub indicator: String,
    /// The months that it speaks of.
    pub period: Period,
    /// As published; a claim in words, such as `>0%`, as text.
    pub published: serde_json::Value,
    /// What follows from the parts as they are written; none: cannot be recomputed.
    pub recomputed: Option<f64>,
    /// The formula, and each part with its value and, where it was put together, from what.
    pub formula: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Bounds of what the published figure may stand for; none for a claim in words.
    pub published_bounds: Option<[f64; 2]>,
    /// Bounds of what follows from the parts; none: cannot be recomputed.
    pub recomputed_bounds: Option<[f64; 2]>,
    /// What else a reader should know, in both languages.
    pub notes: Vec<parcel::Bilingual>,
    /// Id of the release.
    pub release: String,
    /// Day of the release.
    pub released: jiff::civil::Date,
    /// Where it was read.
    pub source: String,
    /// How sure it is that it was published like this.
    pub confidence: Confidence,
}

/// Checks every figure for which there is a check, in the order of checks, then of releases.
pub fn check(published: &Published) -> Vec<Line> {
    let known = Known::new(published);
    let mut lines = Vec::new();
    for check in &published.checks {
        for release in &published.releases {
            for figure in release.figures.iter().filter(|figure| figure.series == check.series) {
                lines.push(line(&known, check, release, figure));
            }
        }
    }
    lines
}

/// What is known of a formula's parts.
struct Parts {
    /// In the order of the formula; none: one is missing.
    found: Option<Vec<Found>>,
    /// Names and periods of what is missing.
    missing: Vec<String>,
}

fn line(known: &Known, check: &Check, release: &Release, figure: &Figure) -> Line {
    let parts = parts(known, check, release, figure.period);
    let value = parts.found.as_ref().and_then(|found| recomputed(check, found, |part| part.interval));
    let written = parts.found.as_ref().and_then(|found| recomputed(check, found, |part| Interval::exact(part.written)));
    let percent = figure.stated.is_percent() || figure.stated.is_claim();
    let show = |number: Exact| shown(number, percent);
    let verdict = value.map_or(Verdict::CannotRecompute, |value| verdict(check, release, figure, value, &parts));
    Line {
        indicator: check.series.clone(),
        period: figure.period,
        published: if figure.stated.is_claim() {
            figure.stated.to_string().into()
        } else {
            show(figure.stated.number()).into()
        },
        recomputed: written.map(|written| show(written.low())),
        formula: words::formula(check, &parts, figure.period),
        verdict,
        published_bounds: (!figure.stated.is_claim()).then(|| bounds(figure.interval, percent)),
        recomputed_bounds: value.map(|value| bounds(value, percent)),
        notes: words::notes(check, &parts, figure),
        release: release.id.clone(),
        released: release.day,
        source: release.source.clone(),
        confidence: release.confidence,
    }
}

fn recomputed(check: &Check, found: &[Found], of: impl Fn(&Found) -> Interval) -> Option<Interval> {
    check.formula.value(&found.iter().map(of).collect::<Vec<_>>())
}

fn parts(known: &Known, check: &Check, release: &Release, period: Period) -> Parts {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for part in check.formula.parts() {
        match known.part(part, release, period, check.months_within) {
            Ok(part) => found.push(part),
            Err(what) => missing.push(what),
        }
    }
    Parts { found: missing.is_empty().then_some(found), missing }
}

fn verdict(check: &Check, release: &Release, figure: &Figure, value: Interval, parts: &Parts) -> Verdict {
    let holds = match check.relation {
        Relation::Equals => figure.interval.meets(value),
        Relation::AtMost => figure.interval.low() <= value.high(),
        Relation::AtLeast => figure.interval.high() >= value.low(),
    };
    let found = parts.found.as_deref().unwrap_or_default();
    let releases: BTreeSet<_> = found.iter().flat_map(|part| &part.releases).collect();
    let elsewhere = releases.iter().any(|id| **id != release.id);
    let assumed = found.iter().any(|part| part.assumed);
    let arithmetic = check.relation == Relation::Equals && figure.stated.is_percent() && !assumed;
    match (holds, arithmetic) {
        (true, _) => Verdict::Agrees,
        (false, false) => Verdict::Inconsistent,
        (false, true) if elsewhere => Verdict::BaseRestated,
        (false, true) => Verdict::OutsideRounding,
    }
}

/// For output: per cent where the figure is a share or a change.
fn shown(number: Exact, percent: bool) -> f64 {
    let number = if percent { number.times(Exact::whole(100)).unwrap_or(number) } else { number };
    number.rounded(4)
}

fn bounds(interval: Interval, percent: bool) -> [f64; 2] {
    [shown(interval.low(), percent), shown(interval.high(), percent)]
}
