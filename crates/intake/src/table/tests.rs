use std::{fs, io::Write};

use parcel::{Choice, Place};
use tempfile::TempDir;

use super::*;
use crate::decode;

/// A mapping that uses everything.
const MAPPING: &str = r#"
[constants]
"/operator" = "demo-express"
"/operator_kind" = "express"
"/item_kind" = "parcel"
"/revision" = 2

[[column]]
name = "单号"
field = "/waybill"
template = "EX{}"

[[column]]
name = "网点"
field = "/outlet"

[[column]]
name = "收寄时间"
field = "/accepted_at"
time = "%Y/%m/%d %H:%M"
zone = "Asia/Shanghai"

[[column]]
name = "寄自"
field = "/sender/region"
table = { file = "regions.csv", key = "名称", value = "代码" }

[[column]]
name = "寄往"
field = "/recipient/region"
table = { file = "regions.csv", key = "名称", value = "代码" }

[[column]]
name = "品名"
field = "/goods/0/name"

[[column]]
name = "金额"
field = "/goods/0/value_fen"
unit = "yuan"

[[column]]
name = "重量"
field = "/weight_grams"
unit = "jin"
absent = ["-", "0"]

[[column]]
name = "验视"
field = "/inspection/result"
values = { "是" = "passed", "否" = "not_done" }
"#;

const HEADER: &str = "单号,网点,收寄时间,寄自,寄往,品名,金额,重量,验视\n";

fn directory() -> TempDir {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("regions.csv"), "名称,代码\n北京,11\n深圳,4403\n首尔,KR\n").unwrap();
    directory
}

fn rows(csv: &str) -> Vec<Row> {
    let directory = directory();
    let reader = TableReader::from_text(csv.as_bytes(), "test.csv", MAPPING, directory.path()).unwrap();
    reader.map(Result::unwrap).collect()
}

/// Codes and fields of a row's problems.
fn problems(row: &Row) -> Vec<(&str, &str)> {
    match &row.outcome {
        RowOutcome::Json(_) => Vec::new(),
        RowOutcome::Problems { problems, .. } => {
            problems.iter().map(|problem| (problem.code.word(), problem.field.as_str())).collect()
        }
    }
}

/// Codes and lines of what is wrong with a mapping.
fn diagnostics(mapping: &str, csv: &str) -> Vec<(&'static str, usize)> {
    let directory = directory();
    let found = TableReader::from_text(csv.as_bytes(), "test.csv", mapping, directory.path()).err();
    found.unwrap_or_default().iter().map(|diagnostic| (diagnostic.code, diagnostic.line)).collect()
}

#[test]
fn a_row_becomes_an_acceptance() {
    let rows =
        rows(&format!("\u{feff}{HEADER}0001,\"A,1\",2026/11/02 09:30,北京,首尔,茶叶 \"\"礼盒\"\",12.345,1.5,是\n"));
    let [Row { line: 2, outcome: RowOutcome::Json(json) }] = rows.as_slice() else { panic!("{rows:?}") };
    let item = decode::acceptance(json.as_bytes()).unwrap();
    assert_eq!((item.name.item.waybill.as_str(), item.name.revision.get()), ("EX0001", 2));
    assert_eq!((item.outlet.as_str(), item.accepted_at.to_string().as_str()), ("A,1", "2026-11-02T01:30:00Z"));
    assert_eq!(
        (item.sender.party.place, item.recipient.place),
        (Place::parse("11").unwrap(), Place::parse("KR").unwrap())
    );
    assert_eq!((item.weight.unwrap().get(), item.goods[0].value.unwrap().0), (750, 1_235));
    assert_eq!(item.inspection.unwrap().result.word(), "passed");
}

#[test]
fn an_empty_cell_is_not_recorded() {
    let rows = rows(&format!("{HEADER}1,A,2026/11/02 09:30,北京,深圳,,,-,\n2,A,2026/11/02 09:30,北京,深圳, ,,0, \n"));
    for row in rows {
        let RowOutcome::Json(json) = row.outcome else { panic!("{row:?}") };
        let item = decode::acceptance(json.as_bytes()).unwrap();
        assert_eq!((item.weight, item.goods.len(), item.inspection.is_none()), (None, 0, true));
    }
}

#[test]
fn every_problem_of_a_row_is_named_by_its_field() {
    let rows = rows(&format!(
        "{HEADER}1,A,2026-11-02,天津,深圳,茶,\"1,000\",x,maybe\n2,A\n3,A,2026/11/02 09:30,北京,深圳,茶,1,1,是,more\n"
    ));
    let bad = [
        ("bad_time", "/accepted_at"),
        ("not_in_table", "/sender/region"),
        ("bad_pattern", "/goods/0/value_fen"),
        ("bad_pattern", "/weight_grams"),
        ("not_in_table", "/inspection/result"),
    ];
    assert_eq!(problems(&rows[0]), bad);
    assert_eq!((rows[1].line, problems(&rows[1]).len(), problems(&rows[1])[0].0), (3, 7, "missing_column"));
    assert_eq!(problems(&rows[2]), [("too_many", "")]);
    let RowOutcome::Problems { waybill, problems } = &rows[0].outcome else { panic!() };
    assert_eq!(waybill.as_deref(), Some("EX1"));
    assert!(problems[1].would_pass.contains("regions.csv") && problems[1].would_pass.contains("寄自"));
    assert!(problems.iter().all(|problem| !format!("{problem:?}").contains("maybe")), "a cell is repeated");
}

#[test]
fn what_the_table_and_what_the_contract_refuse_is_said_together() {
    let rows = rows(&format!("{HEADER}bad,A,2026/11/02 09:30,天津,,茶,1,300000,\n"));
    let expected = [
        ("not_in_table", "/sender/region"),
        ("bad_pattern", "/waybill"),
        ("missing", "/recipient"),
        ("out_of_range", "/weight_grams"),
    ];
    let mut found = problems(&rows[0]);
    found[1..].sort_by_key(|(_, field)| expected.iter().position(|(_, other)| other == field));
    assert_eq!(found, expected);
}

#[test]
fn text_in_another_encoding_is_named_by_its_column() {
    let mut csv = HEADER.as_bytes().to_vec();
    csv.extend_from_slice("1,A,2026/11/02 09:30,北京,深圳,".as_bytes());
    csv.extend_from_slice(b"\xb2\xe8\xd2\xb6,1,1,\n");
    let directory = directory();
    let mut reader = TableReader::from_text(csv.as_slice(), "test.csv", MAPPING, directory.path()).unwrap();
    assert_eq!(problems(&reader.next().unwrap().unwrap()), [("not_utf8", "/goods/0/name")]);
}

#[test]
fn a_row_without_end_ends_the_reading_within_its_bound() {
    let csv = format!("{HEADER}1,\"open").into_bytes();
    let endless = io::Read::chain(csv.as_slice(), io::repeat(b'x'));
    let directory = directory();
    let mut reader = TableReader::from_text(endless, "test.csv", MAPPING, directory.path()).unwrap();
    assert!(matches!(reader.next(), Some(Err(TableError::RowTooLong { line: 2 }))));
    assert!(reader.next().is_none());
}

#[test]
fn everything_wrong_with_a_mapping_is_said_at_once() {
    assert_eq!(diagnostics(MAPPING, HEADER), []);
    let wrong = r#"separator = "ab"
[constants]
"/operator" = "Demo Express"
"/adress" = "x"
"/revision" = "two"
[[column]]
name = "a"
field = "/weight_grams"
unit = "yuan"
colour = "red"
[[column]]
name = "b"
field = "/sender/region"
table = { file = "nowhere.csv", key = "a", value = "b" }
[[column]]
name = "c"
field = "/accepted_at"
time = "%Y-%m-%d"
[[column]]
field = "/outlet"
template = "none"
[[column]]
name = "d"
field = "/recipient/region"
table = { file = "regions.csv", key = "a", value = "b" }
"#;
    let found = diagnostics(wrong, HEADER);
    for expected in [
        ("bad_separator", 1),
        ("bad_constant", 3),
        ("unknown_field", 4),
        ("wrong_type", 5),
        ("unknown_field", 6),
        ("bad_unit", 6),
        ("table_unreadable", 11),
        ("bad_time", 15),
        ("missing", 19),
        ("bad_template", 19),
        ("missing_column", 22),
        ("missing", 1),
    ] {
        assert!(found.contains(&expected), "{expected:?} is not in {found:?}");
    }
}

#[test]
fn a_field_is_mapped_once_and_a_column_found_once() {
    let twice = format!("{MAPPING}\n[[column]]\nname = \"网点\"\nfield = \"/operator\"\n");
    assert_eq!(diagnostics(&twice, HEADER).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["repeated_field"]);
    assert_eq!(diagnostics(MAPPING, &HEADER.replace("网点,", "")), [("missing_column", 1)]);
    assert_eq!(diagnostics(MAPPING, &HEADER.replace("网点,", "网点,网点,")), [("ambiguous", 1)]);
    assert_eq!(diagnostics("separator = ", HEADER), [("not_a_mapping", 1)]);
}

#[test]
fn files_that_are_not_there_are_both_named() {
    let directory = directory();
    let (csv, mapping) = (directory.path().join("a.csv"), directory.path().join("a.toml"));
    fs::File::create(&mapping).unwrap().write_all(b"separator = 7").unwrap();
    let found = TableReader::open(&csv, &mapping).err().unwrap();
    assert_eq!(found.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["unreadable", "not_a_mapping"]);
}

#[test]
fn the_customs_example_is_recorded_but_for_codes_that_its_table_lacks() {
    let examples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples"));
    let (csv, mapping) = (examples.join("customs-declarations.csv"), examples.join("customs-declarations.toml"));
    let (mut recorded, mut rejected) = (0, Vec::new());
    for row in TableReader::open(&csv, &mapping).unwrap().map(Result::unwrap) {
        if let RowOutcome::Json(json) = &row.outcome {
            let item = decode::acceptance(json.as_bytes()).unwrap_or_else(|found| panic!("{}: {found:?}", row.line));
            assert!(item.goods.len() == 1 && item.goods[0].value.is_none() && item.identity.is_none());
            recorded += 1;
        } else {
            rejected
                .extend(problems(&row).into_iter().map(|(code, field)| (row.line, code.to_owned(), field.to_owned())));
        }
    }
    assert_eq!((recorded, rejected.len()), (191, 9));
    assert!(
        rejected.iter().all(|(_, code, field)| (code.as_str(), field.as_str()) == ("not_in_table", "/goods/0/name"))
    );
}
