//! `portcullis pack`: the tools of those who write rules.
//!
//! A pack is `pack.toml` and `rules/*.toml` in a folder, or the one that this program brings along.

mod check;
mod diff;
mod explain;
pub(super) mod folder;
pub(super) mod junit;
mod publish;
mod show;
mod test;

use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::{Context, args};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
};

type Run = fn(&Context) -> Outcome<Exit>;

const TOOLS: &[(&str, Run)] = &[
    ("check", check::run),
    ("test", test::run),
    ("show", show::run),
    ("diff", diff::run),
    ("explain", explain::run),
    ("publish", publish::run),
    ("rollback", publish::roll_back),
];

/// How the command is described.
pub fn command(language: Language) -> Command {
    let tool = |command: Command| args::dress(command, language);
    Command::new("pack")
        .about(language.of(
            "规则包工具：检查、测试、查看、比较、解释、发布、回退",
            "Tools for rule packs: check, test, show, compare, explain, publish, roll back",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(language.of("工具", "Tools"))
        .subcommand(tool(check::command(language)))
        .subcommand(tool(test::command(language)))
        .subcommand(tool(show::command(language)))
        .subcommand(tool(diff::command(language)))
        .subcommand(tool(explain::command(language)))
        .subcommand(tool(publish::command(language)))
        .subcommand(tool(publish::rollback_command(language)))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let tool = context.matches.subcommand().and_then(|(name, matches)| {
        let (_, run) = TOOLS.iter().find(|(known, _)| *known == name)?;
        Some((*run, Context { language: context.language, matches: matches.clone() }))
    });
    tool.map_or_else(
        || Err(Failure::new(Exit::Usage, "请给出一个工具，例如 pack check", "name a tool, e.g. pack check")),
        |(run, context)| run(&context),
    )
}

/// `--pack DIR`.
fn pack(language: Language) -> Arg {
    Arg::new("pack").long("pack").value_name("DIR").value_parser(value_parser!(PathBuf)).help(language.of(
        "规则包所在文件夹（默认：随程序附带的规则包）",
        "Folder of the pack (default: the one that ships with this program)",
    ))
}
