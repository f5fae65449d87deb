//! What is measured, one step after the other; later ones use what earlier ones left on the disk.

mod cold;
mod history;
mod http;
mod parts;
mod rival;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

pub(super) use self::cold::measure as cold;
use super::{
    options::Options,
    page::Row,
    process::{Ended, Failed, Served, measured},
};

/// A step.
pub(super) struct Step {
    /// What `--only` calls it.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) what: &'static str,
    pub(super) measure: fn(&Site) -> Result<Vec<Row>, Failed>,
}

const fn step(id: &'static str, what: &'static str, measure: fn(&Site) -> Result<Vec<Row>, Failed>) -> Step {
    Step { id, what, measure }
}

/// All steps, in the order in which they are taken and shown.
pub(super) const STEPS: &[Step] = &[
    step("ingest", "A file into a data directory", history::ingest),
    step("disk", "Disk", history::disk),
    step("questions", "Questions", history::questions),
    step("http-batch", "HTTP, batches", http::batches),
    step("http-single", "HTTP, one by one", http::single),
    step("recovery", "Recovery after SIGKILL", parts::recovery),
    step("stages", "Cost by stage, one thread", parts::stages),
    step("postgres", "Beside PostgreSQL, the same records in one run", rival::postgres),
    step("names", "Names of items", parts::names),
];

/// Heading of the step that only `--cold` takes.
pub(super) const COLD: &str = "Cold builds";

/// Where things are.
pub(super) struct Site {
    root: PathBuf,
    directory: PathBuf,
    items: u64,
    binary: PathBuf,
}

impl Site {
    pub(super) fn new(root: &Path, options: &Options) -> Self {
        let binary = options.binary.clone().unwrap_or_else(|| root.join("target/release/portcullis"));
        Self { root: root.to_owned(), directory: options.directory.clone(), items: options.items, binary }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// The executable with a command, in English.
    fn portcullis(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(["--lang", "en"]).args(words);
        command
    }

    /// Runs a command that prints JSON.
    fn json(&self, words: &[&str]) -> Result<(Value, Ended), Failed> {
        let ended = measured(&mut self.portcullis(words), "")?;
        let value = serde_json::from_str(&ended.said);
        let value = value.map_err(|error| Failed::Said(format!("{}: no JSON: {error}", words.join(" "))))?;
        Ok((value, ended))
    }

    /// A file of sample records without events, made once.
    fn sample(&self, items: u64) -> Result<PathBuf, Failed> {
        let path = self.path(&format!("sample-{items}.ndjson"));
        if !path.exists() {
            let unfinished = self.path("sample.unfinished");
            let items = items.to_string();
            let words = ["sample", "--items", &items, "--events", "none", "--output", text(&unfinished)];
            measured(&mut self.portcullis(&words), "")?;
            fs::rename(unfinished, &path)?;
        }
        Ok(path)
    }

    /// A directory that does not exist; what a run before left is removed, its key too.
    fn fresh(&self, name: &str) -> Result<PathBuf, Failed> {
        let path = self.path(name);
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        let key = self.path(&format!("{name}.key"));
        if key.exists() {
            fs::remove_file(key)?;
        }
        Ok(path)
    }

    fn serve(&self, data: &Path) -> Result<Served, Failed> {
        Served::start(&mut self.portcullis(&["serve", "--data", text(data), "--listen", "127.0.0.1:0"]))
    }
}

/// Paths of measurements are made of plain letters.
fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(0.0)
}

/// 1,234,567 as people read it.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let places = digits.len();
    let comma = |place: usize| place > 0 && (places - place).is_multiple_of(3);
    digits
        .chars()
        .enumerate()
        .flat_map(|(place, digit)| comma(place).then_some(',').into_iter().chain([digit]))
        .collect()
}

/// Percentiles as `portcullis bench` gives them.
fn spread(times: &Value) -> String {
    let millis = |name: &str| number(&times[name]);
    format!(
        "p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, max {:.2} ms (n = {})",
        millis("p50_ms"),
        millis("p99_ms"),
        millis("p999_ms"),
        millis("max_ms"),
        grouped(number(&times["count"]))
    )
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", grouped(bytes as f64 / 1_048_576.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(["7", "1,234", "123,456", "1,234,567"], [7.0, 1234.0, 123_456.0, 1_234_567.0].map(grouped));
    }
}
