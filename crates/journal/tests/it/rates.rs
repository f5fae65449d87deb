//! Rates on this machine: `cargo test --release -p journal -- --ignored --nocapture rates`.
//!
//! `WAL_PAGES_MAX` in the environment sets the option of that name.
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use journal::{Entries, Journal, Options, SqliteJournal};

use crate::support::Chance;

/// About what a sealed record is: some text that repeats, then ciphertext that does not.
fn record(chance: &mut Chance) -> Vec<u8> {
    let mut record = vec![b' '; 200];
    record.extend((0..300).map(|_| chance.below(256) as u8));
    record
}

fn quantile(times: &mut [Duration], of: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * of) as usize]
}

#[test]
#[ignore = "measures; says nothing in a debug build"]
fn rates() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut options = Options::default();
    if let Ok(pages) = std::env::var("WAL_PAGES_MAX") {
        options.wal_pages_max = pages.parse().expect("WAL_PAGES_MAX is a number of pages");
    }
    println!("wal_pages_max {}", options.wal_pages_max);
    let mut journal = SqliteJournal::open(folder.path(), options).unwrap();
    let mut chance = Chance::new(1);
    let records: Vec<Vec<u8>> = (0..50_000).map(|_| record(&mut chance)).collect();
    let slices: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();

    let began = Instant::now();
    let mut batches = Vec::new();
    for batch in (0..12).flat_map(|_| slices.chunks(4_096)) {
        let began = Instant::now();
        journal.append(batch).unwrap();
        batches.push(began.elapsed());
    }
    let all = journal.end() as f64;
    println!("append in batches of 4,096: {:.0} entries/s", all / began.elapsed().as_secs_f64());
    println!("  longest batch {:?}, median {:?}", quantile(&mut batches, 1.0), quantile(&mut batches, 0.5));

    let mut singles: Vec<Duration> = (0..20_000)
        .map(|index| {
            let began = Instant::now();
            journal.append(&slices[index..=index]).unwrap();
            began.elapsed()
        })
        .collect();
    let [median, p99, longest] = [0.5, 0.99, 1.0].map(|of| quantile(&mut singles, of));
    println!("append one: median {median:?}, 99th percentile {p99:?}, longest {longest:?}");

    let mut looks: Vec<Duration> = (0..20_000)
        .map(|_| {
            let at = chance.below(journal.end());
            let began = Instant::now();
            journal.entry(at).unwrap();
            began.elapsed()
        })
        .collect();
    println!(
        "entry at random: median {:?}, 99th percentile {:?}",
        quantile(&mut looks, 0.5),
        quantile(&mut looks, 0.99)
    );

    let began = Instant::now();
    let mut bytes = 0;
    journal
        .read(0..journal.end(), &mut |_, entry| {
            bytes += entry.len();
            ControlFlow::Continue(())
        })
        .unwrap();
    println!("read: {:.0} entries/s ({bytes} bytes)", journal.end() as f64 / began.elapsed().as_secs_f64());
    let began = Instant::now();
    journal.verify(&mut |_| {}).unwrap();
    println!("verify: {:.0} entries/s", journal.end() as f64 / began.elapsed().as_secs_f64());
    let began = Instant::now();
    drop(journal);
    let closed = began.elapsed();
    let began = Instant::now();
    SqliteJournal::open(folder.path(), Options::default()).unwrap();
    println!("close {closed:?}, open {:?}", began.elapsed());
}
