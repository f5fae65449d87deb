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
