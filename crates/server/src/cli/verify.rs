//! `portcullis verify`: nothing that was kept was changed or lost.

use clap::{Arg, ArgAction, Command};
use history::Table;
use intake::{capsule::CapsuleError, store::Store};
use journal::JournalError;
use parcel::ItemName;

use super::{Context, args, capsule, item, store};
use crate::{
    failure::{Exit, Outcome},
    language::Language,
    progress, register,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("verify")
        .about(language.of("核验日志的链、历史文件的散列、条数以及答复、窗口、名称文件；指出第一处损坏", "Check the journal's chain, the history's hashes, the counts, and the files of answers, windows and names; name the first damaged place"))
        .arg(
            Arg::new("replay")
                .long("replay")
                .action(ArgAction::SetTrue)
                .help(language.of("并把日志中的每个决定重新计算，逐字节比较", "Also decide the whole journal again and compare byte for byte")),
        )
        .arg(
            Arg::new("item").long("item").num_args(2).value_names(["OPERATOR", "WAYBILL"]).help(language.of(
                "只核验这一件：由日志重新推出其时间窗口与每个决定",
                "Check this item only: derive its windows and each of its decisions again from the journal",
            )),
        )
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let language = context.language;
    let store = match store::open_existing(&context.matches, language) {
        Ok(store) => store,
        Err(mut failure) => {
            if failure.exit == Exit::Failed {
                failure.exit = Exit::Damaged;
            }
            return Err(failure);
        }
    };
    if let Some(words) = context.matches.get_many::<String>("item") {
        let words: Vec<_> = words.map(String::as_str).collect();
        return one_item(context, store, &item::parse(words[0], words[1])?);
    }
    let mut sound = true;
    let mut say = |good: bool, zh: String, en: String| {
        sound &= good;
        println!("{}", told(context, good, zh, en));
    };
    let bar = progress::bar(store.journal().end(), language.of("核验日志", "Checking the journal"));
    let checked = store.journal().verify(&mut |position| bar.set_position(position));
    bar.finish_and_clear();
    match checked {
        Ok(head) => say(
            true,
            format!("日志：{} 条，链首尾相接，链头 {}", head.end, hex(&head.hash)),
            format!("journal: {} entries, the chain holds, head {}", head.end, hex(&head.hash)),
        ),
        Err(error) => say(false, format!("日志损坏：{}", place(&error)), format!("journal damaged: {}", place(&error))),
    }
    let verified = history(&store, language, &mut say);
    counts(&store, verified.as_ref(), &mut say)?;
    match store.verify_derived() {
        Ok(()) => say(
            true,
            "答复、窗口、名称：文件完好".to_owned(),
            "answers, windows, names: every file is sound".to_owned(),
        ),
        Err(error) => {
            let causes = intake::causes::of(&error);
            say(false, format!("答复、窗口、名称损坏：{causes}"), format!("answers, windows, names damaged: {causes}"));
        }
    }
    ledger(&store, &mut say);
    if context.matches.get_flag("replay") {
        replay(&store, language, &mut say);
    }
    store.close()?;
    Ok(if sound { Exit::Done } else { Exit::Damaged })
}

/// Every decision of one item, derived again from the journal.
fn one_item(context: &Context, store: Store, name: &ItemName) -> Outcome<Exit> {
    let bar = progress::bar(0, context.language.of("复原时间窗口", "Filling the windows"));
    let verified = intake::capsule::verify(&store, name, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let exit = match verified {
        Ok(count) => {
            let zh = format!("该件的 {count} 个决定由日志重新推出，逐字节相同");
            println!(
                "{}",
                told(context, true, zh, format!("{count} decisions derived again from the journal, the same bytes"))
            );
            Exit::Done
        }
        Err(CapsuleError::UnknownRecord) => return Err(item::unknown(name)),
        Err(error) => {
            let failure = capsule::failure(&error);
            println!(
                "{}",
                told(context, false, failure.text(Language::Zh).to_owned(), failure.text(Language::En).to_owned())
            );
            failure.exit
        }
    };
    store.close()?;
    Ok(exit)
}

/// One check as a line: for people, or as JSON.
fn told(context: &Context, good: bool, zh: String, en: String) -> String {
    if context.matches.get_flag("json") {
        let message = parcel::Bilingual { zh, en };
        return serde_json::json!({ "sound": good, "message": message }).to_string();
    }
    format!("{} {}", if good { "✓" } else { "✗" }, context.language.of(zh, en))
}

type Say<'a> = &'a mut dyn FnMut(bool, String, String);

/// The hashes of the history; nothing where it could not be read through.
fn history(store: &Store, language: Language, say: Say<'_>) -> Option<history::Verified> {
    let bar = progress::bytes_bar(0, language.of("核验历史", "Checking the history"));
    let verified = store.history().verify(|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    match &verified {
        Ok(verified) if verified.is_sound() => say(
            true,
            format!(
                "历史：{} 个文件，{} 条记录，{} 条事件，散列全部相符",
                verified.files,
                verified.rows(Table::Records),
                verified.rows(Table::Events)
            ),
            format!(
                "history: {} files, {} records, {} events, every hash agrees",
                verified.files,
                verified.rows(Table::Records),
                verified.rows(Table::Events)
            ),
        ),
        Ok(verified) => {
            for damage in &verified.damaged {
                let path = damage.path.display();
                say(
                    false,
                    format!("历史文件损坏：{path}：{}", damage.reason),
                    format!("history file damaged: {path}: {}", damage.reason),
                );
            }
        }
        Err(error) => say(false, format!("历史损坏：{error}"), format!("history damaged: {error}")),
    }
    verified.ok()
}

/// Records and events of the journal must all stand in history or in the tail.
fn counts(store: &Store, verified: Option<&history::Verified>, say: Say<'_>) -> Outcome {
    let Some(verified) = verified else { return Ok(()) };
    let tail = store.tail()?;
    let rows = |table| verified.rows(table) + tail.iter().map(|batch| batch.rows(table) as u64).sum::<u64>();
    // An error was told above, with its place.
    let Ok(counted) = intake::replay::count(store.journal()) else { return Ok(()) };
    let (records, events) = (rows(Table::Records), rows(Table::Events));
    let agrees = counted.records == records && counted.events == events;
    say(
        agrees,
        format!(
            "条数：日志中记录 {}、事件 {}；历史与未封存部分中记录 {records}、事件 {events}",
            counted.records, counted.events
        ),
        format!(
            "counts: {} records and {} events in the journal, {records} and {events} in history and tail",
            counted.records, counted.events
        ),
    );
    Ok(())
}

/// The ledger of acts, where the directory has a register.
fn ledger(store: &Store, say: Say<'_>) {
    let checked = register::existing(store.path())
        .and_then(|casebook| casebook.map(|casebook| casebook.ledger().verify()).transpose());
    match checked {
        Ok(None) => {}
        Ok(Some(head)) => say(
            true,
            format!("账簿：{} 个行为，链首尾相接，链头 {}", head.sequence, hex(&head.hash)),
            format!("ledger of acts: {} acts, the chain holds, head {}", head.sequence, hex(&head.hash)),
        ),
        Err(error) => {
            let causes = intake::causes::of(&error);
            say(false, format!("账簿损坏：{causes}"), format!("ledger of acts damaged: {causes}"));
        }
    }
}

fn replay(store: &Store, language: Language, say: Say<'_>) {
    let bar = progress::bar(store.journal().end(), language.of("复算", "Deciding again"));
    let replayed = store.replay(&mut |done, _| bar.set_position(done));
    bar.finish_and_clear();
    let replayed = match replayed {
        Ok(replayed) => replayed,
        Err(error) => {
            let causes = intake::causes::of(&error);
            say(false, format!("复算未能完成：{causes}"), format!("replay could not be finished: {causes}"));
            return;
        }
    };
    let same = replayed.different.is_empty() && replayed.missing.is_empty();
    say(
        same,
        format!("复算：{} 个决定，不一致 {:?}，缺答复 {:?}", replayed.decisions, replayed.different, replayed.missing),
        format!(
            "replay: {} decisions, different at {:?}, not kept at {:?}",
            replayed.decisions, replayed.different, replayed.missing
        ),
    );
    if !replayed.foreign.is_empty() {
        say(
            true,
            format!("由其他版本的规则包、法律数据或目录作出、未比较的部分始于 {:?}", replayed.foreign),
            format!("decided by other editions of pack, law or catalogue, not compared, from {:?}", replayed.foreign),
        );
    }
}

fn place(error: &JournalError) -> String {
    intake::causes::of(error)
}

fn hex(hash: &[u8]) -> String {
    hash.first_chunk().map_or_else(String::new, |head| format!("{:016x}", u64::from_be_bytes(*head)))
}
