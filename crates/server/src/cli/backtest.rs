//! `portcullis backtest`: a changed pack tried on what was journaled, before it touches anyone.

mod print;

pub(super) use print::told;

use std::{fs, path::PathBuf, sync::Arc};

use clap::{Arg, ArgAction, Command, value_parser};
use hashbrown::{HashMap, HashSet};
use intake::{
    backtest::{self, Backtest, Trial, Unexpected},
    store::Store,
    windows::WindowBounds,
};
use parcel::{Day, ItemName, Operator, Waybill};
use screening::{Screener, pack::Pack, rules::Mode, window::item_print};
use serde::Deserialize;
use serde_json::json;

use super::{
    Context, args,
    pack::{folder, junit},
    store,
};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    progress,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).help(language.of(zh, en))
    };
    let file = |argument: Arg| argument.value_parser(value_parser!(PathBuf));
    Command::new("backtest")
        .about(language.of(
            "在历史上试用改动后的规则包：触及多少件、其中查获多少、每天多查多少件",
            "Try a changed pack on history: items touched, finds among them, inspections a day it would have cost",
        ))
        .after_help(language.of(
            "窗口按当时的先后重新填充，不看后来的记录；不写入任何内容。\n--expect 不带文件：规则的触发率和落空率超出规则文件所写的预期即失败。\n--expect 文件（每行 {\"rule\",\"operator\",\"waybill\"}）：新增的触发不在其中即失败。",
            "Windows are filled again in the order of then and see nothing later; nothing is written.\n--expect alone fails where a rule fires, or fires for nothing, outside of what its file expects.\n--expect FILE (lines of {\"rule\",\"operator\",\"waybill\"}) fails on any new hit that is not among them.",
        ))
        .arg(file(option("pack", "DIR", "改动后的规则包所在文件夹", "Folder of the changed pack")).required(true))
        .arg(file(option("against", "DIR", "与哪个规则包比较（默认：现行的）", "Pack to compare with (default: the one in force)")))
        .arg(option("from", "DATE", "收寄日起（含）", "First day of acceptance"))
        .arg(option("to", "DATE", "收寄日止（含）", "Last day of acceptance"))
        .arg(file(option("finds", "FILE", "日志之外已知的查获，每行 {\"operator\",\"waybill\"}", "Finds that the journal does not tell of, lines of {\"operator\",\"waybill\"}")))
        .arg(file(option("expect", "FILE", "把意外的触发当作失败", "Take unexpected hits as a failure")).num_args(0..=1).action(ArgAction::Append))
        .arg(file(option("junit", "FILE", "另写 JUnit 报告，每条规则一项", "Also write a JUnit report, one case a rule")))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let (from, to) = (day(context, "from")?, day(context, "to")?);
    let path = |name: &str| context.matches.get_one::<PathBuf>(name);
    let changed = sound(path("pack"))?;
    let against = path("against").map(|path| sound(Some(path))).transpose()?;
    let known = path("finds").map(named).transpose()?.unwrap_or_default();
    let expected = path("expect").map(named).transpose()?;
    let store = store::open_existing(&context.matches, context.language)?;
    let in_force = store.screener();
    let screener = |pack: Arc<Pack>| Arc::new(Screener::new(in_force.law(), in_force.catalogue(), pack));
    let trial = Trial {
        journal: store.journal(),
        base: screener(against.unwrap_or_else(|| Arc::clone(in_force.pack()))),
        changed: screener(Arc::clone(&changed)),
        bounds: WindowBounds::default(),
        from,
        to,
        known: known.iter().map(|line| line.item).collect::<HashSet<_>>(),
        expected: expected.as_deref().map(by_item),
    };
    let report = tried(&trial, &store, context.language)?;
    drop(trial);
    let unexpected = unexpected(context, &report, &changed);
    if let Some(path) = path("junit") {
        fs::write(path, of_junit(&report, &unexpected, context.language)).map_err(|cause| {
            Failure::because("无法写入报告", "the report cannot be written", &format!("{}: {cause}", path.display()))
        })?;
    }
    if context.matches.get_flag("json") {
        println!("{}", json!({ "backtest": report, "unexpected": unexpected }));
    } else {
        print::print(&report, &unexpected, context.language);
    }
    store.close()?;
    Ok(if unexpected.is_empty() { Exit::Done } else { Exit::Failed })
}

fn tried(trial: &Trial<'_>, store: &Store, language: Language) -> Outcome<Backtest> {
    let bar = progress::bar(store.journal().end(), language.of("回测", "Trying the pack"));
    let report = backtest::run(trial, &mut |done, _| bar.set_position(done));
    bar.finish_and_clear();
    report.map_err(Failure::from)
}

fn sound(path: Option<&PathBuf>) -> Outcome<Arc<Pack>> {
    let path = path.cloned().unwrap_or_default();
    folder::read(&path)?.map(Arc::new).map_err(|found| folder::unsound(&found))
}

/// A day that was typed.
pub(super) fn day(context: &Context, name: &str) -> Outcome<Option<Day>> {
    let bad = |_| {
        Failure::new(
            Exit::Usage,
            format!("--{name} 的取值不被接受；可通过：2026-11-20"),
            format!("--{name} is not accepted; would pass: 2026-11-20"),
        )
    };
    context.matches.get_one::<String>(name).map(|text| text.parse().map_err(bad)).transpose()
}

/// A line of a file that names items; other fields are left aside, so that the truth of a sample will do.
struct Line {
    item: u64,
    rule: Option<String>,
}

#[derive(Deserialize)]
struct RawLine {
    operator: String,
    waybill: String,
    #[serde(default)]
    rule: Option<String>,
}

/// The items of a file, one a line; every bad line is named.
fn named(path: &PathBuf) -> Outcome<Vec<Line>> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|cause| Failure::because("无法读取文件", "the file cannot be read", &format!("{shown}: {cause}")))?;
    let (mut lines, mut bad) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read = serde_json::from_str::<RawLine>(line).ok().and_then(|raw| {
            let name = ItemName {
                operator: Operator::parse(&raw.operator).ok()?,
                waybill: Waybill::parse(&raw.waybill).ok()?,
            };
            Some(Line { item: item_print(&name), rule: raw.rule })
        });
        match read {
            Some(line) => lines.push(line),
            None => bad.push((number + 1).to_string()),
        }
    }
    if bad.is_empty() {
        return Ok(lines);
    }
    let places = bad.join(", ");
    Err(Failure::new(
        Exit::Usage,
        format!("{shown} 第 {places} 行读不懂；可通过：{{\"operator\":\"demo-express\",\"waybill\":\"E1\"}}"),
        format!(
            "{shown}: lines {places} do not read; would pass: {{\"operator\":\"demo-express\",\"waybill\":\"E1\"}}"
        ),
    ))
}

fn by_item(lines: &[Line]) -> HashMap<u64, Vec<String>> {
    let mut all: HashMap<u64, Vec<String>> = HashMap::new();
    for line in lines {
        all.entry(line.item).or_default().extend(line.rule.clone());
    }
    all
}

/// What nobody expected, where `--expect` asks.
fn unexpected(context: &Context, report: &Backtest, changed: &Pack) -> Vec<Unexpected> {
    if !context.matches.contains_id("expect") {
        return Vec::new();
    }
    if context.matches.get_one::<PathBuf>("expect").is_some() {
        return report.unexpected_hits();
    }
    let live = changed.rules().rules().iter().filter(|rule| rule.mode == Mode::Live);
    report.unexpected(live.map(|rule| (rule.provision.rule.as_str(), &rule.expected)))
}

/// One case a rule.
fn of_junit(report: &Backtest, unexpected: &[Unexpected], language: Language) -> String {
    let titles: Vec<String> =
        report.rules.iter().map(|rule| format!("{} items, {} before", rule.items.changed, rule.items.base)).collect();
    let case = |(rule, title): (&_, &'_ String)| -> (String, String, Option<String>) {
        let rule: &intake::backtest::RuleReport = rule;
        let reasons: Vec<_> = unexpected
            .iter()
            .filter(|found| found.rule == rule.rule)
            .map(|found| language.pick(&found.message).to_owned())
            .collect();
        (rule.rule.clone(), title.clone(), (!reasons.is_empty()).then(|| reasons.join("; ")))
    };
    let cases: Vec<_> = report.rules.iter().zip(&titles).map(case).collect();
    let cases: Vec<_> =
        cases.iter().map(|(rule, title, failure)| junit::Case { rule, title, failure: failure.clone() }).collect();
    junit::report(&format!("backtest {}", report.changed), &cases)
}
