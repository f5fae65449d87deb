//! Parts of a formula among published figures: as published, put together from other periods, or bounded by an assumption.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    Exact, Figure, Interval, Period, Published, Release,
    formula::{Part, When},
    period::Month,
};

/// A part that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// What it may be.
    pub(super) interval: Interval,
    /// As written, without rounding: the middle where it was bounded only.
    pub(super) written: Exact,
    /// Where from, e.g. `arrested 2020-01..2020-06 - arrested 2020-01..2020-03`.
    pub(super) words: String,
    /// Releases used.
    pub(super) releases: BTreeSet<String>,
    /// Whether an assumption on months was needed.
    pub(super) assumed: bool,
}

impl Found {
    fn published(release: &Release, figure: &Figure) -> Self {
        Self {
            interval: figure.interval,
            written: figure.stated.number(),
            words: format!("{} {}", figure.series, figure.period),
            releases: BTreeSet::from([release.id.clone()]),
            assumed: false,
        }
    }

    fn join(mut self, other: &Self, add: bool) -> Option<Self> {
        (self.interval, self.written) = if add {
            (self.interval.plus(other.interval)?, self.written.plus(other.written)?)
        } else {
            (self.interval.minus(other.interval)?, self.written.minus(other.written)?)
        };
        self.words = format!("{} {} {}", self.words, if add { "+" } else { "-" }, other.words);
        self.releases.extend(other.releases.iter().cloned());
        self.assumed |= other.assumed;
        Some(self)
    }
}

/// Figures by scope and series, in the order of release.
pub(super) struct Known<'a> {
    figures: BTreeMap<(&'a str, &'a str), Vec<(&'a Release, &'a Figure)>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(published: &'a Published) -> Self {
        let mut figures: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for release in &published.releases {
            for figure in release.figures.iter().filter(|figure| !figure.stated.is_claim()) {
                figures.entry((release.scope.as_str(), figure.series.as_str())).or_default().push((release, figure));
            }
        }
        Self { figures }
    }

    /// A part as seen from a release; the error names what is missing.
    pub(super) fn part(
        &self,
        part: &Part,
        release: &Release,
        period: Period,
        months_within: Option<Exact>,
    ) -> Result<Found, String> {
        let figures = self.figures.get(&(release.scope.as_str(), part.series.as_str())).map_or(&[][..], Vec::as_slice);
        let seen = Seen { figures, release };
        let (period, found) = match part.when {
            When::Same => (period, seen.period(period, months_within)),
            When::YearBefore => (period.a_year_before(), seen.period(period.a_year_before(), None)),
            When::EarlierYears => (period, seen.earlier_years(period)),
        };
        found.ok_or_else(|| format!("{part}: {} {period}", part.series))
    }
}

/// The figures of one series, seen from one release.
struct Seen<'a> {
    figures: &'a [(&'a Release, &'a Figure)],
    release: &'a Release,
}

impl Seen<'_> {
    fn period(&self, period: Period, months_within: Option<Exact>) -> Option<Found> {
        self.figure(period)
            .or_else(|| self.path(period.begin(), period.end()))
            .or_else(|| self.bounded(period, months_within?))
    }

    /// Of the same release; else of the last before it; else of the first after it.
    fn figure(&self, period: Period) -> Option<Found> {
        let of = || self.figures.iter().filter(|(_, figure)| figure.period == period);
        let own = of().find(|(release, _)| release.id == self.release.id);
        let before = || of().rfind(|(release, _)| release.day <= self.release.day);
        let (release, figure) = own.or_else(before).or_else(|| of().next())?;
        Some(Found::published(release, figure))
    }

    /// The fewest published periods whose sums and differences lead from one month to another.
    fn path(&self, from: Month, to: Month) -> Option<Found> {
        let periods: BTreeSet<_> = self.figures.iter().map(|(_, figure)| figure.period).collect();
        let mut came = BTreeMap::from([(from, None)]);
        let mut queue = VecDeque::from([from]);
        while let Some(month) = queue.pop_front().filter(|month| *month != to) {
            for period in &periods {
                for (step, next) in [(true, (period.begin(), period.end())), (false, (period.end(), period.begin()))] {
                    if next.0 == month && !came.contains_key(&next.1) {
                        came.insert(next.1, Some((month, *period, step)));
                        queue.push_back(next.1);
                    }
                }
            }
        }
        let mut steps = Vec::new();
        let mut month = to;
        while let Some((earlier, period, add)) = *came.get(&month)? {
            steps.push((period, add));
            month = earlier;
        }
        // Sums first, so that the words begin with a term that is added.
        steps.sort_by_key(|(period, add)| (!add, *period));
        let (first, rest) = steps.split_first()?;
        rest.iter().try_fold(self.figure(first.0)?, |found, (period, add)| found.join(&self.figure(*period)?, *add))
    }

    /// A period that ends within a published stretch: the known beginning, and bounds for the part of the stretch.
    fn bounded(&self, period: Period, factor: Exact) -> Option<Found> {
        let months: BTreeSet<_> =
            self.figures.iter().flat_map(|(_, figure)| [figure.period.begin(), figure.period.end()]).collect();
        let before = months.range(..period.end()).rev().copied();
        let after: Vec<_> = months.range(period.end() + 1..).copied().collect();
        before.filter(|month| *month >= period.begin()).find_map(|month| {
            let start = if month == period.begin() { None } else { Some(self.path(period.begin(), month)?) };
            let part = after.iter().find_map(|end| self.slice(month, *end, period.end() - month, factor))?;
            match start {
                None => Some(part),
                Some(start) => start.join(&part, true),
            }
        })
    }

    /// The first months of a stretch, if no month differs from the stretch's mean by more than the factor.
    fn slice(&self, from: Month, to: Month, months: i32, factor: Exact) -> Option<Found> {
        let whole = self.path(from, to)?;
        let share = |months: i32| Exact::ratio(months.into(), (to - from).into());
        let within = |share: Exact| Some((share.over(factor)?, share.times(factor)?));
        let (least, most) = within(share(months)?)?;
        let (rest_least, rest_most) = within(share(to - from - months)?)?;
        let low = least.max(Exact::ONE.minus(rest_most)?);
        let high = most.min(Exact::ONE.minus(rest_least)?);
        let bounds = [whole.interval.low().times(low)?, whole.interval.high().times(high)?];
        let period = Period::of_months(from, from + months - 1)?;
        Some(Found {
            interval: Interval::new(bounds[0], bounds[1]),
            written: whole.written.times(share(months)?)?,
            words: format!("{period} of ({})", whole.words),
            releases: whole.releases,
            assumed: true,
        })
    }

    /// The yearly mean of the rest of the shortest published period of whole years that ends with this year.
    fn earlier_years(&self, period: Period) -> Option<Found> {
        let longer = self.figures.iter().map(|(_, figure)| figure.period).filter(|longer| {
            longer.end() == period.end() && longer.months() > period.months() && longer.months() % 12 == 0
        });
        let longer = longer.min_by_key(|longer| longer.months()).filter(|_| period.months() == 12)?;
        let years = i64::from(longer.months() / 12 - 1);
        let rest = self.figure(longer)?.join(&self.figure(period)?, false)?;
        let share = Exact::ONE.over(Exact::whole(years))?;
        Some(Found {
            interval: rest.interval.times(share)?,
            written: rest.written.times(share)?,
            words: format!("({}) / {years}", rest.words),
            ..rest
        })
    }
}
