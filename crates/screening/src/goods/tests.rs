//! The built-in catalogue against its own examples and against texts that were written down before it.

use super::*;

mod disguise;
mod ending;
mod finding;
mod independent;
mod load;
mod measure;
mod rules;

#[test]
fn the_built_in_catalogue_loads() {
    let loaded = Catalogue::load(BUILT_IN_TEXTS);
    let lines: Vec<String> = loaded.err().into_iter().flatten().map(|diagnostic| diagnostic.to_string()).collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn the_examples_of_the_catalogue_hold() {
    let lines: Vec<String> = Catalogue::built_in().failing_examples().iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn every_name_hits_its_entry() {
    let catalogue = Catalogue::built_in();
    let mut missed = Vec::new();
    for entry in catalogue.entries() {
        for name in &entry.names {
            let found = catalogue.look(&name.sample());
            if !found.is_some_and(|hit| hit.names_entry(&entry.id)) {
                missed.push(format!("{}: {}", entry.id, name.text));
            }
        }
    }
    assert!(missed.is_empty(), "\n{}", missed.join("\n"));
}
