//! `portcullis notices`: what windows over other keys than the sender's raised.

use clap::{Arg, Command, value_parser};

use super::{Context, args, store};
use crate::{
    failure::{Exit, Outcome},
    item_view,
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("notices")
        .about(language.of("按其他关键字窗口发出的提示，投递前请人查看", "What windows over other keys raised, to be looked at before delivery"))
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
                .value_parser(value_parser!(u32))
                .default_value("100")
                .help(language.of("最多条数", "How many at most")),
        )
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let after = context.matches.get_one::<u64>("after").map_or(String::new(), |after| format!("WHERE sequence > {after} "));
    let limit = context.matches.get_one::<u32>("limit").copied().unwrap_or(100);
    let store = store::open_existing(&context.matches, context.language)?;
    let sql = format!("SELECT sequence, notice FROM notices {after}ORDER BY sequence, rule LIMIT {limit}");
    let rows = store.history().query(&sql, &store.tail()?)?;
    for row in rows.objects() {
        let notice = item_view::notice(&row);
        if context.matches.get_flag("json") {
            println!("{notice}");
        } else {
            let message = notice["message"][context.language.of("zh", "en")].as_str().unwrap_or("").to_owned();
            let word = |name: &str| notice[name].as_str().unwrap_or("").to_owned();
            println!("{:>10}  {} {}  {} — {message}", notice["sequence"], word("operator"), word("waybill"), word("rule"));
        }
    }
    store.close()?;
    Ok(Exit::Done)
}
