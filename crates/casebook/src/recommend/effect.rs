//! What changed at the addressee against the others: difference in differences of shares, with an interval.
//!
//! Pure arithmetic of counts. It describes; it does not prove a cause, and it ranks nobody.
//!
//! The others' changes show how much such shares move by themselves; with the sampling error of the addressee's own
//! shares they make the interval, by Student's distribution with one degree of freedom less than there are others.

use serde::{Deserialize, Serialize};

/// Items of which a share is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Items that have it.
    pub part: u64,
    /// Items in all.
    pub all: u64,
}

impl Counts {
    fn share(self) -> f64 {
        self.part.min(self.all) as f64 / self.all as f64
    }

    /// Variance of the share by chance alone; never 0, so that a share of 0 or 1 is not taken for certain.
    fn variance(self) -> f64 {
        let all = self.all as f64;
        let share = (self.part.min(self.all) as f64 + 1.0) / (all + 2.0);
        share * (1.0 - share) / all
    }
}

/// One unit, e.g. an operator, in both periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitCounts {
    /// Which unit.
    pub unit: String,
    /// Before.
    pub before: Counts,
    /// After.
    pub after: Counts,
}

impl UnitCounts {
    fn change(&self) -> f64 {
        self.after.share() - self.before.share()
    }

    fn noise(&self) -> f64 {
        self.before.variance() + self.after.variance()
    }

    fn is_seen(&self) -> bool {
        self.before.all > 0 && self.after.all > 0
    }
}

/// Why no interval is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TooFew {
    /// Nothing of the addressee was seen in one of the periods.
    AddresseeUnseen,
    /// The addressee has fewer than [`ITEMS_MIN`] items in a period.
    AddresseeItems,
    /// There are fewer than [`OTHERS_MIN`] others that were seen in both periods.
    Others,
}

/// Least items of the addressee in each period.
pub const ITEMS_MIN: u64 = 30;

/// Least number of others: with fewer, how much shares move by themselves cannot be told.
pub const OTHERS_MIN: usize = 3;

/// What changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// Share at the addressee before; none: nothing seen.
    pub before: Option<f64>,
    /// Share at the addressee after.
    pub after: Option<f64>,
    /// Mean change at the others; none: there are none.
    pub others_change: Option<f64>,
    /// How many others were seen in both periods.
    pub others: usize,
    /// Change at the addressee less the mean change at the others.
    pub difference: Option<f64>,
    /// Where the difference lies in 95 of 100 such comparisons; none: too few, see `too_few`.
    pub interval: Option<[f64; 2]>,
    /// Why there is no interval.
    pub too_few: Option<TooFew>,
}

impl Effect {
    /// Whether the interval lies wholly on one side of 0; none: there is no interval.
    pub fn is_clear(&self) -> Option<bool> {
        self.interval.map(|[low, high]| low > 0.0 || high < 0.0)
    }
}

/// Compares the addressee with the others; those not seen in both periods are left out.
pub fn compare(addressee: &UnitCounts, others: &[UnitCounts]) -> Effect {
    let others: Vec<_> = others.iter().filter(|other| other.is_seen() && other.unit != addressee.unit).collect();
    let changes: Vec<f64> = others.iter().map(|other| other.change()).collect();
    let count = changes.len() as f64;
    let mean = (!changes.is_empty()).then(|| changes.iter().sum::<f64>() / count);
    let share = |counts: Counts| (counts.all > 0).then(|| counts.share());
    let difference = mean.filter(|_| addressee.is_seen()).map(|mean| addressee.change() - mean);
    let few = too_few(addressee, others.len());
    let interval = difference.zip(mean).filter(|_| few.is_none()).map(|(difference, mean)| {
        let reach = reach(addressee, &others, &changes, mean);
        [(difference - reach).max(-2.0), (difference + reach).min(2.0)]
    });
    Effect {
        before: share(addressee.before),
        after: share(addressee.after),
        others_change: mean,
        others: others.len(),
        difference,
        interval,
        too_few: few,
    }
}

fn too_few(addressee: &UnitCounts, others: usize) -> Option<TooFew> {
    match () {
        () if !addressee.is_seen() => Some(TooFew::AddresseeUnseen),
        () if addressee.before.all.min(addressee.after.all) < ITEMS_MIN => Some(TooFew::AddresseeItems),
        () if others < OTHERS_MIN => Some(TooFew::Others),
        () => None,
    }
}

/// Half the width of the interval.
fn reach(addressee: &UnitCounts, others: &[&UnitCounts], changes: &[f64], mean: f64) -> f64 {
    let count = changes.len() as f64;
    let spread = changes.iter().map(|change| (change - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let noise = others.iter().map(|other| other.noise()).sum::<f64>() / count;
    // What the others move beyond chance, the addressee may move too; its own chance is added to it.
    let real = (spread - noise).max(0.0);
    let variance = addressee.noise() + real + spread.max(noise) / count;
    student(changes.len() - 1) * variance.sqrt()
}

/// Two-sided 95 per cent point of Student's distribution, to three decimals; above 30 degrees by the expansion in 1/n.
fn student(degrees: usize) -> f64 {
    const POINTS: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];
    let normal = 1.959_964_f64;
    let beyond = || normal + (normal.powi(3) + normal) / (4.0 * degrees as f64);
    degrees.checked_sub(1).and_then(|place| POINTS.get(place)).copied().unwrap_or_else(beyond)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str, before: (u64, u64), after: (u64, u64)) -> UnitCounts {
        let counts = |(part, all)| Counts { part, all };
        UnitCounts { unit: name.to_owned(), before: counts(before), after: counts(after) }
    }

    fn others(after: [u64; 5]) -> Vec<UnitCounts> {
        after
            .iter()
            .enumerate()
            .map(|(place, part)| unit(&format!("o-{place}"), (600, 1_000), (*part, 1_000)))
            .collect()
    }

    #[test]
    fn a_rise_beyond_that_of_the_others_is_told_with_its_interval() {
        let effect = compare(&unit("a", (600, 1_000), (900, 1_000)), &others([610, 640, 620, 650, 630]));
        assert!((effect.others_change.unwrap() - 0.03).abs() < 1e-9);
        assert!((effect.difference.unwrap() - 0.27).abs() < 1e-9, "{effect:?}");
        let [low, high] = effect.interval.unwrap();
        assert!(low > 0.15 && high < 0.39 && effect.is_clear() == Some(true), "{effect:?}");
    }

    #[test]
    fn what_everybody_does_is_no_effect() {
        let effect = compare(&unit("a", (600, 1_000), (800, 1_000)), &others([790, 810, 780, 820, 800]));
        assert!(effect.difference.unwrap().abs() < 1e-9);
        assert_eq!(effect.is_clear(), Some(false));
    }

    #[test]
    fn others_that_move_much_by_themselves_make_it_wide() {
        let addressee = unit("a", (600, 1_000), (750, 1_000));
        let width = |after| {
            let [low, high] = compare(&addressee, &others(after)).interval.unwrap();
            high - low
        };
        assert!(width([600, 605, 595, 600, 600]) < width([400, 800, 500, 700, 600]));
    }

    #[test]
    fn few_items_or_few_others_give_no_interval_and_say_so() {
        let few = compare(&unit("a", (6, 10), (9, 10)), &others([600, 610, 620, 630, 640]));
        assert_eq!((few.too_few, few.interval), (Some(TooFew::AddresseeItems), None));
        assert!(few.difference.is_some(), "the difference itself is still told");
        let alone = compare(&unit("a", (600, 1_000), (900, 1_000)), &others([600; 5])[..2]);
        assert_eq!(alone.too_few, Some(TooFew::Others));
        let unseen = compare(&unit("a", (0, 0), (9, 10)), &others([600; 5]));
        assert_eq!((unseen.too_few, unseen.difference), (Some(TooFew::AddresseeUnseen), None));
    }

    #[test]
    fn a_share_of_all_is_not_taken_for_certain() {
        let [low, high] = compare(&unit("a", (40, 40), (40, 40)), &others([600, 600, 600, 600, 600])).interval.unwrap();
        assert!(low < 0.0 && high > 0.0);
    }

    #[test]
    fn students_points_join() {
        assert!((student(30) - student(31)).abs() < 0.01 && student(1) > 12.0);
        assert!((student(1_000_000) - 1.96).abs() < 1e-3);
    }
}
