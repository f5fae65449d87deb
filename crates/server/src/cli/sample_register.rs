//! `portcullis sample register`: a register of invented cases whose figures are those of the two reports.

use std::path::PathBuf;

use casebook::Casebook;
use clap::{Arg, ArgMatches, Command, value_parser};
use sample::register::{RegisterPlan, RegisterSample};

use super::args;
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
    Command::new("register")
        .about(language.of(
            "写入一个虚构的案件登记簿，其数字与两份公开报告一致",
            "Write a register of invented cases whose figures are those of the two public reports",
        ))
        .after_help(language.of(
            "逐人逐行为写入，每一步都是法律允许的；全量约一百万个行为。其他犯罪的总数没有公布，由占比倒推并注明。\n随后可运行：portcullis bulletin drug-casework --from 2019-01 --to 2020-05 --data DIR",
            "Person by person and act by act, each lawful in its place; about a million acts in full size. Totals of other crimes were not published: they are solved back from shares and marked so.\nThen try: portcullis bulletin drug-casework --from 2019-01 --to 2020-05 --data DIR",
        ))
        .arg(option("seed", "N", "种子（默认 1）", "Seed (default 1)").value_parser(value_parser!(u64)))
        .arg(
            option("scale", "N", "各数字除以此数（1 至 1000，默认 1）", "Divide every figure by this (1 to 1000, default 1)")
                .value_parser(value_parser!(u32).range(1..=1_000)),
        )
        .arg(args::data(language))
}

/// Runs it.
pub fn run(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let data = matches.get_one::<PathBuf>("data").cloned().unwrap_or_default();
    let folder = data.join("casebook");
    let failed =
        |cause: &dyn std::fmt::Display| Failure::because("登记簿无法写入", "the register cannot be written", cause);
    std::fs::create_dir_all(&folder)?;
    let casebook = Casebook::open(&folder).map_err(|error| failed(&error))?;
    if casebook.ledger().head().sequence > 0 {
        let path = folder.display();
        return Err(Failure::new(
            Exit::Failed,
            format!("{path} 已有登记内容，示例登记簿只写入空的数据目录；请用 --data 指定另一目录"),
            format!(
                "{path} holds acts already; the sample register is written into an empty directory only: name another with --data"
            ),
        ));
    }
    let chosen = RegisterPlan::default();
    let plan = RegisterPlan {
        seed: matches.get_one("seed").copied().unwrap_or(chosen.seed),
        scale: matches.get_one("scale").copied().unwrap_or(chosen.scale),
    };
    let sample = RegisterSample::new(plan);
    let bar = progress::bar(sample.total(), language.of("写入行为", "Writing acts"));
    let mut done = 0_u64;
    let acts = sample.inspect(|_| {
        done += 1;
        if done.is_multiple_of(4_096) {
            bar.set_position(done);
        }
    });
    let written = casebook.append_all(acts).map_err(|(_, error)| failed(&error))?;
    bar.set_message(language.of("整理登记簿", "Reading the register"));
    // So that the first question finds the register read.
    casebook.facts().map_err(|error| failed(&error))?;
    bar.finish_and_clear();
    let path = folder.display();
    println!("{}", language.of(format!("{path}：已写入 {written} 个行为"), format!("{path}: {written} acts written")));
    Ok(Exit::Done)
}
