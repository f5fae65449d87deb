//! Bloom filters that cost one cache line a question.

use super::ItemKey;

/// Bits of filter for each record: about 1 key in 1000 that is not there passes.
///
/// Each that passes reads a block, from the disk where the store has outgrown memory.
const BITS_PER_RECORD: u64 = 16;

/// Bytes of one lane: eight words of 32 bits, one bit of each set by a key.
pub(super) const LANE_BYTES: usize = 32;

/// Multipliers of the split-block Bloom filter, as the Apache Parquet format publishes them.
const SALTS: [u32; 8] =
    [0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31];

#[derive(Clone, Copy, Default)]
#[repr(align(32))]
struct Lane([u32; 8]);

/// What a filter is asked; worked out once for all runs.
#[derive(Clone, Copy)]
pub(super) struct Probe {
    lane: u64,
    bits: Lane,
}

impl Probe {
    pub(super) fn of(key: ItemKey) -> Self {
        let hash = key.suffix();
        let low = hash as u32;
        Self { lane: hash >> 32, bits: Lane(SALTS.map(|salt| 1 << (low.wrapping_mul(salt) >> 27))) }
    }
}

/// A split-block Bloom filter.
pub(super) struct Filter {
    lanes: Vec<Lane>,
}

impl Filter {
    /// An empty filter, large enough for so many records.
    pub(super) fn for_records(records: u64) -> Self {
        let lanes = (records * BITS_PER_RECORD).div_ceil(8 * LANE_BYTES as u64).clamp(1, u64::from(u32::MAX));
        Self { lanes: vec![Lane::default(); lanes as usize] }
    }

    pub(super) fn add(&mut self, key: ItemKey) {
        let probe = Probe::of(key);
        let place = self.place(probe);
        for (word, bit) in self.lanes[place].0.iter_mut().zip(probe.bits.0) {
            *word |= bit;
        }
    }

    /// False only if the key was never added.
    pub(super) fn may_hold(&self, probe: Probe) -> bool {
        let lane = &self.lanes[self.place(probe)];
        lane.0.iter().zip(probe.bits.0).fold(0, |missing, (word, bit)| missing | (!word & bit)) == 0
    }

    /// Number of lanes. Range: 1 to 4 294 967 295.
    pub(super) fn lanes(&self) -> u64 {
        self.lanes.len() as u64
    }

    /// The filter as it is stored: little-endian words.
    pub(super) fn bytes(&self) -> impl Iterator<Item = [u8; 4]> {
        self.lanes.iter().flat_map(|lane| lane.0).map(u32::to_le_bytes)
    }

    /// Reads a stored filter; `bytes` is a whole number of lanes, at least one.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let lane = |chunk: &[u8]| {
            let mut lane = Lane::default();
            for (word, bytes) in lane.0.iter_mut().zip(chunk.chunks_exact(4)) {
                *word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
            }
            lane
        };
        Self { lanes: bytes.chunks_exact(LANE_BYTES).map(lane).collect() }
    }

    fn place(&self, probe: Probe) -> usize {
        ((probe.lane * self.lanes.len() as u64) >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u64) -> ItemKey {
        let mut key = [0; 16];
        key.copy_from_slice(&blake3::hash(&number.to_le_bytes()).as_bytes()[..16]);
        ItemKey(key)
    }

    #[test]
    fn a_filter_forgets_nothing_and_lets_few_pass() {
        let mut filter = Filter::for_records(20_000);
        (0..20_000).for_each(|number| filter.add(key(number)));
        let filter = Filter::from_bytes(&filter.bytes().flatten().collect::<Vec<_>>());
        let passes = |number: &u64| filter.may_hold(Probe::of(key(*number)));
        assert_eq!((0..20_000).filter(passes).count(), 20_000);
        let wrongly = (20_000..120_000).filter(passes).count();
        assert!((10..200).contains(&wrongly), "{wrongly} of 100 000 passed");
    }
}
