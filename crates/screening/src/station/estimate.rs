//! From marks with a sign to the share of marks without a gate, with its interval.
//!
//! Signs come in bunches: one afternoon of stamps is not a hundred independent findings. The interval therefore rests
//! on an effective number of marks, from the scatter between days (design effect, Kish 1965).
//! Honest marks carry signs, too, and fakes may carry none: shares are corrected for both (Rogan and Gladen 1978).

use serde::Serialize;

use super::parameters::Parameters;
use crate::interval::Interval;

/// Marks of one day: all, and those with a sign.
pub type Days = Vec<(u32, u32)>;

/// What is usual among stations of one kind for one gate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Usual {
    /// Share of marks with a sign at the median station; 0 where there are too few stations.
    pub share: f64,
    /// Stations that have enough marks to be asked.
    pub stations: u32,
}

/// An estimate for one station and gate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Marks behind it.
    pub marks: u32,
    /// Of these, marks with a sign.
    pub signed: u32,
    /// Days with marks.
    pub days: u32,
    /// How many independent marks tell as much.
    pub effective_marks: f64,
    /// Estimated share of marks without a gate behind them.
    pub share: f64,
    /// Within which the share lies: signs by chance and by honest work taken off, fakes without a sign added.
    pub interval: Interval,
}

impl Usual {
    /// What is usual among these stations, each with its marks and marks with a sign.
    pub(super) fn of(stations: impl Iterator<Item = (u32, u32)>, parameters: &Parameters) -> Self {
        let least = parameters.count("usual_marks_min");
        let shares: Vec<f64> =
            stations.filter(|(all, _)| *all >= least).map(|(all, signed)| f64::from(signed) / f64::from(all)).collect();
        let stations = shares.len() as u32;
        let enough = stations >= parameters.count("usual_stations_min");
        Self { share: if enough { median(shares).unwrap_or(0.0) } else { 0.0 }, stations }
    }
}

impl Estimate {
    /// The estimate from a station's days; none where it has no marks.
    pub(super) fn of(days: &Days, usual: Usual, parameters: &Parameters) -> Option<Self> {
        let (marks, signed) = days.iter().fold((0, 0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
        if marks == 0 {
            return None;
        }
        let seen = f64::from(signed) / f64::from(marks);
        let effective = f64::from(marks) / design_effect(days, f64::from(marks), seen);
        let observed = Interval::of_share(seen, effective)?;
        let without = |seen, sensitivity| corrected(seen, usual.share, sensitivity);
        let interval = Interval {
            from: without(observed.from, 1.0),
            to: without(observed.to, parameters.value("sensitivity_min")),
        };
        let share = without(seen, parameters.value("sensitivity"));
        let days = days.len() as u32;
        Some(Self { marks, signed, days, effective_marks: effective, share, interval })
    }
}

/// By how much bunches reduce what the marks tell; at least 1.
fn design_effect(days: &Days, marks: f64, seen: f64) -> f64 {
    let plain = seen * (1.0 - seen) / marks;
    if plain <= 0.0 {
        return 1.0;
    }
    if days.len() < 2 {
        // One day: nothing is known of the scatter, so that its marks with a sign count as one bunch.
        return (seen * marks).max(1.0);
    }
    let number = days.len() as f64;
    let square = |(all, signed): &(u32, u32)| (f64::from(*signed) - seen * f64::from(*all)).powi(2);
    let between = days.iter().map(square).sum::<f64>() / (marks * marks) * number / (number - 1.0);
    (between / plain).max(1.0)
}

/// The share that explains what was seen, where honest marks carry a sign by `usual` and others by `sensitivity`.
fn corrected(seen: f64, usual: f64, sensitivity: f64) -> f64 {
    let room = sensitivity - usual;
    if room <= 0.0 { 1.0 } else { ((seen - usual) / room).clamp(0.0, 1.0) }
}

/// The median; none of nothing.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Usual = Usual { share: 0.0, stations: 0 };

    fn estimate(days: &[(u32, u32)], usual: Usual) -> Estimate {
        Estimate::of(&days.to_vec(), usual, &Parameters::built_in().unwrap()).unwrap()
    }

    #[test]
    fn a_bunch_on_one_day_tells_less_than_the_same_spread_over_all() {
        let bunch = estimate(&[(100, 50), (100, 0), (100, 0), (100, 0), (100, 0)], NOTHING);
        let spread = estimate(&[(100, 10); 5], NOTHING);
        assert_eq!((bunch.marks, bunch.signed), (spread.marks, spread.signed));
        assert!((bunch.share - spread.share).abs() < 1e-12);
        assert!(bunch.effective_marks < spread.effective_marks / 10.0);
        assert!(bunch.interval.from < spread.interval.from && spread.interval.to < bunch.interval.to);
    }

    #[test]
    fn what_is_usual_is_taken_off() {
        let usual = Usual { share: 0.02, stations: 50 };
        let honest = estimate(&[(200, 4); 10], usual);
        assert!(honest.share.abs() < 1e-12 && honest.interval.from == 0.0 && honest.interval.to < 0.03);
        let faking = estimate(&[(200, 60); 10], usual);
        assert!(faking.interval.from > 0.2, "{faking:?}");
    }

    #[test]
    fn no_sign_leaves_room_for_what_leaves_none() {
        let clean = estimate(&[(50, 0); 4], NOTHING);
        assert!(clean.share.abs() < f64::EPSILON);
        // 1.96² / (200 + 1.96²) / 0.6.
        assert!((clean.interval.to - 0.0314).abs() < 1e-3, "{clean:?}");
        assert_eq!(Estimate::of(&Vec::new(), NOTHING, &Parameters::built_in().unwrap()), None);
    }

    #[test]
    fn the_median_needs_no_order() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
    }
}
