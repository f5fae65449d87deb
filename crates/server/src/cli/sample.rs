//! `portcullis sample`: realistic records by seed, for trying things out.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use clap::{Arg, Command, value_parser};
use sample::{EventDetail, LineKind, Plan, Sample};

use super::{Context, args, sample_register};
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
    Command::new("sample")
        .about(language.of("按种子生成逼真的收寄记录和事件", "Make realistic acceptances and events by seed"))
        .after_help(language.of(
            "同一参数总是得到同样的字节。人、号码和经营者都是虚构的：证件号以 000000 开头，电话以 000 开头。\n埋设的手法见 docs/reference/sample-schemes.md，真相写入 --truth。",
            "The same arguments always give the same bytes. People, numbers and operators are invented: documents begin with 000000, phones with 000.\nPlanted schemes: docs/reference/sample-schemes.md; the truth goes to --truth.",
        ))
        .arg(option("items", "N", "件数", "Number of items").value_parser(value_parser!(u64)))
        .arg(option("seed", "N", "种子", "Seed").value_parser(value_parser!(u64)))
        .arg(option("days", "N", "天数", "Number of days").value_parser(value_parser!(u16)))
        .arg(option("first-day", "DATE", "第一天", "First day"))
        .arg(option("people", "N", "人数", "Number of people").value_parser(value_parser!(u32)))
        .arg(
            option("events", "DETAIL", "后续事件：none、gates 或 all", "Events that follow: none, gates or all")
                .value_parser(["none", "gates", "all"]),
        )
        .arg(option("conflicts-ppm", "N", "冲突记录的比例（百万分之）", "Share of conflicting records, parts per million").value_parser(value_parser!(u32)))
        .arg(option("planted-ppm", "N", "埋设手法的件的比例（百万分之，至多 100000）", "Share of planted items, parts per million, at most 100000").value_parser(value_parser!(u32)))
        .arg(option("truth", "FILE", "把埋设手法的真相写入此文件", "Write the truth about planted schemes to this file").value_parser(value_parser!(PathBuf)))
        .arg(option("output", "FILE", "输出文件（默认标准输出）", "Output file (default: standard output)").value_parser(value_parser!(PathBuf)))
        .subcommand(args::dress(sample_register::command(language), language))
        .args_conflicts_with_subcommands(true)
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    if let Some(("register", matches)) = context.matches.subcommand() {
        return sample_register::run(matches, context.language);
    }
    let plan = plan(context)?;
    let path = |name: &str| context.matches.get_one::<PathBuf>(name);
    let mut out: Box<dyn Write> = match path("output") {
        Some(path) => Box::new(BufWriter::with_capacity(1 << 20, File::create(path)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let mut truth = path("truth").map(File::create).transpose()?.map(BufWriter::new);
    let bar = progress::bar(plan.items, context.language.of("生成", "Making"));
    let mut sample = Sample::new(plan).map_err(bad_plan)?;
    let mut line = String::new();
    let mut made = 0_u64;
    while let Some(meta) = sample.next_line(&mut line) {
        line.push('\n');
        out.write_all(line.as_bytes())?;
        line.clear();
        if let (Some(truth), Some(planted)) = (&mut truth, &meta.truth) {
            writeln!(truth, "{}", serde_json::to_string(planted).unwrap_or_default())?;
        }
        made += u64::from(meta.kind == LineKind::Acceptance);
        if made.is_multiple_of(8_192) {
            bar.set_position(made);
        }
    }
    out.flush()?;
    truth.map_or(Ok(()), |mut truth| truth.flush())?;
    bar.finish_and_clear();
    Ok(Exit::Done)
}

fn plan(context: &Context) -> Outcome<Plan> {
    let mut plan = Plan::default();
    let matches = &context.matches;
    plan.items = matches.get_one("items").copied().unwrap_or(plan.items);
    plan.seed = matches.get_one("seed").copied().unwrap_or(plan.seed);
    plan.days = matches.get_one("days").copied().unwrap_or(plan.days);
    plan.people = matches.get_one("people").copied().or(plan.people);
    plan.conflicts_ppm = matches.get_one("conflicts-ppm").copied().unwrap_or(plan.conflicts_ppm);
    plan.planted_ppm = matches.get_one("planted-ppm").copied().unwrap_or(plan.planted_ppm);
    if let Some(day) = matches.get_one::<String>("first-day") {
        plan.first_day = day.parse().map_err(|_| {
            Failure::new(
                Exit::Usage,
                "--first-day 的取值不被接受；可通过：2026-11-09",
                "--first-day is not accepted; would pass: 2026-11-09",
            )
        })?;
    }
    plan.events = match matches.get_one::<String>("events").map(String::as_str) {
        Some("none") => EventDetail::None,
        Some("gates") => EventDetail::Gates,
        Some("all") => EventDetail::All,
        _ => plan.events,
    };
    Ok(plan)
}

/// A plan that cannot be carried out.
pub fn bad_plan(cause: sample::PlanError) -> Failure {
    Failure::new(Exit::Usage, format!("无法生成：{cause}"), format!("the sample cannot be made: {cause}"))
}
