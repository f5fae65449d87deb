use super::*;

const TEXT: &str = include_str!("../../data/roles.toml");

#[test]
fn the_table_is_whole() {
    let rows = read(TEXT).unwrap();
    assert_eq!(rows.len(), Action::ALL.len());
    assert!(Action::ALL.iter().all(|action| row(*action).action == *action));
}

/// Each broken table names what is wrong with it.
#[test]
fn a_broken_table_is_refused() {
    let check = |from: &str, to: &str, expected: &str| {
        assert!(TEXT.contains(from), "{from}");
        let problems = read(&TEXT.replacen(from, to, 1)).unwrap_err();
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{problems:?}");
    };
    check("clerk = \"own\"\n", "", "no cell for clerk");
    check("statistician = \"no\"", "statistician = \"all\"", "no nominal data");
    check("auditor = \"no\"", "auditor = \"own\"", "auditor has no own");
    check("word = \"item.submit\"", "word = \"item.answer\"", "each once");
    check("clerk = \"own\"", "clerk = \"some\"", "some");
    check("auditor = \"no\"", "auditors = \"no\"", "auditors");
    check("person = true\nrecorded = true\ntwo_people = true", "two_people = true", "two people are people");
}
