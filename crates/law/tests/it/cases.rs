//! Cases in plain words, one file per provision, run by one `check`.

use std::collections::BTreeMap;

use law::{Circumstances, Due, Ground, Law};
use parcel::{Day, DutyState, Gate, Place, kind::ItemKind, kind::OperatorKind};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    about: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The case in plain words.
    says: String,
    /// Every one of these kinds.
    operators: Vec<OperatorKind>,
    items: Vec<ItemKind>,
    agreement: bool,
    place: String,
    #[serde(default = "elsewhere")]
    destination: String,
    /// On every one of these days.
    days: Vec<Day>,
    gate: Gate,
    state: DutyState,
    #[serde(default = "at_acceptance")]
    due: Due,
    /// The governing article first, then those beside it; empty where no rule was found.
    sources: Vec<String>,
    /// By ground, the source that refuses; "none" where nothing does.
    #[serde(default)]
    refuses: BTreeMap<String, String>,
}

fn elsewhere() -> String {
    "330106".to_owned()
}

fn at_acceptance() -> Due {
    Due::AtAcceptance
}

#[test]
fn every_case_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 8, "cases are missing");
    let failures: Vec<_> = files.iter().flat_map(|path| check_file(&std::fs::read_to_string(path).unwrap())).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn check_file(text: &str) -> Vec<String> {
    let file: CaseFile = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut failures = Vec::new();
    for case in &file.case {
        for (operator_kind, item_kind, day) in combinations(case) {
            let circumstances = Circumstances {
                operator_kind,
                item_kind,
                day,
                place: Place::parse(&case.place).unwrap(),
                destination: Place::parse(&case.destination).unwrap(),
                agreement: case.agreement,
            };
            let wrong = check(case, &circumstances);
            failures.extend(
                wrong.map(|wrong| {
                    format!("{}: {} ({operator_kind}, {item_kind}, {day}): {wrong}", file.about, case.says)
                }),
            );
        }
    }
    failures
}

fn combinations(case: &Case) -> Vec<(OperatorKind, ItemKind, Day)> {
    let items = |kind: &OperatorKind| case.items.iter().map(|item| (*kind, *item)).collect::<Vec<_>>();
    let pairs = case.operators.iter().flat_map(items);
    pairs.flat_map(|(kind, item)| case.days.iter().map(move |day| (kind, item, *day))).collect()
}

/// What is wrong, if anything.
fn check(case: &Case, circumstances: &Circumstances) -> Option<String> {
    let duties = Law::built_in().duties(circumstances);
    let duty = duties.gate(case.gate);
    let sources: Vec<_> = duty.articles.iter().map(|article| article.cite.en.clone()).collect();
    if (duty.state, duty.due) != (case.state, case.due) || sources != case.sources {
        return Some(format!("is {} {:?} by {sources:?}", duty.state, duty.due));
    }
    case.refuses.iter().find_map(|(ground, source)| {
        let ground = Ground::ALL.iter().find(|member| member.word() == ground).expect("a ground");
        let refusal = duties.refusal(*ground).map_or("none", |refusal| refusal.provision().source.as_str());
        (refusal != source).then(|| format!("on {} refused by {refusal}", ground.word()))
    })
}
