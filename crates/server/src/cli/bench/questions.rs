//! Questions of a large history, in one open process: an item by its name, a person's items by a pseudonym.

use std::{
    fs::File,
    io::{BufRead, BufReader, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use clap::{Arg, Command, value_parser};
use intake::{
    entry::{Action, LookUp},
    store::Store,
};
use parcel::{Clear, ItemName, Operator, PersonalKind, Waybill};
use serde_json::{Value, json};

use super::{meter::now, spread::Spread};
use crate::{
    cli::{Context, args, store, trace},
    failure::{Exit, Outcome},
    language::Language,
};

/// How the command is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("questions")
        .about(language.of("测量按运单号和按假名查询的时间", "Measure look-ups by waybill and by pseudonym"))
        .after_help(language.of(
            "运单号和电话取自写入该目录的样本文件；按人查询照常记入日志，不显示任何内容。",
            "Waybills and phones are taken from the sample file that was written to the directory; look-ups of persons are recorded as always, and nothing is shown.",
        ))
        .arg(
            Arg::new("file")
                .long("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(language.of("写入该目录的样本文件", "The sample file that was written to the directory")),
        )
        .arg(
            Arg::new("count")
                .long("count")
                .value_name("N")
                .default_value("200")
                .value_parser(value_parser!(u64).range(1..=100_000))
                .help(language.of("查询次数；按人查询为其十分之一", "Number of look-ups; a tenth of it by person")),
        )
        .args(args::look_up(language))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Whom and what to ask for.
struct Known {
    item: ItemName,
    phone: Option<Clear>,
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let stated = trace::stated(context)?;
    let path = context.matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let count = context.matches.get_one::<u64>("count").copied().unwrap_or(1);
    let known = known(&path, count)?;
    let begin = now();
    let store = store::open_existing(&context.matches, context.language)?;
    let opening = begin.elapsed().as_secs_f64();
    let first = items(&store, &known)?;
    let warm = items(&store, &known)?;
    let traces = traces(&store, &known, count.div_ceil(10) as usize, &stated)?;
    store.close()?;
    let spreads = [
        ("item_first", "运单号，首次", "item, first time", first),
        ("item_warm", "运单号，再次", "item, warm", warm),
        ("trace", "按假名", "trace of one pseudonym", traces),
    ];
    if context.matches.get_flag("json") {
        let mut all: Value = json!({ "opening_seconds": opening });
        for (id, _, _, spread) in spreads {
            all[id] = spread.percentiles().json();
        }
        println!("{all}");
        return Ok(Exit::Done);
    }
    println!("{}", context.language.of(format!("打开：{opening:.2} 秒"), format!("opened in {opening:.2} s")));
    for (_, zh, en, spread) in spreads {
        println!("{}: {}", context.language.of(zh, en), spread.percentiles().line());
    }
    Ok(Exit::Done)
}

fn items(store: &Store, known: &[Known]) -> Outcome<Spread> {
    let mut spread = Spread::default();
    for Known { item, .. } in known {
        let begin = now();
        let found = crate::http::item_view(store, item)?;
        spread.add(begin.elapsed());
        debug_assert!(found.is_some(), "the sample file is not what was written");
    }
    Ok(spread)
}

/// Looks persons up, each recorded before the clock stops.
fn traces(store: &Store, known: &[Known], count: usize, (purpose, ground): &(String, String)) -> Outcome<Spread> {
    let mut spread = Spread::default();
    let with_phone = known.iter().filter_map(|known| known.phone.as_ref().map(|phone| (&known.item.operator, phone)));
    for (operator, phone) in with_phone.take(count) {
        let begin = now();
        let epoch = store.ring().current_epoch();
        let pseudonym = store.ring().pseudonymiser(operator, epoch)?.of(PersonalKind::Phone, phone);
        let trace = store.history().trace(&[pseudonym], &store.tail()?)?;
        store.record_look_up(&LookUp {
            at: store.now(),
            action: Action::Trace,
            purpose: purpose.clone(),
            ground: ground.clone(),
            subject: operator.as_str().to_owned(),
            rows: (trace.records.rows.len() + trace.events.rows.len()) as u64,
        })?;
        spread.add(begin.elapsed());
    }
    Ok(spread)
}

/// So many records, evenly from the whole file.
fn known(path: &Path, count: u64) -> Outcome<Vec<Known>> {
    let mut file = BufReader::new(File::open(path)?);
    let size = file.get_ref().metadata()?.len();
    let mut known = Vec::new();
    for place in 0..count {
        file.seek(SeekFrom::Start(size / count * place))?;
        let mut line = Vec::new();
        if place > 0 {
            file.read_until(b'\n', &mut line)?;
            line.clear();
        }
        file.read_until(b'\n', &mut line)?;
        known.extend(parse(&line));
    }
    Ok(known)
}

fn parse(line: &[u8]) -> Option<Known> {
    let record: Value = serde_json::from_slice(line).ok()?;
    let operator = Operator::parse(record["operator"].as_str()?).ok()?;
    let waybill = Waybill::parse(record["waybill"].as_str()?).ok()?;
    Some(Known { item: ItemName { operator, waybill }, phone: record["sender"]["phone"].as_str().map(Clear::new) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_by_its_item_and_phone() {
        let line = br#"{"waybill":"A0000000001","operator":"demo-express","sender":{"phone":"00000000010"}}"#;
        let known = parse(line).unwrap();
        assert_eq!(known.item.operator.as_str(), "demo-express");
        assert!(known.phone.is_some_and(|phone| phone.expose() == "00000000010"));
        assert!(parse(b"{}").is_none());
    }
}
