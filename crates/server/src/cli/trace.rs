//! `portcullis trace`: the items of one person, on a stated ground.

use std::io::{self, BufRead};

use clap::{Arg, ArgAction, Command};
use intake::{
    entry::{Action, LookUp},
    store::Store,
};
use parcel::{Clear, Operator, PersonalKind, Pseudonym};

use super::{Context, args, store};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    register,
};

/// What a person can be looked up by.
const KINDS: [(&str, PersonalKind); 6] = [
    ("phone", PersonalKind::Phone),
    ("id_number", PersonalKind::IdNumber),
    ("address", PersonalKind::Address),
    ("agreement", PersonalKind::Agreement),
    ("name", PersonalKind::Name),
    ("staff", PersonalKind::Staff),
];

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("trace")
        .about(language.of("依据法律文书查找一个人的邮件、快件（记入日志）", "Find the items of one person, on a legal ground (recorded)"))
        .after_help(language.of(
            "个人信息只从标准输入读取，不得写在命令行上。信件不在结果中。\n例：portcullis trace --operator demo-express --by phone --purpose 办案 --ground \"××文书第1号\" < 号码.txt",
            "The personal value is read from standard input only, never from the command line. Letters are never among the results.\nE.g. portcullis trace --operator demo-express --by phone --purpose case --ground \"document 1\" < number.txt",
        ))
        .arg(
            Arg::new("operator")
                .long("operator")
                .required(true)
                .action(ArgAction::Append)
                .value_name("NAME")
                .help(language.of("经营者；可重复", "Operator; may be repeated")),
        )
        .arg(
            Arg::new("by")
                .long("by")
                .required(true)
                .value_name("KIND")
                .value_parser(KINDS.map(|(word, _)| word))
                .help(language.of("标准输入中的是什么", "What the value on standard input is")),
        )
        .args(args::look_up(language))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let (purpose, ground) = stated(context)?;
    let operators = operators(context)?;
    let value = value()?;
    let store = store::open_existing(&context.matches, context.language)?;
    let pseudonyms = pseudonyms(&store, &operators, kind(context), &value)?;
    let trace = store.history().trace(&pseudonyms, &store.tail()?)?;
    let rows = trace.records.rows.len() + trace.events.rows.len();
    let look_up = LookUp {
        at: store.now(),
        action: Action::Trace,
        purpose,
        ground: ground.clone(),
        subject: operators.iter().map(Operator::as_str).collect::<Vec<_>>().join(" "),
        rows: rows as u64,
    };
    // Recorded before anything is shown.
    store.record_look_up(&look_up)?;
    in_ledger(&store, &look_up, "trace", &pseudonyms)?;
    for mut found in [trace.records, trace.events] {
        show(&store, &mut found, &ground);
        if context.matches.get_flag("json") {
            print!("{}", found.json_lines());
        } else if !found.rows.is_empty() {
            println!("{}", found.table()?);
        }
    }
    if !context.matches.get_flag("json") {
        println!("{}", context.language.of(format!("共 {rows} 行"), format!("{rows} rows")));
    }
    store.close()?;
    Ok(Exit::Done)
}

/// The same look-up as an act of the ledger: one for each pseudonym, or one that names nobody.
pub fn in_ledger(store: &Store, look_up: &LookUp, number: &str, pseudonyms: &[Pseudonym]) -> Outcome {
    let failed = |error: casebook::CasebookError| {
        let causes = intake::causes::of(&error);
        Failure::because(
            "查询未能记入账簿，不予显示",
            "the look-up could not be recorded in the ledger; nothing is shown",
            &causes,
        )
    };
    let casebook = casebook::Casebook::open(&register::folder(store.path())).map_err(failed)?;
    let act = register::look_up::LookUp {
        number,
        persons: pseudonyms.iter().copied().map(Into::into).collect(),
        purpose: &look_up.purpose,
        ground: &look_up.ground,
        ground_hash: intake::entry::query_hash(&look_up.ground),
        shown: look_up.rows,
        at: look_up.at,
    };
    register::look_up::record(&casebook, &act).map(drop).map_err(failed)
}

/// Purpose and ground, both at once where both are missing.
pub fn stated(context: &Context) -> Outcome<(String, String)> {
    let text = |name: &str| {
        context.matches.get_one::<String>(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    match (text("purpose"), text("ground")) {
        (Some(purpose), Some(ground)) => Ok((purpose, ground)),
        _ => Err(Failure::new(
            Exit::Usage,
            "查询个人须同时写明 --purpose（目的）和 --ground（法律依据：条款或文书号），二者都记入日志",
            "looking a person up needs both --purpose and --ground (an article or document number); both are recorded",
        )),
    }
}

/// Replaces stored pseudonyms by those of this viewer and ground.
pub fn show(store: &Store, rows: &mut history::Rows, ground: &str) {
    rows.replace_pseudonyms(|text| {
        let shown = pseudonym(text).map(|stored| store.ring().shown(stored, "command line", ground).to_string());
        shown.unwrap_or_default().into()
    });
}

fn pseudonym(text: &str) -> Option<Pseudonym> {
    u128::from_str_radix(text, 16).ok().filter(|_| text.len() == 32).map(|bits| Pseudonym(bits.to_be_bytes()))
}

fn kind(context: &Context) -> PersonalKind {
    let word = context.matches.get_one::<String>("by").map_or("", String::as_str);
    KINDS.iter().find(|(name, _)| *name == word).map_or(PersonalKind::Phone, |(_, kind)| *kind)
}

fn operators(context: &Context) -> Outcome<Vec<Operator>> {
    let names = context.matches.get_many::<String>("operator").into_iter().flatten();
    let parsed: Result<_, _> = names.map(|name| Operator::parse(name)).collect();
    parsed.map_err(|fault| {
        Failure::new(
            Exit::Usage,
            format!("经营者名称格式不符；可通过：{}", fault.would_pass),
            format!("an operator's name has another shape; would pass: {}", fault.would_pass),
        )
    })
}

fn value() -> Outcome<Clear> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let value = line.trim();
    if value.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            "标准输入的第一行是空的；请从标准输入给出要查的值",
            "the first line of standard input is empty; give the value there",
        ));
    }
    Ok(Clear::new(value))
}

/// The value under every operator and every key epoch that still exists.
fn pseudonyms(store: &Store, operators: &[Operator], kind: PersonalKind, value: &Clear) -> Outcome<Vec<Pseudonym>> {
    let mut pseudonyms = Vec::new();
    for epoch in store.ring().epochs().iter().filter(|epoch| !epoch.destroyed) {
        for operator in operators {
            pseudonyms.push(store.ring().pseudonymiser(operator, epoch.id)?.of(kind, value));
        }
    }
    Ok(pseudonyms)
}
