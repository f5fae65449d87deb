//! Files below 400 lines, functions of at most 70. What was longer before is listed, and may only shrink.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{Complaints, files::TextFile};

/// A file has fewer lines than this.
const FILE_LINES_MAX: usize = 399;
/// A function has at most so many lines, from its name to its closing brace.
const FUNCTION_LINES_MAX: usize = 70;

const RATCHET: &str = "xtask/ratchet.toml";

/// Lines that single files and functions may have, by path and by `path::function`.
pub(super) struct Ratchet(BTreeMap<String, usize>);

impl Ratchet {
    pub(super) fn read(root: &Path) -> Result<Self, Complaints> {
        let read = || toml::from_str(&fs::read_to_string(root.join(RATCHET)).ok()?).ok();
        read().map(Self).ok_or_else(|| vec![format!("{RATCHET}: cannot be read")])
    }

    /// What is wrong with so many lines, if anything.
    fn complaint(&self, name: &str, lines: usize, lines_max: usize) -> Option<String> {
        match self.0.get(name) {
            None if lines > lines_max => Some(format!("{name}: {lines} lines; at most {lines_max}")),
            Some(allowed) if lines > *allowed => {
                Some(format!("{name}: {lines} lines; it had {allowed} and may only shrink"))
            }
            Some(allowed) if lines < *allowed => {
                let then = if lines > lines_max { format!("write {lines}") } else { "take its line out".to_owned() };
                Some(format!("{name}: {lines} lines, {RATCHET} says {allowed}: {then}"))
            }
            _ => None,
        }
    }
}

pub(super) fn complaints(files: &[TextFile], ratchet: &Ratchet) -> Complaints {
    let mut complaints = Complaints::new();
    let mut known = Vec::new();
    for file in files.iter().filter(|file| file.is("rs")) {
        complaints.extend(ratchet.complaint(&file.path, file.text.lines().count(), FILE_LINES_MAX));
        known.push(file.path.clone());
        for (name, lines) in functions(&file.text) {
            let name = format!("{}::{name}", file.path);
            complaints.extend(ratchet.complaint(&name, lines, FUNCTION_LINES_MAX));
            known.push(name);
        }
    }
    let gone = ratchet.0.keys().filter(|name| !known.contains(name));
    complaints.extend(gone.map(|name| format!("{RATCHET}: {name} is no more: take its line out")));
    complaints
}

/// Names and lengths of functions. Relies on rustfmt: a function ends with a brace indented as its first line is.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<_> = text.lines().collect();
    let mut functions = Vec::new();
    for (first, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        let begins_and_ends_here = line.ends_with('}') || line.ends_with(';');
        let length = if begins_and_ends_here { Some(0) } else { lines[first..].iter().position(|line| **line == end) };
        functions.extend(length.map(|length| (name, length + 1)));
    }
    functions
}

/// The name of the function that begins on a line.
fn function_name(line: &str) -> Option<&str> {
    const BEFORE: [&str; 6] = ["pub", "const", "async", "unsafe", "extern", "default"];
    let mut words = line.split_whitespace();
    let word = words.find(|word| !BEFORE.contains(word) && !word.starts_with("pub(") && !word.starts_with("in "))?;
    let name = if word == "fn" { words.next()? } else { return None };
    name.split(['(', '<']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_with_their_lengths() {
        let text = "\
pub(crate) const fn one() -> u8 { 1 }
impl A {
    async fn two<T>(
        self,
    ) -> T {
        // fn not_one
        let _ = {
        };
    }
}
fn three() {
    three();
}
";
        assert_eq!(functions(text), [("one", 1), ("two", 7), ("three", 3)]);
    }

    #[test]
    fn the_ratchet_turns_one_way() {
        let ratchet = Ratchet(BTreeMap::from([("long.rs".to_owned(), 500)]));
        let file = |path: &str, lines| TextFile { path: path.to_owned(), text: "x\n".repeat(lines) };
        let found = |path, lines| complaints(&[file(path, lines)], &ratchet);
        assert_eq!(found("long.rs", 500), Complaints::new());
        assert!(found("long.rs", 501)[0].contains("may only shrink"));
        assert!(found("long.rs", 450)[0].contains("write 450"));
        assert!(found("long.rs", 300)[0].contains("take its line out"));
        assert!(found("new.rs", 400)[0].contains("at most 399"));
        assert!(found("new.rs", 399)[0].contains("is no more"));
    }
}
