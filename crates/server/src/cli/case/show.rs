//! `portcullis case show`: one case: persons, clocks line by line, every act, what may follow.

use std::io::{self, Write};

use casebook::SubjectId;
use clap::{Arg, ArgMatches, Command, value_parser};
use parcel::Day;

use super::{Opened, failed, json, named, on};
use crate::{
    cli::args,
    failure::{Exit, Outcome},
    language::Language,
    output::left,
    register::view::{self, ActView, CaseView, ClockView, PersonView},
};

/// How the command is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("show")
        .about(language.of(
            "一个案件：人员、逐行说明的期限、全部行为、接下来可以登记什么",
            "One case: persons, clocks explained line by line, every act, what may follow",
        ))
        .after_help(language.of(
            "人员以其在案中的次序（#1、#2）表示，不显示假名和姓名：查看案件不是查询个人。",
            "Persons are named by their place in the case (#1, #2); pseudonyms and names are left out: a look at a case is no look-up of a person.",
        ))
        .arg(
            Arg::new("case")
                .required(true)
                .value_name("CASE")
                .value_parser(|text: &str| SubjectId::parse(text).ok_or(SubjectId::SHAPE))
                .help(language.of("案件编号", "Number of the case")),
        )
        .arg(
            Arg::new("on")
                .long("on")
                .value_name("DAY")
                .value_parser(|text: &str| text.parse::<Day>().map_err(|_| "2026-11-22"))
                .help(language.of("期限看哪一天的状态（默认今天）", "The day on which clocks are looked at (default today)")),
        )
        .arg(
            Arg::new("as-of")
                .long("as-of")
                .value_name("SEQUENCE")
                .value_parser(value_parser!(u64))
                .help(language.of("按截至某号行为所知", "As it was known when the ledger ended at this act")),
        )
        .args([args::data(language), args::json(language)])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let opened = Opened::existing(matches)?;
    let Some(id) = matches.get_one::<SubjectId>("case") else { return Ok(Exit::Usage) };
    let until = matches.get_one::<u64>("as-of").copied().unwrap_or(u64::MAX);
    let case = view::case(&opened.casebook, id, until, on(matches)).map_err(failed)?;
    let mut out = io::stdout().lock();
    if matches.get_flag("json") {
        writeln!(out, "{}", json(&case))?;
    } else {
        Page { out: &mut out, language }.write(&case)?;
    }
    Ok(Exit::Done)
}

struct Page<'a> {
    out: &'a mut dyn Write,
    language: Language,
}

impl Page<'_> {
    fn write(&mut self, case: &CaseView) -> io::Result<()> {
        let language = self.language;
        let office = case.office.as_ref().map_or("", |office| office.name.as_str());
        let (filing, stage) = (named(&case.filing, language), named(&case.stage, language));
        let version = case.version;
        writeln!(self.out, "{}  {filing}  {stage}  {office}", case.case)?;
        let of = |zh: String, en: String| language.of(zh, en);
        writeln!(self.out, "{}", of(format!("第 {version} 版"), format!("version {version}")))?;
        self.heading("人员", "Persons")?;
        case.persons.iter().try_for_each(|person| self.person(person))?;
        self.heading("期限", "Clocks")?;
        case.clocks.iter().try_for_each(|clock| self.clock(clock))?;
        self.heading("行为", "Acts")?;
        case.timeline.iter().try_for_each(|act| self.act(act))?;
        self.heading("接下来可以登记", "May follow")?;
        for kind in &case.allowed {
            writeln!(self.out, "  {} {}", left(kind.word, 40), named(kind, language))?;
        }
        Ok(())
    }

    fn heading(&mut self, zh: &str, en: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", self.language.of(zh, en))
    }

    fn person(&mut self, person: &PersonView) -> io::Result<()> {
        let language = self.language;
        let Some(shown) = &person.shown else {
            let hidden = language.of("依法不予显示", "kept out of sight by law");
            return writeln!(self.out, "  {} {hidden}", left(&person.person, 4));
        };
        let since = shown.constraint_since.map(|day| format!(" {day}")).unwrap_or_default();
        let (stage, constraint) = (named(&shown.stage, language), named(&shown.constraint, language));
        let charges = shown.charges.join(", ");
        writeln!(self.out, "  {} {stage}  {constraint}{since}  {charges}", left(&person.person, 4))
    }

    fn clock(&mut self, clock: &ClockView) -> io::Result<()> {
        let (language, answer) = (self.language, &clock.answer);
        let stands_still = language.of("中止计算", "stands still");
        let due = answer.due.as_deref().unwrap_or(stands_still);
        let whose = clock.person.as_deref().unwrap_or("");
        let state = answer.standing.as_ref().map(|standing| {
            let left = standing.left_days.unwrap_or_default();
            let word = serde_json::to_value(standing.state).unwrap_or_default();
            let word = word.as_str().unwrap_or_default().to_owned();
            language.of(format!("{word}，剩余 {left} 日"), format!("{word}, {left} days left"))
        });
        let unread = if answer.status == "verified" { "" } else { language.of(" [未核]", " [unverified]") };
        let name = language.of(&answer.name.zh, &answer.name.en);
        writeln!(self.out, "  {due}  {name} {whose}  ({}){unread}  {}", state.unwrap_or_default(), answer.provision)?;
        for step in &answer.steps {
            let text = language.of(&step.text.zh, &step.text.en);
            let day = step.day.as_deref().unwrap_or("");
            writeln!(self.out, "      {} {text}", left(day, 10))?;
        }
        for problem in &clock.problems {
            writeln!(self.out, "      ! {}", language.of(&problem.message.zh, &problem.message.en))?;
        }
        Ok(())
    }

    fn act(&mut self, act: &ActView) -> io::Result<()> {
        let language = self.language;
        let corrected = act
            .corrected_by
            .map(|by| language.of(format!("（已由第 {by} 号更正）"), format!(" (corrected by act {by})")));
        writeln!(
            self.out,
            "  {} {} {} {} {}{}",
            left(&format!("{}", act.sequence), 8),
            act.day,
            left(named(&act.kind, language), 28),
            left(named(&act.role, language), 14),
            act.office.name,
            corrected.unwrap_or_default()
        )
    }
}
