//! A pack of rules: measures and rules as text files, loaded whole or not at all.
//!
//! Every diagnostic of every file is returned at once. The built-in pack is compiled in and stands in `packs/cn`.

mod built_in;
mod case;
mod condition;
mod measures;
mod reader;
mod rule;

use std::sync::Arc;

use parcel::Bilingual;

pub use case::{Case, CaseOutcome, Journaled};

use crate::{
    Diagnostic,
    rules::RuleSet,
    window::{Measures, Windows},
};
use reader::{Problems, Section};

/// Largest number of rules in a pack.
pub const RULES_MAX: usize = 4096;

/// A checked pack, ready to run.
#[derive(Debug)]
pub struct Pack {
    name: Arc<str>,
    title: Bilingual,
    rules: RuleSet,
    cases: Vec<Case>,
    canonical: Vec<u8>,
}

impl Pack {
    /// The pack that ships with this version.
    pub fn built_in() -> Result<Self, Vec<Diagnostic>> {
        Self::load(built_in::HEAD, built_in::RULES)
    }

    /// Loads a pack from its head file and its rule files, each with the name that diagnostics shall show.
    pub fn load(head: (&str, &str), rules: &[(&str, &str)]) -> Result<Self, Vec<Diagnostic>> {
        let problems = Problems::default();
        let head_read = Head::read(head, &problems);
        let measures = Arc::new(head_read.measures);
        let mut read = Vec::new();
        for (file, text) in rules {
            read.extend(rule::read(file, text, &measures, &problems).map(|rule| (*file, *text, rule)));
        }
        rule::refuse_repeated(&read, &problems);
        if rules.len() > RULES_MAX {
            problems.add(
                head,
                0,
                "too_many",
                Bilingual::new(format!("规则多于 {RULES_MAX} 条"), format!("more than {RULES_MAX} rules")),
            );
        }
        problems.none()?;
        let (rules_read, cases): (Vec<_>, Vec<_>) =
            read.into_iter().map(|(_, _, rule)| (rule.rule, rule.cases)).unzip();
        Ok(Self {
            name: head_read.name.into(),
            title: head_read.title,
            rules: RuleSet::new(rules_read, measures),
            cases: cases.into_iter().flatten().collect(),
            canonical: canonical(head, rules),
        })
    }

    /// Id and edition, e.g. `cn@2026-11-22`.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// What it is called.
    pub fn title(&self) -> &Bilingual {
        &self.title
    }

    /// Its rules, indexed.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Its measures: what a store of windows has to answer.
    pub fn measures(&self) -> &Arc<Measures> {
        self.rules.measures()
    }

    /// The cases that its rules are tested by.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// All files in one order, each name and text with its length before it: hash this to name the content.
    pub fn canonical(&self) -> &[u8] {
        &self.canonical
    }

    /// Runs every case through the live evaluator, each on windows of its own.
    pub fn run_cases<W: Windows>(&self, mut windows: impl FnMut(&Arc<Measures>) -> W) -> Vec<CaseOutcome<'_>> {
        self.cases.iter().map(|case| case.run(&self.rules, &mut windows(self.measures()))).collect()
    }
}

fn canonical(head: (&str, &str), rules: &[(&str, &str)]) -> Vec<u8> {
    let mut files = rules.to_vec();
    files.sort_unstable();
    let mut bytes = Vec::new();
    for text in std::iter::once(&head).chain(&files).flat_map(|(file, text)| [*file, *text]) {
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

struct Head {
    name: String,
    title: Bilingual,
    measures: Measures,
}

impl Head {
    fn read((file, text): (&str, &str), problems: &Problems) -> Self {
        let document = reader::parse(file, text, problems);
        let mut section = Section::root(file, text, &document, problems);
        let id = section.word("id");
        let edition = section.word("edition");
        let title = section.bilingual("title");
        let late = section.length("late");
        let measures = section.table("measure").map(|section| measures::read(&section)).unwrap_or_default();
        section.finish();
        Self {
            name: format!("{}@{}", id.unwrap_or_default(), edition.unwrap_or_default()),
            title: title.unwrap_or_else(|| Bilingual::new("", "")),
            measures: Measures::new(measures, late.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests;
