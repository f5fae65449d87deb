//! `pack explain`: why every rule fired on an item or did not, with the values that it read, and the folds of its goods.

use clap::{Arg, Command};
use intake::{explain::Explanation, windows::WindowBounds};
use parcel::{Finding, ItemName, Operator, Waybill};
use screening::{
    Screener,
    rules::{Clause, Explained, Reason},
};
use serde_json::{Value, json};
use std::sync::Arc;

use super::{folder, show};
use crate::{
    cli::{Context, args, store},
    failure::{Exit, Failure, Outcome},
    language::Language,
    progress,
};

/// How the tool is described.
pub(super) fn command(language: Language) -> Command {
    let word =
        |name: &'static str, shown: &'static str, help| Arg::new(name).value_name(shown).required(true).help(help);
    Command::new("explain")
        .about(language.of(
            "逐条说明规则对某件为何触发、为何不触发（按当时的时间窗口）",
            "Say of every rule why it fired on an item or did not, as the windows stood then",
        ))
        .arg(word("operator", "OPERATOR", language.of("企业", "Operator")))
        .arg(word("waybill", "WAYBILL", language.of("运单号", "Waybill")))
        .arg(Arg::new("rule").long("rule").value_name("ID").help(language.of("只看这条规则", "This rule only")))
        .args([super::pack(language), args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let name = name(context)?;
    let store = store::open_existing(&context.matches, context.language)?;
    let decides = store.screener();
    let screener = if context.matches.contains_id("pack") {
        Arc::new(Screener::new(decides.law(), decides.catalogue(), folder::sound(context)?))
    } else {
        decides
    };
    let bar = progress::bar(0, context.language.of("重放日志", "Going through the journal"));
    let found =
        intake::explain::explain(store.journal(), &screener, &name, WindowBounds::default(), &mut |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        });
    bar.finish_and_clear();
    let found = found?;
    store.close()?;
    let mut found = found.ok_or_else(|| {
        let (operator, waybill) = (name.operator.as_str(), name.waybill.as_str());
        Failure::new(
            Exit::Failed,
            format!("没有 {operator} 的 {waybill} 的记录"),
            format!("no record of {waybill} of {operator}"),
        )
    })?;
    if context.matches.get_flag("json") {
        println!("{}", as_object(&screener, &mut found, context));
    } else {
        print(&screener, &mut found, context);
    }
    Ok(Exit::Done)
}

fn name(context: &Context) -> Outcome<ItemName> {
    let text = |name: &str| context.matches.get_one::<String>(name).map_or("", String::as_str);
    let usage = |fault: parcel::Fault| {
        Failure::new(
            Exit::Usage,
            format!("名称的写法不符；可接受：{}", fault.would_pass),
            format!("the name has another shape; would pass: {}", fault.would_pass),
        )
    };
    Ok(ItemName {
        operator: Operator::parse(text("operator")).map_err(usage)?,
        waybill: Waybill::parse(text("waybill")).map_err(usage)?,
    })
}

/// The rules that were asked for: those that fired first.
fn asked<'a>(found: &'a mut Explanation, context: &Context) -> Vec<Explained<'a>> {
    let only = context.matches.get_one::<String>("rule");
    let mut rules = found.rules();
    rules.retain(|it| only.is_none_or(|only| it.rule.provision.rule == *only));
    rules.sort_by_key(|it| it.reason != Reason::Fired);
    rules
}

fn as_object(screener: &Screener, found: &mut Explanation, context: &Context) -> Value {
    let (position, findings) = (found.position, json!(found.findings));
    let clause = |it: &Clause| json!({ "text": it.text, "holds": it.holds, "values": it.values });
    let rule = |it: &Explained<'_>| {
        json!({
            "rule": it.rule.provision.rule, "version": it.rule.provision.version, "mode": it.rule.mode.word(),
            "effect": show::effect(it.rule), "reason": it.reason.word(),
            "clauses": it.clauses.iter().map(clause).collect::<Vec<_>>(),
        })
    };
    let rules: Vec<Value> = asked(found, context).iter().map(rule).collect();
    json!({ "sequence": position, "pack": &**screener.pack().name(), "findings": findings, "rules": rules })
}

fn print(screener: &Screener, found: &mut Explanation, context: &Context) {
    let language = context.language;
    println!(
        "{}",
        language.of(
            format!("日志第 {} 条，规则包 {}", found.position, screener.pack().name()),
            format!("journal position {}, pack {}", found.position, screener.pack().name()),
        )
    );
    for finding in &found.findings {
        let message = &finding.provision().message;
        println!("● {}  {}", finding.provision().rule, language.of(&message.zh, &message.en));
        if let Finding::Goods { evidence, .. } = finding {
            println!("    {}", json!(evidence));
        }
    }
    for it in asked(found, context) {
        print_rule(&it, language);
    }
}

fn print_rule(it: &Explained<'_>, language: Language) {
    let title = language.of(&it.rule.title.zh, &it.rule.title.en);
    let sign = if it.reason == Reason::Fired { "✓" } else { "·" };
    println!("{sign} {}  {title} — {}", it.rule.provision.rule, reason(it.reason, language));
    // What nobody needs to read about: a rule of another occasion, or one whose parts all wait for one key.
    if matches!(it.reason, Reason::OtherOccasion | Reason::NoKey) {
        return;
    }
    for clause in &it.clauses {
        let sign = match clause.holds {
            Some(true) => "✓",
            Some(false) => "✗",
            None => "?",
        };
        println!("    {sign} {}   {}", clause.text, json!(clause.values));
    }
}

fn reason(reason: Reason, language: Language) -> &'static str {
    let (zh, en) = match reason {
        Reason::Fired => ("触发", "fired"),
        Reason::ClauseFails => ("条件不满足", "a part does not hold"),
        Reason::NoKey => ("记录缺少该规则的关键字", "the record lacks the rule's key"),
        Reason::NothingToCompare => ("记录缺少统计所需的值", "the record lacks a value that a measure compares with"),
        Reason::Abstains(_) => ("时间窗口不完整，不作判断", "a window cannot be told"),
        Reason::OutsideRollout => ("不在灰度范围内", "outside the share it is rolled out to"),
        Reason::OtherOccasion => ("本件没有过机记录", "the item was in no machine"),
    };
    language.of(zh, en)
}
