//! Clocks: cases in plain words, each with its article, run one by one.

use law::clock::{Clocks, answer_line};
use serde::Deserialize;
use serde_json::Value;

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
    /// The article on which it rests.
    article: String,
    /// The question as a line.
    ask: String,
    /// The due date; `open` while a pause goes on.
    due: Option<String>,
    /// The code of the first problem.
    error: Option<String>,
    /// The field of the first problem.
    field: Option<String>,
    /// One thing that the first problem names as allowed.
    allows: Option<String>,
    /// How many problems there are.
    problems: Option<usize>,
    provisional: Option<bool>,
    status: Option<String>,
    /// A part of the provision.
    cites: Option<String>,
    /// The last day for asking for an extension.
    request_by: Option<String>,
    /// State on the day asked for.
    state: Option<String>,
    left_days: Option<i64>,
}

/// At least so many cases.
const CASES_MIN: usize = 150;

#[test]
fn every_clock_case_holds() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clock-cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().map(|path| std::fs::read_to_string(path).unwrap());
    let files: Vec<CaseFile> =
        texts.map(|text| toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"))).collect();
    assert!(files.iter().map(|file| file.case.len()).sum::<usize>() >= CASES_MIN, "cases are missing");
    let failures: Vec<_> =
        files.iter().flat_map(|file| file.case.iter().filter_map(|case| failure(file, case))).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn failure(file: &CaseFile, case: &Case) -> Option<String> {
    assert!(!case.article.is_empty() && (case.due.is_some() != case.error.is_some()), "{}", case.says);
    let answer: Value = serde_json::from_str(&answer_line(Clocks::built_in(), case.ask.as_bytes())).unwrap();
    let wrong: Vec<_> =
        expected(case).into_iter().filter(|(place, expected)| !fits(&answer, place, expected)).collect();
    (!wrong.is_empty())
        .then(|| format!("{}: {} [{}]\n  expected {wrong:?}\n  answered {answer}", file.about, case.says, case.article))
}

/// Where to look, and what must be there.
fn expected(case: &Case) -> Vec<(&'static str, Value)> {
    let text = |text: &Option<String>| text.clone().map(Value::from);
    let due = case.due.clone().map(|due| if due == "open" { Value::Null } else { Value::from(due) });
    let all = [
        ("/due", due),
        ("/error/code", text(&case.error)),
        ("/error/field", text(&case.field)),
        ("/error/allowed", text(&case.allows)),
        ("/problems", case.problems.map(Value::from)),
        ("/provisional", case.provisional.map(Value::from)),
        ("/status", text(&case.status)),
        ("/provision", text(&case.cites)),
        ("/extension_request_by", text(&case.request_by)),
        ("/standing/state", text(&case.state)),
        ("/standing/left_days", case.left_days.map(Value::from)),
    ];
    all.into_iter().filter_map(|(place, value)| Some((place, value?))).collect()
}

fn fits(answer: &Value, place: &str, expected: &Value) -> bool {
    match (place, answer.pointer(place)) {
        ("/error/allowed", Some(Value::Array(allowed))) => allowed.contains(expected),
        ("/problems", Some(Value::Array(problems))) => Some(problems.len() as u64) == expected.as_u64(),
        ("/provision", Some(Value::String(provision))) => {
            expected.as_str().is_some_and(|part| provision.contains(part))
        }
        (_, found) => found == Some(expected),
    }
}
