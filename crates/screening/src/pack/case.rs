//! Good and bad cases of a rule: what came before, the record, and whether the rule fires.
//!
//! They are run by the same evaluator as live records.

mod sketch;

use parcel::{Item, ItemName, PseudonymousEvent, Waybill};

use super::reader::Section;
use crate::{
    rules::{Fired, Occasion, Pass, Rule, RuleSet, Scratch, Subject},
    window::{Entry, Windows, item_print},
};
use sketch::Sketch;

/// Largest number of records before one case.
pub(super) const BEFORE_MAX: i64 = 2000;

/// How the record of a case is called where it says nothing.
const MADE: &str = "CASE";

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
    pub before: Vec<Journaled>,
    /// The record.
    pub record: Journaled,
}

/// A record of a case.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a case holds few, and most are the large one")]
pub enum Journaled {
    /// An acceptance.
    Item(Item),
    /// An event that tells of a pass through a machine.
    Pass(PseudonymousEvent),
}

impl Journaled {
    fn item(&mut self) -> &mut ItemName {
        match self {
            Self::Item(item) => &mut item.name.item,
            Self::Pass(event) => &mut event.item,
        }
    }

    /// The record under a name for which the rule is rolled out; the same one where the case gave it a name.
    fn covered(mut self, rule: &Rule) -> Self {
        let name = self.item();
        let made = name.waybill.as_str().starts_with(MADE);
        let mut names = (0..10_000).filter_map(|number| Waybill::parse(&format!("{MADE}-{number}")).ok());
        let covered = |waybill: &Waybill| {
            rule.covers(item_print(&ItemName { waybill: waybill.clone(), operator: name.operator.clone() }))
        };
        if let Some(waybill) = names.find(covered).filter(|_| made) {
            name.waybill = waybill;
        }
        self
    }

    fn entry(&self) -> Option<Entry> {
        match self {
            Self::Item(item) => Entry::of(item),
            Self::Pass(event) => Entry::of_pass(event),
        }
    }
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
        for entry in self.before.iter().filter_map(Journaled::entry) {
            windows.insert(&entry);
        }
        let mut fired = false;
        let mut look = |subject: Subject<'_>, own: &Entry| {
            rules.evaluate(subject, own, windows, &mut Scratch::default(), |said| {
                fired |= matches!(said, Fired::Holds(rule, _) if rule.provision.rule == self.rule);
            });
        };
        let rule = rules.rules().iter().find(|rule| rule.provision.rule == self.rule);
        let record = rule.map_or_else(|| self.record.clone(), |rule| self.record.clone().covered(rule));
        if let Some(own) = record.entry() {
            let pass = match &record {
                Journaled::Item(item) => {
                    look(Subject::Item(item), &own);
                    Pass::of_item(item)
                }
                Journaled::Pass(event) => Pass::of_event(event),
            };
            if let Some(pass) = &pass {
                look(Subject::Pass(pass), &own);
            }
        }
        CaseOutcome { case: self, fired }
    }
}

/// Reads a case: its record is an `item`, or in rules over passes an `item` or a `pass`.
pub(super) fn read(rule: &str, occasion: Occasion, mut section: Section<'_, '_>) -> Option<Case> {
    let title = section.word("title");
    let fires = section.flag("fires");
    let mut before = Vec::new();
    for sketch in section.tables("before") {
        before.extend(Sketch::read(sketch).journaled(&format!("B{}", before.len())));
    }
    let item = section.table("item").map(Sketch::read);
    let pass = section.table("pass").map(Sketch::read_pass);
    let record = match (item, pass) {
        (Some(one), None) => Some(one),
        (None, Some(pass)) if occasion == Occasion::Pass => Some(pass),
        (_, Some(_)) => {
            section.problem(
                section.place("pass"),
                "wrong_record",
                "一个用例只有一条记录；pass 仅用于 on = \"pass\" 的规则",
                "a case has one record; pass is for rules with on = \"pass\"",
            );
            None
        }
        (None, None) => {
            section.problem(section.start(), "missing", "缺少字段 item", "field item is missing");
            None
        }
    };
    section.finish();
    Some(Case {
        rule: rule.to_owned(),
        title: title?.to_owned(),
        fires: fires?,
        before,
        record: record?.journaled(MADE).next()?,
    })
}
