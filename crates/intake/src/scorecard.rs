//! What became of the hits of every rule and every entry of the catalogue, and what that proposes.
//!
//! Hits are what was said at the time, by whatever pack was in force; rules in shadow said nothing and have none
//! (`backtest` counts theirs). What is proposed is for a person to decide.

use std::{collections::BTreeMap, sync::Arc};

use history::{Batch, History, HistoryError};
use parcel::Day;
use screening::{
    Screener,
    goods::yields::Yield,
    interval::Interval,
    rules::{Expected, Mode},
    scorecard::{Judged, Seen, judge},
};
use serde::Serialize;
use serde_json::Value;

use crate::counterfactual::{by_rule, counts};

/// What a score is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A rule of the pack in force.
    Rule,
    /// An entry of the catalogue in force.
    Entry,
    /// Neither: a rule or entry that is gone, or a provision of law.
    Other,
}

/// What became of the hits of one rule or entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Its id.
    pub rule: String,
    /// What it is.
    pub subject: Subject,
    /// Items that it hit.
    pub hits: u64,
    /// Of these, items that were opened.
    pub opened: u64,
    /// Of these, items in which something was found.
    pub finds: u64,
    /// Of these, items that were opened for nothing.
    pub false_alarms: u64,
    /// Share of finds among those that were opened.
    pub precision: Option<Interval>,
    /// Latest day of acceptance of an item that it hit.
    pub last_fired: Option<Day>,
    /// What is proposed; none of provisions of law, which nobody tunes.
    pub judged: Option<Judged>,
}

/// Scores of a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scorecard {
    /// The pack in force.
    pub pack: String,
    /// First day of acceptance with items.
    pub from: Option<Day>,
    /// Last day of acceptance with items.
    pub to: Option<Day>,
    /// Items of the period.
    pub items: u64,
    /// By id.
    pub scores: Vec<Score>,
}

/// Scores every rule of the pack, and every entry and provision that hit anything, from a day to a day.
pub fn score(
    history: &History,
    tail: &[Arc<Batch>],
    screener: &Screener,
    period: (Option<Day>, Option<Day>),
) -> Result<Scorecard, HistoryError> {
    let within = within(period);
    let rows = history.query(
        &format!("SELECT count(*) AS items, min(day) AS first, max(day) AS last FROM items WHERE {within}"),
        tail,
    )?;
    let day = |column| rows.cell(0, column).and_then(Value::as_str).and_then(|day| day.parse().ok());
    let items = rows.cell(0, "items").and_then(Value::as_u64).unwrap_or(0);
    let (from, to) = (day("first"), day("last"));
    let mut all: BTreeMap<String, (Subject, Yield)> = counts(&history.query(&by_rule(&within), tail)?)
        .into_iter()
        .map(|(rule, counts)| (rule, (Subject::Other, counts)))
        .collect();
    let rules = screener.pack().rules().rules();
    for rule in rules.iter().filter(|rule| rule.mode == Mode::Live) {
        all.entry(rule.provision.rule.clone()).or_insert((Subject::Rule, Yield::default())).0 = Subject::Rule;
    }
    let expected = |id: &str| -> Option<&Expected> {
        let place = rules.binary_search_by(|rule| rule.provision.rule.as_str().cmp(id)).ok()?;
        Some(&rules[place].expected)
    };
    let scores = all
        .iter()
        .map(|(id, (subject, counts))| {
            let subject = if id.starts_with(ENTRIES) { Subject::Entry } else { *subject };
            let seen = Seen { counts, items, expected: expected(id), until: to.unwrap_or(Day::ZERO) };
            let judged = (subject != Subject::Other).then(|| judge(&seen));
            told(id, subject, counts, judged)
        })
        .collect();
    Ok(Scorecard { pack: screener.pack().name().to_string(), from, to, items, scores })
}

/// How the rule of an entry of the catalogue begins.
const ENTRIES: &str = "goods.";

fn told(id: &str, subject: Subject, counts: &Yield, judged: Option<Judged>) -> Score {
    let Yield { hits, checked, finds, last_hit } = *counts;
    Score {
        rule: id.to_owned(),
        subject,
        hits,
        opened: checked,
        finds,
        false_alarms: checked - finds.min(checked),
        precision: counts.precision(),
        last_fired: last_hit,
        judged,
    }
}

fn within((from, to): (Option<Day>, Option<Day>)) -> String {
    let from = from.map_or_else(String::new, |from| format!(" AND day >= DATE '{from}'"));
    let to = to.map_or_else(String::new, |to| format!(" AND day <= DATE '{to}'"));
    format!("true{from}{to}")
}
