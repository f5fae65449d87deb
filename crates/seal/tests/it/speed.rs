//! What one record costs. Run by hand, in release: `cargo test --release -p seal -- --ignored --nocapture`.

use std::{hint::black_box, time::Instant};

use seal::EpochId;

use crate::make::{Ring, acceptance, class, operator};

const ROUNDS: u32 = 200_000;

#[test]
#[ignore = "a measurement, not a test: prints times and compares them with nothing"]
fn cost_of_one_record() {
    let ring = Ring::new();
    let pseudonymiser = ring.pseudonymiser(&operator("demo-express"), EpochId(1)).unwrap();
    let record = acceptance();
    println!("envelope: {} bytes", ring.seal_acceptance(&record, class()).unwrap().as_bytes().len());
    measure("copy of the record (taken off below)", || {
        black_box(record.clone());
    });
    measure("copy and pseudonyms", || {
        black_box(ring.pseudonymise(record.clone(), &pseudonymiser));
    });
    measure("content digest", || {
        black_box(ring.digest(black_box(&record)));
    });
    measure("seal", || {
        black_box(ring.seal_acceptance(black_box(&record), class()).unwrap());
    });
    let envelope = ring.seal_acceptance(&record, class()).unwrap();
    measure("masked", || {
        black_box(ring.masked(&envelope, &record.name).unwrap());
    });
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn measure(what: &str, mut run: impl FnMut()) {
    for _ in 0..ROUNDS / 10 {
        run();
    }
    let start = Instant::now();
    for _ in 0..ROUNDS {
        run();
    }
    println!("{what}: {:.2} µs", start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS));
}
