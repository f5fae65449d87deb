//! Times and shares of the goods catalogue beside plain substrings of the same names, on the half of the independent
//! sets that is there to tune on: `cargo run --release -p screening --example goods`.
//!
//! With names of files it tells the class of every line of them instead; with `load`, how long loading takes.

use std::{fs, path::Path, process::ExitCode, time::Instant};

use screening::goods::Catalogue;

/// How often each set is read for a time.
const ROUNDS: usize = 20;
const GROUPS: [&str; 5] = ["drug", "firearm", "explosive", "wildlife", "terror_media"];

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        return compare();
    }
    let start = now();
    let catalogue = Catalogue::built_in();
    let loaded = start.elapsed();
    let start = now();
    catalogue.look("毛衣");
    eprintln!("loading: {loaded:.0?}, the first text: {:.0?}", start.elapsed());
    for line in
        files.iter().flat_map(fs::read_to_string).flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
    {
        let hit = catalogue.look(&line);
        let (class, entry) = hit.as_ref().map_or(("-", "-"), |hit| (&*hit.class, &*hit.entry));
        println!("{class}\t{entry}\t{line}");
    }
    ExitCode::SUCCESS
}

fn compare() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/goods/independent/tune");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let positives: Vec<String> = read("positives.ndjson").lines().filter_map(text_of).collect();
    let rows = |name: &str| -> Vec<String> {
        read(name).lines().skip(1).filter_map(|line| line.split('\t').next().map(str::to_owned)).collect()
    };
    let sets = [("positives", positives), ("traps", rows("traps.tsv")), ("neutral", rows("neutral.tsv"))];
    if sets.iter().any(|(_, texts)| texts.is_empty()) {
        eprintln!("no sets under {}", folder.display());
        return ExitCode::FAILURE;
    }
    let start = now();
    let catalogue = Catalogue::built_in();
    println!("loading: {:.0} ms, {:?}", start.elapsed().as_secs_f64() * 1e3, catalogue.size());
    let names: Vec<String> = catalogue
        .entries()
        .iter()
        .filter(|entry| GROUPS.iter().any(|group| entry.class.starts_with(group)))
        .flat_map(|entry| entry.names.iter().filter(|name| name.beside.is_none()).map(|name| name.text.to_lowercase()))
        .collect();
    for (name, texts) in &sets {
        measure(name, "catalogue", texts, ROUNDS, |text| {
            catalogue.look(text).is_some_and(|hit| GROUPS.iter().any(|group| hit.class.starts_with(group)))
        });
        measure(name, "substrings", texts, 1, |text| {
            let text = text.to_lowercase();
            names.iter().any(|name| text.contains(name.as_str()))
        });
    }
    ExitCode::SUCCESS
}

fn text_of(line: &str) -> Option<String> {
    let case: serde_json::Value = serde_json::from_str(line).ok()?;
    case["text"].as_str().map(str::to_owned)
}

fn measure(set: &str, by: &str, texts: &[String], rounds: usize, flags: impl Fn(&str) -> bool) {
    let flagged = texts.iter().filter(|text| flags(text)).count();
    let start = now();
    let seen: usize = (0..rounds).map(|_| texts.iter().filter(|text| flags(text)).count()).sum();
    let micros = start.elapsed().as_secs_f64() * 1e6 / (texts.len() * rounds) as f64;
    println!("{set} by {by}: {flagged} of {} flagged, {micros:.2} µs a text ({seen})", texts.len());
}

#[expect(clippy::disallowed_methods, reason = "an example measures time")]
fn now() -> Instant {
    Instant::now()
}
