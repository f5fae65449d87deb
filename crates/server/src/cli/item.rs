//! `portcullis item`: everything about one item.

use clap::{Arg, ArgAction, ArgMatches, Command};
use intake::{
    entry::{Action, LookUp},
    store::Store,
};
use parcel::{ItemName, Operator, RecordName, Revision, Waybill};
use serde_json::Value;

use super::{Context, args, store, trace};
use crate::{
    failure::{Exit, Failure, Outcome},
    http, item_view,
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("item")
        .about(language.of(
            "一件邮件、快件的全部记录、决定、事件和提示",
            "Everything about one item: records, decisions, events, notices",
        ))
        .args(args::item(language))
        .arg(Arg::new("masked").long("masked").action(ArgAction::SetTrue).help(language.of(
            "并显示按国家标准 GB/T 41833 遮盖的收寄双方（记入日志）",
            "Also show the parties masked by GB/T 41833 (recorded)",
        )))
        .args(args::look_up(language))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let item = name(&context.matches)?;
    let ground = context.matches.get_flag("masked").then(|| trace::stated(context)).transpose()?;
    let store = match store::open_existing(&context.matches, context.language) {
        Ok(store) => store,
        Err(failure) if failure.exit == Exit::Owned && ground.is_none() => return from_server(context, &item, failure),
        Err(failure) => return Err(failure),
    };
    let Some(view) = http::item_view(&store, &item)? else { return Err(unknown(&item)) };
    let mut view: Value = serde_json::from_str(&view).unwrap_or_default();
    if let Some((purpose, ground)) = ground {
        view["parties_masked"] = masked(&store, &item, &view, purpose, ground)?;
    }
    print(&view, context);
    store.close()?;
    Ok(Exit::Done)
}

fn from_server(context: &Context, item: &ItemName, owned: Failure) -> Outcome<Exit> {
    match store::server(context, owned)?.item(item)? {
        Some(view) => {
            print(&view, context);
            Ok(Exit::Done)
        }
        None => Err(unknown(item)),
    }
}

/// The item that OPERATOR and WAYBILL name.
pub fn name(matches: &ArgMatches) -> Outcome<ItemName> {
    let text = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    parse(text("operator"), text("waybill"))
}

/// The item that two words name.
pub fn parse(operator: &str, waybill: &str) -> Outcome<ItemName> {
    let usage = |fault: parcel::Fault| {
        Failure::new(
            Exit::Usage,
            format!("名称格式不符；可通过：{}", fault.would_pass),
            format!("the name has another shape; would pass: {}", fault.would_pass),
        )
    };
    Ok(ItemName {
        operator: Operator::parse(operator).map_err(usage)?,
        waybill: Waybill::parse(waybill).map_err(usage)?,
    })
}

/// There is no record of it.
pub fn unknown(item: &ItemName) -> Failure {
    let (operator, waybill) = (item.operator.as_str(), item.waybill.as_str());
    Failure::new(
        Exit::Failed,
        format!("没有 {operator} 的 {waybill} 的记录"),
        format!("no record of {waybill} of {operator}"),
    )
}

/// The parties of the latest record, masked. No opening, but recorded.
fn masked(store: &Store, item: &ItemName, view: &Value, purpose: String, ground: String) -> Outcome<Value> {
    let latest = view["records"].as_array().and_then(|records| records.last()).cloned().unwrap_or_default();
    let sequence = latest["sequence"].as_u64().unwrap_or(u64::MAX);
    let revision = latest["revision"].as_u64().and_then(|number| Revision::new(number).ok()).unwrap_or(Revision::FIRST);
    let envelope = store.history().envelope(sequence, &store.tail()?)?;
    let subject = format!("{} {}", item.operator.as_str(), item.waybill.as_str());
    let look_up = LookUp { at: store.now(), action: Action::Mask, purpose, ground, subject, rows: 1 };
    store.record_look_up(&look_up)?;
    let Some(envelope) = envelope.filter(|envelope| !envelope.bytes.is_empty()) else { return Ok(Value::Null) };
    let envelope = seal::Envelope::from_bytes(envelope.bytes)?;
    let masked = store.ring().masked(&envelope, &RecordName { item: item.clone(), revision })?;
    Ok(serde_json::to_value(&masked).unwrap_or_default())
}

fn print(view: &Value, context: &Context) {
    if context.matches.get_flag("json") {
        println!("{view}");
    } else {
        item_view::print(view, context.language);
    }
}
