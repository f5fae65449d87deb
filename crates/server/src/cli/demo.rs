//! `portcullis demo`: a week of invented records through the whole pipeline, and what came of them.

mod noticed;
mod report;

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
};

use clap::{Arg, ArgAction, Command, value_parser};
use intake::{
    decide::Answer,
    lines::Batch,
    pipeline::Stopped,
    prepare::{Expect, Received},
    store::Store,
};
use sample::{LineKind, Plan, Sample, Truth};

use self::noticed::Noticed;
use super::{Context, args, sample::bad_plan, serve, store, summary::Summary};
use crate::{
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
    progress,
};

/// Says that a directory was made by the demo, and may be removed by it.
const MARKER: &str = "made-by-demo";

/// How the command is described.
pub fn command(language: Language) -> Command {
    let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).help(language.of(zh, en))
    };
    Command::new("demo")
        .about(language.of(
            "用一周的虚构记录走完全程，给出汇总，然后提供服务",
            "Run a week of invented records through the whole pipeline, sum up, then serve",
        ))
        .arg(option("items", "N", "件数", "Number of items").value_parser(value_parser!(u64)).default_value("200000"))
        .arg(option("seed", "N", "种子", "Seed").value_parser(value_parser!(u64)).default_value("1"))
        .arg(
            Arg::new("no-serve")
                .long("no-serve")
                .action(ArgAction::SetTrue)
                .help(language.of("汇总后即结束，不提供服务", "End after the summary, without serving")),
        )
        .arg(args::data(language).default_value("portcullis-demo"))
        .args([args::key_file(language), args::suite(language), serve::listen(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let (data, _) = args::paths(&context.matches);
    make_fresh(&data)?;
    let store = store::open_or_make(&context.matches, context.language)?;
    fs::write(data.join(MARKER), "")?;
    let plan = plan(context);
    let taken = take_in(&store, plan, context.language)?;
    let bar = progress::bar(1, context.language.of("封存", "Sealing"));
    store.pipeline().seal_all()?;
    bar.finish_and_clear();
    report::print(&store, &taken, context.language)?;
    if context.matches.get_flag("no-serve") {
        store.close()?;
        return Ok(Exit::Done);
    }
    serve::run_on(store, context)
}

/// Removes what an earlier demo left; refuses to touch anything else.
fn make_fresh(data: &Path) -> Outcome {
    let is_empty = !data.exists() || fs::read_dir(data)?.next().is_none();
    if is_empty {
        return Ok(());
    }
    if !data.join(MARKER).exists() {
        let path = data.display();
        return Err(Failure::new(
            Exit::Failed,
            format!("{path} 已有其他内容，演示不会覆盖它；请用 --data 指定另一目录"),
            format!(
                "{path} holds something else, which the demo will not overwrite; name another directory with --data"
            ),
        ));
    }
    // Whoever owns it is told by the lock, before anything is removed.
    drop(intake::store::OwnerLock::take(data).map_err(intake::store::StoreError::from)?);
    fs::remove_dir_all(data)?;
    let key: PathBuf = data.with_extension("key");
    if key.exists() {
        fs::remove_file(key)?;
    }
    Ok(())
}

/// A week that ended yesterday, so that no record lies ahead of the clock.
fn plan(context: &Context) -> Plan {
    let number = |name: &str| context.matches.get_one::<u64>(name).copied();
    let mut plan = Plan::default();
    plan.items = number("items").unwrap_or(plan.items);
    plan.seed = number("seed").unwrap_or(plan.seed);
    let today = parcel::statutory_day(clock::now());
    let back = jiff::Span::new().days(i64::from(plan.days) + 2);
    plan.first_day = today.checked_sub(back).unwrap_or(plan.first_day);
    plan
}

/// What was taken in.
pub struct Taken {
    /// Counts.
    pub summary: Summary,
    /// What was said of the items.
    pub noticed: Noticed,
    /// The truth about planted items, by operator and waybill.
    pub truth: HashMap<(String, String), Truth>,
    /// What the sample says of itself.
    pub sample: sample::Summary,
}

fn take_in(store: &Store, plan: Plan, language: Language) -> Outcome<Taken> {
    let bar = progress::bar(plan.items, language.of("收寄", "Accepting"));
    let mut sample = Sample::new(plan).map_err(bad_plan)?;
    let gathered = Arc::new(Mutex::new((Summary::default(), Noticed::default())));
    let (done, answered) = mpsc::channel();
    let mut truth = HashMap::new();
    let (mut batch, mut line, mut number, mut items) = (Batch::default(), String::new(), 0, 0_u64);
    loop {
        line.clear();
        let meta = sample.next_line(&mut line);
        if let Some(meta) = &meta {
            number += 1;
            batch.push(number, line.as_bytes());
            items += u64::from(meta.kind == LineKind::Acceptance);
            if let Some(planted) = &meta.truth {
                truth.insert((planted.operator.to_owned(), planted.waybill.clone()), planted.clone());
            }
        }
        if batch.is_full() || (meta.is_none() && !batch.is_empty()) {
            send(store, std::mem::take(&mut batch), &gathered, &done);
            bar.set_position(items);
        }
        if meta.is_none() {
            break;
        }
    }
    drop(done);
    answered.into_iter().collect::<Outcome>()?;
    bar.finish_and_clear();
    let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
    let (summary, noticed) = std::mem::take(&mut *gathered);
    Ok(Taken { summary, noticed, truth, sample: sample.summary().clone() })
}

fn send(
    store: &Store,
    batch: Batch,
    gathered: &Arc<Mutex<(Summary, Noticed)>>,
    done: &mpsc::Sender<Result<(), Failure>>,
) {
    let (gathered, done) = (Arc::clone(gathered), done.clone());
    let reply = move |answers: Result<Vec<Answer>, Stopped>| {
        let taken = answers.map_err(Failure::from).map(|answers| {
            let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
            for answer in &answers {
                gathered.0.add(answer);
                gathered.1.add(answer);
            }
        });
        let _ = done.send(taken);
    };
    let received = Received::At(store.now());
    store.pipeline().submit(batch, Expect::Any, received, Box::new(reply));
}
