//! Everything that is said of an item, on one thread: duties, goods names, windows over every key, all rules.

use std::{fs, time::Duration};

use parcel::Item;
use screening::{Screener, rules::Scratch};
use serde_json::json;

use crate::{
    items::{self, PEOPLE},
    windows::{WindowBounds, WindowStore},
};

const BATCH: u64 = 4_096;

/// Time that this thread had on a processor: what others do on the machine counts only by the caches they empty.
fn on_processor() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// Screens so many items. Making them is not counted.
pub(crate) fn run(number: u64) -> serde_json::Value {
    let screener = Screener::built_in().unwrap_or_else(|found| panic!("{found:#?}"));
    let mut windows = WindowStore::new(screener.pack().measures(), WindowBounds::default());
    let mut scratch = Scratch::default();
    let (mut prepare, mut decide) = (Duration::ZERO, Duration::ZERO);
    let (mut findings, mut notices) = (0_u64, 0_u64);
    let mut done = 0;
    while done < number {
        let batch: Vec<Item> = (done..number.min(done + BATCH)).map(|at| items::item(at, number)).collect();
        let start = on_processor();
        let prepared: Vec<_> = batch.iter().map(|item| screener.prepare(item)).collect();
        let between = on_processor();
        for (item, prepared) in batch.iter().zip(prepared) {
            let outcome = screener.decide(item, prepared, item.accepted_at, &mut windows, &mut scratch);
            findings += outcome.decision.findings.len() as u64;
            notices += outcome.notices.len() as u64;
        }
        prepare += between - start;
        decide += on_processor() - between;
        done += batch.len() as u64;
    }
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / number as f64;
    json!({
        "items": number,
        "people": PEOPLE,
        "rules": screener.pack().rules().rules().len(),
        "items_per_second": number as f64 / (prepare + decide).as_secs_f64(),
        "micros_duties_and_goods": micros(prepare),
        "micros_windows_and_rules": micros(decide),
        "entries_held": windows.len(),
        "window_bytes_per_entry": windows.bytes() as f64 / windows.len().max(1) as f64,
        "findings": findings,
        "notices": notices,
    })
}
