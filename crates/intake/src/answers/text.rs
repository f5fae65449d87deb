//! The text of an answer in two pieces: what names its record, and what is said, which many records share.
//!
//! Together they are byte for byte what `parcel::Decision::to_json` writes.

use std::{
    hash::{BuildHasher, Hash, Hasher},
    sync::Arc,
};

use hashbrown::{DefaultHashBuilder, HashMap};
use parcel::{Choice, Decision, Evidence, Finding, Value, Verdict};

/// What begins the second piece.
const SAID: &str = "\"findings\":";

/// Texts that are kept to be shared.
const KNOWN_MAX: usize = 2_048;

/// An answer without its place in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerText {
    /// Names the record and says the verdict; up to the findings.
    pub name: String,
    /// The findings and what they rest on; the rest of the object.
    pub said: Arc<str>,
}

impl AnswerText {
    /// The whole text.
    pub fn json(&self) -> String {
        [&self.name, &*self.said].concat()
    }

    /// Takes a text apart that was kept whole.
    pub fn of_json(json: &str) -> Self {
        let (name, said) = json.split_at(json.find(SAID).unwrap_or(json.len()));
        Self { name: name.to_owned(), said: said.into() }
    }
}

/// What was said lately: most records are told one of some hundred things.
#[derive(Default)]
pub struct Texts {
    hasher: DefaultHashBuilder,
    known: HashMap<u64, Known>,
    /// What the texts end with: pack, law and catalogue, as long as these decide.
    editions: Option<[Arc<str>; 3]>,
}

struct Known {
    findings: Vec<Finding>,
    said: Arc<str>,
}

impl Texts {
    /// The text of a decision.
    pub fn of(&mut self, decision: &Decision, verdict: Verdict) -> AnswerText {
        let text = AnswerText { name: name_of(decision, verdict), said: self.said(decision) };
        debug_assert_eq!(text.json(), decision.to_json());
        text
    }

    fn said(&mut self, decision: &Decision) -> Arc<str> {
        let editions = [&decision.pack, &decision.law, &decision.catalogue.edition];
        if !self.editions.as_ref().is_some_and(|known| known.iter().eq(editions)) {
            self.known.clear();
            self.editions = Some(editions.map(Arc::clone));
        }
        // Goods are found in the sender's own words: hardly any two texts are equal.
        if decision.findings.iter().any(|finding| matches!(finding, Finding::Goods { .. })) {
            return said_of(decision);
        }
        let key = self.hasher.hash_one(Print(&decision.findings));
        if let Some(known) = self.known.get(&key).filter(|known| known.findings == decision.findings) {
            return Arc::clone(&known.said);
        }
        if self.known.len() >= KNOWN_MAX {
            self.known.clear();
        }
        let said = said_of(decision);
        self.known.insert(key, Known { findings: decision.findings.clone(), said: Arc::clone(&said) });
        said
    }
}

/// Names hold no character that JSON escapes.
fn name_of(decision: &Decision, verdict: Verdict) -> String {
    let (item, revision) = (&decision.name.item, decision.name.revision.get());
    let mut name = String::with_capacity(128);
    name.extend(["{\"waybill\":\"", item.waybill.as_str(), "\",\"operator\":\"", item.operator.as_str()]);
    name.push_str("\",\"revision\":");
    if revision == 1 {
        name.push('1');
    } else {
        name.push_str(&revision.to_string());
    }
    name.extend([",\"decision\":\"", verdict.word(), "\","]);
    name
}

fn said_of(decision: &Decision) -> Arc<str> {
    let json = decision.to_json();
    json[json.find(SAID).unwrap_or(json.len())..].into()
}

/// Findings as they are hashed: what tells them apart, cheaply. Equality decides.
struct Print<'a>(&'a [Finding]);

impl Hash for Print<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for finding in self.0 {
            let (Finding::Duty { evidence, .. } | Finding::Goods { evidence, .. } | Finding::Pattern { evidence, .. }) =
                finding;
            finding.provision().rule.hash(state);
            finding.refuses().hash(state);
            hash_evidence(evidence, state);
        }
    }
}

fn hash_evidence(evidence: &Evidence, state: &mut impl Hasher) {
    evidence.0.iter().for_each(|(_, value)| hash_value(value, state));
}

fn hash_value(value: &Value, state: &mut impl Hasher) {
    match value {
        Value::Text(text) => text.hash(state),
        Value::Flag(flag) => flag.hash(state),
        Value::Count(count) => count.hash(state),
        Value::Number(number) => number.to_bits().hash(state),
        Value::List(values) => values.iter().for_each(|value| hash_value(value, state)),
        Value::Fields(fields) => hash_evidence(fields, state),
    }
}

#[cfg(test)]
mod tests;
