//! How a number of times is spread: percentiles of what was really measured, no estimate.

use std::time::Duration;

use serde_json::{Value, json};

/// Times, gathered and then asked.
#[derive(Debug, Default)]
pub(super) struct Spread(Vec<Duration>);

impl Spread {
    /// Adds a time.
    pub(super) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Adds all of another.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// 50th, 99th and 99.9th percentile and the longest; zeros where nothing was measured.
    pub(super) fn percentiles(mut self) -> Percentiles {
        self.0.sort_unstable();
        let at = |share: f64| {
            let place = (self.0.len() as f64 * share).ceil() as usize;
            self.0.get(place.saturating_sub(1)).copied().unwrap_or_default()
        };
        Percentiles { count: self.0.len(), p50: at(0.5), p99: at(0.99), p999: at(0.999), longest: at(1.0) }
    }
}

/// Percentiles of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Percentiles {
    count: usize,
    p50: Duration,
    p99: Duration,
    p999: Duration,
    longest: Duration,
}

impl Percentiles {
    /// In milliseconds, for programs.
    pub(super) fn json(&self) -> Value {
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        json!({
            "count": self.count,
            "p50_ms": millis(self.p50),
            "p99_ms": millis(self.p99),
            "p999_ms": millis(self.p999),
            "max_ms": millis(self.longest),
        })
    }

    /// On one line, for people.
    pub(super) fn line(&self) -> String {
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        format!(
            "p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, max {:.2} ms (n = {})",
            millis(self.p50),
            millis(self.p99),
            millis(self.p999),
            millis(self.longest),
            self.count
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let mut spread = Spread::default();
        (1..=1000).rev().for_each(|number| spread.add(Duration::from_millis(number)));
        let found = spread.percentiles();
        let millis = |number| Duration::from_millis(number);
        assert_eq!(
            (found.p50, found.p99, found.p999, found.longest),
            (millis(500), millis(990), millis(999), millis(1000))
        );
        assert_eq!(Spread::default().percentiles().longest, Duration::ZERO);
    }
}
