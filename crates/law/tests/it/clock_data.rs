//! The data of the clocks: what loads, what is answered when it does not, and what must be there.

use law::{
    Calendar, LawError, Status,
    clock::{ClockRow, Clocks, Custody},
};
use parcel::Day;

/// The ids that the contract names.
const NAMED: [&str; 33] = [
    "request-arrest",
    "request-arrest-special",
    "request-arrest-roving",
    "arrest-review",
    "arrest-review-not-detained",
    "arrest-review-not-detained-complex",
    "refusal-reconsideration",
    "refusal-review",
    "custody-investigation",
    "prosecution-review",
    "prosecution-review-complex",
    "prosecution-review-fast",
    "prosecution-review-fast-long",
    "supplementary-investigation",
    "protest-judgment",
    "protest-ruling",
    "victim-asks-protest",
    "filing-reasons",
    "filing-after-notice",
    "filing-conclude",
    "objection-reexamination",
    "withdrawn-prosecution",
    "recommendation-reply",
    "bail",
    "residential-surveillance",
    "transfer-decision",
    "transfer-handover",
    "police-filing-decision",
    "advance-evidence",
    "penalty-service",
    "hearing-request",
    "fine-payment",
    "complaint-operator",
];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Reads the built-in files with one of them changed.
fn read_changed(file: &str, from: &str, to: &str) -> Vec<String> {
    let files: Vec<_> = Clocks::built_in_files()
        .iter()
        .map(|(name, text)| (*name, if *name == file { text.replacen(from, to, 1) } else { (*text).to_owned() }))
        .collect();
    let changed = files.iter().zip(Clocks::built_in_files()).any(|((_, now), (_, before))| now != before);
    assert!(changed, "{from} is not in {file}");
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    match Clocks::read(&files) {
        Ok(_) => Vec::new(),
        Err(LawError::Data(problems)) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn every_clock_that_the_contract_names_is_there() {
    let clocks = Clocks::built_in();
    assert_eq!(&**clocks.edition(), "cn-clocks@2026-11-22");
    for id in NAMED.into_iter().chain(["complaint-regulator"]) {
        assert!(clocks.get(id).is_some(), "{id}");
    }
    let by_nature: Vec<_> =
        clocks.all().filter(|clock| clock.custody == Custody::ByNature).map(|clock| &*clock.id).collect();
    for id in
        ["request-arrest", "request-arrest-special", "request-arrest-roving", "arrest-review", "custody-investigation"]
    {
        assert!(by_nature.contains(&id), "{id}");
    }
    assert!(NAMED.iter().filter(|id| by_nature.contains(id)).count() == 5, "every other takes either value");
}

#[test]
fn ceilings_transfer_rules_and_what_was_not_read_are_marked() {
    let unverified = |id: &str| Clocks::built_in().get(id).unwrap().rule(day("2026-11-22")).unwrap();
    for id in [
        "bail",
        "residential-surveillance",
        "transfer-decision",
        "transfer-handover",
        "police-filing-decision",
        "recommendation-reply",
    ] {
        let rule = unverified(id);
        assert!(rule.status == Status::Unverified && !rule.why.is_empty(), "{id}");
    }
    for id in ["request-arrest", "arrest-review", "prosecution-review", "filing-reasons", "advance-evidence"] {
        assert!(unverified(id).status == Status::Verified, "{id}");
    }
}

#[test]
fn every_row_of_the_table_speaks_both_languages() {
    let mut rows = 0;
    for row in Clocks::built_in().all().filter_map(|clock| ClockRow::on(clock, day("2026-11-22"))) {
        rows += 1;
        for text in [&row.name, &row.starts, &row.bearer, &row.length_words, &row.counting, &row.expiry] {
            assert!(!text.zh.is_ascii() && text.en.is_ascii() && !text.en.is_empty(), "{}: {text:?}", row.clock);
        }
        assert!(row.provision.contains('《') && row.provision.contains("art. "), "{}", row.provision);
        assert!(row.why.is_empty() == (row.status == "verified"), "{}", row.clock);
    }
    assert!(rows > 100, "{rows}");
}

#[test]
fn what_is_wrong_with_the_data_is_answered_at_once() {
    let problems = read_changed("detention.toml", "counting = \"criminal\"", "counting = \"lunar\"");
    assert_eq!(problems, ["detention.toml: clock detention-centre: this way of counting does not exist"]);
    let problems = read_changed("detention.toml", "\"mps 126\"", "\"koran 126\", \"mps126\"");
    assert_eq!(problems.len(), 2, "{problems:?}");
    let problems = read_changed("detention.toml", "length = { days = 3 }", "length = { days = 3, hours = 1 }");
    assert!(problems[0].contains("do not mix"), "{problems:?}");
    let problems = read_changed("detention.toml", "max = 4, default = 4", "max = 5, default = 4");
    assert!(problems[0].contains("option extension does not fit"), "{problems:?}");
    let problems = read_changed("custody.toml", "request_cites = [\"rules 309\", \"mps 148\"]\n", "");
    assert!(problems[0].contains("go together"), "{problems:?}");
    let problems = read_changed("custody.toml", "\"new_major_crime\"", "\"new_moon\"");
    assert!(problems[0].contains("new_moon does not exist"), "{problems:?}");
    let problems = read_changed("countings.toml", "status = \"unverified\"\nwhy", "status = \"unverified\"\n#");
    assert!(problems[0].contains("without a why"), "{problems:?}");
    let problems = read_changed("trial.toml", "id = \"trial-fast\"", "id = \"retrial\"");
    assert!(problems[0].contains("there twice"), "{problems:?}");
}

#[test]
fn what_is_wrong_with_the_holiday_table_is_answered_at_once() {
    let text = include_str!("../../data/holidays.toml");
    let read = |from: &str, to: &str| match Calendar::read(&text.replacen(from, to, 1)) {
        Ok(_) => Vec::new(),
        Err(LawError::Data(problems)) => problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
    };
    assert_eq!(read("", ""), Vec::<String>::new());
    assert!(read("\"2026-10-10\"", "\"2026-10-12\"")[0].contains("cannot be made a workday"));
    assert!(read("from = \"2026-10-01\"", "from = \"2026-09-27\"")[0].contains("there twice"));
    assert!(read("to = \"2026-12-31\"", "to = \"2026-09-30\"")[0].contains("outside of what is covered"));
}

/// The page that lists every clock.
const PAGE: &str = include_str!("../../../../docs/reference/clocks.md");

#[test]
fn the_page_lists_every_clock_as_the_data_say() {
    let rows =
        Clocks::built_in().all().filter_map(|clock| ClockRow::on(clock, day("2026-11-22"))).map(|row| line(&row));
    let head = "| clock | how long | option | runs from | by | articles |\n|---|---|---|---|---|---|\n";
    let table = format!("<!-- clocks -->\n{head}{}<!-- /clocks -->", rows.collect::<String>());
    assert!(PAGE.contains(&table), "docs/reference/clocks.md must hold:\n{table}");
}

fn line(row: &ClockRow) -> String {
    let option = row
        .option
        .as_ref()
        .map_or_else(String::new, |choice| format!("`{}` {}–{}", choice.name, choice.min, choice.max));
    let mark = if row.status == "unverified" { " ±" } else { "" };
    let custody = if row.custody == Custody::ByNature { ", in custody" } else { "" };
    let articles = row.provision.split(" / ").nth(1).unwrap_or_default();
    format!(
        "| `{}` {} | {}{custody}{mark} | {option} | {} {} | {} | {articles} |\n",
        row.clock, row.name.zh, row.length_words.en, row.starts.zh, row.starts.en, row.bearer.en
    )
}
