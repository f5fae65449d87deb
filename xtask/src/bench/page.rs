//! Results, kept from one run to the next, and the page that shows them.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use serde_json::{Value, json};

use super::{
    machine,
    options::Options,
    process::Failed,
    steps::{COLD, STEPS},
};

const PAGE: &str = "BENCHMARKS.md";
const BEGIN: &str = "<!-- made by `cargo xtask bench`: begin -->";
const END: &str = "<!-- made by `cargo xtask bench`: end -->";

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) what: String,
    /// What it must reach; empty where nothing is asked.
    pub(super) asked: String,
    pub(super) found: String,
}

impl Row {
    pub(super) fn new(what: impl Into<String>, asked: &str, found: impl Into<String>) -> Self {
        Self { what: what.into(), asked: asked.to_owned(), found: found.into() }
    }
}

/// What was measured, by step.
#[derive(Debug, Default)]
pub(super) struct Results(BTreeMap<String, Value>);

impl Results {
    /// What earlier runs left; nothing where there was none.
    pub(super) fn read(path: &Path) -> Self {
        let read = || serde_json::from_str(&fs::read_to_string(path).ok()?).ok();
        Self(read().unwrap_or_default())
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), Failed> {
        Ok(fs::write(path, serde_json::to_string_pretty(&self.0).unwrap_or_default())?)
    }

    /// Keeps the rows of a step, and writes them down at once: later steps may fail.
    pub(super) fn keep(&mut self, step: &str, rows: Vec<Row>, options: &Options) -> Result<(), Failed> {
        let rows: Vec<_> = rows.into_iter().map(|row| json!([row.what, row.asked, row.found])).collect();
        let value = json!({
            "date": machine::today(), "commit": machine::commit(), "command": options.typed, "rows": rows,
        });
        self.0.insert(step.to_owned(), value);
        self.write(&options.directory.join("results.json"))
    }

    fn section(&self, id: &str, what: &str) -> String {
        let Some(step) = self.0.get(id) else { return String::new() };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut out = format!("\n### {what}\n\n");
        let _ =
            writeln!(out, "{}, commit {}, `{}`.\n", text(&step["date"]), text(&step["commit"]), text(&step["command"]));
        out.push_str("| what | asked | measured |\n|---|---|---|\n");
        for row in step["rows"].as_array().into_iter().flatten() {
            let _ = writeln!(out, "| {} | {} | {} |", text(&row[0]), text(&row[1]), text(&row[2]));
        }
        out
    }

    fn sections(&self) -> String {
        let steps = STEPS.iter().map(|step| (step.id, step.what)).chain([("cold", COLD)]);
        steps.map(|(id, what)| self.section(id, what)).collect()
    }
}

/// Writes the page, or only prints what is new: what stands outside the marks stays.
pub(super) fn write(root: &Path, results: &Results, machine: &[String], is_kept: bool) -> Result<(), Failed> {
    let path = root.join(PAGE);
    let before = fs::read_to_string(&path)?;
    let made = format!("{}\n{}", machine.join("\n"), results.sections());
    if !is_kept {
        println!("{made}");
        return Ok(());
    }
    let after = between(&before, &made).ok_or_else(|| Failed::Said(format!("{PAGE} has lost its marks: {BEGIN}")))?;
    Ok(fs::write(path, after)?)
}

/// The page with other text between its marks.
fn between(page: &str, made: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", made.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let page = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        assert_eq!(between(&page, "new").unwrap(), format!("a\n{BEGIN}\n\nnew\n\n{END}\nb\n"));
        assert_eq!(between("no marks", "new"), None);
    }

    #[test]
    fn a_section_shows_what_was_kept() {
        let rows = json!({ "date": "2026-11-22", "commit": "c", "command": "x", "rows": [["rate", "1", "2"]] });
        let results = Results(BTreeMap::from([("ingest".to_owned(), rows)]));
        assert!(results.sections().contains("| rate | 1 | 2 |"));
        assert_eq!(results.section("disk", "Disk"), "");
    }
}
