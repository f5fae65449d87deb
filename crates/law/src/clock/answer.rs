//! What is answered about a clock: the due date with its explanation, and a row of the table of clocks.

use parcel::{Bilingual, Day};
use serde::Serialize;

use super::{Bearer, Choice, Clock, Clocks, Custody, Ledger, Length, Question, Start, State, explain::join};
use crate::Status;

/// The answer to a question about a clock.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Last day, or last instant of a clock that runs by the hour; none while a pause goes on.
    pub due: Option<String>,
    /// Articles with edition, Chinese then English.
    pub provision: String,
    /// Line by line, how the due date comes about.
    pub steps: Vec<super::Step>,
    /// Whether the holiday table does not cover a day on which the result depends.
    pub provisional: bool,
    /// `verified`, or `unverified` where something was not read.
    pub status: &'static str,
    /// Why it is unverified.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<Bilingual>,
    /// Id of the clock.
    pub clock: String,
    /// Its name.
    pub name: Bilingual,
    /// The act from which it runs.
    pub starts: Bilingual,
    /// Its day or instant.
    pub start: String,
    /// Whether a person is in custody.
    pub custody: bool,
    /// Who must act.
    pub bearer: Bilingual,
    /// Which section of the procuratorate watches it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watched_by: Option<Bilingual>,
    /// What its end means.
    pub expiry: Bilingual,
    /// The last day on which the next extension can be asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension_request_by: Option<String>,
    /// How it stands on the day asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<StandingRow>,
    /// The day whose law governs.
    pub law_day: String,
    /// Edition of the clocks.
    pub edition: String,
    /// What the asker calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// How a clock stands on a day.
#[derive(Clone, Debug, Serialize)]
pub struct StandingRow {
    /// The day.
    pub on: String,
    /// Where it is.
    pub state: State,
    /// Days that the law gives.
    pub budget_days: Option<i32>,
    /// Days used.
    pub used_days: i32,
    /// Days that did not count.
    pub paused_days: i32,
    /// Days left; below 0: days since the end.
    pub left_days: Option<i32>,
}

impl Answer {
    /// The answer to a question.
    pub fn of(clocks: &Clocks, question: &Question) -> Self {
        let ledger = &question.ledger;
        let reckoning = ledger.reckoning();
        let clock = &ledger.clock;
        Self {
            due: reckoning.due.map(|due| due.to_string()),
            provision: join(&reckoning.provisions),
            steps: reckoning.steps,
            provisional: reckoning.provisional,
            status: word(reckoning.status),
            why: reckoning.why,
            clock: clock.id.to_string(),
            name: clock.name.clone(),
            starts: clock.starts.clone(),
            start: match ledger.start {
                Start::Day(day) => day.to_string(),
                Start::Moment(moment) => moment.to_string(),
            },
            custody: ledger.custody,
            bearer: clock.bearer.name(),
            watched_by: watcher(clock.bearer, ledger.custody),
            expiry: clock.expiry.clone(),
            extension_request_by: reckoning.request_by.map(|day| day.to_string()),
            standing: question.on.map(|day| standing(ledger, day)),
            law_day: ledger.law_day.to_string(),
            edition: clocks.edition().to_string(),
            reference: question.reference.clone(),
        }
    }
}

fn standing(ledger: &Ledger, day: Day) -> StandingRow {
    let standing = ledger.standing(day);
    StandingRow {
        on: day.to_string(),
        state: standing.state,
        budget_days: standing.budget_days,
        used_days: standing.used_days,
        paused_days: standing.paused_days,
        left_days: standing.left_days,
    }
}

/// Who watches a clock of an office: in custody the section for the execution of penalties, else the section for arrest
/// and prosecution; the procuratorate's own clocks are watched by case management.
///
/// Source: Procuratorate Rules of Criminal Procedure 2019 art. 613.
fn watcher(bearer: Bearer, custody: bool) -> Option<Bilingual> {
    match bearer {
        Bearer::Police | Bearer::Court if custody => Some(Bilingual::new(
            "人民检察院负责刑事执行检察的部门",
            "section of the procuratorate for the execution of penalties",
        )),
        Bearer::Police | Bearer::Court => {
            Some(Bilingual::new("人民检察院负责捕诉的部门", "section of the procuratorate for arrest and prosecution"))
        }
        Bearer::Procuratorate | Bearer::UpperProcuratorate => {
            Some(Bilingual::new("人民检察院负责案件管理的部门", "case management of the procuratorate"))
        }
        _ => None,
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Verified => "verified",
        Status::Unverified => "unverified",
    }
}

/// A row of the table of clocks, as the law stands on a day.
#[derive(Clone, Debug, Serialize)]
pub struct ClockRow {
    /// Id of the clock.
    pub clock: String,
    /// Its name.
    pub name: Bilingual,
    /// The act from which it runs.
    pub starts: Bilingual,
    /// Who must act.
    pub bearer: Bilingual,
    /// How long.
    pub length: Length,
    /// The same in words.
    pub length_words: Bilingual,
    /// Whether a person is in custody.
    pub custody: Custody,
    /// Whether it is the longest that a measure may last.
    pub liberty_ceiling: bool,
    /// How it is counted.
    pub counting: Bilingual,
    /// Its option.
    pub option: Option<Choice>,
    /// The extensions that the law allows, in order.
    pub extensions: Vec<ExtensionRow>,
    /// Ids of the grounds on which it pauses or restarts.
    pub grounds: Vec<String>,
    /// Articles with edition.
    pub provision: String,
    /// `verified` or `unverified`.
    pub status: &'static str,
    /// Why it is unverified.
    pub why: Vec<Bilingual>,
    /// What its end means.
    pub expiry: Bilingual,
}

/// An extension that the law allows.
#[derive(Clone, Debug, Serialize)]
pub struct ExtensionRow {
    /// By how much at most.
    pub length: Bilingual,
    /// Who approves it.
    pub by: Bilingual,
    /// Its articles.
    pub provision: String,
    /// How many days before the end it must have been asked for.
    pub request_before_days: Option<u16>,
}

impl ClockRow {
    /// The row of a clock; none where there was no such clock on that day.
    pub fn on(clock: &Clock, day: Day) -> Option<Self> {
        let rule = clock.rule(day).ok()?;
        let cite = |cites: &[super::Cite]| join(&cites.iter().map(|cite| cite.on(day)).collect::<Vec<_>>());
        let extensions = clock.extensions.iter().map(|extension| ExtensionRow {
            length: extension.length.words(),
            by: extension.by.clone(),
            provision: cite(&extension.cites),
            request_before_days: extension.request_before_days,
        });
        Some(Self {
            clock: clock.id.to_string(),
            name: clock.name.clone(),
            starts: clock.starts.clone(),
            bearer: clock.bearer.name(),
            length: rule.length,
            length_words: rule.length.words(),
            custody: clock.custody,
            liberty_ceiling: clock.liberty_ceiling,
            counting: rule.counting.name.clone(),
            option: clock.option.clone(),
            extensions: extensions.collect(),
            grounds: clock.grounds.iter().map(|ground| ground.id.to_string()).collect(),
            provision: join(&rule.provisions),
            status: word(rule.status),
            why: rule.why,
            expiry: clock.expiry.clone(),
        })
    }
}
