//! The command line: one file a command, each with its words in both languages.

mod account;
mod args;
mod backtest;
mod bench;
mod bounds;
mod bulletin;
mod capsule;
mod case;
mod clock;
mod coverage;
mod demo;
mod figures;
mod find;
mod goods;
mod ingest;
mod item;
mod key;
mod ledger;
mod measure;
mod notices;
mod openapi;
mod pack;
mod recommend;
mod rectify;
mod sample;
mod sample_register;
mod scorecard;
mod screen;
mod serve;
mod sql;
mod station;
mod store;
mod summary;
mod trace;
mod verify;

use clap::{Arg, ArgMatches, Command};

use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// What every command is given.
pub struct Context {
    /// Language of texts.
    pub language: Language,
    /// What was typed after the command.
    pub matches: ArgMatches,
}

type Describe = fn(Language) -> Command;
type Run = fn(&Context) -> Outcome<Exit>;

/// The commands: how each is described and run.
const COMMANDS: &[(Describe, Run)] = &[
    (demo::command, demo::run),
    (serve::command, serve::run),
    (ingest::command, ingest::run),
    (screen::command, screen::run),
    (goods::command, goods::run),
    (pack::command, pack::run),
    (backtest::command, backtest::run),
    (scorecard::command, scorecard::run),
    (station::command, station::run),
    (item::command, item::run),
    (notices::command, notices::run),
    (trace::command, trace::run),
    (sql::command, sql::run),
    (coverage::command, coverage::run),
    (figures::command, figures::run),
    (bulletin::command, bulletin::run),
    (case::command, case::run),
    (ledger::command, ledger::run),
    (clock::command, clock::run),
    (find::command, find::run),
    (measure::command, measure::run),
    (recommend::command, recommend::run),
    (rectify::command, rectify::run),
    (verify::command, verify::run),
    (account::command, account::run),
    (key::command, key::run),
    (capsule::command, capsule::run),
    (sample::command, sample::run),
    (openapi::command, openapi::run),
    (bench::command, bench::run),
];

/// Reads the command line and runs the command.
pub fn run(language: Language) -> Outcome<Exit> {
    let command = command(language);
    let matches = match command.clone().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return args::explain(&error, language),
    };
    let Some((name, matches)) = matches.subcommand() else { return Err(usage()) };
    if name == "completions" {
        completions(command, matches);
        return Ok(Exit::Done);
    }
    let context = Context { language, matches: matches.clone() };
    let run = COMMANDS.iter().find(|(describe, _)| describe(language).get_name() == name).map(|(_, run)| *run);
    run.map_or_else(|| Err(usage()), |run| run(&context))
}

fn usage() -> Failure {
    Failure::new(Exit::Usage, "请给出一个命令，例如 portcullis demo", "name a command, e.g. portcullis demo")
}

/// The whole command line.
pub fn command(language: Language) -> Command {
    let command = Command::new("portcullis")
        .version(env!("CARGO_PKG_VERSION"))
        .about(language.of(
            "把关：在邮件、快件进入寄递网络的入口逐件核查，并留下可复核的记录",
            "Portcullis guards the gate where parcels enter the delivery network",
        ))
        .after_help(language.of(
            "先试：portcullis demo\n退出码：0 完成，1 失败，2 命令有误，3 数据目录被占用，4 数据损坏或复算不一致",
            "Try first: portcullis demo\nExit codes: 0 done, 1 failed, 2 usage, 3 data directory owned, 4 damaged or not reproduced",
        ))
        .help_template(args::template(language))
        .subcommand_help_heading(language.of("命令", "Commands"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("zh|en")
                .value_parser(["zh", "en"])
                .help(language.of("界面语言", "Language of texts")),
        );
    let described = COMMANDS.iter().map(|(describe, _)| args::dress(describe(language), language));
    let completions = Command::new("completions")
        .about(language.of("输出命令行补全脚本", "Print a completion script for a shell"))
        .arg(
            Arg::new("shell")
                .required(true)
                .value_parser(clap::value_parser!(clap_complete::Shell))
                .help(language.of("命令行解释器", "The shell")),
        );
    args::dress(command, language).subcommands(described).subcommand(args::dress(completions, language))
}

fn completions(mut command: Command, matches: &ArgMatches) {
    if let Some(shell) = matches.get_one::<clap_complete::Shell>("shell") {
        clap_complete::generate(*shell, &mut command, "portcullis", &mut std::io::stdout());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed_in_both_languages() {
        for language in [Language::Zh, Language::En] {
            command(language).debug_assert();
        }
    }

    #[test]
    fn every_argument_explains_itself_in_both_languages() {
        let texts = |language| {
            let mut command = command(language);
            command.build();
            let of = |command: &Command| {
                let arguments = command.get_arguments().map(|argument| {
                    (argument.get_id().to_string(), argument.get_help().map(ToString::to_string).unwrap_or_default())
                });
                let mut all: Vec<_> = arguments.collect();
                all.push((
                    command.get_name().to_owned(),
                    command.get_about().map(ToString::to_string).unwrap_or_default(),
                ));
                all
            };
            command.get_subcommands().flat_map(of).collect::<Vec<_>>()
        };
        for ((name, zh), (_, en)) in texts(Language::Zh).into_iter().zip(texts(Language::En)) {
            assert!(!zh.is_empty() && !en.is_empty(), "{name} lacks a text");
            assert!(zh != en && !zh.is_ascii(), "{name} says the same in both languages: {zh}");
        }
    }
}
