//! Damage: seeded, so that a find can be made again.

/// What formats are made of: put in whole, it reaches further than single bytes.
const WORDS: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b",,",
    b"\n",
    b"\0",
    b"[[column]]\n",
    b"field = ",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    "象牙".as_bytes(),
    b"%Y",
    b"{}",
    b"''",
    b"\"\"\"",
    b"1 << 63",
    b"==",
];

/// Longest input that is made.
const BYTES_MAX: usize = 64 * 1024;

/// A stream of numbers (SplitMix64).
pub struct Numbers(u64);

impl Numbers {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.next().checked_rem(end as u64).unwrap_or(0) as usize
    }
}

/// Damages one of the seeds in one to eight ways.
pub fn damaged(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(8) {
        damage(&mut bytes, seeds, numbers);
    }
    bytes.truncate(BYTES_MAX);
    bytes
}

fn damage(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], numbers: &mut Numbers) {
    let at = numbers.below(bytes.len() + 1);
    let end = (at + numbers.below(64)).min(bytes.len());
    match numbers.below(8) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => drop(bytes.splice(at..at, WORDS[numbers.below(WORDS.len())].iter().copied())),
        3 => drop(bytes.splice(at..end, WORDS[numbers.below(WORDS.len())].iter().copied())),
        4 => {
            let copy = bytes[at..end].repeat(1 + numbers.below(4));
            drop(bytes.splice(at..at, copy));
        }
        5 => {
            let other = &seeds[numbers.below(seeds.len())];
            let from = numbers.below(other.len() + 1);
            drop(bytes.splice(at.., other[from..].iter().copied()));
        }
        6 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << numbers.below(8)),
        _ => bytes.iter_mut().skip(at).take(8).for_each(|byte| *byte = numbers.next() as u8),
    }
}
