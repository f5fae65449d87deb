//! `pack check`: everything that is wrong with a pack, at once, each with its place.

use clap::Command;
use screening::{Diagnostic, pack::Pack};
use serde_json::json;

use super::folder;
use crate::{
    cli::{Context, args},
    failure::{Exit, Outcome},
    language::Language,
};

/// How the tool is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("check")
        .about(language.of(
            "检查规则包，一次列出全部错误（文件:行:列）",
            "Check a pack and list every error at once (file:line:column)",
        ))
        .args([super::pack(language), args::json(language)])
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let as_json = context.matches.get_flag("json");
    match folder::named(context)? {
        Ok(pack) => {
            let unused = unused(&pack);
            if as_json {
                let rules = pack.rules().rules().len();
                println!(
                    "{}",
                    json!({ "sound": true, "pack": &**pack.name(), "rules": rules, "unused_measures": unused })
                );
            } else {
                sound(context, &pack, &unused);
            }
            Ok(Exit::Done)
        }
        Err(found) => {
            for it in &found {
                println!("{}", if as_json { as_object(it).to_string() } else { told(context, it) });
            }
            if !as_json {
                let count = found.len();
                println!("{}", context.language.of(format!("{count} 处错误"), format!("{count} errors")));
            }
            Ok(Exit::Failed)
        }
    }
}

fn told(context: &Context, it: &Diagnostic) -> String {
    folder::line(it, context.language.of(&it.message.zh, &it.message.en))
}

fn as_object(it: &Diagnostic) -> serde_json::Value {
    json!({ "file": it.file, "line": it.line, "column": it.column, "code": it.code, "message": it.message })
}

fn sound(context: &Context, pack: &Pack, unused: &[String]) {
    let (rules, cases, measures) = (pack.rules().rules().len(), pack.cases().len(), pack.measures().len());
    println!(
        "{}",
        context.language.of(
            format!("✓ {}：{rules} 条规则，{measures} 项统计，{cases} 个用例，没有错误", pack.name()),
            format!("✓ {}: {rules} rules, {measures} measures, {cases} cases, no errors", pack.name()),
        )
    );
    for name in unused {
        println!(
            "{}",
            context.language.of(format!("  统计 {name} 没有规则使用"), format!("  no rule reads the measure {name}"))
        );
    }
}

/// Measures that cost and that no rule reads.
fn unused(pack: &Pack) -> Vec<String> {
    let measures = pack.measures();
    let read = |id| pack.rules().rules().iter().any(|rule| rule.condition.measures().contains(&id));
    let all = screening::window::KeyKind::ALL.into_iter().flat_map(|kind| measures.of(kind));
    all.filter(|(id, _)| !read(*id)).map(|(_, measure)| measure.name.to_string()).collect()
}
