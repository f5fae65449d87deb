use super::*;

fn problems(text: &str) -> Vec<String> {
    let Err(LawError::Data(problems)) = Indicators::read(&[("own.toml", text)]) else { panic!("it was read") };
    problems.into_iter().map(|problem| problem.message).collect()
}

const ALL: &str = "[[scope]]\nid = \"all\"\nname = { zh = \"全部\", en = \"all\" }\n";

#[test]
fn the_built_in_definitions_load_and_are_said_in_both_languages() {
    let all = Indicators::built_in();
    assert!(all.iter().count() > 60);
    for indicator in all.iter() {
        for text in [&indicator.name, &indicator.definition, &indicator.time] {
            assert!(!text.zh.is_ascii(), "{}: {text:?}", indicator.id);
            assert!(text.en.is_ascii(), "{}: {text:?}", indicator.id);
        }
    }
}

#[test]
fn a_share_is_never_of_two_units_unless_it_says_so() {
    let all = Indicators::built_in();
    let unit = |term: &Term| match &all.get(&term.indicator).unwrap().measure {
        Measure::Count { unit, .. } => *unit,
        other => panic!("{other:?}"),
    };
    for indicator in all.iter() {
        let Measure::Share { numerator, denominator } = &indicator.measure else { continue };
        let mut units: Vec<_> = numerator.iter().chain(denominator).map(unit).collect();
        units.dedup();
        assert!(units.len() == 1 || indicator.why.is_some(), "{}: {units:?}", indicator.id);
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let text = format!(
        "{ALL}
        [[indicator]]
        id = \"a\"
        name = {{ zh = \"甲\", en = \"a\" }}
        definition = {{ zh = \"甲\", en = \"\" }}
        numerator = [\"b\"]
        denominator = [\"b@nowhere\"]
        source = \"own\"
        status = \"unverified\"
        [[indicator]]
        id = \"B\"
        name = {{ zh = \"乙\", en = \"b\" }}
        definition = {{ zh = \"乙\", en = \"b\" }}
        unit = \"persons\"
        year_on_year_of = \"a\"
        source = \"own\"
        status = \"verified\"
        "
    );
    let told = problems(&text);
    for part in [
        "a language is empty",
        "without a why",
        "only a-z",
        "exactly one of",
        "b is no indicator",
        "unknown scope nowhere",
    ] {
        assert!(told.iter().any(|problem| problem.contains(part)), "{part}: {told:#?}");
    }
}

#[test]
fn the_scope_of_everything_must_be_there() {
    assert!(problems("")[0].contains("the scope all"));
}
