//! `portcullis coverage`: how far the three gates were kept, with numerators and denominators.

use clap::{Arg, ArgAction, Command};
use history::{CoverageQuestion, CoverageRow, Dimension};
use parcel::{Choice, DutyState, Gate, GateState, Operator, Region};

use super::{Context, args, store};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    output::{left, right},
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).help(language.of(zh, en))
    };
    Command::new("coverage")
        .about(language.of(
            "三道关口的落实情况：分子、分母，“未记录”单列",
            "How far the three gates were kept: numerators and denominators, \"not recorded\" apart",
        ))
        .arg(option("from", "DATE", "收寄日起（含）", "First day of acceptance"))
        .arg(option("to", "DATE", "收寄日止（含）", "Last day of acceptance"))
        .arg(option("operator", "NAME", "只看一个经营者", "One operator only"))
        .arg(option("region", "CODE", "只看一地及其下辖", "One place and all that lies in it"))
        .arg(
            option("gate", "GATE", "只看一道关口", "One gate only")
                .value_parser(Gate::ALL.iter().map(|gate| gate.word()).collect::<Vec<_>>()),
        )
        .arg(
            option("by", "DIMENSION", "分组依据；可重复", "Broken down by; may be repeated")
                .action(ArgAction::Append)
                .value_parser(Dimension::ALL.map(Dimension::name)),
        )
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let question = question(context)?;
    let store = match store::open_existing(&context.matches, context.language) {
        Ok(store) => store,
        Err(failure) => return from_server(context, &question, failure),
    };
    let rows = store.history().coverage(&question, &store.tail()?)?;
    if context.matches.get_flag("json") {
        for row in &rows {
            println!("{}", serde_json::to_string(row).unwrap_or_default());
        }
    } else {
        print(&rows, context.language);
    }
    store.close()?;
    Ok(Exit::Done)
}

/// A running server answers in JSON only.
fn from_server(context: &Context, question: &CoverageQuestion, failure: Failure) -> Outcome<Exit> {
    let answer = store::server(context, failure)?.coverage(question)?;
    for row in answer["rows"].as_array().into_iter().flatten() {
        println!("{row}");
    }
    Ok(Exit::Done)
}

fn question(context: &Context) -> Outcome<CoverageQuestion> {
    let text = |name: &str| context.matches.get_one::<String>(name);
    let bad = |name: &str, would_pass: &str| {
        Failure::new(
            Exit::Usage,
            format!("--{name} 的取值不被接受；可通过：{would_pass}"),
            format!("--{name} is not accepted; would pass: {would_pass}"),
        )
    };
    let day = |name: &str| text(name).map(|day| day.parse().map_err(|_| bad(name, "2026-11-20"))).transpose();
    let by = context.matches.get_many::<String>("by").into_iter().flatten();
    Ok(CoverageQuestion {
        from: day("from")?,
        to: day("to")?,
        operator: text("operator")
            .map(|name| Operator::parse(name).map_err(|fault| bad("operator", fault.would_pass)))
            .transpose()?,
        region: text("region")
            .map(|code| Region::parse(code).map_err(|fault| bad("region", fault.would_pass)))
            .transpose()?,
        gate: text("gate").and_then(|word| Gate::from_word(word)),
        by: by.filter_map(|word| Dimension::ALL.into_iter().find(|dimension| dimension.name() == word)).collect(),
    })
}

/// Heads of the columns after gate and duty.
const HEADS: [(&str, &str); 7] = [
    ("件数", "items"),
    ("已做", "done"),
    ("占比", "share"),
    ("未做", "not done"),
    ("被拒", "refused"),
    ("免除", "exempt"),
    ("未记录", "not recorded"),
];

/// One line a gate and duty: of so many items, so many done, not done, refused, exempt, not recorded.
pub fn print(rows: &[CoverageRow], language: Language) {
    let heads: String = HEADS.iter().map(|(zh, en)| right(language.of(zh, en), 13)).collect();
    println!("{}{}{heads}", left(language.of("关口", "gate"), 12), left(language.of("法律要求", "the law asks"), 14));
    let mut last = None;
    for row in rows {
        let by: Vec<_> = row.by.iter().map(|(_, value)| value.as_deref().unwrap_or("—")).collect();
        if !by.is_empty() && last != Some(by.clone()) {
            println!("[{}]", by.join(" · "));
        }
        for duty in DutyState::ALL.iter().filter(|duty| row.of_duty(**duty) != 0) {
            println!("{}", line(row, *duty, language));
        }
        last = Some(by);
    }
}

fn line(row: &CoverageRow, duty: DutyState, language: Language) -> String {
    let of = row.of_duty(duty);
    let items = |state| row.items(duty, state);
    let share = items(GateState::Done) as f64 * 100.0 / of as f64;
    let cells = [
        of.to_string(),
        items(GateState::Done).to_string(),
        format!("{share:.1}%"),
        items(GateState::NotDone).to_string(),
        items(GateState::Refused).to_string(),
        items(GateState::Exempt).to_string(),
        items(GateState::NotRecorded).to_string(),
    ];
    let cells: String = cells.iter().map(|cell| right(cell, 13)).collect();
    format!("{}{}{cells}", left(gate_word(row.gate, language), 12), left(duty_word(duty, language), 14))
}

/// A gate in the reader's language.
pub fn gate_word(gate: Gate, language: Language) -> &'static str {
    match gate {
        Gate::Identity => language.of("实名收寄", "identity"),
        Gate::Inspection => language.of("收寄验视", "inspection"),
        Gate::Machine => language.of("过机安检", "machine"),
    }
}

/// What the law asks, in the reader's language.
pub fn duty_word(duty: DutyState, language: Language) -> &'static str {
    match duty {
        DutyState::Owed => language.of("应当", "owed"),
        DutyState::OwedOneOf => language.of("应当择一", "owed, one of"),
        DutyState::May => language.of("可以", "may"),
        DutyState::Exempt => language.of("免除", "exempt"),
        DutyState::NoRule => language.of("未找到规定", "no rule found"),
    }
}
