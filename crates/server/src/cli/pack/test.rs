//! `pack test`: the good and bad cases of every rule, by the evaluator and windows that decide live.

use std::{fs, path::PathBuf};

use clap::{Arg, Command, value_parser};
use intake::windows::{WindowBounds, WindowStore};
use screening::pack::CaseOutcome;
use serde_json::json;

use super::{folder, junit};
use crate::{
    cli::{Context, args},
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// How the tool is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("test")
        .about(language.of("运行规则的正反用例", "Run the good and bad cases of the rules"))
        .args([super::pack(language), args::json(language)])
        .arg(
            Arg::new("junit")
                .long("junit")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(language.of("另写 JUnit 报告", "Also write a JUnit report")),
        )
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let pack = folder::sound(context)?;
    let outcomes = pack.run_cases(|measures| WindowStore::new(measures, WindowBounds::default()));
    if let Some(path) = context.matches.get_one::<PathBuf>("junit") {
        let cases: Vec<_> = outcomes.iter().map(of_junit).collect();
        fs::write(path, junit::report(pack.name(), &cases)).map_err(|cause| {
            Failure::because("无法写入报告", "the report cannot be written", &format!("{}: {cause}", path.display()))
        })?;
    }
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    for outcome in outcomes.iter().filter(|outcome| context.matches.get_flag("json") || !outcome.passed()) {
        println!("{}", told(context, outcome));
    }
    if !context.matches.get_flag("json") {
        let (all, name) = (outcomes.len(), pack.name());
        println!(
            "{}",
            context.language.of(
                format!("{name}：{all} 个用例，{failed} 个未通过"),
                format!("{name}: {all} cases, {failed} failed"),
            )
        );
    }
    Ok(if failed == 0 { Exit::Done } else { Exit::Failed })
}

fn told(context: &Context, outcome: &CaseOutcome<'_>) -> String {
    let case = outcome.case;
    if context.matches.get_flag("json") {
        let (rule, title, expected, fired) = (&case.rule, &case.title, case.fires, outcome.fired);
        return json!({ "rule": rule, "case": title, "expected": expected, "fired": fired, "passed": outcome.passed() })
            .to_string();
    }
    let (rule, title) = (&case.rule, &case.title);
    context.language.of(
        format!("✗ {rule}：{title}（{}）", if outcome.fired { "不应触发而触发" } else { "应触发而未触发" }),
        format!("✗ {rule}: {title} ({})", reason(outcome)),
    )
}

fn reason(outcome: &CaseOutcome<'_>) -> &'static str {
    if outcome.fired { "fired and should not" } else { "should fire and did not" }
}

fn of_junit<'a>(outcome: &CaseOutcome<'a>) -> junit::Case<'a> {
    let failure = (!outcome.passed()).then(|| reason(outcome).to_owned());
    junit::Case { rule: &outcome.case.rule, title: &outcome.case.title, failure }
}
