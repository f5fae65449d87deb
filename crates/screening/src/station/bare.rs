//! Machine results behind which stands nothing: no machine, no time, no image.
//!
//! Honest records say no more than the result now and then, so that one alone is no sign.
//! A day of an outlet counts where chance, at the usual share, hardly gives as many.

use parcel::Gate;

use super::{
    mark::Mark,
    parameters::Parameters,
    roll::StationId,
    sign::{Evidence, Sign},
};

/// Signs on the bare marks of days that have too many of them.
pub(super) fn find(marks: &[Mark], parameters: &Parameters, out: &mut Vec<Evidence>) {
    let of = |(place, mark): (usize, &Mark)| {
        let wanted = mark.gate == Gate::Machine && mark.outlet != StationId::NONE;
        wanted.then_some((mark.outlet, mark.day, mark.is_bare(), place as u32))
    };
    let mut passes: Vec<_> = marks.iter().enumerate().filter_map(of).collect();
    passes.sort_unstable();
    let usual = usual(&passes, parameters);
    let tail_max = parameters.value("bare_tail_max");
    for day in passes.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let bare = day.iter().filter(|mark| mark.2).count();
        if bare > 1 && tail(day.len(), bare, usual) < tail_max {
            let evidence =
                |mark: &(_, _, bool, u32)| Evidence { mark: mark.3, sign: Sign::Bare, count: bare as u32, seconds: 0 };
            out.extend(day.iter().filter(|mark| mark.2).map(evidence));
        }
    }
}

type Pass = (StationId, i32, bool, u32);

/// The usual share of bare marks: the median of outlets that have enough marks, where there are enough of them; at
/// least one in a hundred.
fn usual(passes: &[Pass], parameters: &Parameters) -> f64 {
    let least = parameters.count("usual_marks_min") as usize;
    let outlets = passes.chunk_by(|one, other| one.0 == other.0).filter(|outlet| outlet.len() >= least);
    let shares = outlets.map(|outlet| outlet.iter().filter(|mark| mark.2).count() as f64 / outlet.len() as f64);
    let shares: Vec<f64> = shares.collect();
    let enough = shares.len() >= parameters.count("usual_stations_min") as usize;
    super::estimate::median(shares).filter(|_| enough).unwrap_or(0.0).max(0.01)
}

/// The probability of at least `part` of `all` by chance, each with probability `share`.
fn tail(all: usize, part: usize, share: f64) -> f64 {
    if part == 0 {
        return 1.0;
    }
    // From the term of `part` on: each next one is the last one times (all − k) / (k + 1) × odds.
    let odds = share / (1.0 - share);
    let log_term = (0..part).map(|k| ((all - k) as f64 / (k + 1) as f64).ln()).sum::<f64>()
        + part as f64 * share.ln()
        + (all - part) as f64 * (1.0 - share).ln();
    let mut term = log_term.exp();
    let mut sum = 0.0;
    for k in part..=all {
        sum += term;
        term *= (all - k) as f64 / (k + 1) as f64 * odds;
        if term < sum * 1e-12 {
            break;
        }
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_binomial() {
        // Of 10 at 0.1: P(X >= 2) = 1 − 0.9^10 − 10 × 0.1 × 0.9^9.
        assert!((tail(10, 2, 0.1) - 0.263_901_07).abs() < 1e-6);
        assert!((tail(20, 0, 0.02) - 1.0).abs() < 1e-12);
        assert!((tail(3, 3, 0.5) - 0.125).abs() < 1e-12);
        assert!(tail(200, 40, 0.02) < 1e-20);
    }
}
