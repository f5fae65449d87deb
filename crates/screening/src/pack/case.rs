//! Good and bad cases of a rule: what came before, the record, and whether the rule fires.
//!
//! They are run by the same evaluator as live records.

mod sketch;

use parcel::Item;

use super::reader::Section;
use crate::{
    rules::{Fired, RuleSet, Scratch},
    window::{Entry, Windows},
};
use sketch::Sketch;

/// Largest number of records before one case.
pub(super) const BEFORE_MAX: i64 = 2000;

/// One case of a rule.
#[derive(Clone, Debug)]
pub struct Case {
    /// The rule that it tests.
    pub rule: String,
    /// What it shows, in words.
    pub title: String,
    /// Whether the rule fires on the record.
    pub fires: bool,
    /// What was journaled before, in order.
    pub before: Vec<Item>,
    /// The record.
    pub item: Item,
}

/// What became of a case.
#[derive(Clone, Copy, Debug)]
pub struct CaseOutcome<'a> {
    /// The case.
    pub case: &'a Case,
    /// Whether the rule fired.
    pub fired: bool,
}

impl CaseOutcome<'_> {
    /// Whether the rule did what the case says.
    pub fn passed(&self) -> bool {
        self.fired == self.case.fires
    }
}

impl Case {
    /// Runs the case on windows that hold nothing yet.
    pub fn run(&self, rules: &RuleSet, windows: &mut impl Windows) -> CaseOutcome<'_> {
        for entry in self.before.iter().filter_map(Entry::of) {
            windows.insert(&entry);
        }
        let mut fired = false;
        if let Some(own) = Entry::of(&self.item) {
            rules.evaluate(&self.item, &own, windows, &mut Scratch::default(), |said| {
                fired |= matches!(said, Fired::Holds(rule, _) if rule.provision.rule == self.rule);
            });
        }
        CaseOutcome { case: self, fired }
    }
}

/// Reads a case.
pub(super) fn read(rule: &str, mut section: Section<'_, '_>) -> Option<Case> {
    let title = section.word("title");
    let fires = section.flag("fires");
    let mut before = Vec::new();
    for sketch in section.tables("before") {
        before.extend(Sketch::read(sketch).items(&format!("B{}", before.len())));
    }
    let item = section.table("item").map(Sketch::read);
    if item.is_none() {
        section.problem(section.start(), "missing", "缺少字段 item", "field item is missing");
    }
    section.finish();
    Some(Case {
        rule: rule.to_owned(),
        title: title?.to_owned(),
        fires: fires?,
        before,
        item: item?.items("CASE").next()?,
    })
}
