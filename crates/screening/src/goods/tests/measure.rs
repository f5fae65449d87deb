//! Recall and false alarms on texts that were written down before the catalogue.

use super::super::*;

const POSITIVES: [&str; 3] = [
    include_str!("../../../tests/cases/goods/positives.txt"),
    include_str!("../../../tests/cases/goods/positives-second.txt"),
    include_str!("../../../tests/cases/goods/positives-third.txt"),
];
const TRAPS: [&str; 5] = [
    include_str!("../../../tests/cases/goods/traps.txt"),
    include_str!("../../../tests/cases/goods/traps-second.txt"),
    include_str!("../../../tests/cases/goods/traps-third.txt"),
    include_str!("../../../tests/cases/goods/traps-fourth.txt"),
    include_str!("../../../tests/cases/goods/traps-fifth.txt"),
];
const NEUTRAL: [&str; 2] = [
    include_str!("../../../tests/cases/goods/neutral.txt"),
    include_str!("../../../tests/cases/goods/neutral-second.txt"),
];
/// Classes that a trap or a neutral text must not be given, whatever the effect.
const GROUPS: [&str; 5] = ["drug", "firearm", "explosive", "wildlife", "terror_media"];

fn lines(sets: &[&'static str]) -> Vec<&'static str> {
    let lines = sets.iter().flat_map(|set| set.lines());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

fn group(text: &str) -> Option<String> {
    let hit = Catalogue::built_in().look(text)?;
    GROUPS.iter().find(|group| hit.class.split('.').next() == Some(group)).map(|group| (*group).to_owned())
}

/// Share of texts for which `wrong` says so; prints them.
fn share(name: &str, texts: Vec<&str>, wrong: impl Fn(&str) -> bool) -> f64 {
    let all = texts.len();
    let wrong: Vec<&str> = texts.into_iter().filter(|text| wrong(text)).collect();
    let share = wrong.len() as f64 / all as f64;
    println!("{name}: {} of {all} ({share:.4}): {wrong:?}", wrong.len());
    share
}

#[test]
fn what_names_a_thing_is_found() {
    let missed = share("positives missed", lines(&POSITIVES), |line| {
        let (class, text) = line.split_once('|').expect("class|text");
        group(text).as_deref() != Some(class)
    });
    assert!(missed <= 0.03, "{missed}");
}

#[test]
fn what_looks_like_a_thing_is_left_alone() {
    let flagged = share("traps flagged", lines(&TRAPS), |text| group(text).is_some());
    assert!(flagged <= 0.03, "{flagged}");
}

#[test]
fn everyday_goods_are_left_alone() {
    let flagged = share("neutral flagged", lines(&NEUTRAL), |text| group(text).is_some());
    assert!(flagged <= 0.003, "{flagged}");
}

#[test]
fn plain_substrings_would_do_worse() {
    let names: Vec<String> = Catalogue::built_in()
        .entries()
        .iter()
        .flat_map(|entry| entry.names.iter().map(|name| name.text.to_lowercase()))
        .collect();
    let contains = |text: &str| names.iter().any(|name| text.to_lowercase().contains(name.as_str()));
    let missed = share("positives missed by substrings", lines(&POSITIVES), |line| {
        !contains(line.split_once('|').expect("class|text").1)
    });
    let flagged = share("traps flagged by substrings", lines(&TRAPS), contains);
    assert!(missed > 0.03 && flagged > 0.03, "{missed} {flagged}");
}
