//! Opening a data directory for a command, with what a person should be told.

use std::{path::Path, sync::Arc};

use clap::ArgMatches;
use intake::store::{OwnerLock, Store, StoreError, StoreOptions};
use screening::Screener;

use super::{Context, args};
use crate::{
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
    progress,
    remote::Remote,
};

/// The built-in law, catalogue and pack, which were checked when this program was built.
pub fn screener() -> Outcome<Arc<Screener>> {
    Screener::built_in().map(Arc::new).map_err(|diagnostics| {
        let first = diagnostics.first().map(|diagnostic| diagnostic.message.clone());
        let (zh, en) = first.map_or_else(Default::default, |message| (message.zh, message.en));
        Failure::new(Exit::Failed, format!("规则包无法装载：{zh}"), format!("the rule pack does not load: {en}"))
    })
}

/// Opens the directory that the command names, making it where it is missing.
pub fn open_or_make(matches: &ArgMatches, language: Language) -> Outcome<Store> {
    let (data, key_file) = args::paths(matches);
    let mut options = StoreOptions { key_file, suite: args::suite_of(matches), ..StoreOptions::default() };
    if let Some(entries) = matches.try_get_one::<u64>("seal-entries").ok().flatten() {
        options.seal_entries = *entries;
    }
    open_with(&data, &options, language)
}

/// Opens the directory that the command names; an error where there is none.
pub fn open_existing(matches: &ArgMatches, language: Language) -> Outcome<Store> {
    let (data, key_file) = args::paths(matches);
    if !data.join("journal").is_dir() {
        let path = data.display();
        return Err(Failure::new(
            Exit::Failed,
            format!("{path} 不是数据目录。先用 ingest 或 demo 写入记录，或用 --data 指明目录"),
            format!("{path} is no data directory. Write records with ingest or demo first, or name one with --data"),
        ));
    }
    // Commands that only ask need no windows.
    open_with(&data, &StoreOptions { key_file, answers_lines: false, ..StoreOptions::default() }, language)
}

fn open_with(data: &Path, options: &StoreOptions, language: Language) -> Outcome<Store> {
    // Whether another process owns it is known before the catalogue is loaded.
    drop(OwnerLock::take(data).map_err(StoreError::from)?);
    let bar = progress::bar(0, language.of("恢复未封存的记录", "Recovering what was not sealed"));
    let store = Store::open(data, screener()?, options, clock::SURROUNDINGS, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    if store.opened().key_made {
        let key = store.opened().key_file.display();
        eprintln!("{}", language.of(
            format!("已生成主密钥 {key}（仅本用户可读）。请另行妥善备份：没有它，任何已封存的个人信息都无法再读取；任何人拿到它和数据目录就能读取。"),
            format!("A master key was made: {key} (readable by this user only). Keep a copy of it elsewhere: without it no sealed personal value can be read again; with it and the data directory anyone can."),
        ));
    }
    Ok(store)
}

/// The process that owns the directory, where it can be asked; else the failure to open it.
pub fn server(context: &Context, failure: Failure) -> Outcome<Remote> {
    let (data, _) = args::paths(&context.matches);
    let owned = failure.exit == Exit::Owned;
    Remote::of(&data).filter(|_| owned).ok_or(failure)
}
