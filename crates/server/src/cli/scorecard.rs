//! `portcullis scorecard`: what became of the hits of every rule and entry, and what to keep, tune or retire.

use clap::{Arg, ArgAction, Command};
use intake::{
    backtest::Share,
    scorecard::{self, Score, Scorecard, Subject},
};
use screening::scorecard::Proposal;

use super::{
    Context, args,
    backtest::{day, told},
    store,
};
use crate::{
    failure::{Exit, Outcome},
    language::Language,
    output::{left, right},
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    let option = |name: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name("DATE").help(language.of(zh, en))
    };
    Command::new("scorecard")
        .about(language.of(
            "规则与目录条目的成绩单：触发、查获、落空、最近触发，以及保留、调整、停用的建议",
            "Scores of rules and entries: hits, finds, false alarms, last fired; what to keep, tune or retire",
        ))
        .after_help(language.of(
            "触发按当时所说统计；试运行（shadow）的规则请用 backtest。落空：因此或其后被开拆而无获。未开拆不等于无获。\n建议仅供人决定；不对机构或个人排名。",
            "Hits are what was said at the time; for rules in shadow use backtest. False alarm: opened, nothing found. Not opened is not clear.\nProposals are for a person to decide; nobody is ranked.",
        ))
        .arg(option("from", "收寄日起（含）", "First day of acceptance"))
        .arg(option("to", "收寄日止（含）", "Last day of acceptance"))
        .arg(Arg::new("all").long("all").action(ArgAction::SetTrue).help(language.of(
            "也列出没有建议变动的条目和法律条款",
            "Also list provisions of law, and entries for which nothing is proposed",
        )))
        .args([args::data(language), args::key_file(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let period = (day(context, "from")?, day(context, "to")?);
    let store = store::open_existing(&context.matches, context.language)?;
    let card = scorecard::score(store.history(), &store.tail()?, &store.screener(), period)?;
    if context.matches.get_flag("json") {
        println!("{}", serde_json::to_string(&card).unwrap_or_default());
    } else {
        print(&card, context.matches.get_flag("all"), context.language);
    }
    store.close()?;
    Ok(Exit::Done)
}

fn print(card: &Scorecard, all: bool, language: Language) {
    let day = |day: Option<parcel::Day>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let (from, to) = (day(card.from), day(card.to));
    println!(
        "{}",
        language.of(
            format!("{}：{from} 至 {to}，{} 件", card.pack, card.items),
            format!("{}: {from} to {to}, {} items", card.pack, card.items),
        )
    );
    let heads = [("触发", "hits"), ("开拆", "opened"), ("查获", "finds"), ("落空", "in vain")];
    let heads: String = heads.iter().map(|(zh, en)| right(language.of(zh, en), 9)).collect();
    println!(
        "{}{heads}  {}",
        left(language.of("规则或条目", "rule or entry"), 40),
        language.of("最近触发", "last fired")
    );
    let shown = |score: &&Score| all || (score.subject == Subject::Rule || score.hits > 0) && score.judged.is_some();
    for score in card.scores.iter().filter(shown) {
        println!("{}", line(score, language));
        if let Some(judged) = &score.judged {
            let colon = language.of("：", ": ");
            println!("    {}{colon}{}", word(judged.proposal, language), language.pick(&judged.reason));
        }
    }
}

fn line(score: &Score, language: Language) -> String {
    let cells: String = [score.hits, score.opened, score.finds, score.false_alarms]
        .iter()
        .map(|number| right(&number.to_string(), 9))
        .collect();
    let last = score.last_fired.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let share = Share { part: score.finds, all: score.opened, interval: score.precision };
    let precision = if score.opened > 0 {
        format!("  {} {}", language.of("查获率", "found"), told(share))
    } else {
        String::new()
    };
    format!("{}{cells}  {last}{precision}", left(&score.rule, 40))
}

fn word(proposal: Proposal, language: Language) -> &'static str {
    match proposal {
        Proposal::Keep => language.of("保留", "keep"),
        Proposal::Tune => language.of("调整", "tune"),
        Proposal::Retire => language.of("停用", "retire"),
        Proposal::Wait => language.of("继续观察", "wait"),
    }
}
