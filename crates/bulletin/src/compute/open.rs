//! A figure opened: the acts behind its numerator and its denominator.

use law::indicator::{Indicator, Measure};

use super::{Ask, AskError, Computed, CountKey, compute, count::Counter, defined, key};
use crate::Source;

/// Version of the program that counts; a figure is the same only under the same one.
pub(crate) const CODE: &str = env!("CARGO_PKG_VERSION");

/// Everything that a figure rests on.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The figure.
    pub figure: Computed,
    /// Its definition.
    pub definition: &'static Indicator,
    /// Acts behind the numerator or the count, each once, in order.
    pub numerator: Vec<u64>,
    /// Acts behind the denominator or the comparison period, each once, in order.
    pub denominator: Vec<u64>,
    /// Version of the program.
    pub code: &'static str,
    /// Sequence of the last act that was known.
    pub as_of: u64,
}

/// Opens a figure.
///
/// # Errors
/// [`AskError`]: not defined.
pub fn open(source: &impl Source, ask: &Ask) -> Result<Opened, AskError> {
    let figure = compute(source, std::slice::from_ref(ask))?.swap_remove(0);
    let definition = defined(&ask.indicator)?;
    let count =
        |indicator: &str, period| CountKey { indicator: indicator.to_owned(), scope: ask.scope.clone(), period };
    let (above, below) = match &definition.measure {
        Measure::Count { .. } => (vec![count(&ask.indicator, ask.period)], Vec::new()),
        Measure::Share { numerator, denominator } => (
            numerator.iter().map(|term| key(term, ask)).collect(),
            denominator.iter().map(|term| key(term, ask)).collect(),
        ),
        Measure::YearOnYear { of } => (vec![count(of, ask.period)], vec![count(of, ask.period.a_year_before())]),
        Measure::NotComputed { .. } => (Vec::new(), Vec::new()),
    };
    Ok(Opened {
        figure,
        definition,
        numerator: acts(source, above)?,
        denominator: acts(source, below)?,
        code: CODE,
        as_of: source.as_of(),
    })
}

fn acts(source: &impl Source, keys: Vec<CountKey>) -> Result<Vec<u64>, AskError> {
    let counters: Vec<_> = keys.into_iter().map(|key| Counter::new(key, None)).collect::<Result<_, _>>()?;
    let mut acts = Vec::new();
    source.scan(&|kind| counters.iter().any(|counter| counter.kinds().any(|other| other == kind)), &mut |fact| {
        if counters.iter().any(|counter| counter.takes(fact)) {
            acts.push(fact.sequence);
        }
    });
    acts.sort_unstable();
    acts.dedup();
    Ok(acts)
}
