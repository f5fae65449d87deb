//! Draws from the seeded stream, and fixed noise for what must look random without being remembered.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

/// The seeded stream. Its bytes are part of the sample: no draw depends on the version of a library's algorithm.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number below `bound`, which is above 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as u32) as i32
    }

    /// True in `ppm` of a million draws.
    pub(crate) fn chance(&mut self, ppm: u32) -> bool {
        self.below(crate::plan::MILLION) < ppm
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len() as u32) as usize]
    }

    /// One of a list by its weights.
    pub(crate) fn choose<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let mut left = self.below(list.iter().map(|(_, weight)| weight).sum());
        let chosen = list.iter().find(|(_, weight)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        });
        chosen.unwrap_or(&list[0]).0
    }

    /// The place in a list of running totals that a fair draw falls on.
    pub(crate) fn weighted(&mut self, running: &[u32]) -> usize {
        let total = running.last().copied().unwrap_or(1);
        let drawn = self.below(total);
        running.partition_point(|sum| *sum <= drawn)
    }

    /// Sixty-four bits.
    pub(crate) fn word(&mut self) -> u64 {
        self.0.next_u64()
    }
}

/// Running totals of weights.
pub(crate) fn running(weights: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut sum = 0;
    weights
        .into_iter()
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect()
}

/// Fixed noise: the same two numbers always give the same third.
pub(crate) fn noise(salt: u64, number: u64) -> u64 {
    let mut mixed = salt.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number.wrapping_add(0x632B_E59B_D9B4_E019);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Fixed noise below `bound`.
pub(crate) fn noise_below(salt: u64, number: u64, bound: u32) -> u32 {
    (((noise(salt, number) >> 32) * u64::from(bound)) >> 32) as u32
}
