//! `portcullis bench`: what the gate costs on this machine, measured on sample records.
//!
//! Nothing here is used in earnest; numbers kept for comparison are made by `cargo xtask bench`.

mod client;
mod folder;
mod http;
mod meter;
mod questions;
mod recovery;
mod source;
mod spread;
mod stages;
mod stations;

use clap::{Arg, Command, value_parser};

use super::{Context, args};
use crate::{
    failure::{Exit, Outcome},
    language::Language,
};

type Describe = fn(Language) -> Command;
type Run = fn(&Context) -> Outcome<Exit>;

/// The measurements that have a name of their own.
const MEASUREMENTS: &[(Describe, Run)] =
    &[(http::command, http::run), (questions::command, questions::run), (recovery::command, recovery::run)];

/// How the command is described.
pub fn command(language: Language) -> Command {
    let measurements = MEASUREMENTS.iter().map(|(describe, _)| args::dress(describe(language), language));
    Command::new("bench")
        .about(language.of("在本机上测量各环节的开销", "Measure what each stage costs on this machine"))
        .after_help(language.of(
            "不带子命令：单线程逐环节测量样本记录的开销，所用文件随后删除。\n例：portcullis bench --items 200000\n    portcullis bench http --address 127.0.0.1:8700 --mode single --rate 2000",
            "Without a subcommand: the cost of each stage on sample records, one thread; its files are removed again.\nE.g. portcullis bench --items 200000\n     portcullis bench http --address 127.0.0.1:8700 --mode single --rate 2000",
        ))
        .args([items(language, "200000"), seed(language), folder::argument(language), args::json(language)])
        .subcommand_help_heading(language.of("测量", "Measurements"))
        .subcommands(measurements)
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let Some((name, matches)) = context.matches.subcommand() else { return stages::run(context) };
    let inner = Context { language: context.language, matches: matches.clone() };
    let named = MEASUREMENTS.iter().find(|(describe, _)| describe(context.language).get_name() == name);
    named.map_or(Ok(Exit::Usage), |(_, run)| run(&inner))
}

/// `--items N`.
fn items(language: Language, default: &'static str) -> Arg {
    Arg::new("items")
        .long("items")
        .value_name("N")
        .default_value(default)
        .value_parser(value_parser!(u64).range(1..))
        .help(language.of("样本件数", "Number of sample items"))
}

/// `--seed N`.
fn seed(language: Language) -> Arg {
    Arg::new("seed")
        .long("seed")
        .value_name("N")
        .default_value("1")
        .value_parser(value_parser!(u64))
        .help(language.of("样本的种子", "Seed of the sample"))
}
