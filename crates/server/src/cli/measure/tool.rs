//! What `measure`, `recommend`, `rectify` and `find` have in common: `record`, `list` and `show`.

use casebook::{Casebook, Subject, SubjectId, SubjectKind};
use clap::{Arg, ArgMatches, Command, value_parser};
use intake::store::{OwnerLock, StoreError};
use parcel::{Day, statutory_day};

use super::{record, show};
use crate::{
    cli::{Context, args},
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// The command with its three tools; more may be added.
pub(in crate::cli) fn command(name: &'static str, language: Language) -> Command {
    let tool = |command: Command| args::dress(command.args([args::data(language), args::json(language)]), language);
    let number = || Arg::new("id").value_name("ID").required(true).help(language.of("编号", "Number"));
    Command::new(name)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(language.of("命令", "Commands"))
        .subcommand(tool(
            Command::new("record")
                .about(
                    language
                        .of("从标准输入读取一项行为（JSON）并记录", "Record an act read from standard input (JSON)"),
                )
                .after_help(record::help(language)),
        ))
        .subcommand(tool(
            Command::new("list").about(language.of("列出，附未办结的期限", "List, with clocks that are open")).args([
                Arg::new("after").long("after").value_name("ID").help(language.of("从此编号之后", "After this number")),
                Arg::new("limit")
                    .long("limit")
                    .value_name("N")
                    .default_value("100")
                    .value_parser(value_parser!(u32).range(1..=1_000))
                    .help(language.of("至多多少条", "At most so many")),
                on(language),
            ]),
        ))
        .subcommand(tool(
            Command::new("show")
                .about(language.of(
                    "显示一件：状态、逐行说明的期限、可以记录的行为、经过",
                    "Show one: state, clocks line by line, what may follow, history",
                ))
                .args([number(), on(language)]),
        ))
}

/// `--on DATE`.
fn on(language: Language) -> Arg {
    Arg::new("on")
        .long("on")
        .value_name("DATE")
        .value_parser(|text: &str| text.parse::<Day>().map_err(|_| "2026-11-22"))
        .help(language.of("期限看到哪一天（默认今天）", "The day on which clocks are looked at (today by default)"))
}

/// Runs one of the three tools.
pub(in crate::cli) fn run(context: &Context, kind: SubjectKind) -> Outcome<Exit> {
    match context.matches.subcommand() {
        Some(("record", matches)) => record::run(matches, kind, context.language),
        Some(("list", matches)) => show::list(matches, kind, context.language),
        Some(("show", matches)) => show::show(matches, kind, context.language),
        _ => Err(Failure::new(Exit::Usage, "请用 record、list 或 show", "use record, list or show")),
    }
}

/// The casebook of the directory, and the lock under which it is open.
pub(in crate::cli) fn open(matches: &ArgMatches) -> Outcome<(OwnerLock, Casebook)> {
    let (data, _) = args::paths(matches);
    let lock = OwnerLock::take(&data).map_err(StoreError::from)?;
    let casebook = Casebook::open(&data.join("casebook")).map_err(|cause| unread(&cause))?;
    Ok((lock, casebook))
}

pub(in crate::cli) fn unread(cause: &dyn std::error::Error) -> Failure {
    Failure::because("登记簿无法读取", "the register cannot be read", &intake::causes::of(cause))
}

/// The subject whose number was typed.
pub(in crate::cli) fn subject(matches: &ArgMatches, kind: SubjectKind) -> Outcome<Subject> {
    let text = matches.get_one::<String>("id").map_or("", String::as_str);
    let id = SubjectId::parse(text).ok_or_else(|| {
        let shape = SubjectId::SHAPE;
        Failure::new(Exit::Usage, format!("编号不符；可通过：{shape}"), format!("not a number; would pass: {shape}"))
    })?;
    Ok(Subject { kind, id })
}

/// The day on which clocks are looked at.
pub(in crate::cli) fn day(matches: &ArgMatches) -> Day {
    matches.get_one::<Day>("on").copied().unwrap_or_else(|| statutory_day(clock::now()))
}
