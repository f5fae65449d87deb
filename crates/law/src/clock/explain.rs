//! A due date explained line by line, each line with its article, in both languages.

use jiff::civil::Weekday;
use parcel::{Bilingual, Day};

use super::{
    Cite, Cited, Due, Ledger, Moment, Reckoning, Start, Step,
    count::{LastDay, add_days},
};
use crate::{DayKind, Status};

/// Due date, explanation, articles and status of a ledger.
pub(crate) fn reckoning(ledger: &Ledger) -> Reckoning {
    let mut lines = Lines { ledger, steps: Vec::new(), provisional: false };
    lines.length();
    let due = match ledger.start {
        Start::Moment(moment) => Some(lines.hours(moment)),
        Start::Day(_) => lines.days().map(Due::Day),
    };
    let request_by = lines.request_by(due);
    let Lines { steps, provisional, .. } = lines;
    let (provisions, status, why) = sources(ledger);
    Reckoning { due, steps, provisions, provisional, status, why, request_by }
}

fn sources(ledger: &Ledger) -> (Vec<Cited>, Status, Vec<Bilingual>) {
    let rule = &ledger.rule;
    let (mut provisions, mut status, mut why) = (rule.provisions.clone(), rule.status, rule.why.clone());
    let extensions = ledger.course.applied.iter().flat_map(|applied| &ledger.clock.extensions[applied.place].cites);
    let grounds = ledger.course.paused.iter().map(|(ground, _)| ground);
    let grounds = grounds.chain(ledger.course.restarts.iter().map(|(ground, _)| ground));
    for cite in extensions.chain(grounds.flat_map(|ground| &ground.cites)) {
        let cited = cite.on(ledger.law_day);
        status = status.and(cited.status);
        why.extend(cited.why.clone().filter(|reason| !why.contains(reason)));
        if !provisions.contains(&cited) {
            provisions.push(cited);
        }
    }
    (provisions, status, why)
}

struct Lines<'a> {
    ledger: &'a Ledger,
    steps: Vec<Step>,
    provisional: bool,
}

impl Lines<'_> {
    fn say(&mut self, zh: String, en: String, day: Option<String>, cites: &[Cite]) {
        let articles: Vec<_> = cites.iter().map(|cite| cite.on(self.ledger.law_day)).collect();
        let provision = (!articles.is_empty()).then(|| join(&articles));
        self.steps.push(Step { text: Bilingual::new(zh, en), day, provision });
    }

    /// What the law gives, what was added, from when.
    fn length(&mut self) {
        let (clock, course) = (&self.ledger.clock, &self.ledger.course);
        let base = course.base.words();
        let provision = Some(join(&self.ledger.rule.provisions));
        let text = Bilingual::new(format!("{}：{}", clock.name.zh, base.zh), format!("{}: {}", clock.name.en, base.en));
        self.steps.push(Step { text, day: None, provision });
        for applied in &course.applied {
            let extension = &clock.extensions[applied.place];
            let by = applied.length.words();
            let day = applied.day.map(|day| day.to_string());
            let (late_zh, late_en) = if applied.late {
                ("；提请晚于法定时间", "; asked for later than the law says")
            } else {
                ("", "")
            };
            self.say(
                format!("延长{}，由{}批准或者决定{late_zh}", by.zh, extension.by.zh),
                format!("extended by {}, approved or decided by: {}{late_en}", by.en, extension.by.en),
                day,
                &extension.cites,
            );
        }
        for (ground, day) in &course.restarts {
            self.say(
                format!("{}：期限自该日重新计算", ground.name.zh),
                format!("{}: the whole period runs anew from that day", ground.name.en),
                Some(day.to_string()),
                &ground.cites,
            );
        }
    }

    fn hours(&mut self, start: Moment) -> Due {
        let counting = self.ledger.rule.counting.clone();
        let from = start.hour_end();
        let act = &self.ledger.clock.starts;
        self.say(
            format!("{}为 {start}，开始的时不计入，自 {from} 起算", act.zh),
            format!("{} at {start}; the starting hour is not counted, the count begins at {from}", act.en),
            Some(from.to_string()),
            &counting.cites,
        );
        let hours = self.ledger.course.length.hours;
        let due = from.plus_hours(hours);
        self.say(
            format!("{hours}小时届满；按小时计算，不因节假日顺延"),
            format!("{hours} hours end; a period in hours is not moved by a holiday"),
            Some(due.to_string()),
            &[],
        );
        Due::Moment(due)
    }

    fn days(&mut self) -> Option<Day> {
        let from = self.ledger.course.from;
        let counting = self.ledger.rule.counting.clone();
        let restart = self.ledger.course.restarts.last().map(|(ground, _)| ground.name.clone());
        let act = restart.unwrap_or_else(|| self.ledger.clock.starts.clone());
        self.say(
            format!("{}之日 {from} 不计入，自次日起算", act.zh),
            format!("the day of the act ({}), {from}, is not counted; the count begins the next day", act.en),
            Some(from.to_string()),
            &counting.cites,
        );
        let last = self.ledger.last_day();
        match last {
            Some(last) => self.arithmetic(last),
            None => self.standing_still(),
        }
        last.map(|last| self.move_from(last.day))
    }

    fn arithmetic(&mut self, last: LastDay) {
        let (length, counting) = (self.ledger.course.length, self.ledger.rule.counting.clone());
        if length.months > 0 {
            self.say(
                format!("合计{}个月，一次计算（不逐月累加）", length.months),
                format!("{} month(s) in all, applied once (never chained)", length.months),
                Some(last.after_months.to_string()),
                &counting.months,
            );
        }
        if length.days > 0 {
            self.say(
                format!("加{}日", length.days),
                format!("plus {} day(s)", length.days),
                Some(last.after_days.to_string()),
                &[],
            );
        }
        if length.working_days > 0 {
            let crossed = !self.covered(last.day);
            self.provisional |= crossed;
            self.say(
                format!("数{}个工作日，按公布的节假日安排（含调休上班日）", length.working_days),
                format!(
                    "{} working days by the published holiday table, make-up workdays included",
                    length.working_days
                ),
                Some(last.day.to_string()),
                &[],
            );
            self.gap(crossed);
        }
        for (ground, (from, to)) in &self.ledger.course.paused {
            let until = to.map_or_else(String::new, |to| to.to_string());
            self.say(
                format!("{}：{from} 至 {until} 不计入", ground.name.zh),
                format!("{}: {from} to {until} does not count", ground.name.en),
                Some(last.day.to_string()),
                &ground.cites,
            );
        }
    }

    fn standing_still(&mut self) {
        for (ground, (from, to)) in self.ledger.course.paused.iter().filter(|(_, (_, to))| to.is_none()) {
            debug_assert!(to.is_none());
            self.say(
                format!("{}：自 {from} 起不计入，尚未结束，期满日待定", ground.name.zh),
                format!("{}: days from {from} do not count; it goes on, the due day is open", ground.name.en),
                None,
                &ground.cites,
            );
        }
    }

    /// What a holiday on the last day does.
    fn move_from(&mut self, day: Day) -> Day {
        let counting = self.ledger.rule.counting.clone();
        if self.ledger.course.length.working_days > 0 {
            return day;
        }
        let what = self.day_words(day);
        if !self.ledger.moves() {
            let (zh, en) = if counting.moves {
                (
                    "在押，至期满之日为止，不因节假日延长",
                    "a person is in custody: the period ends on the day itself, no holiday extends it",
                )
            } else {
                ("为上限，不因节假日延长", "a ceiling: no holiday extends it")
            };
            self.say(
                format!("期满日{}；{zh}", what.zh),
                format!("the last day is {}; {en}", what.en),
                Some(day.to_string()),
                &counting.cites,
            );
            return day;
        }
        let due = self.ledger.calendar.workday_from(day);
        let crossed = !self.covered(due);
        self.provisional |= crossed;
        let (zh, en) = if due == day {
            ("不顺延".to_owned(), "it stays".to_owned())
        } else {
            (format!("顺延至节假日后的第一个工作日 {due}"), format!("moved to the first working day after it, {due}"))
        };
        self.say(
            format!("期满日{}；{zh}", what.zh),
            format!("the last day is {}; {en}", what.en),
            Some(due.to_string()),
            &counting.cites,
        );
        self.gap(crossed);
        due
    }

    fn covered(&self, day: Day) -> bool {
        let from = self.ledger.course.from;
        let within = self.ledger.course.length.working_days == 0 || self.ledger.calendar.covers(from);
        within && self.ledger.calendar.covers(day)
    }

    fn gap(&mut self, crossed: bool) {
        if crossed {
            let (first, last) = self.ledger.calendar.span();
            self.say(
                format!("该日不在节假日表（{first} 至 {last}）内，只按周末推算，待公布后复核"),
                format!("the day lies outside of the holiday table ({first} to {last}): computed by weekends only, provisional"),
                None,
                &[],
            );
        }
    }

    fn day_words(&self, day: Day) -> Bilingual {
        let (zh, en) = weekday(day);
        let (more_zh, more_en) = match self.ledger.calendar.kind(day) {
            DayKind::Workday => (String::new(), String::new()),
            DayKind::Weekend => ("，休息日".to_owned(), ", a day off".to_owned()),
            DayKind::Holiday(row) => (
                format!("，{}放假（{}）", row.name.zh, row.notice),
                format!(", off for {} ({})", row.name.en, row.notice),
            ),
            DayKind::MakeUpWorkday(row) => {
                (format!("，调休上班（{}）", row.notice), format!(", a make-up workday ({})", row.notice))
            }
        };
        Bilingual::new(format!("为 {day}（{zh}{more_zh}）"), format!("{day} ({en}{more_en})"))
    }

    /// The last day on which the next extension can be asked for.
    fn request_by(&mut self, due: Option<Due>) -> Option<Day> {
        if self.ledger.is_hours() {
            return None;
        }
        let extension = self.ledger.clock.extensions.get(self.ledger.course.applied.len())?.clone();
        let before = extension.request_before_days?;
        let by = add_days(due?.day(), -i64::from(before));
        self.say(
            format!("再延长须在期限届满{before}日前提请，期满后不予受理"),
            format!("a further extension must be asked for {before} days before the end; after it none is accepted"),
            Some(by.to_string()),
            &extension.request_cites,
        );
        Some(by)
    }
}

fn weekday(day: Day) -> (&'static str, &'static str) {
    match day.weekday() {
        Weekday::Monday => ("星期一", "Monday"),
        Weekday::Tuesday => ("星期二", "Tuesday"),
        Weekday::Wednesday => ("星期三", "Wednesday"),
        Weekday::Thursday => ("星期四", "Thursday"),
        Weekday::Friday => ("星期五", "Friday"),
        Weekday::Saturday => ("星期六", "Saturday"),
        Weekday::Sunday => ("星期日", "Sunday"),
    }
}

/// Articles in one line: Chinese, then English.
pub(crate) fn join(cited: &[Cited]) -> String {
    let words = |pick: fn(&Bilingual) -> &str| cited.iter().map(|cited| pick(&cited.cite)).collect::<Vec<_>>();
    format!("{} / {}", words(|cite| &cite.zh).join("、"), words(|cite| &cite.en).join("; "))
}
