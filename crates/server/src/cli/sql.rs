//! `portcullis sql`: questions of the history, read-only.

use std::{
    io::{self, Read},
    sync::Arc,
};

use clap::{Arg, Command};
use intake::entry::{Action, LookUp};

use super::{Context, args, store, trace};
use crate::{
    failure::{Exit, Outcome},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("sql")
        .about(language.of("用 SQL 查询历史（只读）", "Ask the history in SQL (read-only)"))
        .after_help(language.of(
            "表：items（每件最新一版）、records、decisions、events、notices、coverage。列见 docs/reference/tables.md。\n涉及假名列的查询须写明 --purpose 和 --ground，并记入日志。\n例：portcullis sql \"select operator, count(*) from items group by operator\"",
            "Tables: items (latest revision of each), records, decisions, events, notices, coverage. Columns: docs/reference/tables.md.\nA query that touches a pseudonym column needs --purpose and --ground, and is recorded.\nE.g. portcullis sql \"select operator, count(*) from items group by operator\"",
        ))
        .arg(
            Arg::new("query")
                .required(true)
                .value_name("SQL")
                .help(language.of("查询语句；- 表示从标准输入读取", "The query; - reads it from standard input")),
        )
        .args(args::look_up(language))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let mut query = context.matches.get_one::<String>("query").cloned().unwrap_or_default();
    if query == "-" {
        query.clear();
        io::stdin().read_to_string(&mut query)?;
    }
    let store = Arc::new(store::open_existing(&context.matches, context.language)?);
    let tail = store.tail()?;
    let rows = if store.history().touches_pseudonym(&query)? {
        let (purpose, ground) = trace::stated(context)?;
        let (keys, case) = (Arc::clone(&store), ground.clone());
        let shown: history::Shown = Arc::new(move |stored| keys.ring().shown(stored, "command line", &case));
        let rows = store.history().query_shown(&query, &tail, &shown)?;
        // The query may hold what was typed into it: only its hash is recorded.
        let subject = intake::entry::query_hash(&query);
        let rows_found = rows.rows.len() as u64;
        let look_up = LookUp { at: store.now(), action: Action::Sql, purpose, ground, subject, rows: rows_found };
        store.record_look_up(&look_up)?;
        trace::in_ledger(&store, &look_up, &format!("sql-{}", &look_up.subject[..32]), &[])?;
        rows
    } else {
        store.history().query(&query, &tail)?
    };
    if context.matches.get_flag("json") {
        print!("{}", rows.json_lines());
    } else {
        println!("{}", rows.table()?);
    }
    if rows.truncated {
        eprintln!("{}", context.language.of("结果过长，已截断", "the answer is cut: it has more rows"));
    }
    if let Ok(store) = Arc::try_unwrap(store) {
        store.close()?;
    }
    Ok(Exit::Done)
}
