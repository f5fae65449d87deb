//! Clear personal values are nowhere in what a run leaves behind: files, packed or not, output, figures.

mod search;

use std::{io::Write, process::Stdio, thread, time::Duration};

use self::search::{Layers, read_while_running};
use crate::process::{Data, Ran, SEAL_ENTRIES, Serving, feed, wait_for};

/// What must not be found.
const PERSONAL: [(&str, &str); 19] = [
    ("sender name", "欧阳雪见某"),
    ("sender phone", "00073190001"),
    ("document", "000000198811230073"),
    ("sender address", "云栖西巷九十九弄7号601室"),
    ("agreement", "AGR-7781-ZQ"),
    ("recipient name", "司马听澜某"),
    ("recipient phone", "00073190002"),
    ("recipient address", "望海东坊十八弄3号202室"),
    ("courier", "k-zephyr-41"),
    ("inspection by", "insp-orchid-52"),
    ("machine by", "xray-lotus-63"),
    ("payer phone", "00073190003"),
    ("event by", "ev-maple-74"),
    ("second person", "ev-cedar-85"),
    ("approved by", "ev-birch-96"),
    ("to", "临江某某分局第七组"),
    ("note", "备注暗语四十二号"),
    ("name in a line that is refused", "拒收之人某某"),
    ("goods of a letter", "信里夹带之物件"),
];

/// What must be found by the same search, so that it can fail.
const OPEN: [&str; 2] = ["BYTES0000000001", "松间明月牌茶叶"];

fn value(name: &str) -> &'static str {
    PERSONAL.iter().find(|(known, _)| *known == name).unwrap().1
}

fn acceptance(number: usize) -> serde_json::Value {
    serde_json::json!({
        "waybill": format!("BYTES{number:010}"), "operator": "demo-express", "operator_kind": "express",
        "outlet": "110105-0012", "courier": value("courier"), "accepted_at": "2025-06-10T09:30:05+08:00",
        "item_kind": "parcel", "weight_grams": 620,
        "sender": {
            "name": value("sender name"), "phone": value("sender phone"), "id_kind": "resident_id",
            "id_number": value("document"), "region": "110105", "address": value("sender address"),
            "agreement": value("agreement"),
        },
        "recipient": {
            "name": value("recipient name"), "phone": value("recipient phone"), "region": "330106",
            "address": value("recipient address"),
        },
        "goods": [{ "name": "松间明月牌茶叶" }],
        "identity": { "result": "verified", "method": "card_reader", "at": "2025-06-10T09:29:40+08:00" },
        "inspection": { "result": "passed", "by": value("inspection by"), "at": "2025-06-10T09:29:50+08:00" },
        "xray": { "result": "clear", "machine": "x-03", "by": value("machine by"), "at": "2025-06-10T09:30:00+08:00" },
        "payment": { "method": "cash", "payer_phone": value("payer phone") },
    })
}

fn event(number: usize, kind: &str, fields: serde_json::Value) -> String {
    let mut event = fields;
    event["waybill"] = format!("BYTES{number:010}").into();
    event["operator"] = "demo-express".into();
    event["event"] = kind.into();
    event["at"] = "2025-06-10T13:40:00+08:00".into();
    event["basis"] = "Express Delivery Regulations 2025 art. 34".into();
    event["note"] = value("note").into();
    event.to_string() + "\n"
}

/// Records, events, a letter, a revision, a conflict and lines that are refused.
fn lines(numbers: std::ops::Range<usize>) -> String {
    let mut text = String::new();
    for number in numbers {
        let mut record = acceptance(number);
        text += &(record.to_string() + "\n");
        match number % 50 {
            1 => {
                let by = serde_json::json!({ "by": value("event by"), "by_second": value("second person"),
                    "approved_by": value("approved by"), "place": "110105-hub-1",
                    "found": { "class": "wildlife", "entry": "ivory", "quantity": 1, "unit": "件" } });
                text += &event(number, "opened_found", by);
                text += &event(number, "handed_over", serde_json::json!({ "to": value("to"), "receipt": "JS-1" }));
            }
            2 => {
                record["sender"]["phone"] = "00073199999".into();
                text += &(record.to_string() + "\n");
                record["revision"] = 2.into();
                text += &(record.to_string() + "\n");
            }
            3 => {
                record["waybill"] = "lower case is refused".into();
                record["recipient"]["name"] = value("name in a line that is refused").into();
                text += &(record.to_string() + "\n");
                let name = value("name in a line that is refused");
                text.extend(["{\"sender\": {\"name\": \"", name, "\", \n"]);
            }
            4 => {
                record["waybill"] = format!("LETTER{number}").into();
                record["item_kind"] = "letter".into();
                record["goods"] = serde_json::json!([{ "name": value("goods of a letter") }]);
                text += &(record.to_string() + "\n");
            }
            _ => {}
        }
    }
    text
}

/// Commands that read, and everything they print.
fn ask(data: &Data, layers: &mut Layers) {
    let ground = ["--purpose", "case", "--ground", "document 1"];
    let commands: [&[&str]; 7] = [
        &["verify", "--replay"],
        &["item", "demo-express", OPEN[0], "--json"],
        &["item", "demo-express", OPEN[0]],
        &["notices"],
        &["coverage"],
        &["sql", "select * from records order by sender_phone limit 50"],
        &["trace", "--operator", "demo-express", "--by", "phone"],
    ];
    for (place, command) in commands.into_iter().enumerate() {
        let mut running = data.command(command);
        if place >= 5 {
            running.args(ground);
        }
        let mut child = running.stdin(Stdio::piped()).spawn().unwrap();
        feed(&mut child, format!("{}\n", value("sender phone")));
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.err);
        said(layers, command[0], ran);
    }
}

fn said(layers: &mut Layers, command: &str, ran: Ran) {
    layers.add(&format!("output of {command}"), ran.out.into_bytes());
    layers.add(&format!("messages of {command}"), ran.err.into_bytes());
}

fn check(layers: &Layers, found_in: &[&str]) {
    for (name, value) in PERSONAL {
        let found = layers.find(value);
        assert!(found.is_empty(), "{name} lies in clear in {found:#?}");
    }
    for value in OPEN {
        let found = layers.find(value);
        for place in found_in {
            assert!(
                found.iter().any(|found| found.starts_with(place)),
                "the search sees nothing in {place}: {found:?}"
            );
        }
    }
}

fn left_behind(data: &Data, layers: &mut Layers) {
    layers.add_files(&data.path());
    layers.add_journal(&data.path().join("journal"));
    // Decoded as well: a page may hold a value in pieces.
    let history = history::History::open(data.path().join("history"), history::Limits::default()).unwrap();
    for table in ["records", "decisions", "events", "notices", "coverage"] {
        let rows = history.query(&format!("SELECT * FROM {table}"), &[]).unwrap();
        layers.add(&format!("table {table}"), rows.json_lines().into_bytes());
    }
}

#[test]
fn a_run_that_ends_well_leaves_nothing_in_clear() {
    for suite in ["international", "guomi"] {
        let data = Data::new();
        run_that_ends_well(data.make(suite));
        let other = if suite == "guomi" { "international" } else { "guomi" };
        let refused = data.run(&["ingest", "-", "--suite", other]);
        assert!(refused.code == Some(2) && refused.err.contains(suite), "{}", refused.err);
    }
}

fn run_that_ends_well(data: &Data) {
    let mut layers = Layers::new();
    let (ran, answers) = data.ingest(&lines(0..900));
    layers.add("answers that were asked for", answers.concat().into_bytes());
    assert!(answers.iter().any(|answer| answer.contains("\"handed_over\"")), "no event was taken");
    assert!(answers.iter().any(|answer| answer.contains("\"conflict\"")), "no conflict was told");
    said(&mut layers, "ingest", ran.done());
    ask(data, &mut layers);
    left_behind(data, &mut layers);
    check(&layers, &["journal, from", "history/records", "table records", "output of item"]);
    // The answers name the waybill only.
    assert!(layers.find(OPEN[0]).iter().any(|found| found.starts_with("answers/")));
}

#[test]
fn a_run_that_is_killed_leaves_nothing_in_clear() {
    let data = Data::new();
    let mut layers = Layers::new();
    for (round, until) in ["000.answers", ".parquet", ".windows", ".run"].into_iter().enumerate() {
        let mut command = data.command(&["ingest", "-", "--seal-entries", SEAL_ENTRIES]);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        feed(&mut child, lines(round * 3_000..round * 3_000 + 3_000));
        let before = files(&data, until);
        wait_for(until, || files(&data, until) > before || child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        said(&mut layers, "ingest", Ran::of(child.wait_with_output().unwrap()));
        left_behind(&data, &mut layers);
    }
    check(&layers, &["journal, from", "history/records"]);
}

fn files(data: &Data, suffix: &str) -> usize {
    if !data.path().is_dir() {
        return 0;
    }
    let list = std::panic::catch_unwind(|| crate::process::files_below(&data.path())).unwrap_or_default();
    list.iter().filter(|path| path.to_string_lossy().ends_with(suffix)).count()
}

#[test]
fn a_server_shows_and_leaves_nothing_in_clear() {
    let data = Data::new();
    let mut serving = Serving::start(&data);
    let mut layers = Layers::new();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut post = |path: &str, media: &str, body: String| {
        let mut answer = agent.post(format!("{}{path}", serving.address)).content_type(media).send(body).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        layers.add(&format!("answer of {path}"), text.into_bytes());
    };
    post("/v1/acceptances", "application/x-ndjson", lines(0..700));
    post("/v1/acceptances", "application/json", acceptance(1).to_string());
    let mut refused = acceptance(2);
    refused["sender"]["region"] = value("name in a line that is refused").into();
    post("/v1/acceptances", "application/json", refused.to_string());
    let by = serde_json::json!({ "by": value("event by"), "place": "110105-hub-1", "machine": "x-1" });
    post("/v1/events", "application/json", event(5, "xray_clear", by));
    for path in ["/metrics", "/v1/items/demo-express/BYTES0000000001", "/v1/notices?after=0", "/v1/coverage", "/readyz"]
    {
        let mut answer = agent.get(format!("{}{path}", serving.address)).call().unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        layers.add(&format!("answer of {path}"), text.into_bytes());
    }
    serving.child.kill().unwrap();
    let mut messages = Vec::new();
    std::io::Read::read_to_end(&mut serving.child.stderr.take().unwrap(), &mut messages).unwrap();
    layers.add("messages of serve", messages);
    left_behind(&data, &mut layers);
    check(&layers, &["journal, from", "answer of /v1/items"]);
}

const MAPPING: &str = r#"
[constants]
"/operator" = "demo-express"
"/operator_kind" = "express"
"/item_kind" = "parcel"
"/outlet" = "110105-0012"
"/accepted_at" = "2025-06-10T09:30:05+08:00"
"/sender/region" = "110105"
"/recipient/region" = "330106"

[[column]]
name = "单号"
field = "/waybill"

[[column]]
name = "寄件人"
field = "/sender/name"

[[column]]
name = "电话"
field = "/sender/phone"

[[column]]
name = "地址"
field = "/sender/address"

[[column]]
name = "收件人"
field = "/recipient/name"

[[column]]
name = "品名"
field = "/goods/0/name"
"#;

#[test]
fn a_table_leaves_nothing_in_clear() {
    let data = Data::new();
    let mut table = "单号,寄件人,电话,地址,收件人,品名\n".to_owned();
    for number in 0..500 {
        let waybill = if number % 50 == 3 { "not a waybill".to_owned() } else { format!("BYTES{number:010}") };
        let fields = ["sender name", "sender phone", "sender address", "recipient name"].map(value);
        table.extend([waybill.as_str(), ",", &fields.join(","), ",松间明月牌茶叶\n"]);
    }
    let (csv, mapping) = (data.beside("t.csv", &table), data.beside("t.toml", MAPPING));
    let rejections = data.dir.path().join("rejections");
    let ran = data.run(&[
        "ingest",
        "--csv",
        csv.to_str().unwrap(),
        "--mapping",
        mapping.to_str().unwrap(),
        "--seal-entries",
        SEAL_ENTRIES,
        "--rejections",
        rejections.to_str().unwrap(),
    ]);
    let mut layers = Layers::new();
    let rejected = std::fs::read(rejections).unwrap();
    assert!(!rejected.is_empty());
    layers.add("rejections", rejected);
    said(&mut layers, "ingest", ran.done());
    left_behind(&data, &mut layers);
    check(&layers, &["journal, from", "history/records"]);
}

/// Files that are there for a moment only, while ranges are sealed.
#[test]
fn files_of_a_moment_hold_nothing_in_clear() {
    let data = Data::new();
    let mut command = data.command(&["ingest", "-", "--seal-entries", SEAL_ENTRIES]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = thread::spawn(move || {
        for part in 0..10 {
            input.write_all(lines(part * 500..part * 500 + 500).as_bytes()).unwrap();
            thread::sleep(Duration::from_millis(20));
        }
    });
    let layers = read_while_running(&data.path(), || child.try_wait().unwrap().is_none());
    writer.join().unwrap();
    assert!(child.wait().unwrap().success());
    for (name, value) in PERSONAL {
        let found = layers.find(value);
        assert!(found.is_empty(), "{name} lies in clear in {found:#?}");
    }
    assert!(layers.find(OPEN[0]).len() > 1, "no file was seen");
}

#[test]
fn what_a_large_question_spills_holds_nothing_in_clear() {
    const SQL: &str = "EXPLAIN ANALYZE SELECT sequence, waybill, sender_phone, sender_name, recipient_name \
                       FROM records CROSS JOIN generate_series(1, 30) \
                       ORDER BY sender_phone, waybill";
    let data = Data::new();
    data.ingest(&lines(0..4_000)).0.done();
    let limits = history::Limits { query_bytes_max: 24 << 20, ..history::Limits::default() };
    let history = history::History::open(data.path().join("history"), limits).unwrap();
    let asking = thread::spawn(move || drop(history.query(SQL, &[]).unwrap()));
    let layers = read_while_running(&data.path().join("history/spill"), || !asking.is_finished());
    asking.join().unwrap();
    for (name, value) in PERSONAL {
        let found = layers.find(value);
        assert!(found.is_empty(), "{name} lies in clear in {found:#?}");
    }
    assert!(!layers.find(OPEN[0]).is_empty(), "nothing was spilled");
}
