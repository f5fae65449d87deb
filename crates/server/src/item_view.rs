//! One item as API and command line show it: records, decisions, events and notices, oldest first.

use intake::store::Store;
use parcel::ItemName;
use serde_json::{Value, json};

use crate::{failure::Outcome, language::Language};

/// Everything about an item; none where it is not known.
///
/// Pseudonyms are left out: a look at an item is no look-up of a person.
pub fn view(store: &Store, item: &ItemName) -> Outcome<Option<Value>> {
    let found = store.history().item(item, &store.tail()?)?;
    if found.records.rows.is_empty() {
        return Ok(None);
    }
    let without_pseudonyms = |mut rows: history::Rows| -> Vec<Value> {
        rows.replace_pseudonyms(|_| Value::Null);
        let objects = rows.objects().into_iter();
        let shown = |(name, value): &(String, Value)| {
            !value.is_null() && !matches!(name.as_str(), "answer" | "findings" | "notice" | "rules")
        };
        objects.map(|object| Value::Object(object.into_iter().filter(shown).collect())).collect()
    };
    let decisions: Vec<Value> = found.decisions.iter().map(|answer| placed(&answer.json, answer.sequence)).collect();
    let notices: Vec<Value> = found.notices.objects().iter().map(notice).collect();
    Ok(Some(json!({
        "operator": item.operator.as_str(),
        "waybill": item.waybill.as_str(),
        "records": without_pseudonyms(found.records),
        "decisions": decisions,
        "events": without_pseudonyms(found.events),
        "notices": notices,
    })))
}

/// A notice as the contract writes it, from a row of the table.
pub fn notice(row: &serde_json::Map<String, Value>) -> Value {
    let sequence = row.get("sequence").and_then(Value::as_u64).unwrap_or(0);
    placed(row.get("notice").and_then(Value::as_str).unwrap_or("{}"), sequence)
}

fn placed(json: &str, sequence: u64) -> Value {
    let mut value: Value = serde_json::from_str(json).unwrap_or_default();
    value["sequence"] = sequence.into();
    value
}

/// Prints it as a timeline.
pub fn print(view: &Value, language: Language) {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    println!("{} · {}", text(&view["operator"]), text(&view["waybill"]));
    let list = |name: &str| view[name].as_array().cloned().unwrap_or_default();
    let mut entries: Vec<(u64, String)> = Vec::new();
    for record in list("records") {
        let sequence = record["sequence"].as_u64().unwrap_or(0);
        let (at, kind, revision) = (text(&record["accepted_at"]), text(&record["item_kind"]), text(&record["revision"]));
        entries.push((sequence, language.of(
            format!("{at}  收寄记录第 {revision} 版（{kind}）"),
            format!("{at}  acceptance, revision {revision} ({kind})"),
        )));
    }
    for decision in list("decisions") {
        let sequence = decision["sequence"].as_u64().unwrap_or(0);
        let mut lines = language.of(format!("  决定：{}", text(&decision["decision"])), format!("  decision: {}", text(&decision["decision"])));
        for finding in decision["findings"].as_array().into_iter().flatten() {
            lines.push_str(&finding_lines(finding, language));
        }
        entries.push((sequence, lines));
    }
    for event in list("events") {
        let sequence = event["sequence"].as_u64().unwrap_or(0);
        entries.push((sequence, format!("{}  {} → {}", text(&event["at"]), text(&event["event"]), text(&event["state"]))));
    }
    for notice in list("notices") {
        let sequence = notice["sequence"].as_u64().unwrap_or(0);
        entries.push((sequence, format!("  {}{}", language.of("提示：", "notice: "), finding_lines(&notice, language).trim_start())));
    }
    entries.sort_by_key(|(sequence, _)| *sequence);
    for (sequence, line) in entries {
        println!("{sequence:>10}  {line}");
    }
    if let Some(masked) = view.get("parties_masked").filter(|masked| !masked.is_null()) {
        println!("{}{masked}", language.of("收寄双方（已遮盖）：", "parties (masked): "));
    }
}

fn finding_lines(finding: &Value, language: Language) -> String {
    let word = |name: &str| finding[name].as_str().unwrap_or("").to_owned();
    let in_language = |name: &str| finding[name][language.of("zh", "en")].as_str().unwrap_or("").to_owned();
    let mut lines = format!("\n              [{}] {} — {} ({})", word("effect"), word("rule"), in_language("message"), word("source"));
    if !in_language("remedy").is_empty() {
        lines.push_str(&format!("\n                → {}", in_language("remedy")));
    }
    lines
}
