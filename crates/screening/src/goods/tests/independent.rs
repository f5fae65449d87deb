//! Sets by an author who has not read the catalogue: one half to tune on, whose bars are asserted here.
//!
//! The other half is opened only to report: its test prints totals and no text.

use super::super::*;

/// Texts of one half: positives, traps, neutral names.
type Half = [&'static str; 3];

const TUNE: Half = [
    include_str!("../../../tests/cases/goods/independent/tune/positives.ndjson"),
    include_str!("../../../tests/cases/goods/independent/tune/traps.tsv"),
    include_str!("../../../tests/cases/goods/independent/tune/neutral.tsv"),
];
const REPORT: Half = [
    include_str!("../../../tests/cases/goods/independent/report/positives.ndjson"),
    include_str!("../../../tests/cases/goods/independent/report/traps.tsv"),
    include_str!("../../../tests/cases/goods/independent/report/neutral.tsv"),
];
/// Classes that count as flagged.
const GROUPS: [&str; 4] = ["drug", "firearm", "explosive", "wildlife"];

fn group(text: &str) -> Option<String> {
    Catalogue::built_in().look(text).and_then(|hit| hit.class.split('.').next().map(str::to_owned))
}

/// Share of positives found in their group, of traps flagged, of neutral names flagged.
fn shares([positives, traps, neutral]: &Half) -> [f64; 3] {
    let found: Vec<bool> = positives.lines().filter(|line| !line.is_empty()).map(is_found).collect();
    let recall = found.iter().filter(|found| **found).count() as f64 / found.len() as f64;
    [recall, flagged(traps), flagged(neutral)]
}

fn is_found(line: &str) -> bool {
    let case: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    case["group"].as_str() == group(case["text"].as_str().expect("a text")).as_deref()
}

fn flagged(table: &str) -> f64 {
    let texts = table.lines().skip(1).filter_map(|line| line.split('\t').next()).filter(|text| !text.is_empty());
    let flags: Vec<bool> =
        texts.map(|text| group(text).is_some_and(|group| GROUPS.contains(&group.as_str()))).collect();
    flags.iter().filter(|flag| **flag).count() as f64 / flags.len() as f64
}

#[test]
fn the_half_to_tune_on_meets_its_bars() {
    let [recall, traps, neutral] = shares(&TUNE);
    println!("independent, to tune on: recall {recall:.4}, traps {traps:.4}, neutral {neutral:.4}");
    assert!(recall >= 0.97 && traps <= 0.03 && neutral <= 0.003, "{recall} {traps} {neutral}");
}

#[test]
fn the_half_to_report_on_falls_no_further() {
    let [recall, traps, neutral] = shares(&REPORT);
    println!("independent, to report on: recall {recall:.4}, traps {traps:.4}, neutral {neutral:.4}");
    // Not the bars: what was reached. Whoever changes the catalogue may not lose it.
    assert!(recall >= 0.94 && traps <= 0.03 && neutral <= 0.003, "{recall} {traps} {neutral}");
}
