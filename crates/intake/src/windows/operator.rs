//! What a store knows of one operator: its watermark, its buckets of time, and what is missing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Width of a bucket: entries leave a bucket at a time. Unit: microseconds (10 minutes).
const BUCKET: i64 = 600_000_000;

/// Event times of entries that a bound kept out; windows that reach into it abstain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Earliest. Unit: microseconds since 1970.
    pub from: i64,
    /// Latest. Unit: microseconds since 1970.
    pub to: i64,
}

/// What must be kept of an operator besides its entries, to fill a store again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorMark {
    /// Fingerprint of the operator.
    pub operator: u64,
    /// Latest event time so far. Unit: microseconds since 1970.
    pub watermark: i64,
    /// What is missing.
    pub gap: Option<Gap>,
}

/// One operator of a store.
#[derive(Debug)]
pub(super) struct OperatorState {
    pub(super) mark: OperatorMark,
    /// First entry of each bucket, by bucket.
    pub(super) buckets: BTreeMap<i64, u32>,
}

impl OperatorState {
    pub(super) fn new(mark: OperatorMark) -> Self {
        Self { mark, buckets: BTreeMap::new() }
    }

    /// Event time up to which entries may have left; whoever asks for more abstains.
    pub(super) fn horizon(&self, keep: i64) -> i64 {
        self.mark.watermark.saturating_sub(keep)
    }

    /// The oldest bucket, if all of it lies behind the horizon.
    pub(super) fn expired(&self, keep: i64) -> Option<i64> {
        let oldest = *self.buckets.first_key_value()?.0;
        (oldest < bucket(self.horizon(keep))).then_some(oldest)
    }

    /// Whether an entry would leave as soon as it came.
    pub(super) fn is_old(&self, time: i64, keep: i64) -> bool {
        bucket(time) < bucket(self.horizon(keep))
    }

    /// Remembers that an entry is missing.
    pub(super) fn miss(&mut self, time: i64) {
        let gap = self.mark.gap.unwrap_or(Gap { from: time, to: time });
        self.mark.gap = Some(Gap { from: gap.from.min(time), to: gap.to.max(time) });
    }

    /// Whether an entry is missing in (start, end].
    pub(super) fn misses(&self, start: i64, end: i64) -> bool {
        self.mark.gap.is_some_and(|gap| gap.from <= end && gap.to > start)
    }
}

/// The bucket of an event time.
pub(super) fn bucket(time: i64) -> i64 {
    time.div_euclid(BUCKET)
}

/// First event time of a bucket. Unit: microseconds since 1970.
pub(super) fn bucket_start(number: i64) -> i64 {
    number.saturating_mul(BUCKET)
}
