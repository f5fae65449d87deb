//! `portcullis recommend`: procuratorial recommendations, a worked example, and what changed afterwards.

mod effect;

use casebook::{SubjectId, SubjectKind, recommend::example};
use clap::Command;
use law::RecommendationExample;

use super::{Context, args, measure::tool};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    let example = Command::new("example")
        .about(language.of(
            "显示最高检2021年第七号检察建议，可作为记录的样例",
            "Show recommendation No. 7 of 2021, as it could be recorded",
        ))
        .arg(args::json(language));
    tool::command("recommend", language)
        .about(language.of(
            "检察建议：逐项记录、逐项答复、期限、效果",
            "Procuratorial recommendations: point by point, replies, clocks, and what changed",
        ))
        .subcommand(args::dress(example, language))
        .subcommand(args::dress(effect::command(language), language))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    match context.matches.subcommand() {
        Some(("example", matches)) => show_example(matches.get_flag("json"), context.language),
        Some(("effect", matches)) => effect::run(matches, context.language),
        _ => tool::run(context, SubjectKind::Recommendation),
    }
}

fn show_example(as_json: bool, language: Language) -> Outcome<Exit> {
    for example in RecommendationExample::built_in() {
        if as_json {
            let approval = SubjectId::parse("approval-1");
            let issued =
                approval.and_then(|approval| example::issued(example, approval, |text| language.pick(text).to_owned()));
            let act = serde_json::json!({
                "id": example.document, "day": example.day, "actor": "officer-1", "role": "chief_prosecutor",
                "office": { "name": language.pick(&example.issuer), "region": "110101" },
                "purpose": language.of("社会治理", "social governance"),
                "kind": "recommendation_issued", "payload": issued,
            });
            println!("{act}");
        } else {
            words(example, language);
        }
    }
    if RecommendationExample::built_in().is_empty() {
        return Err(Failure::new(Exit::Failed, "没有样例", "there is no example"));
    }
    Ok(Exit::Done)
}

fn words(example: &RecommendationExample, language: Language) {
    println!("{} ({})", language.pick(&example.name), example.day);
    println!("{} → {}", language.pick(&example.issuer), language.pick(&example.addressee));
    let copies: Vec<_> = example.copies.iter().map(|copy| language.pick(copy)).collect();
    let count = example.copies_count;
    println!(
        "{} {}",
        language.of(format!("抄送{count}个部门，其中："), format!("copied to {count} departments, among them:")),
        copies.join(language.of("、", ", "))
    );
    println!("{}", language.of("发现的问题", "Problems found"));
    for (place, problem) in example.problems.iter().enumerate() {
        println!("  {}. {}", place + 1, language.pick(problem));
    }
    println!("{}", language.of("建议", "Recommendations"));
    for (place, point) in example.points.iter().enumerate() {
        println!("  {}. {}", place + 1, language.pick(&point.recommends));
        if !point.indicators.is_empty() {
            println!("     {} {}", language.of("可看指标：", "indicators:"), point.indicators.join(", "));
        }
    }
    println!("{}", language.of("其后", "What followed"));
    for step in &example.followed {
        println!("  {}", language.pick(step));
    }
    println!("{} ({})", language.pick(&example.why), example.source);
}
