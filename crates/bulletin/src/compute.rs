//! Figures from facts, by the definitions in `law`.
//!
//! All figures that are asked for together are counted in one pass over the facts.
//! A figure that cannot be derived says why; it is never guessed and never nought for want of a base.

use std::collections::BTreeMap;

use law::indicator::{Indicators, Measure, SCOPE_ALL, Term};
use parcel::Bilingual;

use crate::{Exact, External, Period, Source, property::Dimension};

mod count;
mod open;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use open::CODE;
pub use open::{Opened, open};

use count::{CountKey, Counted, Plan};

/// Which figure is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask {
    /// Id of the indicator.
    pub indicator: String,
    /// Id of the scope.
    pub scope: String,
    /// The months.
    pub period: Period,
}

/// The value of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A count in the unit of the indicator.
    Count(u64),
    /// A share of one, e.g. 0.0847.
    Share(Exact),
    /// A change against the base: -0.2984 is a fall by 29.84 per cent.
    Change(Exact),
}

/// A figure with everything needed to check it.
#[derive(Clone, Debug)]
pub struct Computed {
    /// What was asked.
    pub ask: Ask,
    /// The value; none: it cannot be derived, see `why_not`.
    pub value: Option<Value>,
    /// Numerator, or the count itself.
    pub numerator: Option<u64>,
    /// Denominator, or the count of the comparison period.
    pub denominator: Option<u64>,
    /// The months compared with.
    pub compared_with: Option<Period>,
    /// Figures from elsewhere that went into it.
    pub external: Vec<External>,
    /// Why it cannot be derived.
    pub why_not: Option<Bilingual>,
}

impl Computed {
    /// The value as it is kept when published: `108663`, `8.47`, `-29.84`; none: it cannot be derived.
    pub fn printed(&self) -> Option<String> {
        let decimals = Indicators::built_in().get(&self.ask.indicator).map_or(2, |indicator| indicator.decimals);
        match self.value? {
            Value::Count(count) => Some(count.to_string()),
            Value::Share(number) | Value::Change(number) => {
                Some(number.times(Exact::whole(100))?.fixed(decimals.into()))
            }
        }
    }

    /// Whether a total that nobody published went into it.
    pub fn is_assumed(&self) -> bool {
        self.external.iter().any(|external| external.back_solved)
    }
}

/// Something that is asked for and not defined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// Ask for a defined indicator.
    #[error("unknown indicator {0}")]
    Indicator(String),
    /// Ask for a defined scope.
    #[error("unknown scope {0}")]
    Scope(String),
    /// The definition asks for something that facts do not have: put the definition right.
    #[error("the definition of {indicator} names {word}, which facts do not have")]
    Definition {
        /// Id of the indicator or scope.
        indicator: String,
        /// The word.
        word: String,
    },
    /// Ask for an indicator that counts; only counts are broken down.
    #[error("{0} is no count and cannot be broken down")]
    Breakdown(String),
}

/// Computes figures in one pass, in the order asked.
///
/// # Errors
/// [`AskError`]: something that is not defined was asked for.
pub fn compute(source: &impl Source, asks: &[Ask]) -> Result<Vec<Computed>, AskError> {
    let mut plan = Plan::default();
    for ask in asks {
        for key in keys(ask)? {
            plan.add(key)?;
        }
    }
    let counted = plan.run(source);
    asks.iter().map(|ask| figure(ask, &counted, source)).collect()
}

/// A count in each cell of a dimension; cells in which nothing was counted are left out.
///
/// # Errors
/// [`AskError`]: not defined, or no count.
pub fn break_down(source: &impl Source, ask: &Ask, by: Dimension) -> Result<BTreeMap<u32, u64>, AskError> {
    let indicator = defined(&ask.indicator)?;
    let Measure::Count { .. } = indicator.measure else { return Err(AskError::Breakdown(ask.indicator.clone())) };
    let mut plan = Plan::default();
    let key = CountKey { indicator: ask.indicator.clone(), scope: ask.scope.clone(), period: ask.period };
    plan.add_by(key.clone(), Some(by))?;
    Ok(plan.run(source).cells(&key, by))
}

fn defined(id: &str) -> Result<&'static law::indicator::Indicator, AskError> {
    Indicators::built_in().get(id).ok_or_else(|| AskError::Indicator(id.to_owned()))
}

/// The counts that a figure needs.
fn keys(ask: &Ask) -> Result<Vec<CountKey>, AskError> {
    let of = |term: &Term| key(term, ask);
    let count =
        |indicator: &str, period| CountKey { indicator: indicator.to_owned(), scope: ask.scope.clone(), period };
    Ok(match &defined(&ask.indicator)?.measure {
        Measure::Count { .. } => vec![count(&ask.indicator, ask.period)],
        Measure::Share { numerator, denominator } => numerator.iter().chain(denominator).map(of).collect(),
        Measure::YearOnYear { of } => vec![count(of, ask.period), count(of, ask.period.a_year_before())],
        Measure::NotComputed { .. } => Vec::new(),
    })
}

fn key(term: &Term, ask: &Ask) -> CountKey {
    let scope = term.scope.clone().unwrap_or_else(|| ask.scope.clone());
    CountKey { indicator: term.indicator.clone(), scope, period: ask.period }
}

fn figure(ask: &Ask, counted: &Counted, source: &impl Source) -> Result<Computed, AskError> {
    let mut figure = Computed {
        ask: ask.clone(),
        value: None,
        numerator: None,
        denominator: None,
        compared_with: None,
        external: Vec::new(),
        why_not: None,
    };
    match &defined(&ask.indicator)?.measure {
        Measure::Count { external, .. } => {
            let key = CountKey { indicator: ask.indicator.clone(), scope: ask.scope.clone(), period: ask.period };
            figure.numerator = total(&key, external.as_deref(), counted, source, &mut figure);
            figure.value = figure.numerator.map(Value::Count);
        }
        Measure::Share { numerator, denominator } => {
            figure.numerator = sum(numerator, ask, counted, source, &mut figure);
            figure.denominator = sum(denominator, ask, counted, source, &mut figure);
            let share = figure.numerator.zip(figure.denominator).and_then(|(above, below)| quotient(above, below));
            figure.value = share.map(Value::Share);
            if share.is_none() && figure.why_not.is_none() {
                figure.why_not = Some(Bilingual::new("分母为零", "the denominator is nought"));
            }
        }
        Measure::YearOnYear { of } => year_on_year(of, counted, source, &mut figure),
        Measure::NotComputed { why } => figure.why_not = Some(why.clone()),
    }
    Ok(figure)
}

fn quotient(above: u64, below: u64) -> Option<Exact> {
    Exact::ratio(above.into(), below.into())
}

fn sum(terms: &[Term], ask: &Ask, counted: &Counted, source: &impl Source, figure: &mut Computed) -> Option<u64> {
    terms.iter().try_fold(0, |sum, term| {
        let external = match &defined(&term.indicator).ok()?.measure {
            Measure::Count { external, .. } => external.as_deref(),
            _ => None,
        };
        Some(sum + total(&key(term, ask), external, counted, source, figure)?)
    })
}

/// The count; in the scope of everything with what the register does not hold. None: that was not stated.
fn total(
    key: &CountKey,
    external: Option<&str>,
    counted: &Counted,
    source: &impl Source,
    figure: &mut Computed,
) -> Option<u64> {
    let count = counted.total(key);
    let Some(series) = external.filter(|_| key.scope == SCOPE_ALL) else { return Some(count) };
    let Some(stated) = stated(source.external(), series, key.period) else {
        figure.why_not = Some(Bilingual::new(
            format!("未登记外部数字 {series}（{}）：登记簿之外的其他犯罪", key.period),
            format!("the figure {series} for {} is not stated: other crimes are outside the register", key.period),
        ));
        return None;
    };
    let sum = stated.iter().map(|external| external.value).sum::<u64>();
    figure.external.extend(stated.into_iter().cloned());
    Some(count + sum)
}

/// Stated figures that make up the period: one for the whole, or several one after the other.
fn stated<'a>(all: &'a [External], series: &str, period: Period) -> Option<Vec<&'a External>> {
    let of: Vec<_> = all.iter().filter(|external| external.series == series).collect();
    if let Some(whole) = of.iter().rfind(|external| external.period == period) {
        return Some(vec![whole]);
    }
    let mut month = period.begin();
    let mut parts = Vec::new();
    while month < period.end() {
        let fits = |external: &&&External| external.period.begin() == month && external.period.end() <= period.end();
        let part = of.iter().filter(fits).max_by_key(|external| external.period.end())?;
        month = part.period.end();
        parts.push(*part);
    }
    Some(parts)
}

fn year_on_year(of: &str, counted: &Counted, source: &impl Source, figure: &mut Computed) {
    let (period, base) = (figure.ask.period, figure.ask.period.a_year_before());
    let count = |period| counted.total(&CountKey { indicator: of.to_owned(), scope: figure.ask.scope.clone(), period });
    let (now, mut before) = (count(period), Some(count(base)));
    let series = format!("{of}.{}", figure.ask.scope);
    figure.compared_with = Some(base);
    if let Some(stated) = stated(source.external(), &series, base) {
        before = Some(stated.iter().map(|external| external.value).sum());
        figure.external.extend(stated.into_iter().cloned());
    } else if counted.first_month.is_none_or(|first| first > base.begin()) {
        before = None;
        figure.why_not = Some(Bilingual::new(
            format!("登记簿未及比较期间（{base}），也未登记外部数字 {series}"),
            format!(
                "the register does not reach back over the comparison period ({base}), and no figure {series} is stated"
            ),
        ));
    }
    figure.numerator = Some(now);
    figure.denominator = before;
    let change = before.and_then(|before| quotient(now, before)?.minus(Exact::ONE));
    figure.value = change.map(Value::Change);
    if change.is_none() && figure.why_not.is_none() {
        figure.why_not = Some(Bilingual::new("比较期间为零", "the count of the comparison period is nought"));
    }
}
