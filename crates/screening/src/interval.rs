//! Shares with the interval in which the true one lies: what every estimate of this crate is told with.
//!
//! Pure arithmetic of counts; what is counted belongs to whoever counts.

use serde::Serialize;

/// The normal deviate of a two-sided interval of 95 per cent.
const DEVIATE: f64 = 1.959_963_984_540_054;

/// Shares between 0 and 1 within which the true one lies in 95 of 100 cases (Wilson 1927).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub from: f64,
    /// Upper end.
    pub to: f64,
}

impl Interval {
    /// The interval of `part` of `all`; none where `all` is 0. `part` is cut to `all`.
    pub fn of(part: u64, all: u64) -> Option<Self> {
        if all == 0 {
            return None;
        }
        let all = all as f64;
        Self::of_share((part as f64 / all).min(1.0), all)
    }

    /// The interval of a share seen in as many independent items as `size` says, which need not be whole:
    /// items that come in bunches count for fewer. None where `size` is not above 0.
    pub fn of_share(share: f64, size: f64) -> Option<Self> {
        if size.is_nan() || size <= 0.0 || !(0.0..=1.0).contains(&share) {
            return None;
        }
        let square = DEVIATE * DEVIATE;
        let middle = share + square / (2.0 * size);
        let reach = DEVIATE * (share * (1.0 - share) / size + square / (4.0 * size * size)).sqrt();
        let whole = 1.0 + square / size;
        // The ends of nothing and of all are exact, whatever rounding makes of them.
        let from = if share <= 0.0 { 0.0 } else { ((middle - reach) / whole).clamp(0.0, share) };
        let to = if share >= 1.0 { 1.0 } else { ((middle + reach) / whole).clamp(share, 1.0) };
        Some(Self { from, to })
    }

    /// Whether a share lies in it, its ends included.
    pub fn holds(self, share: f64) -> bool {
        (self.from..=self.to).contains(&share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_wilsons() {
        let interval = Interval::of(5, 10).unwrap();
        assert!((interval.from - 0.2366).abs() < 1e-4 && (interval.to - 0.7634).abs() < 1e-4, "{interval:?}");
        let none = Interval::of(0, 20).unwrap();
        // 1.96² / (20 + 1.96²).
        assert!(none.from == 0.0 && (none.to - 0.1611).abs() < 1e-4, "{none:?}");
        assert_eq!(Interval::of(0, 0), None);
        for all in 1..2_000 {
            assert!(Interval::of(0, all).unwrap().holds(0.0) && Interval::of(all, all).unwrap().holds(1.0), "{all}");
        }
    }

    #[test]
    fn fewer_independent_items_make_it_wider() {
        let (many, few) = (Interval::of_share(0.1, 1_000.0).unwrap(), Interval::of_share(0.1, 50.0).unwrap());
        assert!(few.from < many.from && many.to < few.to);
        assert!(few.holds(0.1) && !many.holds(0.2));
        assert_eq!(Interval::of_share(0.1, 0.0), None);
    }
}
