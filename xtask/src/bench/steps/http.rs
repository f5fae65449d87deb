//! A running gate under load from the same machine.

use serde_json::Value;

use super::{Site, grouped, mebibytes, number, spread, text};
use crate::bench::{page::Row, process::Failed};

/// Items of the load in batches, at most.
const BATCHED_MAX: u64 = 2_000_000;

/// Items one by one, at most: a minute at the rate below.
const SINGLE_MAX: u64 = 120_000;

/// Items a second that are offered one by one.
const RATE: &str = "2000";

pub(super) fn batches(site: &Site) -> Result<Vec<Row>, Failed> {
    let sample = site.sample(site.items)?;
    let (said, memory) = load(site, site.items.min(BATCHED_MAX), &["--mode", "batch", "--file", text(&sample)])?;
    Ok(vec![
        Row::new(
            format!("{} items in batches of 2,000 lines, 4 connections", items(&said)),
            "40,000 items/s",
            format!("{} items/s", grouped(number(&said["items_per_second"]))),
        ),
        Row::new("a batch, from sending to its last answer", "", spread(&said["latency"])),
        Row::new("memory of the server at most", "", mebibytes(memory)),
    ])
}

pub(super) fn single(site: &Site) -> Result<Vec<Row>, Failed> {
    let sample = site.sample(site.items)?;
    let words = ["--mode", "single", "--rate", RATE, "--file", text(&sample)];
    let (said, memory) = load(site, site.items.min(SINGLE_MAX), &words)?;
    Ok(vec![
        Row::new(
            format!("{} items one by one, durable, 2,000/s offered, from the moment each was due", items(&said)),
            "p99 20 ms",
            spread(&said["latency"]),
        ),
        Row::new("answered", "", format!("{} items/s", grouped(number(&said["items_per_second"])))),
        Row::new("memory of the server at most", "", mebibytes(memory)),
    ])
}

fn items(said: &Value) -> String {
    let (later, not_taken) = (number(&said["later"]), number(&said["not_taken"]));
    let with =
        |number: f64, what: &str| if number > 0.0 { format!(" ({} {what})", grouped(number)) } else { String::new() };
    format!("{}{}{}", grouped(number(&said["items"])), with(not_taken, "not taken"), with(later, "told \"later\""))
}

fn load(site: &Site, items: u64, words: &[&str]) -> Result<(Value, u64), Failed> {
    let served = site.serve(&site.fresh("served")?)?;
    let items = items.to_string();
    let load = ["bench", "http", "--address", &served.address, "--items", &items, "--json"];
    let (said, _) = site.json(&[&load[..], words].concat())?;
    let memory = served.memory_max();
    drop(served);
    site.fresh("served")?;
    Ok((said, memory))
}
