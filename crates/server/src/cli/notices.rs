//! `portcullis notices`: what windows over other keys than the sender's raised.

use clap::{Arg, Command, value_parser};
use serde_json::Value;

use super::{Context, args, store};
use crate::{
    failure::{Exit, Outcome},
    http,
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("notices")
        .about(language.of(
            "按其他关键字窗口发出的提示，投递前请人查看",
            "What windows over other keys raised, to be looked at before delivery",
        ))
        .arg(
            Arg::new("after")
                .long("after")
                .value_name("SEQUENCE")
                .value_parser(value_parser!(u64))
                .help(language.of("只看此位置之后的", "Only those after this position")),
        )
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_name("N")
                .value_parser(value_parser!(u64).range(1..=1_000))
                .default_value("100")
                .help(language.of("最多条数", "How many at most")),
        )
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let after = context.matches.get_one::<u64>("after").copied();
    let limit = context.matches.get_one::<u64>("limit").copied().unwrap_or(100);
    let page = match store::open_existing(&context.matches, context.language) {
        Ok(store) => {
            let page = http::notices(&store, after, limit)?;
            store.close()?;
            serde_json::from_str(&page).unwrap_or_default()
        }
        Err(failure) => store::server(context, failure)?.notices(after, limit)?,
    };
    for notice in page["notices"].as_array().into_iter().flatten() {
        print(notice, context);
    }
    Ok(Exit::Done)
}

fn print(notice: &Value, context: &Context) {
    if context.matches.get_flag("json") {
        println!("{notice}");
        return;
    }
    let message = notice["message"][context.language.of("zh", "en")].as_str().unwrap_or("");
    let word = |name: &str| notice[name].as_str().unwrap_or("");
    let sequence = notice["sequence"].to_string();
    println!("{sequence:>10}  {} {}  {} — {message}", word("operator"), word("waybill"), word("rule"));
}
