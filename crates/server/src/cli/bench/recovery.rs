//! How long a gate takes to open after it was killed with unsealed records.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Stdio},
    thread,
};

use clap::{Arg, ArgAction, Command};
use intake::{
    lines::Batch,
    prepare::{Expect, Received},
    store::{Store, StoreOptions},
};
use serde_json::json;

use super::{
    folder::{self, Folder},
    meter::now,
    source::Source,
};
use crate::{
    cli::{Context, args, store},
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// What the process that is killed says once every record was answered.
const READY: &str = "ready";

/// So high that nothing is sealed.
const NEVER: u64 = 1 << 60;

const BATCH: u64 = 2_048;

/// How the command is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("recovery")
        .about(language.of(
            "强制终止后，带着未封存记录重新打开要多久",
            "How long it takes to open again with unsealed records, after a kill",
        ))
        .arg(
            Arg::new("leave")
                .long("leave-unsealed")
                .action(ArgAction::SetTrue)
                .hide(true)
                .help(language.of("写入后等待被终止", "Write, then wait to be killed")),
        )
        .args([
            super::items(language, "1000000"),
            super::seed(language),
            folder::argument(language),
            args::json(language),
        ])
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let number = |name: &str| context.matches.get_one::<u64>(name).copied().unwrap_or(1);
    if context.matches.get_flag("leave") {
        let path = context.matches.get_one::<std::path::PathBuf>("dir").cloned().unwrap_or_default();
        return leave(&path, number("items"), number("seed"));
    }
    let folder = Folder::make(context)?;
    let data = folder.path().join("data");
    leave_and_kill(&data, number("items"), number("seed"))?;
    let begin = now();
    let store = open(&data, &StoreOptions::default())?;
    let opening = begin.elapsed().as_secs_f64();
    let recovered = store.opened().recovered;
    let begin = now();
    store.close()?;
    let sealing = begin.elapsed().as_secs_f64();
    if context.matches.get_flag("json") {
        println!("{}", json!({ "recovered": recovered, "opening_seconds": opening, "sealing_seconds": sealing }));
    } else {
        println!("{}", context.language.of(
            format!("恢复 {recovered} 条未封存的日志条目并打开：{opening:.2} 秒；随后封存：{sealing:.2} 秒"),
            format!("opened with {recovered} unsealed journal entries in {opening:.2} s; sealed after that in {sealing:.2} s"),
        ));
    }
    Ok(Exit::Done)
}

fn open(data: &Path, options: &StoreOptions) -> Outcome<Store> {
    Ok(Store::open(data, store::screener()?, options, clock::SURROUNDINGS, &mut |_, _| {})?)
}

/// Has another process write the records, and kills it when all are answered.
fn leave_and_kill(data: &Path, items: u64, seed: u64) -> Outcome {
    let mut child = std::process::Command::new(std::env::current_exe()?)
        .args(["bench", "recovery", "--leave-unsealed", "--dir"])
        .arg(data)
        .args(["--items", &items.to_string(), "--seed", &seed.to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    let is_ready = wait_until_ready(&mut child);
    child.kill()?;
    child.wait()?;
    if is_ready {
        return Ok(());
    }
    Err(Failure::new(Exit::Failed, "写入的进程提前结束", "the process that writes ended early"))
}

fn wait_until_ready(child: &mut Child) -> bool {
    let lines = child.stdout.take().map(|out| BufReader::new(out).lines());
    lines.into_iter().flatten().map_while(Result::ok).any(|line| line == READY)
}

/// Writes records, says so, and waits to be killed.
fn leave(data: &Path, items: u64, seed: u64) -> Outcome<Exit> {
    let store = open(data, &StoreOptions { seal_entries: NEVER, ..StoreOptions::default() })?;
    let mut source = Source::made(items, seed)?;
    let mut number = 0;
    loop {
        let lines = source.next(BATCH)?;
        if lines.count == 0 {
            break;
        }
        let mut batch = Batch::default();
        for line in lines.text.lines() {
            number += 1;
            batch.push(number, line.as_bytes());
        }
        store.pipeline().answer(batch, Expect::Any, Received::At(store.now()))?;
    }
    println!("{READY}");
    std::io::stdout().flush()?;
    loop {
        thread::park();
    }
}
