//! What events make of a clock: from when it runs, how long by now, what does not count.

use std::sync::Arc;

use parcel::{Bilingual, Day};

use super::{
    super::{Choice, Clock, ClockProblem, Effect, Event, Extension, Ground, GroundEffect, Length, Rule},
    Ledger, Start,
};
use crate::clock::count::{self, Pause};

/// What events have made of a clock.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// The day from which it runs now.
    pub(crate) from: Day,
    /// What the law gives without extensions.
    pub(crate) base: Length,
    /// With extensions.
    pub(crate) length: Length,
    /// Extensions since it runs.
    pub(crate) applied: Vec<Applied>,
    /// Pauses since it runs.
    pub(crate) paused: Vec<(Arc<Ground>, Pause)>,
    /// Every restart.
    pub(crate) restarts: Vec<(Arc<Ground>, Day)>,
    /// When what was owed was done.
    pub(crate) done: Option<Day>,
}

/// An extension that was approved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Applied {
    /// Which one of the clock's.
    pub(crate) place: usize,
    /// By how much.
    pub(crate) length: Length,
    /// When; none: taken as given by an option.
    pub(crate) day: Option<Day>,
    /// Asked for later than the law says, though before the end.
    pub(crate) late: bool,
}

impl Course {
    /// At the start.
    pub(crate) fn new(clock: &Clock, rule: &Rule, from: Day, option: Option<u16>) -> Self {
        let chosen = clock.option.as_ref().zip(option);
        let base = chosen.map_or(rule.length, |(choice, value)| choice.length(rule.length, value));
        let applied = chosen.map_or_else(Vec::new, |(choice, value)| given(clock, choice, value));
        let length = applied.iter().fold(base, |length, applied| length.plus(applied.length));
        Self { from, base, length, applied, paused: Vec::new(), restarts: Vec::new(), done: None }
    }

    /// After all events of a ledger, in the order of their days.
    pub(crate) fn of(ledger: &Ledger) -> Result<Self, ClockProblem> {
        let mut at = Ledger { events: Vec::new(), ..ledger.clone() };
        at.course = Self::new(&ledger.clock, &ledger.rule, ledger.start.day(), ledger.option);
        for event in &ledger.events {
            at.take(event)?;
        }
        Ok(at.course)
    }

    /// Pauses without their grounds.
    pub(crate) fn pauses(&self) -> Vec<Pause> {
        self.paused.iter().map(|(_, pause)| *pause).collect()
    }
}

/// What an option takes as already approved.
fn given(clock: &Clock, choice: &Choice, value: u16) -> Vec<Applied> {
    let applied = |place, length| Applied { place, length, day: None, late: false };
    match choice.effect {
        Effect::ExtensionSteps => {
            let steps = clock.extensions.iter().take(usize::from(value)).enumerate();
            steps.map(|(place, extension)| applied(place, extension.length)).collect()
        }
        Effect::ExtensionDays if value > 0 => vec![applied(0, Length::of_days(value))],
        Effect::ExtensionDays | Effect::SetDays | Effect::SetMonths | Effect::Ordinal => Vec::new(),
    }
}

impl Ledger {
    fn take(&mut self, event: &Event) -> Result<(), ClockProblem> {
        if event.day() < self.course.from {
            return Err(refused("before_start", "早于起算日", "it lies before the start", [self.course.from]));
        }
        match event {
            Event::Extended { day, requested, days } => self.extend(*day, *requested, *days),
            Event::Paused { ground, from, to } => self.pause(ground, *from, *to),
            Event::Restarted { ground, day } => self.restart(ground, *day),
            Event::Done { day } => {
                self.course.done = Some(*day);
                Ok(())
            }
        }
    }

    fn extend(&mut self, day: Day, requested: Option<Day>, days: Option<u16>) -> Result<(), ClockProblem> {
        let place = self.course.applied.len();
        let Some(extension) = self.clock.extensions.get(place) else {
            return Err(refused(
                "no_extension_left",
                "法律没有（更多的）延长",
                "the law allows no (further) extension",
                [format!("{place}")],
            ));
        };
        let end = self.before_end(day)?;
        let length = range(extension, days)?;
        let late = extension
            .request_before_days
            .zip(requested)
            .zip(end)
            .is_some_and(|((before, asked), end)| asked > count::add_days(end, -i64::from(before)));
        self.course.applied.push(Applied { place, length, day: Some(day), late });
        self.course.length = self.course.length.plus(length);
        Ok(())
    }

    fn pause(&mut self, ground: &str, from: Day, to: Option<Day>) -> Result<(), ClockProblem> {
        let ground = self.ground(ground, GroundEffect::Pause)?;
        self.before_end(from)?;
        if to.is_some_and(|to| to < from) {
            return Err(refused("out_of_order", "末日早于首日", "the last day lies before the first", [from]));
        }
        self.course.paused.push((ground, (from, to)));
        Ok(())
    }

    fn restart(&mut self, ground: &str, day: Day) -> Result<(), ClockProblem> {
        let ground = self.ground(ground, GroundEffect::Restart)?;
        if !ground.after_expiry {
            self.before_end(day)?;
        }
        let times = self.course.restarts.iter().filter(|(before, _)| before.id == ground.id).count();
        if let Some(most) = ground.times_max.filter(|most| times >= usize::from(*most)) {
            let (zh, en) = (format!("{}以{most}次为限", ground.name.zh), format!("{}: {most} at most", ground.name.en));
            return Err(refused("too_often", &zh, &en, [most]));
        }
        let fresh = Course::new(&self.clock, &self.rule, day, None);
        let mut restarts = std::mem::take(&mut self.course.restarts);
        restarts.push((ground, day));
        self.course = Course { restarts, ..fresh };
        Ok(())
    }

    /// The last day as it stands, if `day` does not lie after it.
    fn before_end(&self, day: Day) -> Result<Option<Day>, ClockProblem> {
        let end = self.due().map(super::Due::day);
        match end.filter(|end| day > *end) {
            Some(end) => Err(refused("after_expiry", "期限已届满", "the period had ended", [format!("<= {end}")])),
            None => Ok(end),
        }
    }

    fn ground(&self, id: &str, effect: GroundEffect) -> Result<Arc<Ground>, ClockProblem> {
        let mut fitting = self.clock.grounds.iter().filter(|ground| ground.effect == effect);
        fitting.clone().find(|ground| *ground.id == *id).cloned().ok_or_else(|| {
            let known: Vec<_> = fitting.by_ref().map(|ground| ground.id.to_string()).collect();
            refused("unknown_ground", "该期限没有这一事由", "this clock does not have this ground", known)
        })
    }

    /// Whether the clock starts at an instant.
    pub(crate) fn is_hours(&self) -> bool {
        matches!(self.start, Start::Moment(_))
    }
}

fn range(extension: &Extension, days: Option<u16>) -> Result<Length, ClockProblem> {
    match (extension.days_min, days) {
        (_, None) => Ok(extension.length),
        (Some(least), Some(days)) if (least..=extension.length.days).contains(&days) => Ok(Length::of_days(days)),
        (least, Some(_)) => {
            let allowed = least
                .map_or_else(|| extension.length.words().en, |least| format!("{least} .. {}", extension.length.days));
            Err(refused("out_of_range", "延长的日数不合法", "the law does not allow so many days", [allowed]))
        }
    }
}

fn refused(code: &'static str, zh: &str, en: &str, allowed: impl IntoIterator<Item = impl ToString>) -> ClockProblem {
    let message = Bilingual::new(zh, en);
    ClockProblem {
        code,
        field: "events".to_owned(),
        message,
        allowed: allowed.into_iter().map(|item| item.to_string()).collect(),
    }
}
