//! `portcullis case`: cases of the register: list, one with its clocks, and recording an act.

mod record;
mod show;

use std::{
    io::{self, Write},
    path::Path,
};

use casebook::{CaseFilter, Casebook, CasebookError, SubjectId, case::Stage};
use clap::{Arg, ArgMatches, Command, value_parser};
use intake::store::{OwnerLock, StoreError};
use parcel::{Choice, Day};

use super::{Context, args};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    output::left,
    register::{self, Label, view},
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("case")
        .about(language.of(
            "案件登记簿：列表、单个案件及其期限、登记行为",
            "The register of cases: list them, show one with its clocks, record an act",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(args::dress(list_command(language), language))
        .subcommand(args::dress(show::command(language), language))
        .subcommand(args::dress(record::command(language), language))
}

fn list_command(language: Language) -> Command {
    let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).help(language.of(zh, en))
    };
    Command::new("list")
        .about(language.of("按编号列出案件，每页一批", "List cases by number, page by page"))
        .arg(
            option("after", "CASE", "只列此编号之后的", "Only those after this number")
                .value_parser(|text: &str| SubjectId::parse(text).ok_or(SubjectId::SHAPE)),
        )
        .arg(
            option("region", "DIGITS", "只列此地区（2、4 或 6 位）", "Only in this place (2, 4 or 6 digits)")
                .value_parser(region),
        )
        .arg(
            option("stage", "STAGE", "只列处于此阶段的", "Only at this stage")
                .value_parser(Stage::ALL.iter().map(|stage| stage.word()).collect::<Vec<_>>()),
        )
        .arg(
            option("limit", "N", "最多列多少件（1 至 1000，默认 50）", "At most this many (1 to 1000, default 50)")
                .default_value("50")
                .value_parser(value_parser!(u16).range(1..=1_000)),
        )
        .args([args::data(language), args::json(language)])
}

fn region(text: &str) -> Result<String, &'static str> {
    let fits = matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(text.to_owned()) } else { Err("2, 4 or 6 digits of GB/T 2260") }
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    match context.matches.subcommand() {
        Some(("list", matches)) => list(matches, context.language),
        Some(("show", matches)) => show::run(matches, context.language),
        Some(("record", matches)) => record::run(matches, context.language),
        _ => Err(Failure::new(Exit::Usage, "缺少子命令", "a subcommand is missing")),
    }
}

fn list(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let opened = Opened::existing(matches)?;
    let stage = matches.get_one::<String>("stage").and_then(|word| Stage::from_word(word));
    let filter = CaseFilter {
        after: matches.get_one::<SubjectId>("after").cloned(),
        region: matches.get_one::<String>("region").cloned(),
        stage,
        limit: matches.get_one::<u16>("limit").copied().unwrap_or(50),
    };
    let page = view::cases(&opened.casebook, &filter).map_err(failed)?;
    let mut out = io::stdout().lock();
    if matches.get_flag("json") {
        writeln!(out, "{}", json(&page))?;
        return Ok(Exit::Done);
    }
    for case in &page.cases {
        let columns = [
            left(case.case.as_str(), 24),
            left(named(&case.stage, language), 24),
            left(named(&case.filing, language), 14),
            left(&case.charge, 8),
            left(&case.persons.to_string(), 4),
            case.latest.to_string(),
        ];
        writeln!(out, "{} {}", columns.join(" "), case.office)?;
    }
    if let Some(next) = &page.next {
        writeln!(out, "{}", language.of(format!("下一页：--after {next}"), format!("next page: --after {next}")))?;
    }
    Ok(Exit::Done)
}

/// A register that this process owns while it looks at it.
pub(super) struct Opened {
    /// The register.
    pub(super) casebook: Casebook,
    _lock: OwnerLock,
}

impl Opened {
    /// The register of the data directory; an error where there is none.
    pub(super) fn existing(matches: &ArgMatches) -> Outcome<Self> {
        let (data, _) = args::paths(matches);
        if !register::folder(&data).join("ledger.sqlite").is_file() {
            return Err(none(&data));
        }
        Self::or_made(matches)
    }

    /// The register of the data directory, made where it is missing.
    pub(super) fn or_made(matches: &ArgMatches) -> Outcome<Self> {
        let (data, _) = args::paths(matches);
        std::fs::create_dir_all(&data)?;
        let lock = OwnerLock::take(&data).map_err(StoreError::from)?;
        let casebook = Casebook::open(&register::folder(&data)).map_err(failed)?;
        Ok(Self { casebook, _lock: lock })
    }
}

fn none(data: &Path) -> Failure {
    let path = data.display();
    Failure::new(
        Exit::Failed,
        format!("{path} 中没有登记簿；可先用 portcullis sample register --data DIR 或 portcullis case record 写入"),
        format!(
            "{path} holds no register; write one first: portcullis sample register --data DIR, or portcullis case record"
        ),
    )
}

/// What went wrong with the register.
pub(super) fn failed(error: CasebookError) -> Failure {
    let causes = intake::causes::of(&error);
    match error {
        CasebookError::Damaged { .. } => Failure::new(
            Exit::Damaged,
            format!("登记簿损坏：{causes}。请从备份恢复"),
            format!("the register is damaged: {causes}; restore it from a copy"),
        ),
        CasebookError::NoSuchSubject { subject } => Failure::new(
            Exit::Failed,
            format!("没有关于 {subject} 的记录"),
            format!("nothing is recorded of {subject}"),
        ),
        _ => Failure::because("登记簿出错", "the register failed", &causes),
    }
}

/// A label in the reader's language.
fn named(label: &Label, language: Language) -> &str {
    language.of(&label.zh, &label.en)
}

/// Serialising to memory cannot fail: every key is a string.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// `--on DAY`, the day on which clocks are looked at; today where it was not typed.
fn on(matches: &ArgMatches) -> Day {
    matches.get_one::<Day>("on").copied().unwrap_or_else(|| parcel::statutory_day(crate::clock::now()))
}
