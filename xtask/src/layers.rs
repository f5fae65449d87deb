//! What each crate may depend on: ARCHITECTURE.md says it, `cargo metadata` says what is so.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::Value;

use crate::{Complaints, all_well};

const PAGE: &str = "ARCHITECTURE.md";

/// Dependencies that one crate exists to keep from the others.
const ONLY: &[(&str, &[&str])] = &[
    ("arrow", &["history"]),
    ("parquet", &["history"]),
    ("datafusion", &["history"]),
    ("aes", &["seal"]),
    ("aes-gcm", &["seal"]),
    ("aes-gcm-siv", &["seal"]),
    ("ed25519-dalek", &["seal"]),
    ("sm2", &["seal"]),
    ("sm4", &["seal"]),
    ("argon2", &["access"]),
    ("rusqlite", &["access", "journal", "casebook"]),
    ("axum", &["server"]),
    ("clap", &["server"]),
    ("getrandom", &["history", "server"]),
    ("tokio", &["history", "server"]),
    ("rand", &[]),
    ("rand_chacha", &["sample"]),
];

/// Crates whose arrows are not held: they are not shipped.
const NOT_HELD: [&str; 1] = ["xtask"];

/// Names by crate.
type Arrows = BTreeMap<String, Vec<String>>;

pub(crate) fn run(root: &Path) -> Result<(), Complaints> {
    let page = fs::read_to_string(root.join(PAGE)).map_err(|error| vec![format!("{PAGE}: cannot be read: {error}")])?;
    let found = dependencies(root).map_err(|reason| vec![format!("cargo metadata: {reason}")])?;
    all_well(compare(&allowed(&page), &found))
}

/// Rows of the table: a crate in backquotes, what it is, and the crates that it may depend on.
fn allowed(page: &str) -> Arrows {
    let mut arrows = Arrows::new();
    for line in page.lines() {
        let cells: Vec<_> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [name, _, allowed] = cells.as_slice() else { continue };
        let Some(name) = quoted(name).first().copied().filter(|_| name.starts_with('`')) else { continue };
        let allowed = if allowed.contains("all above") {
            arrows.keys().cloned().collect()
        } else {
            quoted(allowed).into_iter().map(str::to_owned).collect()
        };
        arrows.insert(name.to_owned(), allowed);
    }
    arrows
}

/// What stands between backquotes.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Normal and build dependencies of each crate of the workspace.
fn dependencies(root: &Path) -> Result<Arrows, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    Ok(list(&metadata["packages"]).iter().map(|package| (folder(package), normal(package))).collect())
}

/// A crate goes by its folder: that of `server` makes the executable `portcullis`, and nothing depends on it.
fn folder(package: &Value) -> String {
    let manifest = text(&package["manifest_path"]);
    let folder = Path::new(&manifest).parent().and_then(Path::file_name);
    folder.map_or_else(|| text(&package["name"]), |folder| folder.to_string_lossy().into_owned())
}

fn normal(package: &Value) -> Vec<String> {
    let shipped = |dependency: &&Value| dependency["kind"].as_str() != Some("dev");
    list(&package["dependencies"]).iter().filter(shipped).map(|dependency| text(&dependency["name"])).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn compare(allowed: &Arrows, found: &Arrows) -> Complaints {
    let mut complaints = Complaints::new();
    for (name, dependencies) in found.iter().filter(|(name, _)| !NOT_HELD.contains(&name.as_str())) {
        let Some(may) = allowed.get(name) else {
            complaints.push(format!("{PAGE}: the table does not name the crate {name}"));
            continue;
        };
        for dependency in dependencies {
            if found.contains_key(dependency) && !may.contains(dependency) {
                complaints.push(format!("{name} depends on {dependency}, which {PAGE} does not allow"));
            }
            if let Some((_, holders)) = ONLY.iter().find(|(only, _)| only == dependency)
                && !holders.contains(&name.as_str())
            {
                complaints.push(format!("{name} depends on {dependency}, which only {holders:?} may"));
            }
        }
    }
    for name in allowed.keys().filter(|name| !found.contains_key(*name) && !NOT_HELD.contains(&name.as_str())) {
        complaints.push(format!("{PAGE}: the table names {name}, which is no crate of the workspace"));
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
text | before\n
| crate | what it is | may depend on |
|---|---|---|
| `parcel` | words | – |
| `law` | law of `parcel`s | `parcel` |
| `server` | all | all above |
| `xtask` (not shipped) | checks | – |
";

    fn found(list: &[(&str, &[&str])]) -> Arrows {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        list.iter().map(|(name, dependencies)| ((*name).to_owned(), names(dependencies))).collect()
    }

    #[test]
    fn what_the_table_allows_is_well() {
        let found =
            found(&[("parcel", &["serde"]), ("law", &["parcel"]), ("server", &["law", "axum"]), ("xtask", &["law"])]);
        assert_eq!(compare(&allowed(TABLE), &found), Complaints::new());
    }

    #[test]
    fn arrows_and_names_that_the_table_lacks_are_told() {
        let found = found(&[("parcel", &["law", "tokio"]), ("law", &[]), ("journal", &[])]);
        let complaints = compare(&allowed(TABLE), &found).join("\n");
        for expected in ["parcel depends on law", "parcel depends on tokio", "name the crate journal", "names server"] {
            assert!(complaints.contains(expected), "{expected}: {complaints}");
        }
    }
}
