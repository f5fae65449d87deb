//! Arguments that several commands share, and the words of help and usage.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, error::ErrorKind};

use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// `--data DIR`.
pub fn data(language: Language) -> Arg {
    Arg::new("data")
        .long("data")
        .value_name("DIR")
        .default_value("portcullis-data")
        .value_parser(clap::value_parser!(PathBuf))
        .help(language.of("数据目录", "Data directory"))
}

/// OPERATOR and WAYBILL, which name an item.
pub fn item(language: Language) -> [Arg; 2] {
    [
        Arg::new("operator").required(true).value_name("OPERATOR").help(language.of("经营者", "Who took it in")),
        Arg::new("waybill").required(true).value_name("WAYBILL").help(language.of("运单号", "Its waybill")),
    ]
}

/// `--key-file FILE`.
pub fn key_file(language: Language) -> Arg {
    Arg::new("key-file").long("key-file").value_name("FILE").value_parser(clap::value_parser!(PathBuf)).help(
        language.of(
            "主密钥文件，须在数据目录之外（默认 DIR.key）",
            "Master key file, outside the data directory (default DIR.key)",
        ),
    )
}

/// `--suite WORD`, for commands that make a data directory.
pub fn suite(language: Language) -> Arg {
    Arg::new("suite").long("suite").value_name("WORD").value_parser(seal::Suite::ALL.map(seal::Suite::word)).help(
        language.of(
            "新建数据目录所用的密码算法：international（默认）或 guomi（国密 SM2、SM3、SM4）；建后不可更改",
            "Algorithms of a data directory that is made: international (default) or guomi (SM2, SM3, SM4); never changed afterwards",
        ),
    )
}

/// The suite that was typed.
pub fn suite_of(matches: &ArgMatches) -> Option<seal::Suite> {
    let word = matches.try_get_one::<String>("suite").ok().flatten()?;
    seal::Suite::parse(word).ok()
}

/// `--seal-entries N`.
pub fn seal_entries(language: Language) -> Arg {
    Arg::new("seal-entries")
        .long("seal-entries")
        .value_name("N")
        .value_parser(clap::value_parser!(u64).range(1..))
        .help(language.of(
            "日志每满多少条就封存为历史文件（默认 262144）",
            "Journal entries after which a range is sealed to history files (default 262144)",
        ))
}

/// `--json`.
pub fn json(language: Language) -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help(language.of("输出 JSON，供程序读取", "Print JSON, for programs"))
}

/// `--purpose` and `--ground`, which look-ups of persons state.
pub fn look_up(language: Language) -> [Arg; 2] {
    [
        Arg::new("purpose")
            .long("purpose")
            .value_name("TEXT")
            .help(language.of("查询目的，将记入日志", "What the look-up is for; recorded")),
        Arg::new("ground").long("ground").value_name("TEXT").help(
            language.of("法律依据（条款或文书号），将记入日志", "Legal ground: article or document number; recorded"),
        ),
    ]
}

/// The data directory and key file that were typed.
pub fn paths(matches: &ArgMatches) -> (PathBuf, Option<PathBuf>) {
    let data = matches.get_one::<PathBuf>("data").cloned().unwrap_or_default();
    (data, matches.try_get_one::<PathBuf>("key-file").ok().flatten().cloned())
}

/// Help headings in the reader's language.
pub fn dress(command: Command, language: Language) -> Command {
    command
        .help_template(template(language))
        .next_help_heading(language.of("选项", "Options"))
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .long("help")
                .short('h')
                .action(ArgAction::Help)
                .help(language.of("显示帮助", "Print help")),
        )
        .disable_version_flag(true)
        .mut_args(|argument| {
            if argument.get_long().is_none() && argument.get_short().is_none() {
                argument.help_heading(language.of("参数", "Arguments"))
            } else {
                argument.help_heading(language.of("选项", "Options"))
            }
        })
}

/// The order of a help page.
pub fn template(language: Language) -> &'static str {
    language.of(
        "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    )
}

/// Prints help, or says what is wrong with the command line.
pub fn explain(error: &clap::Error, language: Language) -> Outcome<Exit> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{}", error.render());
            return Ok(Exit::Done);
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{}", error.render());
            return Ok(Exit::Usage);
        }
        _ => {}
    }
    let (zh, en) = match error.kind() {
        ErrorKind::UnknownArgument => ("未知的参数", "unknown argument"),
        ErrorKind::InvalidSubcommand => ("未知的命令", "unknown command"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => ("参数取值不被接受", "a value is not accepted"),
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => {
            ("缺少必需的参数", "a required argument is missing")
        }
        ErrorKind::ArgumentConflict => ("参数不能同时使用", "arguments exclude each other"),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            ("参数的个数不符", "a wrong number of values")
        }
        _ => ("命令行有误", "the command line is not understood"),
    };
    let detail = error.render().to_string();
    let detail = detail.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let _ = language;
    Err(Failure::new(
        Exit::Usage,
        format!("{zh}（{detail}）。用 --help 查看说明"),
        format!("{en} ({detail}); see --help"),
    ))
}
