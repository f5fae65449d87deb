//! Measures; run by hand in release: `cargo test --release -p sample -- --ignored --nocapture`.

use sample::{EventDetail, LineKind, Plan, Sample};

#[test]
#[ignore = "a measurement, not a check"]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn lines_a_second() {
    for (items, events) in
        [(1_000_000, EventDetail::None), (1_000_000, EventDetail::All), (10_000_000, EventDetail::All)]
    {
        let begun = std::time::Instant::now();
        let mut sample = Sample::new(Plan { items, events, ..Plan::default() }).unwrap();
        let (mut text, mut lines, mut bytes, mut record_bytes) = (String::new(), 0_u64, 0_u64, 0_u64);
        while let Some(line) = sample.next_line(&mut text) {
            lines += 1;
            bytes += text.len() as u64 + 1;
            record_bytes += if line.kind == LineKind::Acceptance { text.len() as u64 + 1 } else { 0 };
            text.clear();
        }
        let seconds = begun.elapsed().as_secs_f64();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
        println!(
            "{items} items, {events:?}: {lines} lines, {:.0} lines/s, {} bytes/line, {} bytes/record, {peak}",
            lines as f64 / seconds,
            bytes / lines,
            record_bytes / sample.summary().acceptances,
        );
    }
}
