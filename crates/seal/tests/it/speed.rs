//! What one record costs. Run by hand, in release: `cargo test --release -p seal -- --ignored --nocapture`.

use std::{hint::black_box, time::Instant};

use parcel::{Clear, PersonalKind};
use seal::{
    EpochId,
    signing::{Purpose, verify},
};

use crate::make::{Ring, acceptance, class, operator};

const ROUNDS: u32 = 200_000;

#[test]
#[ignore = "a measurement, not a test: prints times and compares them with nothing"]
fn cost_of_one_record() {
    cost_in::<false>();
    cost_in::<true>();
}

fn cost_in<const GUOMI: bool>() {
    let ring = Ring::<GUOMI>::new();
    println!("suite {}", ring.suite());
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
    let phone = Clear::new("00000000010");
    measure("one pseudonym", || {
        black_box(pseudonymiser.of(PersonalKind::Phone, black_box(&phone)));
    });
    let signature = ring.sign(Purpose::LedgerHead, &[7; 32]).unwrap();
    let trusted = ring.signing_keys().unwrap();
    measure_of(ROUNDS / 200, "sign", || {
        black_box(ring.sign(Purpose::LedgerHead, black_box(&[7; 32])).unwrap());
    });
    measure_of(ROUNDS / 200, "check a signature", || {
        verify(Purpose::LedgerHead, black_box(&[7; 32]), &signature, &trusted).unwrap();
    });
}

fn measure(what: &str, run: impl FnMut()) {
    measure_of(ROUNDS, what, run);
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn measure_of(rounds: u32, what: &str, mut run: impl FnMut()) {
    for _ in 0..rounds / 10 {
        run();
    }
    let start = Instant::now();
    for _ in 0..rounds {
        run();
    }
    println!("{what}: {:.2} µs", start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds));
}
