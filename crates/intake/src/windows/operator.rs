//! What a store knows of one operator: its watermark, its buckets of time, and what is missing.

use std::collections::BTreeMap;

/// Width of a bucket: entries leave a bucket at a time. Unit: microseconds (10 minutes).
const BUCKET: i64 = 600_000_000;

/// One operator of a store.
#[derive(Debug)]
pub(super) struct OperatorState {
    /// Latest event time so far. Unit: microseconds since 1970.
    pub(super) watermark: i64,
    /// Latest event time of an entry that a bound kept out; windows that reach back to it abstain.
    missed_to: i64,
    /// First entry of each bucket, by bucket.
    pub(super) buckets: BTreeMap<i64, u32>,
}

impl OperatorState {
    pub(super) fn new() -> Self {
        Self { watermark: i64::MIN, missed_to: i64::MIN, buckets: BTreeMap::new() }
    }

    /// Event time up to which entries may have left; whoever asks for more abstains.
    pub(super) fn horizon(&self, keep: i64) -> i64 {
        self.watermark.saturating_sub(keep)
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
        self.missed_to = self.missed_to.max(time);
    }

    /// Whether an entry may be missing in a window that starts here.
    pub(super) fn misses(&self, start: i64) -> bool {
        self.missed_to > start
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
