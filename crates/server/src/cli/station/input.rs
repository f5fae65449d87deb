//! Files that the command reads: parameters of the model, counters of machines.

use std::{fs, path::Path, path::PathBuf};

use parcel::{Code64, Day, Operator};
use screening::station::{Counter, Parameters};
use serde::Deserialize;

use crate::failure::{Exit, Failure, Outcome};

/// The text of a file.
pub(super) fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|cause| {
        Failure::because("无法读取文件", "the file cannot be read", &format!("{}: {cause}", path.display()))
    })
}

/// The parameters that the command names, or those that ship.
pub(super) fn parameters(path: Option<&PathBuf>) -> Outcome<Parameters> {
    let read = match path {
        None => Parameters::built_in(),
        Some(path) => Parameters::parse(&text(path)?),
    };
    read.map_err(|error| {
        Failure::new(Exit::Usage, format!("模型参数有误：{error}"), format!("the parameters are wrong: {error}"))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCounter {
    operator: String,
    machine: String,
    day: Day,
    pieces: u32,
}

/// Counters, one a line; every bad line is named.
pub(super) fn counters(path: &Path) -> Outcome<Vec<Counter>> {
    let (mut counters, mut bad) = (Vec::new(), Vec::new());
    for (number, line) in text(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read = serde_json::from_str::<RawCounter>(line).ok().and_then(|raw| {
            Some(Counter {
                operator: Operator::parse(&raw.operator).ok()?,
                machine: Code64::new(&raw.machine).ok()?,
                day: raw.day,
                pieces: raw.pieces,
            })
        });
        match read {
            Some(counter) => counters.push(counter),
            None => bad.push((number + 1).to_string()),
        }
    }
    if bad.is_empty() {
        return Ok(counters);
    }
    let (shown, places) = (path.display(), bad.join(", "));
    let example = r#"{"operator":"demo-express","machine":"M1","day":"2026-11-20","pieces":4210}"#;
    Err(Failure::new(
        Exit::Usage,
        format!("{shown} 第 {places} 行读不懂；可通过：{example}"),
        format!("{shown}: lines {places} do not read; would pass: {example}"),
    ))
}
