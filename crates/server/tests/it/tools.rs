//! Back-test, scorecard, counterfactual and stations by the executable, over one directory of sample lines.

use std::{fs, path::PathBuf, sync::LazyLock};

use serde_json::Value;

use crate::process::{Data, lines};

/// A directory that every test here only asks, and the answers that were given.
static TAKEN_IN: LazyLock<(Data, Vec<Value>)> = LazyLock::new(|| {
    let data = Data::new();
    let (ran, answers) = data.ingest(&with_suspicious_names(lines(3_000, 11)).concat());
    ran.done();
    (data, answers.iter().map(|answer| serde_json::from_str(answer).unwrap()).collect())
});

/// The same lines, some parcels among them declared as something that the catalogue knows.
fn with_suspicious_names(lines: Vec<String>) -> Vec<String> {
    let mut left = 5;
    let named = |line: String| {
        let mut record: Value = serde_json::from_str(&line).unwrap();
        if left == 0 || record["item_kind"] != "parcel" || !record["goods"][0].is_object() {
            return line;
        }
        left -= 1;
        record["goods"] = serde_json::json!([{ "name": "象牙手串" }]);
        record.to_string() + "\n"
    };
    lines.into_iter().map(named).collect()
}

/// One process at a time owns the directory.
static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

fn asked(arguments: &[&str]) -> crate::process::Ran {
    let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    TAKEN_IN.0.run(arguments)
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The shipped pack in a folder, with one text changed for another.
fn pack(name: &str, from: &str, to: &str) -> PathBuf {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/cn");
    let folder = TAKEN_IN.0.dir.path().join(name);
    fs::create_dir_all(folder.join("rules")).unwrap();
    let copy = |path: PathBuf, to_path: PathBuf| {
        fs::write(to_path, fs::read_to_string(path).unwrap().replace(from, to)).unwrap();
    };
    copy(PathBuf::from(shipped).join("pack.toml"), folder.join("pack.toml"));
    for rule in fs::read_dir(PathBuf::from(shipped).join("rules")).unwrap() {
        let rule = rule.unwrap();
        copy(rule.path(), folder.join("rules").join(rule.file_name()));
    }
    folder
}

const LOWER: (&str, &str) = ("window.sender_small_recipients_24h >= 15", "window.sender_small_recipients_24h >= 2");

#[test]
fn a_back_test_tells_what_a_lower_threshold_would_have_touched() {
    let changed = pack("lower", LOWER.0, LOWER.1);
    let junit = TAKEN_IN.0.dir.path().join("junit.xml");
    let arguments = ["backtest", "--json", "--pack", changed.to_str().unwrap(), "--junit", junit.to_str().unwrap()];
    let report: Value = serde_json::from_str(&asked(&arguments).done().out).unwrap();
    let report = &report["backtest"];
    assert_eq!(report["items"], 3_000);
    let moved = |rule: &&Value| rule["items"]["only_base"] != 0 || rule["items"]["only_changed"] != 0;
    let moved: Vec<&Value> = report["rules"].as_array().unwrap().iter().filter(moved).collect();
    let [rule] = moved.as_slice() else { panic!("{moved:?}") };
    assert_eq!((rule["rule"].as_str(), rule["standing"].as_str()), (Some("sender.many_recipients"), Some("changed")));
    assert!(rule["items"]["only_changed"].as_u64().unwrap() > 0 && rule["items"]["only_base"] == 0);
    let example = &report["examples"][0];
    assert_eq!(example["gained"][0][0], "sender.many_recipients");
    assert!(fs::read_to_string(junit).unwrap().contains("classname=\"sender.many_recipients\""));
}

#[test]
fn hits_that_nobody_expected_fail_a_back_test_and_expected_ones_do_not() {
    let changed = pack("expect", LOWER.0, LOWER.1);
    let changed = changed.to_str().unwrap();
    let none = TAKEN_IN.0.beside("none.ndjson", "");
    let failed = asked(&["backtest", "--json", "--pack", changed, "--expect", none.to_str().unwrap()]);
    assert_eq!(failed.code, Some(1), "{}", failed.err);
    let report: Value = serde_json::from_str(&failed.out).unwrap();
    let surprising = report["backtest"]["surprising"].as_array().unwrap();
    assert_eq!(surprising.len() as u64, report["backtest"]["surprises"].as_u64().unwrap().min(100));
    let lines: Vec<String> = surprising.iter().map(ToString::to_string).collect();
    let named = TAKEN_IN.0.beside("named.ndjson", &lines.join("\n"));
    let again = asked(&["backtest", "--json", "--pack", changed, "--expect", named.to_str().unwrap()]);
    let again: Value = serde_json::from_str(&again.out).unwrap();
    let left = report["backtest"]["surprises"].as_u64().unwrap() - surprising.len() as u64;
    assert_eq!(again["backtest"]["surprises"].as_u64().unwrap(), left);
}

#[test]
fn the_pack_in_force_changes_nothing() {
    let same = pack("same", "\u{0}", "");
    let report: Value =
        serde_json::from_str(&asked(&["backtest", "--json", "--pack", same.to_str().unwrap()]).done().out).unwrap();
    let report = &report["backtest"];
    assert_eq!((report["records_changed"].as_u64(), report["base"].as_str()), (Some(0), report["changed"].as_str()));
    assert!(report["verdicts"].as_array().unwrap().is_empty() && report["examples"].as_array().unwrap().is_empty());
}

#[test]
fn a_scorecard_has_every_live_rule_and_a_reason_for_each_proposal() {
    let card: Value = serde_json::from_str(&asked(&["scorecard", "--json"]).done().out).unwrap();
    let scores = card["scores"].as_array().unwrap();
    let rules = scores.iter().filter(|score| score["subject"] == "rule").count();
    assert!(rules >= 30, "{rules}");
    assert!(scores.iter().any(|score| score["subject"] == "entry" && score["hits"] != 0));
    for score in scores.iter().filter(|score| score["subject"] != "other") {
        assert!(score["judged"]["reason"]["zh"].is_string(), "{score}");
        let (opened, finds) = (score["opened"].as_u64().unwrap(), score["finds"].as_u64().unwrap());
        assert_eq!(score["false_alarms"].as_u64().unwrap(), opened - finds);
    }
}

#[test]
fn stations_stand_by_name_with_intervals_and_couriers_need_a_ground() {
    let stations = json_lines(&asked(&["station", "--json"]).done().out);
    let names: Vec<_> = stations
        .iter()
        .filter(|station| station["kind"] == "outlet")
        .map(|station| (station["operator"].to_string(), station["id"].to_string()))
        .collect();
    assert!(names.len() > 20 && names.is_sorted());
    for station in stations.iter().filter(|station| station["estimate"].is_object()) {
        let estimate = &station["estimate"];
        let number = |name: &str| estimate["interval"][name].as_f64().unwrap();
        let share = estimate["share"].as_f64().unwrap();
        assert!(0.0 <= number("from") && number("from") <= share && share <= number("to") && number("to") <= 1.0);
    }
    assert!(stations.iter().all(|station| station["kind"] != "courier"));
    let operator = stations[0]["operator"].as_str().unwrap();
    let refused = asked(&["station", "--json", "--kind", "courier", "--operator", operator]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    let everybody = asked(&["station", "--kind", "courier", "--purpose", "check", "--ground", "document 1"]);
    assert_eq!(everybody.code, Some(2), "{}", everybody.err);
}

#[test]
fn an_item_says_what_would_have_passed_and_its_decision_stays_as_it_was_answered() {
    let by_goods = |answer: &&Value| {
        answer["decision"] == "inspect"
            && answer["findings"]
                .as_array()
                .unwrap()
                .iter()
                .any(|finding| finding["kind"] == "goods" && finding["effect"] == "inspect")
    };
    let answer = TAKEN_IN.1.iter().find(by_goods).expect("an item with a suspicious name");
    let (operator, waybill) = (answer["operator"].as_str().unwrap(), answer["waybill"].as_str().unwrap());
    let view: Value = serde_json::from_str(&asked(&["item", operator, waybill, "--json"]).done().out).unwrap();
    assert!(view["decisions"].as_array().unwrap().contains(answer), "{view}");
    let all = view["counterfactuals"].as_array().unwrap();
    let goods = all.iter().find(|each| each["rule"].as_str().unwrap().starts_with("goods.")).unwrap();
    assert!(goods["would_pass"]["without"]["zh"].is_string() && goods["would_pass"]["remedy"]["en"].is_string());
    assert!(goods["like_it"]["items"].as_u64().unwrap() >= 1, "{goods}");
    let asks = answer["findings"].as_array().unwrap().iter().filter(|finding| finding["effect"] != "note").count();
    assert!(all.len() >= asks);
    let text = asked(&["item", operator, waybill]).done().out;
    assert!(text.contains("would have passed:") && text.contains("like it within 30 days"), "{text}");
}
