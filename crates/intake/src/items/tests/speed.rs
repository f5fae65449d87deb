//! Speed and memory of the store; measured by hand, in release:
//! `ITEMS_NAMES=100000000 cargo test --release -p intake --lib items::tests::speed -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::*;

/// Names between two flushes, as the pipeline seals.
const SEALING: u64 = 262_144;

/// A key in no order, made faster than BLAKE3 makes one.
fn quick(number: u64) -> ItemKey {
    let half = |number: u64| {
        let mixed = (number ^ (number >> 31)).wrapping_mul(0x7fb5_d329_728e_a185);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x81da_def4_bc2d_d44d)
    };
    let low = half(number.wrapping_add(0x9e37_79b9_7f4a_7c15));
    let mut key = [0; 16];
    key[..8].copy_from_slice(&half(low ^ (low >> 33)).to_be_bytes());
    key[8..].copy_from_slice(&low.to_be_bytes());
    ItemKey(key)
}

#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let done = work();
    (done, begin.elapsed())
}

fn resident_mebibytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Nanoseconds for each of `count`.
fn each(time: Duration, count: u64) -> u128 {
    time.as_nanos() / u128::from(count)
}

#[test]
#[ignore = "a measurement of some minutes"]
fn speed_and_memory() {
    let names = std::env::var("ITEMS_NAMES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000_000_u64);
    let directory = TempDir::new().unwrap();
    let (mut items, _) = Items::open(directory.path(), ItemsOptions::default()).unwrap();
    let [mut getting, mut putting, mut flushing, mut longest] = [Duration::ZERO; 4];
    for first in (0..names).step_by(SEALING as usize) {
        let batch = first..(first + SEALING).min(names);
        getting += timed(|| batch.clone().for_each(|number| assert!(items.get(&quick(number)).unwrap().is_none()))).1;
        putting += timed(|| batch.clone().for_each(|number| items.put(quick(number), entry(number, 20_000)))).1;
        let (flushed, time) = timed(|| items.flush(batch.end));
        flushed.unwrap();
        flushing += time;
        longest = longest.max(time);
    }
    println!("{names} names, {:?}", items.stats());
    println!("miss {} ns, put {} ns", each(getting, names), each(putting, names));
    println!("flush {} ns a name waited, longest {longest:?}; {} MiB", each(flushing, names), resident_mebibytes());
    let ((), settling) = timed(|| items.settle().unwrap());
    println!("settled after {settling:?}: {:?}, {} MiB", items.stats(), resident_mebibytes());
    drop(items);
    let ((items, _), opening) = timed(|| Items::open(directory.path(), ItemsOptions::default()).unwrap());
    println!("opened in {opening:?}, {} MiB", resident_mebibytes());
    let sample = || (0..200_000_u64).map(|number| number.wrapping_mul(0x9e37_79b9) % names);
    let hits = timed(|| sample().for_each(|number| assert!(items.get(&quick(number)).unwrap().is_some()))).1;
    let again = timed(|| sample().for_each(|number| assert!(items.get(&quick(number)).unwrap().is_some()))).1;
    let misses = timed(|| sample().for_each(|number| assert!(items.get(&quick(names + number)).unwrap().is_none()))).1;
    println!("hit {} ns, again {} ns, miss {} ns", each(hits, 200_000), each(again, 200_000), each(misses, 200_000));
}
