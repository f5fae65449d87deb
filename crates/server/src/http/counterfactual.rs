//! Beside each request to act on an item: what would have let it pass, how many were like it, what was found in them.
//!
//! Told beside decisions and notices and never in them: their bytes stay as they were answered.

use history::{Batch, HistoryError, Rows};
use intake::{counterfactual::Like, store::Store};
use parcel::{Bilingual, Day, Operator};
use screening::{counterfactual, pack::Pack};
use serde::Serialize;
use serde_json::{Value, value::RawValue};
use std::sync::Arc;

/// What would have let an item pass one request. Where there are several, each must be met.
#[derive(Serialize)]
pub(super) struct Counterfactual {
    sequence: Option<u64>,
    rule: String,
    effect: String,
    would_pass: WouldPass,
    like_it: Option<Like>,
}

/// Any one of these would have done.
#[derive(Serialize)]
struct WouldPass {
    /// What a person can do.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<Value>,
    /// Counts under which the rule says nothing, all together; none where the pack in force is another by now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    limits: Vec<Limit>,
    /// The declared name without which nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    without: Option<Bilingual>,
}

#[derive(Serialize)]
struct Limit {
    #[serde(flatten)]
    limit: counterfactual::Limit,
    /// What was counted.
    was: Value,
}

/// What the item is and where it is looked for.
pub(super) struct Of<'a> {
    pub(super) store: &'a Store,
    pub(super) tail: &'a [Arc<Batch>],
    pub(super) operator: &'a Operator,
    pub(super) records: &'a Rows,
}

impl Of<'_> {
    /// One for each request of the latest decision and of notices, in their order.
    pub(super) fn requests(
        &self,
        decisions: &[Box<RawValue>],
        notices: &[Box<RawValue>],
    ) -> Result<Vec<Counterfactual>, HistoryError> {
        let screener = self.store.screener();
        let parsed = |text: &RawValue| serde_json::from_str::<Value>(text.get()).unwrap_or_default();
        let mut all = Vec::new();
        if let Some(decision) = decisions.last().map(|text| parsed(text)) {
            for finding in decision["findings"].as_array().into_iter().flatten() {
                all.extend(self.request(screener.pack(), &decision, finding)?);
            }
        }
        for notice in notices.iter().map(|text| parsed(text)) {
            all.extend(self.request(screener.pack(), &notice, &notice)?);
        }
        Ok(all)
    }

    /// None of what asks for nothing.
    fn request(&self, pack: &Pack, answer: &Value, finding: &Value) -> Result<Option<Counterfactual>, HistoryError> {
        let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let (rule, effect) = (text("rule"), text("effect"));
        if effect == "note" || rule.is_empty() {
            return Ok(None);
        }
        let same_pack = answer["pack"].as_str() == Some(pack.name());
        let limits = if same_pack { counterfactual::limits(pack, &rule) } else { Vec::new() };
        let was = |limit: counterfactual::Limit| {
            let counted = &finding["evidence"]["counts"][&limit.measure];
            let was = counted.get("count").or_else(|| counted.get("at_least")).cloned().unwrap_or_default();
            Limit { limit, was }
        };
        let remedy = finding.get("remedy").cloned();
        let would_pass = WouldPass { remedy, limits: limits.into_iter().map(was).collect(), without: without(finding) };
        let like_it = self.like(&rule)?;
        Ok(Some(Counterfactual { sequence: answer["sequence"].as_u64(), rule, effect, would_pass, like_it }))
    }

    fn like(&self, rule: &str) -> Result<Option<Like>, HistoryError> {
        let last = self.records.rows.len().checked_sub(1);
        let day = last.and_then(|row| self.records.cell(row, "day")).and_then(Value::as_str);
        let Some(day) = day.and_then(|day| day.parse::<Day>().ok()) else { return Ok(None) };
        let store = self.store;
        store.likes().of((store.history(), self.tail), store.journal().end(), (self.operator, day), rule)
    }
}

/// The declared name of goods that a finding rests on.
fn without(finding: &Value) -> Option<Bilingual> {
    let evidence = &finding["evidence"];
    let matched = evidence["matched"].as_str()?;
    let field = evidence["field"].as_str().unwrap_or_default();
    Some(Bilingual::new(format!("若 {field} 中没有“{matched}”"), format!("had {field} not held \"{matched}\"")))
}

/// Its schema, for the description of the interface.
pub(super) fn schema() -> Value {
    let count = serde_json::json!({"type": "integer"});
    serde_json::json!({
        "title": "Counterfactual",
        "description": "What would have let an item pass one request, and what became of items like it. \
                        Where there are several, each must be met. No part of any decision.",
        "type": "object",
        "required": ["sequence", "rule", "effect", "would_pass", "like_it"],
        "properties": {
            "sequence": count, "rule": {"type": "string"}, "effect": {"type": "string"},
            "would_pass": {
                "type": "object",
                "description": "Any one of these would have done.",
                "properties": {
                    "remedy": {"type": "object", "description": "What a person can do, in both languages."},
                    "limits": {
                        "type": "array",
                        "description": "Counts under which the rule says nothing, all together.",
                        "items": {"type": "object", "properties": {
                            "measure": {"type": "string"}, "at_most": count, "window_seconds": count, "was": count,
                        }},
                    },
                    "without": {"type": "object", "description": "The declared name without which nothing is said."},
                },
            },
            "like_it": {
                "type": ["object", "null"],
                "description": "Items that the same rule hit at the same operator in the days up to this one's; \
                                counted anew once a hundredth more has come.",
                "properties": {
                    "days": count, "items": count, "opened": count, "finds": count,
                    "interval": {"type": ["object", "null"], "description": "Share of finds among those opened, 95 %."},
                },
            },
        },
    })
}
