//! How many items were like one that somebody is asked to look at, and what was found in them.
//!
//! *Like it*: hit by the same rule at the same operator within the 30 days up to the item's own.
//! One question of the history counts all rules of an operator and day; its answer is kept until more came.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use hashbrown::HashMap;
use history::{Batch, History, HistoryError, Rows};
use parcel::{Day, Operator};
use screening::{goods::yields::Yield, interval::Interval};
use serde::Serialize;
use serde_json::Value;

/// How far back items count. Unit: days, the item's own among them.
pub const DAYS: u16 = 30;

/// Most answers that are kept.
const KEPT_MAX: usize = 256;

/// Items like one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Like {
    /// How far back they were counted. Unit: days.
    pub days: u16,
    /// Items, this one among them.
    pub items: u64,
    /// Of these, items that were opened.
    pub opened: u64,
    /// Of these, items in which something was found.
    pub finds: u64,
    /// Share of finds among those that were opened; none where none was.
    pub interval: Option<Interval>,
}

/// Counts of items by rule.
type Counts = BTreeMap<String, Yield>;

/// Counts that were asked for before.
#[derive(Default)]
pub struct Likes(Mutex<HashMap<(Operator, Day), Counted>>);

/// Counts, and how far the journal reached when they were made.
type Counted = (u64, Arc<Counts>);

impl Likes {
    /// The items like one that a rule hit at an operator on a day; none where nothing of it is kept.
    ///
    /// `end` is how far the journal reaches: counts are asked for anew once a hundredth more has come.
    pub fn of(
        &self,
        (history, tail): (&History, &[Arc<Batch>]),
        end: u64,
        (operator, day): (&Operator, Day),
        rule: &str,
    ) -> Result<Option<Like>, HistoryError> {
        let key = (operator.clone(), day);
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let counts = match kept.filter(|(at, _)| end <= at + at / 100) {
            Some((_, counts)) => counts,
            None => self.count((history, tail), end, key)?,
        };
        Ok(counts.get(rule).map(like))
    }

    fn count(
        &self,
        (history, tail): (&History, &[Arc<Batch>]),
        end: u64,
        key: (Operator, Day),
    ) -> Result<Arc<Counts>, HistoryError> {
        let counts = Arc::new(counts(&history.query(&question(&key), tail)?));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, (end, Arc::clone(&counts)));
        Ok(counts)
    }
}

fn like(counts: &Yield) -> Like {
    let Yield { hits, checked, finds, .. } = *counts;
    Like { days: DAYS, items: hits, opened: checked, finds, interval: counts.precision() }
}

/// Names of operators hold neither quotes nor anything that SQL would read.
fn question((operator, day): &(Operator, Day)) -> String {
    let from = day.checked_sub(jiff::Span::new().days(i64::from(DAYS) - 1)).unwrap_or(*day);
    let within = format!("operator = '{}' AND day BETWEEN DATE '{from}' AND DATE '{day}'", operator.as_str());
    by_rule(&within)
}

/// Items by rule of the decisions and notices within a condition, with what was opened and found in them.
pub(crate) fn by_rule(within: &str) -> String {
    format!(
        "WITH said AS (
            SELECT operator, waybill, day, unnest(rules) AS rule FROM decisions WHERE {within}
            UNION ALL SELECT operator, waybill, day, rule FROM notices WHERE {within}),
        hit AS (SELECT operator, waybill, rule, max(day) AS day FROM said GROUP BY operator, waybill, rule),
        opened AS (SELECT operator, waybill, max(found) AS found FROM (
            SELECT operator, waybill, CASE WHEN event = 'opened_found' THEN 1 ELSE 0 END AS found FROM events
                WHERE event IN ('opened_found', 'opened_clear') AND {within}
            UNION ALL SELECT operator, waybill, 1 FROM records WHERE inspection_result = 'found' AND {within})
            GROUP BY operator, waybill)
        SELECT hit.rule AS rule, count(*) AS hits, count(opened.found) AS checked,
            coalesce(sum(opened.found), 0) AS finds, max(hit.day) AS last_hit
        FROM hit LEFT JOIN opened ON hit.operator = opened.operator AND hit.waybill = opened.waybill
        GROUP BY hit.rule ORDER BY hit.rule"
    )
}

/// The rows of [`by_rule`].
pub(crate) fn counts(rows: &Rows) -> Counts {
    let number = |row, column| rows.cell(row, column).and_then(Value::as_u64).unwrap_or(0);
    let text = |row, column| rows.cell(row, column).and_then(Value::as_str);
    let of = |row| {
        let counts = Yield {
            hits: number(row, "hits"),
            checked: number(row, "checked"),
            finds: number(row, "finds"),
            last_hit: text(row, "last_hit").and_then(|day| day.parse().ok()),
        };
        (text(row, "rule").unwrap_or_default().to_owned(), counts)
    };
    (0..rows.rows.len()).map(of).collect()
}
