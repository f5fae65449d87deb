//! Entries end unless somebody renews them; names that need company do not count alone.

use super::super::*;

const HEAD: &str = r#"
edition = "2026-01-01"

[[list]]
id = "own"
source = "own list"
edition = "1"
verified = false
renew_by = "2026-12-31"

[[class]]
id = "drug.test"
title = { zh = "测试", en = "test" }
asks = "open"
remedy = { zh = "开箱", en = "open it" }
sounded = true

[[partner]]
id = "company"
words = ["活体", "live"]
after = ["皮"]

[[entry]]
id = "by-list"
class = "drug.test"
list = "own"
official = ["某种毒物"]

[[entry]]
id = "by-itself"
class = "drug.test"
list = "own"
renew_by = "2026-06-30"
until = "2027-01-01"
official = ["另种毒剂", "灰熊 + company"]
"#;

fn catalogue() -> Catalogue {
    Catalogue::load(&[("head.toml", HEAD)]).expect("loads")
}

#[test]
fn an_entry_that_nobody_renews_no_longer_fires() {
    let catalogue = catalogue();
    for (day, held) in [("2026-06-30", 2), ("2026-07-01", 1), ("2027-01-01", 0)] {
        let day = day.parse().expect("a day");
        let hits = ["某种毒物", "另种毒剂"].iter().filter(|text| catalogue.look_on(text, Some(day)).is_some());
        assert_eq!(hits.count(), held, "{day}");
    }
}

#[test]
fn entries_that_soon_end_are_listed_the_first_first() {
    let day = "2026-06-01".parse().expect("a day");
    let ids = |days| catalogue().ending(day, days).iter().map(|entry| entry.id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(29), [""; 0]);
    assert_eq!(ids(30), ["by-itself"]);
    assert_eq!(ids(365), ["by-itself", "by-list"]);
}

#[test]
fn a_name_that_needs_company_counts_with_it_only() {
    let catalogue = catalogue();
    for text in ["灰熊活体", "live 灰熊", "灰熊皮一张"] {
        assert!(catalogue.look(text).is_some(), "{text}");
    }
    for text in ["灰熊", "灰熊，live"] {
        assert!(catalogue.look(text).is_none(), "{text}");
    }
}

#[test]
fn unknown_company_is_a_mistake() {
    let entry = "[[entry]]\nid = \"x\"\nclass = \"drug.test\"\nlist = \"own\"\nofficial = [\"白熊 + nobody\"]";
    let diagnostics = Catalogue::load(&[("head.toml", HEAD), ("more.toml", entry)]).err().unwrap_or_default();
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["unknown_partner"]);
}

#[test]
fn every_entry_that_ships_is_to_be_renewed() {
    let built_in = Catalogue::built_in();
    assert!(built_in.entries().iter().all(|entry| entry.last_day().is_some()));
    let day = "2027-11-01".parse().expect("a day");
    assert!(!built_in.ending(day, 60).is_empty());
    assert!(built_in.ending("2026-11-22".parse().expect("a day"), 30).is_empty());
}
