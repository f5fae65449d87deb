//! `portcullis recommend effect`: gates at the addressee before and after, against the other operators.

use std::collections::BTreeMap;

use casebook::{
    Casebook, SubjectKind, SubjectState,
    recommend::effect::{Counts, Effect, ITEMS_MIN, OTHERS_MIN, TooFew, UnitCounts, compare},
};
use clap::{Arg, ArgMatches, Command};
use history::{CoverageQuestion, Dimension};
use intake::store::Store;
use parcel::{Day, DutyState, Gate, GateState};
use serde_json::json;

use crate::{
    cli::{
        args,
        measure::{record::failure, tool},
        store,
    },
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// How the command is described.
pub(super) fn command(language: Language) -> Command {
    let period = |name: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("FROM..TO")
            .required(true)
            .value_parser(|text: &str| period(text).ok_or("2026-09-01..2026-09-30"))
            .help(language.of(zh, en))
    };
    Command::new("effect")
        .about(language.of(
            "各项所列指标：被建议企业前后变化与其他企业之差，附区间；样本少则说明",
            "Indicators that points name: change at the addressee less that of the others, with an interval; few items are said to be few",
        ))
        .args([
            Arg::new("id").value_name("ID").required(true).help(language.of("编号", "Number")),
            period("before", "建议之前的期间（含首尾）", "Period before, both ends included"),
            period("after", "建议之后的期间（含首尾）", "Period after, both ends included"),
        ])
        .args([args::data(language), args::key_file(language), args::json(language)])
}

fn period(text: &str) -> Option<(Day, Day)> {
    let (from, to) = text.split_once("..")?;
    let (from, to) = (from.parse::<Day>().ok()?, to.parse::<Day>().ok()?);
    (from <= to).then_some((from, to))
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let subject = tool::subject(matches, SubjectKind::Recommendation)?;
    let store = store::open_existing(matches, language)?;
    let (data, _) = args::paths(matches);
    let casebook = Casebook::open(&data.join("casebook")).map_err(failure)?;
    let SubjectState::Recommendation(state) = casebook.state_at(&subject, u64::MAX).map_err(failure)? else {
        return Err(Failure::new(Exit::Failed, "不是检察建议", "it is no recommendation"));
    };
    let operator = state.issued.as_ref().and_then(|issued| issued.operator.clone()).ok_or_else(|| {
        Failure::new(
            Exit::Failed,
            "该建议未写明被建议企业在记录中的名称（operator），无从比较",
            "the recommendation names no operator as in the records (operator), so there is nothing to compare",
        )
    })?;
    let panel = panel(&store, matches)?;
    for (place, point) in state.points.iter().enumerate() {
        for indicator in &point.point.indicators {
            let told = gate(indicator).and_then(|gate| measured(&panel, gate, &operator));
            print(place + 1, indicator, told.as_ref(), matches.get_flag("json"), language);
        }
    }
    store.close()?;
    Ok(Exit::Done)
}

/// `coverage.identity` and the like.
fn gate(indicator: &str) -> Option<Gate> {
    match indicator {
        "coverage.identity" => Some(Gate::Identity),
        "coverage.inspection" => Some(Gate::Inspection),
        "coverage.machine" => Some(Gate::Machine),
        _ => None,
    }
}

/// Counts by gate and operator, before and after.
type Panel = BTreeMap<(Gate, String), [Counts; 2]>;

fn panel(store: &Store, matches: &ArgMatches) -> Outcome<Panel> {
    let mut panel = Panel::new();
    for (place, name) in ["before", "after"].into_iter().enumerate() {
        let Some((from, to)) = matches.get_one::<(Day, Day)>(name).copied() else { continue };
        let by = vec![Dimension::Operator];
        let question =
            CoverageQuestion { from: Some(from), to: Some(to), operator: None, region: None, gate: None, by };
        for row in store.history().coverage(&question, &store.tail()?)? {
            let Some(operator) = row.by.first().and_then(|(_, value)| value.clone()) else { continue };
            // Of what the law asks: owed, or owed one of several.
            let duties = [DutyState::Owed, DutyState::OwedOneOf];
            let sum = |count: &dyn Fn(DutyState) -> i64| {
                let items: i64 = duties.iter().map(|duty| count(*duty)).sum();
                u64::try_from(items).unwrap_or(0)
            };
            let part = sum(&|duty| row.items(duty, GateState::Done));
            let all = sum(&|duty| row.of_duty(duty));
            panel.entry((row.gate, operator)).or_default()[place] = Counts { part, all };
        }
    }
    Ok(panel)
}

fn measured(panel: &Panel, gate: Gate, operator: &str) -> Option<Effect> {
    let units = panel.iter().filter(|((of, _), _)| *of == gate);
    let units =
        units.map(|((_, unit), [before, after])| UnitCounts { unit: unit.clone(), before: *before, after: *after });
    let (addressee, others): (Vec<_>, Vec<_>) = units.partition(|unit| unit.unit == operator);
    addressee.first().map(|addressee| compare(addressee, &others))
}

fn print(point: usize, indicator: &str, effect: Option<&Effect>, as_json: bool, language: Language) {
    if as_json {
        println!("{}", json!({ "point": point, "indicator": indicator, "effect": effect }));
        return;
    }
    let Some(effect) = effect else {
        let none = language.of("本目录的记录中没有这一指标的数据", "the records of this directory say nothing of it");
        println!("{point}. {indicator}: {none}");
        return;
    };
    let percent = |share: Option<f64>| share.map_or_else(|| "—".to_owned(), |share| format!("{:+.1} %", share * 100.0));
    let (before, after) = (percent(effect.before), percent(effect.after));
    let (change, difference) = (percent(effect.others_change), percent(effect.difference));
    let others = effect.others;
    println!(
        "{point}. {indicator}: {}",
        language.of(
            format!("前{before}，后{after}；其他{others}家平均变化{change}；差{difference}"),
            format!("before {before}, after {after}; mean change of {others} others {change}; difference {difference}"),
        )
    );
    println!("   {}", certainty(effect, language));
}

/// The interval, or why there is none.
fn certainty(effect: &Effect, language: Language) -> String {
    if let Some([low, high]) = effect.interval {
        let (low, high) = (low * 100.0, high * 100.0);
        let clear = if effect.is_clear() == Some(true) {
            language.of(
                "区间不含零；变化可见，原因不因此得证",
                "the interval leaves out 0: a change is seen, its cause is not proven",
            )
        } else {
            language.of(
                "区间含零：看不出与其他企业不同的变化",
                "the interval holds 0: no change beyond that of the others is seen",
            )
        };
        return format!("95 %: {low:+.1} .. {high:+.1}; {clear}");
    }
    match effect.too_few {
        Some(TooFew::AddresseeItems) => language.of(
            format!("数量太少（任一期间少于{ITEMS_MIN}件），不给区间"),
            format!("too few items (under {ITEMS_MIN} in a period): no interval"),
        ),
        Some(TooFew::Others) => language.of(
            format!("可比企业太少（少于{OTHERS_MIN}家），不给区间"),
            format!("too few others (under {OTHERS_MIN}): no interval"),
        ),
        _ => language.of("有一个期间没有记录", "nothing was recorded in one of the periods").to_owned(),
    }
}
