//! One item as a timeline for people; what is shown of it is what the API answers.

use serde_json::Value;

use crate::language::Language;

/// Prints it as a timeline.
pub fn print(view: &Value, language: Language) {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    println!("{} · {}", text(&view["operator"]), text(&view["waybill"]));
    let list = |name: &str| view[name].as_array().cloned().unwrap_or_default();
    let mut entries: Vec<(u64, String)> = Vec::new();
    for record in list("records") {
        let sequence = record["sequence"].as_u64().unwrap_or(0);
        let (at, kind, revision) =
            (text(&record["accepted_at"]), text(&record["item_kind"]), text(&record["revision"]));
        entries.push((
            sequence,
            language.of(
                format!("{at}  收寄记录第 {revision} 版（{kind}）"),
                format!("{at}  acceptance, revision {revision} ({kind})"),
            ),
        ));
    }
    for decision in list("decisions") {
        let sequence = decision["sequence"].as_u64().unwrap_or(0);
        let mut lines = language.of(
            format!("  决定：{}", text(&decision["decision"])),
            format!("  decision: {}", text(&decision["decision"])),
        );
        for finding in decision["findings"].as_array().into_iter().flatten() {
            lines.push_str(&finding_lines(finding, language));
        }
        entries.push((sequence, lines));
    }
    for event in list("events") {
        let sequence = event["sequence"].as_u64().unwrap_or(0);
        entries
            .push((sequence, format!("{}  {} → {}", text(&event["at"]), text(&event["event"]), text(&event["state"]))));
    }
    for notice in list("notices") {
        let sequence = notice["sequence"].as_u64().unwrap_or(0);
        entries.push((
            sequence,
            format!("  {}{}", language.of("提示：", "notice: "), finding_lines(&notice, language).trim_start()),
        ));
    }
    entries.sort_by_key(|(sequence, _)| *sequence);
    for (sequence, line) in entries {
        println!("{sequence:>10}  {line}");
    }
    counterfactuals(&list("counterfactuals"), language);
    if let Some(masked) = view.get("parties_masked").filter(|masked| !masked.is_null()) {
        println!("{}{masked}", language.of("收寄双方（已遮盖）：", "parties (masked): "));
    }
}

fn finding_lines(finding: &Value, language: Language) -> String {
    let word = |name: &str| finding[name].as_str().unwrap_or("").to_owned();
    let in_language = |name: &str| finding[name][language.of("zh", "en")].as_str().unwrap_or("").to_owned();
    let mut lines = format!(
        "\n              [{}] {} — {} ({})",
        word("effect"),
        word("rule"),
        in_language("message"),
        word("source")
    );
    if !in_language("remedy").is_empty() {
        lines.extend(["\n                → ", &in_language("remedy")]);
    }
    lines
}

/// What would have let it pass, and what became of items like it.
fn counterfactuals(all: &[Value], language: Language) {
    for each in all {
        println!("{} {}", language.of("若要通过：", "would have passed:"), each["rule"].as_str().unwrap_or_default());
        for limit in each["would_pass"]["limits"].as_array().into_iter().flatten() {
            let (measure, at_most, was) =
                (limit["measure"].as_str().unwrap_or_default(), &limit["at_most"], &limit["was"]);
            println!(
                "    {}",
                language.of(
                    format!("{measure} 至多 {at_most}（实际 {was}）"),
                    format!("{measure} at most {at_most} (was {was})"),
                )
            );
        }
        for word in ["without", "remedy"] {
            if let Some(text) = each["would_pass"][word][language.of("zh", "en")].as_str() {
                println!("    {text}");
            }
        }
        let like = &each["like_it"];
        if let (Some(days), Some(items)) = (like["days"].as_u64(), like["items"].as_u64()) {
            let (opened, finds) = (&like["opened"], &like["finds"]);
            println!(
                "    {}",
                language.of(
                    format!("近 {days} 天同类 {items} 件，开拆 {opened} 件，查获 {finds} 件"),
                    format!("{items} like it within {days} days, {opened} opened, {finds} with finds"),
                )
            );
        }
    }
}
