//! Parts on their own: opening after a kill, each stage, the store of names.

use std::process::Command;

use super::{Site, grouped, number, text};
use crate::bench::{
    page::Row,
    process::{Failed, run_to_end},
};

/// Unsealed items at the kill, at most.
const UNSEALED_MAX: u64 = 1_000_000;

/// Items of the table of stages, at most: two ranges are sealed.
const STAGES_MAX: u64 = 524_288;

/// Names for each item of the history.
const NAMES_TIMES: u64 = 10;

pub(super) fn recovery(site: &Site) -> Result<Vec<Row>, Failed> {
    let items = site.items.min(UNSEALED_MAX).to_string();
    let folder = site.fresh("recovery")?;
    let (said, ended) = site.json(&["bench", "recovery", "--items", &items, "--dir", text(&folder), "--json"])?;
    let recovered = grouped(number(&said["recovered"]));
    let seconds = |name: &str| format!("{:.2} s", number(&said[name]));
    Ok(vec![
        Row::new(format!("opened with {recovered} unsealed journal entries"), "10 s", seconds("opening_seconds")),
        Row::new("sealed after that", "", seconds("sealing_seconds")),
        Row::new("memory at most", "", super::mebibytes(ended.memory_max)),
    ])
}

pub(super) fn stages(site: &Site) -> Result<Vec<Row>, Failed> {
    let items = site.items.min(STAGES_MAX).to_string();
    let folder = site.fresh("stages")?;
    let (said, _) = site.json(&["bench", "--items", &items, "--dir", text(&folder), "--json"])?;
    let total = number(&said["total_micros"]);
    let line =
        |what: &str, micros: f64| Row::new(what, "", format!("{micros:.2} µs ({:.1} %)", micros / total * 100.0));
    let stages = said["stages"].as_array().into_iter().flatten();
    let mut rows: Vec<_> =
        stages.map(|stage| line(stage["en"].as_str().unwrap_or_default(), number(&stage["micros_per_item"]))).collect();
    rows.push(line(&format!("together, each of {} records", grouped(number(&said["items"]))), total));
    Ok(rows)
}

/// The store's own measurement, which prints lines for people.
pub(super) fn names(site: &Site) -> Result<Vec<Row>, Failed> {
    let names = site.items * NAMES_TIMES;
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(&site.root).env("ITEMS_NAMES", names.to_string());
    command.args(["test", "--quiet", "--release", "--package", "intake", "--lib", "items::tests::speed", "--"]);
    let said = run_to_end(command.args(["--ignored", "--nocapture"]))?;
    let told = said
        .lines()
        .filter(|line| ["names,", "miss", "flush", "settled", "opened", "hit"].iter().any(|word| line.contains(word)));
    Ok(told.map(|line| Row::new(format!("{} names", grouped(names as f64)), "", line.trim())).collect())
}
