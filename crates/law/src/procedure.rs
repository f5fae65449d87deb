//! Provisions of procedure that say which step of a case may follow which, with the edition in force on a day.
//!
//! What a case has come to, and which step is refused, belongs in `casebook`; how long a step may take, in `clock`.

use std::{collections::HashMap, sync::LazyLock};

use parcel::{Bilingual, Day};
use serde::Deserialize;

use crate::{Diagnostic, LawError, Status};

const FILE: &str = "procedure.toml";

/// One rule of procedure in one edition of its statute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRule {
    /// Id of the rule, e.g. `two-returns`.
    pub id: String,
    /// Citation with edition and article.
    pub cite: Bilingual,
    /// What it says, in short.
    pub says: Bilingual,
    /// First day in force of the edition that was read.
    pub valid_from: Option<Day>,
    /// Last day in force; none: no end known.
    pub valid_to: Option<Day>,
    /// Whether the text was read.
    pub status: Status,
}

/// All rules of procedure.
#[derive(Debug)]
pub struct Procedure(HashMap<String, Vec<StepRule>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    statute: Vec<RawStatute>,
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStatute {
    id: String,
    title: Bilingual,
    /// None for a rule of the register itself.
    year: Option<u16>,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
    status: Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: String,
    statute: String,
    article: Option<String>,
    says: Bilingual,
}

impl Procedure {
    /// The rules inside this program.
    ///
    /// # Panics
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static PROCEDURE: LazyLock<Procedure> = LazyLock::new(|| {
            let text = concat!(include_str!("../data/procedure.toml"), "\n", include_str!("../data/measures.toml"));
            Procedure::read(text).unwrap_or_else(|error| panic!("{error}"))
        });
        &PROCEDURE
    }

    /// Reads rules from the text of a file. Every problem is answered at once.
    ///
    /// # Errors
    /// [`LawError::Data`] with one diagnostic per problem.
    pub fn read(text: &str) -> Result<Self, LawError> {
        let problem = |message: String| Diagnostic { file: FILE.to_owned(), message };
        let raw: RawFile = toml::from_str(text).map_err(|error| LawError::Data(vec![problem(error.to_string())]))?;
        let mut problems = Vec::new();
        let mut rules: HashMap<String, Vec<StepRule>> = HashMap::new();
        for rule in raw.rule {
            let Some(statute) = raw.statute.iter().find(|statute| statute.id == rule.statute) else {
                problems.push(problem(format!("rule {}: no statute {}", rule.id, rule.statute)));
                continue;
            };
            if statute.year.is_some() != rule.article.is_some() {
                problems.push(problem(format!("rule {}: an article needs a year, and a year an article", rule.id)));
            }
            if rule.says.zh.is_empty() || rule.says.en.is_empty() {
                problems.push(problem(format!("rule {}: a language is empty", rule.id)));
            }
            rules.entry(rule.id.clone()).or_default().push(edition(rule, statute));
        }
        if problems.is_empty() { Ok(Self(rules)) } else { Err(LawError::Data(problems)) }
    }

    /// The edition of a rule for a day: the one in force, else the earliest that was read.
    ///
    /// Days before the earliest edition read are answered by it; [`StepRule::valid_from`] shows that.
    pub fn rule(&self, id: &str, day: Day) -> Option<&StepRule> {
        let editions = self.0.get(id)?;
        let in_force = |rule: &&StepRule| {
            rule.valid_from.is_none_or(|first| first <= day) && rule.valid_to.is_none_or(|last| day <= last)
        };
        editions.iter().find(in_force).or(editions.first())
    }

    /// Every rule in every edition, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &StepRule> {
        self.0.values().flatten()
    }
}

fn edition(rule: RawRule, statute: &RawStatute) -> StepRule {
    let cite = match (statute.year, &rule.article) {
        (Some(year), Some(article)) => Bilingual::new(
            format!("《{}》（{year}年）第{article}条", statute.title.zh),
            format!("{} {year} art. {article}", statute.title.en),
        ),
        _ => statute.title.clone(),
    };
    StepRule {
        cite,
        id: rule.id,
        says: rule.says,
        valid_from: statute.valid_from,
        valid_to: statute.valid_to,
        status: statute.status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_inside_load_and_cite_article_and_edition() {
        let day = "2026-09-25".parse().unwrap();
        let rule = Procedure::built_in().rule("two-returns", day).unwrap();
        assert_eq!(rule.cite.en, "Rules of Criminal Procedure of the People's Procuratorates 2019 art. 346");
        assert!(Procedure::built_in().iter().count() > 40);
    }

    #[test]
    fn a_day_before_the_first_edition_read_is_answered_by_it() {
        let early = Procedure::built_in().rule("two-returns", "2017-01-01".parse().unwrap()).unwrap();
        assert!(early.valid_from.is_some_and(|first| first > "2017-01-01".parse().unwrap()));
    }
}
