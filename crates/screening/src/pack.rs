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

/// How much of a pack's hash its name shows. Unit: hexadecimal digits.
const HASH_SHOWN: usize = 16;

/// A checked pack, ready to run.
#[derive(Debug)]
pub struct Pack {
    name: Arc<str>,
    hash: [u8; 32],
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
        let canonical = canonical(head, rules);
        let hash = blake3::hash(&canonical);
        let short: String = hash.to_hex().chars().take(HASH_SHOWN).collect();
        Ok(Self {
            name: format!("{}#{short}", head_read.name).into(),
            hash: *hash.as_bytes(),
            title: head_read.title,
            rules: RuleSet::new(rules_read, measures),
            cases: cases.into_iter().flatten().collect(),
            canonical,
        })
    }

    /// Id, edition and the start of the content's hash, e.g. `cn@2026-11-22#3f9a2c1b0d4e5f60`: decisions name it.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// BLAKE3 hash of [`Self::canonical`].
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
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

    /// All files in one order, each name and text with its length before it: the content that is hashed and signed.
    pub fn canonical(&self) -> &[u8] {
        &self.canonical
    }

    /// The files of [`Self::canonical`] bytes, each with its name, the head first; none where the bytes are not that.
    pub fn files(canonical: &[u8]) -> Option<Vec<(String, String)>> {
        let mut rest = canonical;
        let mut texts = Vec::new();
        while !rest.is_empty() {
            let (size, after) = rest.split_first_chunk::<8>()?;
            let (text, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*size)).ok()?)?;
            texts.push(String::from_utf8(text.to_vec()).ok()?);
            rest = after;
        }
        let mut texts = texts.into_iter();
        let mut files = Vec::new();
        while let Some(name) = texts.next() {
            files.push((name, texts.next()?));
        }
        Some(files)
    }

    /// Loads a pack from [`Self::canonical`] bytes.
    pub fn from_canonical(canonical: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let files = Self::files(canonical).filter(|files| !files.is_empty()).ok_or_else(|| {
            let message = Bilingual::new("不是规则包", "not a pack");
            vec![Diagnostic::at("pack", "", 0, "not_a_pack", message)]
        })?;
        let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Self::load(texts[0], &texts[1..])
    }

    /// Runs every case through the live evaluator, each on windows of its own.
    pub fn run_cases<W: Windows>(&self, mut windows: impl FnMut(&Arc<Measures>) -> W) -> Vec<CaseOutcome<'_>> {
        self.cases.iter().map(|case| case.run(&self.rules, &mut windows(self.measures()))).collect()
    }
}

/// Files go by the last part of their names, so that the hash does not depend on where a pack lies.
fn canonical(head: (&str, &str), rules: &[(&str, &str)]) -> Vec<u8> {
    let short = |(file, text): &(&'_ str, &'_ str)| {
        (file.rsplit('/').next().unwrap_or_default().to_owned(), (*text).to_owned())
    };
    let mut files: Vec<(String, String)> = rules.iter().map(short).collect();
    files.sort_unstable();
    let mut bytes = Vec::new();
    for text in std::iter::once(&short(&head)).chain(&files).flat_map(|(file, text)| [file, text]) {
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
