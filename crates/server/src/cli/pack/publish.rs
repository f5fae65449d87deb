//! `pack publish` and `pack rollback`: another pack decides from here on, without a restart.
//!
//! Where a process owns the directory the pack is handed to it through the directory, never over the network.

use std::time::Duration;

use clap::{Arg, Command};
use intake::{
    packs::inbox::{self, Answer, Request},
    windows::{WindowBounds, WindowStore},
};
use screening::pack::{CaseOutcome, Pack};
use serde_json::json;

use super::folder;
use crate::{
    cli::{Context, args, store},
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// How long a running process may take to fill the windows of a pack.
const ANSWER_TIME_MAX: Duration = Duration::from_mins(10);

/// How publishing is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("publish")
        .about(language.of(
            "签名发布规则包：检查、测试通过后记入日志并立即生效，无须重启",
            "Publish a pack: checked, tested, signed, journaled, and in force at once without a restart",
        ))
        .args([super::pack(language), args::data(language), args::key_file(language), args::json(language)])
}

/// How rolling back is described.
pub(super) fn rollback_command(language: Language) -> Command {
    Command::new("rollback")
        .about(language.of("让以前发布过的规则包重新生效", "Have a pack decide again that did before"))
        .arg(Arg::new("to").value_name("HASH").help(language.of(
            "规则包名称或散列的开头；不给出则列出可选的规则包",
            "Name of the pack or the start of its hash; without it the packs are listed",
        )))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Publishes.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let pack = folder::sound(context)?;
    refuse_failing(&pack)?;
    match store::open_existing(&context.matches, context.language) {
        Ok(store) => {
            let position = store.publish(pack.clone())?;
            store.close()?;
            Ok(say(context, pack.name(), position))
        }
        Err(failure) => {
            let name: String = super::show::hex(pack.hash());
            handed(context, failure, &name, &Request::Publish(pack.canonical().to_vec()))
        }
    }
}

/// Rolls back, or lists what can be rolled back to.
pub(super) fn roll_back(context: &Context) -> Outcome<Exit> {
    let Some(to) = context.matches.get_one::<String>("to") else { return list(context) };
    match store::open_existing(&context.matches, context.language) {
        Ok(store) => {
            let (position, pack) = store.roll_back(to)?;
            store.close()?;
            Ok(say(context, pack.name(), position))
        }
        Err(failure) => handed(context, failure, "rollback", &Request::RollBack(to.clone())),
    }
}

/// Every activation so far, the last one in force.
fn list(context: &Context) -> Outcome<Exit> {
    let store = store::open_existing(&context.matches, context.language)?;
    for (position, activation) in store.activations().all() {
        let (at, pack) = (activation.at, &activation.pack);
        if context.matches.get_flag("json") {
            println!(
                "{}",
                json!({ "sequence": position, "at": at.to_string(), "pack": pack, "law": activation.law, "catalogue": activation.catalogue })
            );
        } else {
            println!("{position:>12}  {at}  {pack}");
        }
    }
    store.close()?;
    Ok(Exit::Done)
}

/// A pack whose own cases fail is not published.
fn refuse_failing(pack: &Pack) -> Outcome {
    let outcomes = pack.run_cases(|measures| WindowStore::new(measures, WindowBounds::default()));
    let failed: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !outcome.passed())
        .map(|CaseOutcome { case, .. }| format!("{}: {}", case.rule, case.title))
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    let all = failed.join("; ");
    Err(Failure::new(
        Exit::Failed,
        format!("{} 个用例未通过，未发布：{all}", failed.len()),
        format!("{} cases fail, nothing was published: {all}", failed.len()),
    ))
}

fn handed(context: &Context, failure: Failure, name: &str, request: &Request) -> Outcome<Exit> {
    if failure.exit != Exit::Owned {
        return Err(failure);
    }
    let (data, _) = args::paths(&context.matches);
    match inbox::ask(&data, name, request, ANSWER_TIME_MAX)? {
        Some(Answer::Active { pack, position }) => Ok(say(context, &pack, position)),
        Some(Answer::Refused(reason)) => {
            Err(Failure::because("正在运行的进程没有接受规则包", "the running process did not take the pack", &reason))
        }
        None => Err(failure),
    }
}

fn say(context: &Context, pack: &str, position: u64) -> Exit {
    if context.matches.get_flag("json") {
        println!("{}", json!({ "pack": pack, "sequence": position }));
        return Exit::Done;
    }
    println!(
        "{}",
        context.language.of(
            format!("✓ {pack} 自日志第 {position} 条起生效"),
            format!("✓ {pack} decides from journal position {position} on"),
        )
    );
    Exit::Done
}
