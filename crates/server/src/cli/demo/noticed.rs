//! What was said of which item, gathered from the answers while they come.

use std::collections::{BTreeMap, HashMap};

use intake::decide::Answer;
use parcel::Bilingual;
use serde::Deserialize;

/// What was said of the items of a run.
#[derive(Debug, Default)]
pub struct Noticed {
    /// By rule: how often it was said, and in what words.
    pub rules: BTreeMap<(String, String), (u64, Bilingual)>,
    /// Items of which goods or a pattern said something: whether it asked a person to look.
    pub items: HashMap<(String, String), Said>,
}

/// What was said of one item.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Whether a person is asked to act.
    pub asks: bool,
    /// The rules.
    pub rules: Vec<String>,
}

#[derive(Deserialize)]
struct Decision {
    waybill: String,
    operator: String,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    kind: String,
    effect: String,
    message: Bilingual,
}

impl Noticed {
    /// Takes an answer into account.
    pub fn add(&mut self, answer: &Answer) {
        let Answer::Decision { text, repeat: false, .. } = answer else { return };
        let Ok(decision) = serde_json::from_str::<Decision>(&text.json()) else { return };
        for finding in decision.findings {
            let key = (finding.effect.clone(), finding.rule.clone());
            self.rules.entry(key).or_insert_with(|| (0, finding.message)).0 += 1;
            if finding.kind != "duty" {
                self.say(&decision.operator, &decision.waybill, &finding.rule, finding.effect == "inspect");
            }
        }
    }

    /// Takes a notice into account.
    pub fn say(&mut self, operator: &str, waybill: &str, rule: &str, asks: bool) {
        let said = self.items.entry((operator.to_owned(), waybill.to_owned())).or_default();
        said.asks |= asks;
        said.rules.push(rule.to_owned());
    }
}
