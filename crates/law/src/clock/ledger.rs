//! A running clock as a ledger of dated events: what the law gave, what was used, what did not count, what was added.
//!
//! Nothing reckoned is kept; an event that the law does not allow is answered with the article and changes nothing.

use std::{fmt, sync::Arc};

use jiff::civil;
use parcel::{Bilingual, Day};
use serde::Serialize;

use super::{
    Choice, Cited, Clock, ClockProblem, Clocks, Custody, Effect, Event, Length, Moment, Rule,
    count::{self, LastDay},
};
use crate::{Calendar, Status};

mod course;
mod standing;

pub(crate) use course::Course;
pub use standing::{Standing, State};

/// The act from which a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A day.
    Day(Day),
    /// An instant, for clocks that run by the hour.
    Moment(Moment),
}

impl Start {
    /// Its day.
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.day(),
        }
    }
}

/// When a clock ends: on a day, to its end, or at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The last day.
    Day(Day),
    /// The last instant.
    Moment(Moment),
}

impl Due {
    /// Its day.
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.day(),
        }
    }

    /// Its instant, where it is one.
    pub fn timestamp(self) -> Option<jiff::Timestamp> {
        match self {
            Self::Day(_) => None,
            Self::Moment(moment) => Some(moment.timestamp()),
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(out),
            Self::Moment(moment) => moment.fmt(out),
        }
    }
}

/// How a clock starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The act from which it runs.
    pub start: Start,
    /// Whether a person is in custody; none: as the clock is by nature, else no.
    pub custody: Option<bool>,
    /// The value of the clock's option; none: its default.
    pub option: Option<u16>,
    /// The day whose law governs; none: the day of the start.
    pub law_day: Option<Day>,
}

impl Opening {
    /// A start with everything else as usual.
    pub fn at(start: Start) -> Self {
        Self { start, custody: None, option: None, law_day: None }
    }
}

/// One line of the explanation of a due date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was done.
    #[serde(flatten)]
    pub text: Bilingual,
    /// The day or instant reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// The article that says so, in both languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provision: Option<String>,
}

/// What a ledger comes to.
#[derive(Clone, Debug)]
pub struct Reckoning {
    /// When the clock ends; none while a pause goes on.
    pub due: Option<Due>,
    /// Line by line.
    pub steps: Vec<Step>,
    /// The articles, in the editions of the day whose law governs.
    pub provisions: Vec<Cited>,
    /// Whether the holiday table does not cover a day on which the result depends.
    pub provisional: bool,
    /// Whether every statement on which it rests was read.
    pub status: Status,
    /// Why not.
    pub why: Vec<Bilingual>,
    /// The last day on which the next extension can be asked for, where the law sets one.
    pub request_by: Option<Day>,
}

/// A running clock.
///
/// ```
/// use law::clock::{Clocks, Event, Ledger, Opening, Start};
///
/// let day = |text: &str| text.parse().unwrap();
/// let arrested = Opening::at(Start::Day(day("2026-09-30")));
/// let mut custody = Ledger::open(Clocks::built_in(), "custody-investigation", arrested).unwrap();
/// assert_eq!(custody.due().unwrap().to_string(), "2026-11-30");
/// custody.record(Event::Extended { day: day("2026-11-25"), requested: None, days: None }).unwrap();
/// assert_eq!(custody.due().unwrap().to_string(), "2026-12-31");
/// let late = Event::Extended { day: day("2027-01-04"), requested: None, days: None };
/// assert_eq!(custody.record(late).unwrap_err().code, "after_expiry");
/// ```
#[derive(Clone, Debug)]
pub struct Ledger {
    pub(crate) clock: Arc<Clock>,
    pub(crate) calendar: &'static Calendar,
    pub(crate) rule: Rule,
    pub(crate) start: Start,
    pub(crate) custody: bool,
    pub(crate) option: Option<u16>,
    pub(crate) law_day: Day,
    pub(crate) events: Vec<Event>,
    pub(crate) course: Course,
}

/// First and last day on which a clock can start.
pub(crate) const STARTS: (Day, Day) = (civil::date(1997, 1, 1), civil::date(2100, 12, 31));

impl Ledger {
    /// Starts a clock; every problem at once.
    pub fn open(clocks: &Clocks, id: &str, opening: Opening) -> Result<Self, Vec<ClockProblem>> {
        let Some(clock) = clocks.get(id) else { return Err(vec![unknown_clock(clocks, id)]) };
        let mut problems = Vec::new();
        problems.extend(check_start(clock, opening.start));
        let custody = check_custody(clock, opening.custody).unwrap_or_else(|problem| {
            problems.push(problem);
            true
        });
        let option = check_option(clock, opening.option).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let law_day = opening.law_day.unwrap_or(opening.start.day());
        match clock.rule(law_day) {
            Ok(rule) if problems.is_empty() => {
                let start = opening.start;
                let course = Course::new(clock, &rule, start.day(), option);
                let calendar = clocks.calendar();
                let clock = clock.clone();
                Ok(Self { clock, calendar, rule, start, custody, option, law_day, events: Vec::new(), course })
            }
            rule => {
                problems.extend(rule.err());
                Err(problems)
            }
        }
    }

    /// Takes an event, in whatever order events become known; one that the law does not allow changes nothing.
    pub fn record(&mut self, event: Event) -> Result<(), ClockProblem> {
        let place = self.events.partition_point(|before| before.day() <= event.day());
        self.events.insert(place, event);
        match Course::of(self) {
            Ok(course) => self.course = course,
            Err(problem) => {
                self.events.remove(place);
                return Err(problem);
            }
        }
        Ok(())
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<Clock> {
        &self.clock
    }

    /// Whether a person is in custody.
    pub fn custody(&self) -> bool {
        self.custody
    }

    /// The events in the order of their days.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// When it ends; none while a pause goes on.
    pub fn due(&self) -> Option<Due> {
        match self.start {
            Start::Moment(moment) => Some(Due::Moment(moment.hour_end().plus_hours(self.course.length.hours))),
            Start::Day(_) => Some(Due::Day(self.moved(self.last_day()?.day))),
        }
    }

    /// Due date, explanation, articles and status.
    pub fn reckoning(&self) -> Reckoning {
        super::explain::reckoning(self)
    }

    /// Line by line, how the due date comes about.
    pub fn steps(&self) -> Vec<Step> {
        self.reckoning().steps
    }

    pub(crate) fn last_day(&self) -> Option<LastDay> {
        count::last_day(self.calendar, self.course.from, self.course.length, &self.course.pauses())
    }

    /// Whether a holiday on the last day would move it.
    pub(crate) fn moves(&self) -> bool {
        self.rule.counting.moves && !self.custody
    }

    fn moved(&self, day: Day) -> Day {
        if self.moves() { self.calendar.workday_from(day) } else { day }
    }
}

fn unknown_clock(clocks: &Clocks, id: &str) -> ClockProblem {
    let shown: String = id.chars().take(64).collect();
    ClockProblem::new(
        "unknown_clock",
        "clock",
        format!("没有名为“{shown}”的期限"),
        format!("there is no clock \"{shown}\""),
        clocks.all().map(|clock| clock.id.to_string()),
    )
}

fn check_start(clock: &Clock, start: Start) -> Option<ClockProblem> {
    let problem = |code, zh: &str, en: &str, allowed: &str| {
        let (zh, en) = (format!("{}：{zh}", clock.id), format!("{}: {en}", clock.id));
        Some(ClockProblem::new(code, "start", zh, en, [allowed]))
    };
    match start {
        _ if !(STARTS.0..=STARTS.1).contains(&start.day()) => {
            problem("out_of_range", "起算日超出范围", "the start lies outside of the range", "1997-01-01 .. 2100-12-31")
        }
        Start::Day(_) if clock.is_hours() => problem(
            "takes_an_instant",
            "按小时计算，起算须为带时区的时刻（RFC 3339），不能只有日期",
            "it runs by the hour and takes an instant with its offset (RFC 3339), not a bare date",
            "2026-09-25T10:20:00+08:00",
        ),
        Start::Moment(_) if !clock.is_hours() => problem(
            "takes_a_date",
            "按日或月计算，起算须为日期，不能是时刻",
            "it runs by the day and takes a date, not an instant",
            "2026-09-25",
        ),
        _ => None,
    }
}

fn check_custody(clock: &Clock, custody: Option<bool>) -> Result<bool, ClockProblem> {
    match (clock.custody, custody) {
        (Custody::ByNature, Some(false)) => Err(ClockProblem::new(
            "custody_by_nature",
            "custody",
            format!("{} 以在押为前提，不能为 false", clock.id),
            format!("{} is about a person in custody and cannot be false", clock.id),
            ["true"],
        )),
        (Custody::ByNature, _) => Ok(true),
        (Custody::Either, custody) => Ok(custody.unwrap_or(false)),
    }
}

fn check_option(clock: &Clock, value: Option<u16>) -> Result<Option<u16>, ClockProblem> {
    let Some(choice) = &clock.option else { return Ok(None) };
    match value.or(choice.default) {
        None if choice.required => Err(choice.problem(
            "required_option",
            "法律没有规定数字，由文书确定，必须给出",
            "the law has no number, the document sets it: it must be given",
        )),
        Some(value) if !(choice.min..=choice.max).contains(&value) => {
            Err(choice.problem("out_of_range", "超出法律允许的范围", "it lies outside of what the law allows"))
        }
        value => Ok(value),
    }
}

impl Choice {
    pub(crate) fn problem(&self, code: &'static str, zh: &str, en: &str) -> ClockProblem {
        let field = format!("options.{}", self.name);
        let allowed = (self.min..=self.max).map(|value| value.to_string());
        let range = format!("{} .. {}", self.min, self.max);
        let message = [format!("选项 {}：{zh}（{range}）", self.name), format!("option {}: {en} ({range})", self.name)];
        let [zh, en] = message;
        if self.max - self.min <= 12 {
            ClockProblem::new(code, field, zh, en, allowed)
        } else {
            ClockProblem::new(code, field, zh, en, [range])
        }
    }

    /// Length of a period by a value of the option.
    pub(crate) fn length(&self, base: Length, value: u16) -> Length {
        match self.effect {
            Effect::SetDays => Length::of_days(value),
            Effect::SetMonths => Length::of_months(value),
            Effect::ExtensionSteps | Effect::ExtensionDays | Effect::Ordinal => base,
        }
    }
}
