//! The summary that people want to read after the demo.

use std::collections::{BTreeMap, BTreeSet};

use history::{CoverageQuestion, Dimension};
use intake::store::Store;
use parcel::{DutyState, GateState};
use sample::SchemeId;

use super::{Noticed, Taken};
use crate::{
    cli::coverage::{duty_word, gate_word},
    failure::Outcome,
    language::Language,
    output::left,
};

/// Rules that are listed.
const RULES_SHOWN: usize = 12;

/// Width of a bar.
const BAR: usize = 24;

/// Prints it.
pub fn print(store: &Store, taken: &Taken, language: Language) -> Outcome {
    let notices = notices(store)?;
    what_came(store, taken, language)?;
    what_was_decided(taken, &notices, language);
    coverage(store, language)?;
    let mut seen = Noticed { items: taken.noticed.items.clone(), ..Noticed::default() };
    for (operator, waybill, rule, asks) in &notices {
        seen.say(operator, waybill, rule, *asks);
    }
    planted(taken, &seen, language);
    bothered(taken, &seen, language);
    Ok(())
}

fn heading(zh: &str, en: &str, language: Language) {
    println!("\n── {} {}", language.of(zh, en), "─".repeat(48));
}

fn what_came(store: &Store, taken: &Taken, language: Language) -> Outcome {
    heading("收到什么", "What came", language);
    let summary = &taken.summary;
    println!(
        "{}",
        language.of(
            format!(
                "{} 行：新记录 {}，重复 {}，冲突 {}，未接收 {}",
                summary.lines, summary.recorded, summary.duplicates, summary.conflicts, summary.rejected
            ),
            format!(
                "{} lines: {} recorded, {} duplicates, {} conflicts, {} rejected",
                summary.lines, summary.recorded, summary.duplicates, summary.conflicts, summary.rejected
            ),
        )
    );
    let sql = "SELECT operator_kind, count(*) AS items, count(DISTINCT operator) AS operators FROM items GROUP BY operator_kind ORDER BY items DESC";
    let rows = store.history().query(sql, &store.tail()?)?;
    let count = |row: usize, column: &str| rows.cell(row, column).and_then(serde_json::Value::as_u64).unwrap_or(0);
    let most = (0..rows.rows.len()).map(|row| count(row, "items")).max().unwrap_or(1).max(1);
    for row in 0..rows.rows.len() {
        let kind = rows.cell(row, "operator_kind").and_then(serde_json::Value::as_str).unwrap_or("");
        let items = count(row, "items");
        println!(
            "  {:<16} {:<BAR$} {items:>8}  {}",
            kind,
            bar(items, most),
            language.of(format!("{} 家", count(row, "operators")), format!("{} operators", count(row, "operators")),)
        );
    }
    Ok(())
}

fn bar(part: u64, whole: u64) -> String {
    "█".repeat((part as f64 / whole as f64 * BAR as f64).round() as usize)
}

fn what_was_decided(taken: &Taken, notices: &[NoticeLine], language: Language) {
    heading("如何决定，为什么", "What was decided and why", language);
    let decisions = &taken.summary.decisions;
    let all = (decisions.accept + decisions.inspect + decisions.refuse).max(1);
    for (zh, en, count) in [
        ("可收寄", "accept", decisions.accept),
        ("先核查", "inspect", decisions.inspect),
        ("不得收寄", "refuse", decisions.refuse),
    ] {
        println!(
            "  {} {:<BAR$} {count:>8}  {:>5.1}%",
            left(language.of(zh, en), 10),
            bar(count, all),
            count as f64 * 100.0 / all as f64
        );
    }
    for (effect, zh, en) in [
        ("refuse", "不得收寄，因为", "Refused, because"),
        ("inspect", "先核查，因为", "Asked to act first, because"),
        ("note", "仅作说明", "Noted only"),
    ] {
        println!("  {}", language.of(zh, en));
        let mut rules: Vec<_> = taken.noticed.rules.iter().filter(|((found, _), _)| found == effect).collect();
        rules.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for ((_, rule), (count, message)) in rules.iter().take(RULES_SHOWN) {
            println!("  {count:>9}  {rule} — {}", first_sentence(language.pick(message)));
        }
        if rules.len() > RULES_SHOWN {
            println!(
                "  {}",
                language.of(
                    format!("           ……另有 {} 项", rules.len() - RULES_SHOWN),
                    format!("           … and {} more", rules.len() - RULES_SHOWN)
                )
            );
        }
    }
    let mut by_rule: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, _, rule, _) in notices {
        *by_rule.entry(rule).or_default() += 1;
    }
    println!(
        "  {}",
        language.of("对其他关键字窗口的提示（不改变决定）", "Notices of windows over other keys (no decision changes)")
    );
    for (rule, count) in by_rule {
        println!("  {count:>9}  {rule}");
    }
}

/// What is said; the provision that says it stands in the decision.
fn first_sentence(text: &str) -> &str {
    let end = text.find('。').or_else(|| text.find(". "));
    end.map_or(text, |end| &text[..end])
}

fn coverage(store: &Store, language: Language) -> Outcome {
    heading("三道关口", "The three gates", language);
    let question = CoverageQuestion { by: vec![Dimension::OperatorKind], ..CoverageQuestion::default() };
    for row in store.history().coverage(&question, &store.tail()?)? {
        let kind = row.by.first().and_then(|(_, value)| value.as_deref()).unwrap_or("");
        for duty in [DutyState::Owed, DutyState::OwedOneOf, DutyState::NoRule] {
            let of = row.of_duty(duty);
            if of <= 0 {
                continue;
            }
            let (done, unknown) = (row.items(duty, GateState::Done), row.items(duty, GateState::NotRecorded));
            println!(
                "  {} {:<15} {} {:<BAR$} {done:>8}/{of:<8} {}",
                left(gate_word(row.gate, language), 10),
                kind,
                left(duty_word(duty, language), 13),
                bar(done.unsigned_abs(), of.unsigned_abs()),
                language.of(format!("未记录 {unknown}"), format!("not recorded {unknown}")),
            );
        }
    }
    Ok(())
}

/// Operator, waybill, rule, whether a person is asked to look.
type NoticeLine = (String, String, String, bool);

fn notices(store: &Store) -> Outcome<Vec<NoticeLine>> {
    let rows = store.history().query("SELECT operator, waybill, rule, effect FROM notices", &store.tail()?)?;
    let text = |row: usize, column: &str| {
        rows.cell(row, column).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    let line = |row| (text(row, "operator"), text(row, "waybill"), text(row, "rule"), text(row, "effect") == "inspect");
    Ok((0..rows.rows.len()).map(line).collect())
}

#[derive(Default)]
struct Found {
    instances: BTreeSet<u32>,
    noticed_instances: BTreeSet<u32>,
    overt_instances: BTreeSet<u32>,
    items: u64,
    noticed: u64,
}

fn planted(taken: &Taken, noticed: &Noticed, language: Language) {
    heading("埋设的手法：发现与漏过", "What was planted: noticed and missed", language);
    let mut found: BTreeMap<SchemeId, Found> = BTreeMap::new();
    for (item, truth) in &taken.truth {
        let entry = found.entry(truth.scheme).or_default();
        let seen = noticed.items.contains_key(item);
        entry.items += 1;
        entry.noticed += u64::from(seen);
        entry.instances.insert(truth.instance);
        if truth.overt {
            entry.overt_instances.insert(truth.instance);
        }
        if seen {
            entry.noticed_instances.insert(truth.instance);
        }
    }
    println!(
        "  {}",
        language.of(
            "发现/起数（其中超出正常范围的）  发现/件数  手法",
            "noticed/instances (overt ones)   noticed/items  scheme",
        )
    );
    for (scheme, found) in &found {
        let overt_seen = found.overt_instances.intersection(&found.noticed_instances).count();
        println!(
            "  {:>4}/{:<5} ({overt_seen:>3}/{:<4}) {:>8}/{:<8} {}",
            found.noticed_instances.len(),
            found.instances.len(),
            found.overt_instances.len(),
            found.noticed,
            found.items,
            language.pick(&scheme.title()),
        );
    }
    println!(
        "  {}",
        language.of(
            "参数落在正常范围之内的，本来就无法从记录中看出。",
            "Those whose parameters lie inside the honest range cannot be told from the records.",
        )
    );
}

fn bothered(taken: &Taken, noticed: &Noticed, language: Language) {
    heading("白白打扰了谁", "Whom it bothered for nothing", language);
    let honest = taken.sample.items.saturating_sub(taken.truth.len() as u64).max(1);
    let bothered: Vec<_> =
        noticed.items.iter().filter(|(item, said)| said.asks && !taken.truth.contains_key(*item)).collect();
    println!(
        "  {}",
        language.of(
            format!(
                "正常物品 {honest} 件中，{} 件（{:.2}%）被品名或规律请人查看",
                bothered.len(),
                bothered.len() as f64 * 100.0 / honest as f64
            ),
            format!(
                "of {honest} honest items, {} ({:.2}%) were asked to be looked at by a goods name or a pattern",
                bothered.len(),
                bothered.len() as f64 * 100.0 / honest as f64
            ),
        )
    );
    let mut by_rule: BTreeMap<&str, u64> = BTreeMap::new();
    for (_, said) in &bothered {
        said.rules.iter().collect::<BTreeSet<_>>().into_iter().for_each(|rule| *by_rule.entry(rule).or_default() += 1);
    }
    let mut by_rule: Vec<_> = by_rule.into_iter().collect();
    by_rule.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (rule, count) in by_rule.into_iter().take(RULES_SHOWN) {
        println!("  {count:>9}  {rule}");
    }
}
