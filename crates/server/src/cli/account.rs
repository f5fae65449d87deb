//! `portcullis account`: who signs in, in which role and for what.

use std::io::{self, BufRead as _, IsTerminal as _};

use access::{Account, AccountName, NewAccount, Secret, Store};
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Context, args, bounds};
use crate::{
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
    output,
};

/// Who acts on the command line: whoever may write the data directory.
const BY: &str = "local";

/// How the command is described.
pub fn command(language: Language) -> Command {
    let tool = |command: Command| args::dress(command.arg(args::data(language)), language);
    let name = || Arg::new("name").value_name("NAME").required(true).help(language.of("账户名", "Name of the account"));
    Command::new("account")
        .about(language.of("建立、列出、停用登录账户", "Make, list and disable accounts that sign in"))
        .after_help(language.of(
            "建立第一个账户或密钥后，未登录者不再能使用接口。账户不删除，以便行为始终有署名。\n例：portcullis account add officer-1 --role compliance_officer --operator demo-express",
            "Once the first account or key is made, nothing is served without one. Accounts are never removed, so that acts keep their author.\nE.g. portcullis account add officer-1 --role compliance_officer --operator demo-express",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(language.of("命令", "Commands"))
        .subcommand(tool(
            Command::new("add")
                .about(language.of("建立账户，给出须在首次登录时修改的口令", "Make an account with a password to be changed at the first sign-in"))
                .args([name(), given(language)])
                .args(bounds::arguments(language)),
        ))
        .subcommand(tool(
            Command::new("list").about(language.of("列出账户", "List the accounts")).arg(args::json(language)),
        ))
        .subcommand(tool(
            Command::new("disable")
                .about(language.of("停用账户并结束其全部会话", "Disable an account and end all of its sessions"))
                .arg(name()),
        ))
        .subcommand(tool(
            Command::new("reset")
                .about(language.of("重设口令，首次登录时须修改", "Give a new password, to be changed at the next sign-in"))
                .args([name(), given(language)]),
        ))
}

fn given(language: Language) -> Arg {
    Arg::new("password-stdin").long("password-stdin").action(ArgAction::SetTrue).help(language.of(
        "从标准输入读取口令；不给出则由系统生成并显示一次",
        "Read the password from standard input; otherwise one is made and shown once",
    ))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    match context.matches.subcommand() {
        Some(("add", matches)) => add(matches, context.language),
        Some(("list", matches)) => list(matches, context.language),
        Some(("disable", matches)) => disable(matches, context.language),
        Some(("reset", matches)) => reset(matches, context.language),
        _ => Err(Failure::new(Exit::Usage, "缺少子命令", "a subcommand is missing")),
    }
}

fn add(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let (role, bounds) = bounds::of(matches)?;
    let account = NewAccount { name: name(matches)?, role, bounds };
    let store = bounds::store(matches)?;
    let password = password(matches)?;
    store.add_account(&account, &password.text(), BY, clock::now(), &mut clock::random)?;
    println!("{}", language.of(format!("已建立账户 {}", account.name), format!("account {} is made", account.name)));
    password.tell(language);
    Ok(Exit::Done)
}

fn reset(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let (name, store) = (name(matches)?, bounds::store(matches)?);
    let password = password(matches)?;
    store.reset_password(&name, &password.text(), &mut clock::random)?;
    println!("{}", language.of(format!("已重设账户 {name} 的口令"), format!("account {name} has a new password")));
    password.tell(language);
    Ok(Exit::Done)
}

fn disable(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let (name, store) = (name(matches)?, bounds::store(matches)?);
    store.disable_account(&name, BY, clock::now())?;
    println!("{}", language.of(format!("已停用账户 {name}"), format!("account {name} is disabled")));
    Ok(Exit::Done)
}

fn list(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    for account in bounds::existing(matches)?.iter().map(Store::accounts).collect::<Result<Vec<_>, _>>()?.concat() {
        if matches.get_flag("json") {
            println!("{}", json(&account));
        } else {
            let state = match account.disabled_at {
                Some(_) => language.of("已停用", "disabled"),
                None if account.must_change_password => language.of("须改口令", "password to be changed"),
                None => language.of("在用", "in use"),
            };
            let role = account.role.name();
            let columns = [(account.name.as_str(), 20), (language.of(&*role.zh, &*role.en), 28), (state, 24)]
                .map(|(text, width)| output::left(text, width));
            println!("{} {}", columns.join(" "), bounds::shown(&account.bounds));
        }
    }
    Ok(Exit::Done)
}

fn json(account: &Account) -> serde_json::Value {
    serde_json::json!({
        "name": account.name,
        "role": account.role,
        "bounds": account.bounds,
        "must_change_password": account.must_change_password,
        "made_at": account.made_at,
        "made_by": account.made_by,
        "disabled_at": account.disabled_at,
    })
}

fn name(matches: &ArgMatches) -> Outcome<AccountName> {
    let typed = matches.get_one::<String>("name").map(String::as_str).unwrap_or_default();
    Ok(AccountName::parse(typed)?)
}

/// A password that is given to somebody.
enum Password {
    /// Read from standard input, and not repeated.
    Typed(String),
    /// Made here, and shown once.
    Made(Secret),
}

fn password(matches: &ArgMatches) -> Outcome<Password> {
    if !matches.get_flag("password-stdin") {
        return Ok(Password::Made(Secret::new(&mut clock::random)));
    }
    if io::stdin().is_terminal() {
        return Err(Failure::new(
            Exit::Usage,
            "--password-stdin 用于管道，屏幕会显示输入；请改用管道，或去掉它由系统生成",
            "--password-stdin is for pipes, a terminal would show what is typed; pipe it, or leave it out and one is made",
        ));
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(Password::Typed(line.trim_end_matches(['\r', '\n']).to_owned()))
}

impl Password {
    fn text(&self) -> String {
        match self {
            Self::Typed(text) => text.clone(),
            Self::Made(secret) => secret.expose().to_string(),
        }
    }

    fn tell(&self, language: Language) {
        if let Self::Made(secret) = self {
            println!(
                "{}{}",
                language.of("初始口令（只显示这一次）：", "first password, shown this once: "),
                *secret.expose()
            );
        }
    }
}
