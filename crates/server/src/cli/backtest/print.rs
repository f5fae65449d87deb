//! A back-test as people read it.

use intake::backtest::{Backtest, Example, RuleReport, Share, Sides, Standing, Unexpected};

use crate::{
    language::Language,
    output::{left, right},
};

/// Prints it.
pub(super) fn print(report: &Backtest, unexpected: &[Unexpected], language: Language) {
    println!("{} → {}", report.base, report.changed);
    println!(
        "{}",
        language.of(
            format!(
                "收寄 {} 件（{} 条记录、{} 个事件，{} 天）",
                report.items, report.records, report.events, report.days
            ),
            format!(
                "{} items ({} records, {} events, {} days)",
                report.items, report.records, report.events, report.days
            ),
        )
    );
    sides(language.of("规则触及的件", "items touched by rules"), &report.touched, language);
    sides(language.of("请人查看的件", "items that somebody is asked to look at"), &report.asked.items, language);
    println!(
        "{}",
        language.of(
            format!("每天请人查看 {:.1} → {:.1} 件", report.asked.per_day_base, report.asked.per_day_changed),
            format!("asked a day: {:.1} → {:.1} items", report.asked.per_day_base, report.asked.per_day_changed),
        )
    );
    println!(
        "{}",
        language.of(
            format!("决定有变的记录：{}", report.records_changed),
            format!("records with another decision: {}", report.records_changed),
        )
    );
    for change in &report.verdicts {
        println!("  {} → {}: {}", change.from, change.to, change.records);
    }
    sides(language.of("其中已知的查获", "known finds among them"), &report.finds_touched, language);
    share(language.of("查准", "precision"), report.precision_base, report.precision, language);
    share(
        language.of("查全（只就已知的查获而言）", "recall (of known finds only)"),
        report.recall_base,
        report.recall,
        language,
    );
    rules(&report.rules, language);
    report.examples.iter().for_each(|example| shown(example, language));
    for found in unexpected {
        println!("✗ {} — {}", found.rule, language.pick(&found.message));
    }
}

fn sides(what: &str, sides: &Sides, language: Language) {
    let Sides { base, changed, only_base, only_changed } = sides;
    println!(
        "{}",
        language.of(
            format!("{what}：{base} → {changed}（新增 {only_changed}，不再 {only_base}）"),
            format!("{what}: {base} → {changed} ({only_changed} gained, {only_base} lost)"),
        )
    );
}

fn share(what: &str, base: Share, changed: Share, language: Language) {
    let colon = language.of("：", ": ");
    println!("{what}{colon}{} → {}", told(base), told(changed));
}

/// A share as `3/12 (8.9 %–53.2 %)`.
pub(in crate::cli) fn told(share: Share) -> String {
    let Share { part, all, interval } = share;
    interval.map_or_else(
        || format!("{part}/{all}"),
        |interval| format!("{part}/{all} ({:.1} %–{:.1} %)", interval.from * 100.0, interval.to * 100.0),
    )
}

/// Rules that are not the same, or do not hit the same items.
fn rules(rules: &[RuleReport], language: Language) {
    let differs =
        |rule: &&RuleReport| rule.standing != Standing::Same || rule.items.only_base + rule.items.only_changed > 0;
    let differing: Vec<_> = rules.iter().filter(differs).collect();
    if differing.is_empty() {
        println!("{}", language.of("没有一条规则的触发有变。", "No rule fires otherwise."));
        return;
    }
    let heads = [("原", "before"), ("现", "now"), ("新增", "gained"), ("不再", "lost")];
    let heads: String = heads.iter().map(|(zh, en)| right(language.of(zh, en), 10)).collect();
    println!("{}{}{heads}  {}", left(language.of("规则", "rule"), 38), left("", 8), language.of("查准", "precision"));
    for rule in differing {
        let numbers = [rule.items.base, rule.items.changed, rule.items.only_changed, rule.items.only_base];
        let cells: String = numbers.iter().map(|number| right(&number.to_string(), 10)).collect();
        let standing = left(standing(rule.standing, language), 8);
        println!("{}{standing}{cells}  {}", left(&rule.rule, 38), told(rule.precision));
    }
}

fn standing(standing: Standing, language: Language) -> &'static str {
    match standing {
        Standing::Same => language.of("未改", "same"),
        Standing::Changed => language.of("改动", "changed"),
        Standing::Added => language.of("新增", "new"),
        Standing::Removed => language.of("删除", "gone"),
    }
}

fn shown(example: &Example, language: Language) {
    let Example { sequence, operator, waybill, from, to, gained, lost, found } = example;
    let found = match found {
        Some(true) => language.of("，查获", ", found"),
        Some(false) => language.of("，开拆无获", ", opened and clear"),
        None => "",
    };
    println!("  {sequence:>10}  {operator} {waybill}  {from} → {to}{found}");
    for (rule, evidence) in gained {
        println!("              + {rule} {}", serde_json::to_string(evidence).unwrap_or_default());
    }
    for rule in lost {
        println!("              - {rule}");
    }
}
