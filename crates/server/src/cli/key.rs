//! `portcullis key`: keys with which machines use the interface.

use std::collections::BTreeSet;

use access::{Action, ApiKey, NewKey, Store};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::{SignedDuration, Timestamp};

use super::{Context, args, bounds};
use crate::{
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
    output,
};

const BY: &str = "local";

/// How the command is described.
pub fn command(language: Language) -> Command {
    let tool = |command: Command| args::dress(command.arg(args::data(language)), language);
    Command::new("key")
        .about(language.of("签发、列出、吊销接口密钥", "Make, list and revoke keys of machines"))
        .after_help(language.of(
            "密钥只在签发时显示一次；请求以 Authorization: Bearer 携带。\n例：portcullis key add \"7 号柜台\" --role clerk --operator demo-express --only item.submit",
            "A key is shown once, when it is made; requests bear it as Authorization: Bearer.\nE.g. portcullis key add \"counter 7\" --role clerk --operator demo-express --only item.submit",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(language.of("命令", "Commands"))
        .subcommand(tool(add_command(language)))
        .subcommand(tool(
            Command::new("list").about(language.of("列出密钥", "List the keys")).arg(args::json(language)),
        ))
        .subcommand(tool(
            Command::new("revoke").about(language.of("吊销密钥，立即生效", "Revoke a key, at once")).arg(
                Arg::new("id")
                    .value_name("ID")
                    .required(true)
                    .help(language.of("密钥编号，见 key list", "The key's id, as key list shows it")),
            ),
        ))
}

fn add_command(language: Language) -> Command {
    Command::new("add")
        .about(language.of("签发密钥", "Make a key"))
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .required(true)
                .help(language.of("用途，例如哪个柜台", "What it is for, e.g. which counter")),
        )
        .args(bounds::arguments(language))
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("ACTION")
                .action(ArgAction::Append)
                .value_parser(Action::ALL.iter().map(|action| action.word()).collect::<Vec<_>>())
                .hide_possible_values(true)
                .help(language.of(
                    "只限此项操作，可重复（见 docs/reference/access.md）；不给出则为角色的全部权限",
                    "Only this action, may be repeated (docs/reference/access.md lists them); otherwise all that the role may",
                )),
        )
        .arg(
            Arg::new("days")
                .long("days")
                .value_name("N")
                .default_value("90")
                .value_parser(value_parser!(i64).range(1..=400))
                .help(language.of("有效天数，1 至 400", "For how many days, 1 to 400")),
        )
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    match context.matches.subcommand() {
        Some(("add", matches)) => add(matches, context.language),
        Some(("list", matches)) => list(matches, context.language),
        Some(("revoke", matches)) => revoke(matches, context.language),
        _ => Err(Failure::new(Exit::Usage, "缺少子命令", "a subcommand is missing")),
    }
}

fn add(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let (role, bounds) = bounds::of(matches)?;
    let now = clock::now();
    let days = matches.get_one::<i64>("days").copied().unwrap_or(90);
    let words = matches.get_many::<String>("only").into_iter().flatten();
    let only: BTreeSet<Action> = words.filter_map(|word| Action::parse(word)).collect();
    let name = matches.get_one::<String>("name").cloned().unwrap_or_default();
    let expires_at = now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
    let key = NewKey { name, role, bounds, only, expires_at };
    let made = bounds::store(matches)?.add_key(&key, BY, now, &mut clock::random)?;
    println!(
        "{}",
        language.of(
            format!("密钥 {}，{days} 天内有效，只显示这一次：", made.id),
            format!("key {}, for {days} days, shown this once:", made.id)
        )
    );
    println!("{}", *made.text);
    Ok(Exit::Done)
}

fn revoke(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let id = matches.get_one::<String>("id").cloned().unwrap_or_default();
    bounds::store(matches)?.revoke_key(&id, BY, clock::now())?;
    println!("{}", language.of(format!("已吊销密钥 {id}"), format!("key {id} is revoked")));
    Ok(Exit::Done)
}

fn list(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let now = clock::now();
    for key in bounds::existing(matches)?.iter().map(Store::keys).collect::<Result<Vec<_>, _>>()?.concat() {
        if matches.get_flag("json") {
            println!("{}", json(&key));
        } else {
            let state = match key.revoked_at {
                Some(_) => language.of("已吊销", "revoked"),
                None if key.expires_at <= now => language.of("已过期", "expired"),
                None => language.of("有效", "valid"),
            };
            let role = key.role.name();
            let columns = [(key.id.as_str(), 12), (state, 8), (language.of(&*role.zh, &*role.en), 28), (&key.name, 24)];
            let columns = columns.map(|(text, width)| output::left(text, width));
            println!("{} {}", columns.join(" "), bounds::shown(&key.bounds));
        }
    }
    Ok(Exit::Done)
}

fn json(key: &ApiKey) -> serde_json::Value {
    serde_json::json!({
        "id": key.id,
        "name": key.name,
        "role": key.role,
        "bounds": key.bounds,
        "only": key.only,
        "made_at": key.made_at,
        "made_by": key.made_by,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
    })
}
