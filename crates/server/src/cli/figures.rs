//! `portcullis figures`: published figures against their own arithmetic.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Write},
    path::PathBuf,
};

use bulletin::{BulletinError, Line, Published, Verdict};
use clap::{Arg, Command, value_parser};

use super::{Context, args};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    output::left,
};

/// Longest file of outside figures, in bytes.
const FILE_BYTES_MAX: u64 = 16 << 20;

/// How the command is described.
pub fn command(language: Language) -> Command {
    let check = Command::new("check")
        .about(language.of(
            "复算已公布的数字：比率、同比、部分与整体",
            "Recompute published figures: shares, changes, parts and wholes",
        ))
        .after_help(language.of(
            "每个数字一行。结论：agrees 相符，outside_rounding 超出四舍五入，base_restated 基数已变，cannot_recompute 无法复算，inconsistent 自相矛盾。\n--file 的写法见 docs/reference/figures.md。",
            "One line a figure. Verdicts: agrees, outside_rounding, base_restated, cannot_recompute, inconsistent.\nFor the form of --file see docs/reference/figures.md.",
        ))
        .arg(
            Arg::new("file")
                .long("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(language.of("改为复算此文件（TOML或JSON）；- 表示标准输入", "Check this file instead (TOML or JSON); - is standard input")),
        )
        .arg(
            Arg::new("indicator")
                .long("indicator")
                .value_name("ID")
                .help(language.of("只看一个指标，例如 non-arrest-rate", "One indicator only, e.g. non-arrest-rate")),
        )
        .arg(args::json(language));
    Command::new("figures")
        .about(language.of("已公布的数字，逐个对照其自身的算式", "Published figures against their own arithmetic"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(args::dress(check, language))
}

/// Runs it. Verdicts are answers, not failures: the exit code is 0 whatever they say.
pub fn run(context: &Context) -> Outcome<Exit> {
    let Some(("check", matches)) = context.matches.subcommand() else {
        return Err(Failure::new(Exit::Usage, "请用 figures check", "use figures check"));
    };
    let outside = matches.get_one::<PathBuf>("file").map(|path| read(path, context.language)).transpose()?;
    let published = outside.as_ref().unwrap_or_else(|| Published::built_in());
    let mut lines = bulletin::check(published);
    if let Some(indicator) = matches.get_one::<String>("indicator") {
        lines.retain(|line| line.indicator == *indicator);
        if lines.is_empty() {
            return Err(no_such_indicator(indicator, published));
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for line in &lines {
        if matches.get_flag("json") {
            writeln!(out, "{}", serde_json::to_string(line).unwrap_or_default())?;
        } else {
            print(&mut out, line, published, context.language)?;
        }
    }
    if !matches.get_flag("json") {
        summary(&mut out, &lines, context.language)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn no_such_indicator(indicator: &str, published: &Published) -> Failure {
    let mut names: Vec<_> = bulletin::check(published).into_iter().map(|line| line.indicator).collect();
    names.dedup();
    let names = names.join(", ");
    Failure::new(
        Exit::Failed,
        format!("没有可复算的指标“{indicator}”；可通过：{names}"),
        format!("there is nothing to check under \"{indicator}\"; would pass: {names}"),
    )
}

fn read(path: &PathBuf, language: Language) -> Outcome<Published> {
    let mut text = String::new();
    let unreadable = |cause: io::Error| {
        Failure::because("无法读取文件", "the file cannot be read", &format!("{}: {cause}", path.display()))
    };
    let input: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(unreadable)?)
    };
    input.take(FILE_BYTES_MAX + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > FILE_BYTES_MAX {
        return Err(Failure::new(Exit::Failed, "文件过大，至多16 MiB", "the file is too long: at most 16 MiB"));
    }
    let name = path.display().to_string();
    Published::read_outside(&name, &text).map_err(|BulletinError::Data(problems)| {
        let told = problems
            .iter()
            .map(|problem| format!("{}: {}: {}", problem.file, problem.entry, language.pick(&problem.message)));
        let told = told.collect::<Vec<_>>().join("\n  ");
        Failure::new(
            Exit::Failed,
            format!("文件有{}处问题，没有读入：\n  {told}", problems.len()),
            format!("the file has {} problems and was not read:\n  {told}", problems.len()),
        )
    })
}

/// Name, period and verdict; then what was published and what follows; then notes.
fn print(out: &mut impl Write, line: &Line, published: &Published, language: Language) -> io::Result<()> {
    let series = published.series(&line.indicator);
    let name = series.map_or(line.indicator.as_str(), |series| language.pick(&series.name));
    writeln!(out, "{}  {}  {}", left(verdict(line.verdict, language), 24), line.period, name)?;
    let percent = if series.is_some_and(|series| series.unit == "percent") { "%" } else { "" };
    let recomputed = match (line.recomputed, line.recomputed_bounds) {
        (Some(value), Some([low, high])) if low < high => format!("{value}{percent} [{low}, {high}]"),
        (Some(value), _) => format!("{value}{percent}"),
        (None, _) => language.of("无法复算", "cannot be recomputed").to_owned(),
    };
    let stated = match line.published.as_str() {
        Some(claim) => claim.to_owned(),
        None => format!("{}{percent}", line.published),
    };
    let (says, follows) = language.of(("公布", "复算"), ("published", "recomputed"));
    writeln!(out, "    {says} {stated}  {follows} {recomputed}")?;
    writeln!(out, "    {} = {}", line.indicator, line.formula)?;
    writeln!(out, "    {} ({}, {})", line.source, line.released, line.confidence)?;
    for note in &line.notes {
        writeln!(out, "    {}", language.pick(note))?;
    }
    Ok(())
}

fn summary(out: &mut impl Write, lines: &[Line], language: Language) -> io::Result<()> {
    let count = |verdict: Verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    let told = Verdict::ALL.map(|kind| format!("{} {}", verdict(kind, language), count(kind)));
    writeln!(out, "{}", told.join(language.of("，", ", ")))
}

fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Agrees => language.of("相符", "agrees"),
        Verdict::OutsideRounding => language.of("超出四舍五入", "outside rounding"),
        Verdict::BaseRestated => language.of("基数已变", "base restated"),
        Verdict::CannotRecompute => language.of("无法复算", "cannot be recomputed"),
        Verdict::Inconsistent => language.of("自相矛盾", "inconsistent"),
    }
}
