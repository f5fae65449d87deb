//! `PostgreSQL` and this system on the same records, one after the other in one run.

use std::process::Command;

use serde_json::Value;

use super::{Site, grouped, number, text};
use crate::bench::{
    page::Row,
    process::{Failed, run_to_end},
};

/// Records that both are given, at most.
const RECORDS_MAX: u64 = 100_000;

pub(super) fn postgres(site: &Site) -> Result<Vec<Row>, Failed> {
    let sample = site.sample(site.items.min(RECORDS_MAX))?;
    let (cluster, data) = (site.fresh("postgres")?, site.fresh("beside")?);
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(site.root.join("rivals")).args(["run", "--quiet", "--release", "--"]);
    let said = run_to_end(command.arg(&sample).arg("8,32,64").arg(&cluster))?;
    let rival: Value =
        serde_json::from_str(&said).map_err(|error| Failed::Said(format!("rivals: no JSON: {error}")))?;
    let (own, ended) = site.json(&["ingest", text(&sample), "--data", text(&data), "--json"])?;
    site.fresh("beside")?;
    let own_rate = number(&own["recorded"]) / ended.seconds;
    let rates: Vec<_> = rival["one_record_a_transaction"].as_array().into_iter().flatten().collect();
    let rate = |value: &Value| number(&value["records_per_second"]);
    let best = rates.iter().map(|value| rate(value)).fold(0.0, f64::max);
    let batched = rate(&rival["batches"]);
    let per_second = |rate: f64| format!("{} items/s", grouped(rate));
    let all: Vec<_> =
        rates.iter().map(|value| format!("{} clients {}", value["clients"], grouped(rate(value)))).collect();
    let engine = rival["engine"].as_str().unwrap_or_default();
    let engine = engine.split(" on ").next().unwrap_or_default();
    Ok(vec![
        Row::new(format!("{engine}, one record a transaction, best of: {}", all.join(", ")), "", per_second(best)),
        Row::new("the same, 1,000 records a transaction, 8 clients", "", per_second(batched)),
        Row::new("`portcullis ingest` of the same file, start to end of the process", "", per_second(own_rate)),
        Row::new("times as many as PostgreSQL's best", "", format!("{:.0}", own_rate / best.max(batched))),
        Row::new("records; goods names scanned by both", "", format!("{}; {}", rival["records"], rival["goods_names"])),
    ])
}
