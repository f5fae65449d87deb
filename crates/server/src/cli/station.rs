//! `portcullis station`: whether gates were really worked, station by station, with the signs on single items.

mod input;
mod print;
mod truth;

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use intake::{
    entry::{Action, LookUp},
    store::Store,
    survey::{self, Scope, SurveyError},
};
use parcel::Operator;
use screening::station::{Kind, Surveyed};

use super::{Context, args, backtest::day, store, trace};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    progress,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).help(language.of(zh, en))
    };
    let file = |argument: Arg| argument.value_parser(value_parser!(PathBuf));
    Command::new("station")
        .about(language.of(
            "关口是否真做：逐站估计“有标记而未做”的比例及区间，并列出逐件依据",
            "Whether gates were really worked: per station the share of marks without a gate, with its interval, and the signs on items",
        ))
        .after_help(language.of(
            "依据：快于人手或传送带、同一秒、同时两地、证件与图像重复使用、标记背后无机器、次序、机器计数。都不是定论，只请人查看。\n站点按名称排列，不排名。人员（courier）只供其所属企业的合规负责人和检查人员逐件查看，须写明 --purpose 和 --ground，并记入日志。",
            "Signs: faster than hands or belts, one second, two places, shared documents and images, marks without a machine, order, counters. None is proof; they ask a person to look.\nStations stand by name and are not ranked. Couriers are for their own operator's compliance officer and inspectors, item by item: --purpose and --ground are needed and recorded.",
        ))
        .arg(option("kind", "KIND", "哪类站点：outlet、courier、machine（默认网点和机器）", "Which stations: outlet, courier, machine (default: outlets and machines)").action(ArgAction::Append).value_parser(Kind::ALL.map(Kind::word)))
        .arg(option("operator", "NAME", "只看一个经营者；看人员时必填", "One operator only; required for couriers"))
        .arg(option("id", "CODE", "只看一个网点或机器，并列出逐件依据", "One outlet or machine only, with the signs on its items"))
        .arg(option("from", "DATE", "收寄日起（含）", "First day of acceptance"))
        .arg(option("to", "DATE", "收寄日止（含）", "Last day of acceptance"))
        .arg(file(option("parameters", "FILE", "模型参数（默认：随程序附带）", "Parameters of the model (default: those that ship)")))
        .arg(file(option("counters", "FILE", "机器自身计数，每行 {\"operator\",\"machine\",\"day\",\"pieces\"}", "Machines' own counters, lines of {\"operator\",\"machine\",\"day\",\"pieces\"}")))
        .arg(file(option("truth", "FILE", "样本的真相：改为报告发现、漏过和打扰", "Truth about a sample: report found, missed and bothered instead")))
        .args(args::look_up(language))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// What to show.
struct Wanted {
    kinds: Vec<Kind>,
    id: Option<String>,
    ground: String,
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let path = |name: &str| context.matches.get_one::<PathBuf>(name);
    let parameters = input::parameters(path("parameters"))?;
    let counters = path("counters").map(|path| input::counters(path)).transpose()?.unwrap_or_default();
    let truth = path("truth").map(|path| truth::Truth::read(path)).transpose()?;
    let scope = scope(context)?;
    let words = context.matches.get_many::<String>("kind").into_iter().flatten();
    let mut kinds: Vec<Kind> = words.filter_map(|word| Kind::from_word(word)).collect();
    if kinds.is_empty() {
        kinds = vec![Kind::Outlet, Kind::Machine];
    }
    let couriers = kinds.contains(&Kind::Courier);
    let stated = couriers.then(|| permitted(context, &scope)).transpose()?;
    let store = store::open_existing(&context.matches, context.language)?;
    let bar = progress::bar(store.journal().end(), context.language.of("读取标记", "Reading marks"));
    let surveyed =
        survey::survey(store.journal(), &scope, &parameters, &counters, &mut |done, _| bar.set_position(done));
    bar.finish_and_clear();
    let surveyed = surveyed.map_err(unsurveyed)?;
    if let Some((purpose, ground)) = &stated {
        record(&store, &scope, purpose, ground, &surveyed)?;
    }
    if let Some(truth) = &truth {
        truth.print(&surveyed);
    } else {
        let ground = stated.map(|(_, ground)| ground).unwrap_or_default();
        let wanted = Wanted { kinds, id: context.matches.get_one::<String>("id").cloned(), ground };
        print::print(&surveyed, &store, &parameters, &wanted, context)?;
    }
    store.close()?;
    Ok(Exit::Done)
}

fn scope(context: &Context) -> Outcome<Scope> {
    let operator = context.matches.get_one::<String>("operator").map(|name| {
        Operator::parse(name).map_err(|fault| {
            Failure::new(
                Exit::Usage,
                format!("--operator 的取值不被接受；可通过：{}", fault.would_pass),
                format!("--operator is not accepted; would pass: {}", fault.would_pass),
            )
        })
    });
    Ok(Scope { from: day(context, "from")?, to: day(context, "to")?, operator: operator.transpose()? })
}

/// Couriers are shown of one operator, on a stated ground.
fn permitted(context: &Context, scope: &Scope) -> Outcome<(String, String)> {
    if scope.operator.is_none() {
        return Err(Failure::new(
            Exit::Usage,
            "查看人员须用 --operator 指明其所属经营者",
            "couriers are shown of one operator only: name it with --operator",
        ));
    }
    trace::stated(context)
}

/// Recorded before anything is shown.
fn record(store: &Store, scope: &Scope, purpose: &str, ground: &str, surveyed: &Surveyed) -> Outcome {
    let operator = scope.operator.as_ref().map_or("", Operator::as_str);
    store.record_look_up(&LookUp {
        at: store.now(),
        action: Action::Trace,
        purpose: purpose.to_owned(),
        ground: ground.to_owned(),
        subject: format!("stations of couriers of {operator}"),
        rows: surveyed.stations.len() as u64,
    })?;
    Ok(())
}

fn unsurveyed(error: SurveyError) -> Failure {
    match error {
        SurveyError::Store(error) => error.into(),
        SurveyError::Full(full) => Failure::new(
            Exit::Failed,
            format!("标记多于 {} 个：请缩短期间或指明一个经营者", screening::station::MARKS_MAX),
            full.to_string(),
        ),
    }
}
