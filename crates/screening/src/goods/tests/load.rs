//! What is wrong with a catalogue is said all at once, each with its place.

use super::super::*;

const GOOD: &str = r#"
edition = "2026-01-01"

[[list]]
id = "own"
source = "own list"
edition = "1"
verified = false

[[class]]
id = "drug.test"
title = { zh = "测试", en = "test" }
asks = "open"
remedy = { zh = "开箱", en = "open it" }
"#;

fn codes(entries: &str) -> Vec<(usize, &'static str)> {
    let loaded = Catalogue::load(&[("good.toml", GOOD), ("entries.toml", entries)]);
    let diagnostics = loaded.err().unwrap_or_default();
    diagnostics.iter().map(|diagnostic| (diagnostic.line, diagnostic.code)).collect()
}

#[test]
fn a_good_catalogue_has_an_edition_and_its_entries() {
    let entries =
        "[[table]]\nclass = \"drug.test\"\nlist = \"own\"\nstatus = \"slang\"\nrows = [\"a | 某种毒物 | some poison\"]";
    let catalogue = Catalogue::load(&[("good.toml", GOOD), ("entries.toml", entries)]).expect("loads");
    assert_eq!(&**catalogue.edition(), "cn-goods@2026-01-01");
    assert_eq!(catalogue.size().names, 2);
    let hit = catalogue.look("Some-Poison").expect("a hit");
    assert_eq!(hit.provision.source, "own list, edition 1, unverified");
    assert_eq!(hit.provision.rule, "goods.a");
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let entries = r#"[[entry]]
id = "a"
class = "nothing"
list = "nowhere"
official = ["某种毒物"]

[[entry]]
id = "b"
class = "drug.test"
list = "own"
official = ["某种毒物", "毒", "ab"]
alone = ["别名"]

[[entry]]
id = "b"
class = "drug.test"
list = "own"
official = ["另一毒物"]

[[entry]]
id = "c"
class = "drug.test"
list = "own"
common = ["某種毒物"]

[[guard]]
id = "g"
over = ["wildlife"]
words = ["某种毒物"]
examples = []
"#;
    assert_eq!(
        codes(entries),
        [
            (3, "unknown_class"),
            (4, "unknown_list"),
            (11, "too_short"),
            (11, "too_short"),
            (12, "unknown_name"),
            (15, "repeated_id"),
            (24, "repeated_name"),
            (27, "no_example"),
            (28, "unknown_class"),
            (29, "guards_a_name"),
        ]
    );
}

#[test]
fn a_text_that_cannot_be_read_hides_no_other_mistake() {
    let loaded = Catalogue::load(&[("bad.toml", "edition = "), ("worse.toml", "[[entry]]\nname = 1")]);
    let diagnostics = loaded.err().expect("two diagnostics");
    assert_eq!(
        diagnostics.iter().map(|diagnostic| diagnostic.file.as_str()).collect::<Vec<_>>(),
        ["bad.toml", "worse.toml"]
    );
}

#[test]
fn a_failing_example_is_named() {
    let entries = "[[entry]]\nid = \"a\"\nclass = \"drug.test\"\nlist = \"own\"\nofficial = [\"某种毒物\"]\nexamples = [\"别的\"]";
    let catalogue = Catalogue::load(&[("good.toml", GOOD), ("entries.toml", entries)]).expect("loads");
    let failing = catalogue.failing_examples();
    assert_eq!(
        failing.iter().map(|diagnostic| (diagnostic.line, diagnostic.code)).collect::<Vec<_>>(),
        [(6, "example_fails")]
    );
}

#[test]
fn an_entry_holds_only_on_its_days() {
    let entries = "[[entry]]\nid = \"a\"\nclass = \"drug.test\"\nlist = \"own\"\nfrom = \"2026-02-01\"\nuntil = \"2026-02-28\"\nofficial = [\"某种毒物\"]";
    let catalogue = Catalogue::load(&[("good.toml", GOOD), ("entries.toml", entries)]).expect("loads");
    for (day, holds) in [("2026-01-31", false), ("2026-02-01", true), ("2026-02-28", true), ("2026-03-01", false)] {
        let day = day.parse().expect("a day");
        assert_eq!(catalogue.look_on("某种毒物", Some(day)).is_some(), holds, "{day}");
    }
}
