//! From the files of indicators to checked definitions: every problem at once.

use std::collections::BTreeMap;

use parcel::Bilingual;

use super::{
    Indicator, Indicators, Measure, SCOPE_ALL, Scope, Term,
    raw::{RawFile, RawIndicator},
};
use crate::{Diagnostic, LawError, Status};

/// Decimals beyond which a percentage says more than its parts.
const DECIMALS_MAX: u8 = 4;

pub(super) fn indicators(files: &[(&str, &str)]) -> Result<Indicators, LawError> {
    let mut reader = Reader { problems: Vec::new(), file: String::new() };
    let mut all = Indicators { indicators: BTreeMap::new(), scopes: BTreeMap::new() };
    for (name, text) in files {
        (*name).clone_into(&mut reader.file);
        match toml::from_str::<RawFile>(text) {
            Ok(raw) => reader.file(raw, &mut all),
            Err(error) => reader.problem(error.to_string()),
        }
    }
    "indicators".clone_into(&mut reader.file);
    reader.references(&all);
    if reader.problems.is_empty() { Ok(all) } else { Err(LawError::Data(reader.problems)) }
}

struct Reader {
    problems: Vec<Diagnostic>,
    file: String,
}

impl Reader {
    fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Diagnostic { file: self.file.clone(), message: message.into() });
    }

    fn file(&mut self, raw: RawFile, all: &mut Indicators) {
        for scope in raw.scope {
            let id = scope.id.clone();
            let scope = Scope { id: scope.id, name: scope.name, conditions: scope.conditions };
            self.name(&id);
            if all.scopes.insert(id.clone(), scope).is_some() {
                self.problem(format!("scope {id} is there twice"));
            }
        }
        for raw in raw.indicator {
            let id = raw.id.clone();
            self.name(&id);
            let Some(indicator) = self.indicator(raw) else { continue };
            if all.indicators.insert(id.clone(), indicator).is_some() {
                self.problem(format!("indicator {id} is there twice"));
            }
        }
    }

    /// Lower-case letters, digits and hyphens.
    fn name(&mut self, id: &str) {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if id.is_empty() || !id.chars().all(plain) {
            self.problem(format!("id {id:?}: only a-z, 0-9 and - would pass"));
        }
    }

    fn indicator(&mut self, raw: RawIndicator) -> Option<Indicator> {
        let id = raw.id.clone();
        for (what, text) in [("name", &raw.name), ("definition", &raw.definition)] {
            if text.zh.trim().is_empty() || text.en.trim().is_empty() {
                self.problem(format!("indicator {id}: {what}: a language is empty"));
            }
        }
        if raw.status == Status::Unverified && raw.why.is_none() {
            self.problem(format!("indicator {id} is unverified without a why"));
        }
        let measure = self.measure(&raw)?;
        let decimals = raw.decimals.unwrap_or(if matches!(measure, Measure::Count { .. }) { 0 } else { 2 });
        if decimals > DECIMALS_MAX {
            self.problem(format!("indicator {id}: at most {DECIMALS_MAX} decimals"));
        }
        Some(Indicator {
            id,
            name: raw.name,
            definition: raw.definition,
            measure,
            time: raw.time.unwrap_or_else(day_of_act),
            decimals,
            source: raw.source,
            status: raw.status,
            why: raw.why,
        })
    }

    /// Exactly one way in which the figure comes about.
    fn measure(&mut self, raw: &RawIndicator) -> Option<Measure> {
        let terms = |texts: &[String]| texts.iter().map(|text| term(text)).collect::<Vec<_>>();
        let share = (!raw.numerator.is_empty(), !raw.denominator.is_empty());
        let count = (raw.unit, !raw.select.is_empty());
        match (count, share, &raw.year_on_year_of, &raw.not_computed) {
            ((Some(unit), true), (false, false), None, None) => {
                if raw.select.iter().any(|selection| selection.facts.is_empty()) {
                    self.problem(format!("indicator {}: a selection names no kind of fact", raw.id));
                }
                Some(Measure::Count { unit, select: raw.select.clone(), external: raw.external.clone() })
            }
            ((None, false), (true, true), None, None) => {
                Some(Measure::Share { numerator: terms(&raw.numerator), denominator: terms(&raw.denominator) })
            }
            ((None, false), (false, false), Some(of), None) => Some(Measure::YearOnYear { of: of.clone() }),
            ((None, false), (false, false), None, Some(why)) => Some(Measure::NotComputed { why: why.clone() }),
            _ => {
                self.problem(format!(
                    "indicator {}: give exactly one of: unit and select; numerator and denominator; year_on_year_of; not_computed",
                    raw.id
                ));
                None
            }
        }
    }

    /// Terms name counts, changes name what can change, scopes exist.
    fn references(&mut self, all: &Indicators) {
        if all.scopes.get(SCOPE_ALL).is_none_or(|scope| !scope.conditions.is_empty()) {
            self.problem(format!("the scope {SCOPE_ALL} must be there, without a condition"));
        }
        for indicator in all.indicators.values() {
            match &indicator.measure {
                Measure::Share { numerator, denominator } => {
                    for term in numerator.iter().chain(denominator) {
                        self.term(&indicator.id, term, all);
                    }
                }
                Measure::YearOnYear { of } if !is_count(all, of) => {
                    self.problem(format!("indicator {}: {of} is no indicator that counts", indicator.id));
                }
                _ => {}
            }
        }
    }

    fn term(&mut self, id: &str, term: &Term, all: &Indicators) {
        if !is_count(all, &term.indicator) {
            self.problem(format!("indicator {id}: {} is no indicator that counts", term.indicator));
        }
        if let Some(scope) = term.scope.as_ref().filter(|scope| !all.scopes.contains_key(*scope)) {
            self.problem(format!("indicator {id}: unknown scope {scope}"));
        }
    }
}

fn is_count(all: &Indicators, id: &str) -> bool {
    all.indicators.get(id).is_some_and(|indicator| matches!(indicator.measure, Measure::Count { .. }))
}

/// `arrests` or `arrests@all`.
fn term(text: &str) -> Term {
    match text.split_once('@') {
        Some((indicator, scope)) => Term { indicator: indicator.to_owned(), scope: Some(scope.to_owned()) },
        None => Term { indicator: text.to_owned(), scope: None },
    }
}

fn day_of_act() -> Bilingual {
    Bilingual::new("以行为发生之日计", "by the day on which the act took place")
}
