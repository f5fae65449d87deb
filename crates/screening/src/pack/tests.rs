use super::*;
use crate::window::PlainWindows;

#[test]
fn every_rule_does_what_its_cases_say() {
    let pack = Pack::built_in().unwrap_or_else(|found| panic!("{}", shown(&found)));
    let outcomes = pack.run_cases(|_| PlainWindows::new());
    let wrong: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !outcome.passed())
        .map(|outcome| format!("{}: {} (fired: {})", outcome.case.rule, outcome.case.title, outcome.fired))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for rule in pack.rules().rules() {
        let of_rule = || outcomes.iter().filter(|outcome| outcome.case.rule == rule.provision.rule);
        assert!(of_rule().any(|outcome| outcome.fired), "{} never fires", rule.provision.rule);
        assert!(of_rule().any(|outcome| !outcome.fired), "{} always fires", rule.provision.rule);
    }
}

fn shown(found: &[Diagnostic]) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

const HEAD: &str = r#"
id = "test"
edition = "1"
late = "1h"
title = { zh = "测试", en = "test" }
[measure.items]
key = "sender"
window = "1h"
at_least = 9
"#;

const RULE: &str = r#"
id = "a.rule"
version = 1
status = "test"
owner = "somebody"
key = "sender"
when = "window.items >= 3"
effect = "inspect"
asks = "look"
source = "Own rule"
title = { zh = "题", en = "title" }
message = { zh = "话", en = "message" }
remedy = { zh = "法", en = "remedy" }
rationale = { zh = "因", en = "why" }
false_positives = { zh = "误", en = "whom" }
expected = { hits_per_million = [0, 10], false_alarm_percent = [0, 100], basis = "assumed" }
case = [
    { title = "fires", fires = true, item = { document = "A" }, before = [{ repeat = 3, document = "A" }] },
    { title = "does not", fires = false, item = { document = "A" } },
]
"#;

/// Diagnostics of a head and a rule as `line:column code`.
fn found(head: &str, rules: &[(&str, &str)]) -> Vec<String> {
    match Pack::load(("pack.toml", head), rules) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(|it| format!("{}:{}:{} {}", it.file, it.line, it.column, it.code)).collect(),
    }
}

#[test]
fn a_small_pack_loads_and_its_cases_pass() {
    let pack = Pack::load(("pack.toml", HEAD), &[("a.toml", RULE)]).unwrap();
    assert!(pack.name().starts_with("test@1#") && pack.name().len() == "test@1#".len() + 16, "{}", pack.name());
    assert!(pack.run_cases(|_| PlainWindows::new()).iter().all(CaseOutcome::passed));
}

#[test]
fn a_case_that_says_the_wrong_thing_fails() {
    let wrong = RULE.replace("repeat = 3", "repeat = 2");
    let pack = Pack::load(("pack.toml", HEAD), &[("a.toml", &wrong)]).unwrap();
    let outcomes = pack.run_cases(|_| PlainWindows::new());
    assert_eq!(outcomes.iter().map(CaseOutcome::passed).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn every_diagnostic_of_every_file_comes_at_once() {
    let head = HEAD.replace("1h\"\nat_least = 9", "1y\"\nat_least = 9999\ncolour = 3");
    let rule = RULE
        .replace("effect = \"inspect\"", "effect = \"refuse\"")
        .replace("window.items >= 3", "item.weight_grams > 3 && item.sex == 'x'")
        .replace("version = 1", "version = 0")
        .replace("owner = \"somebody\"\n", "")
        .replace(", en = \"why\"", "")
        .replace("document = \"A\" } },\n]", "sex = \"A\" } },\n]");
    let expected = [
        "a.toml:1:1 missing",
        "a.toml:2:6 ",
        "b.toml:1:1 missing",
        "b.toml:3:11 wrong_type",
        "b.toml:6:9 unguarded",
        "b.toml:6:34 unknown_field",
        "b.toml:7:10 not_in_list",
        "b.toml:13:13 missing",
        "b.toml:18:51 unknown_field",
        "pack.toml:8:10 not_in_list",
        "pack.toml:9:12 wrong_type",
        "pack.toml:10:1 unknown_field",
    ];
    let found = found(&head, &[("b.toml", &rule), ("a.toml", "\nid = broken")]);
    assert!(expected.iter().all(|line| found.iter().any(|found| found.starts_with(line))), "{found:#?}");
    assert_eq!(found.iter().filter(|found| !found.starts_with("a.toml")).count(), 10, "{found:#?}");
}

#[test]
fn no_rule_can_refuse() {
    let refusing = RULE.replace("effect = \"inspect\"", "effect = \"refuse\"");
    assert!(found(HEAD, &[("a.toml", &refusing)]).iter().any(|it| it == "a.toml:8:10 not_in_list"));
    for rule in Pack::built_in().unwrap().rules().rules() {
        // Only two effects exist; a third would not compile here.
        match &rule.effect {
            parcel::HintEffect::Note | parcel::HintEffect::Inspect(_) => {}
        }
    }
}

#[test]
fn an_experimental_rule_may_only_note() {
    let rule = RULE.replace("status = \"test\"", "status = \"experimental\"");
    assert_eq!(found(HEAD, &[("a.toml", &rule)]), ["a.toml:8:10 not_yet"]);
}

#[test]
fn two_rules_cannot_share_an_id() {
    assert_eq!(found(HEAD, &[("a.toml", RULE), ("b.toml", RULE)]), ["b.toml:1:1 repeated_id"]);
}

#[test]
fn the_canonical_form_follows_the_content_not_the_order() {
    let other = RULE.replace("a.rule", "b.rule");
    let load = |rules: &[(&str, &str)]| Pack::load(("pack.toml", HEAD), rules).unwrap().canonical().to_vec();
    let one = load(&[("a.toml", RULE), ("b.toml", &other)]);
    assert_eq!(one, load(&[("b.toml", &other), ("a.toml", RULE)]));
    assert_ne!(one, load(&[("a.toml", RULE)]));
}

#[test]
fn a_pack_comes_back_from_its_canonical_form_under_the_same_name() {
    let pack = Pack::load(("some/where/pack.toml", HEAD), &[("some/where/rules/a.toml", RULE)]).unwrap();
    let again = Pack::from_canonical(pack.canonical()).unwrap();
    assert_eq!((again.name(), again.hash(), again.canonical()), (pack.name(), pack.hash(), pack.canonical()));
    assert_eq!(pack.hash(), Pack::load(("pack.toml", HEAD), &[("a.toml", RULE)]).unwrap().hash());
    let cut = &pack.canonical()[..pack.canonical().len() - 1];
    assert_eq!(Pack::from_canonical(cut).unwrap_err()[0].code, "not_a_pack");
}

#[test]
fn every_rule_file_of_the_pack_is_compiled_in() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn/rules");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    let mut known: Vec<&str> = built_in::RULES.iter().map(|(file, _)| file.rsplit('/').next().unwrap()).collect();
    known.sort_unstable();
    assert_eq!(files, known);
}
