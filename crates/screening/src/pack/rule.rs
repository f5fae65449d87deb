//! One rule file.

use std::sync::Arc;

use parcel::{Ask, Bilingual, Choice, HintEffect, Provision, Request};

use super::{
    case::{self, Case},
    condition,
    reader::{self, Problems, Section},
};
use crate::{
    rules::{Basis, Condition, Expected, Mode, Occasion, Rule, Setting, Status, check},
    window::{KeyKind, Measures},
};

const KEYS: &str = "item, sender, phone, payer, recipient, address, outlet, courier, inspector, machine, image";

/// A million hits in a million records.
const MILLION: u32 = 1_000_000;

/// A rule and the cases that stand beside it.
pub(super) struct RuleFile {
    pub(super) rule: Rule,
    pub(super) cases: Vec<Case>,
}

/// Reads a rule file; `None` where problems leave no rule.
pub(super) fn read(file: &str, text: &str, measures: &Measures, problems: &Problems) -> Option<RuleFile> {
    let document = reader::parse(file, text, problems);
    let mut section = Section::root(file, text, &document, problems);
    let id = section.choice("id", "a-z, 0-9, _ and ., e.g. sender.many_recipients", well_named);
    let version = section.number("version", 1, i64::from(u32::MAX));
    let title = section.bilingual("title");
    let status = section.choice("status", "experimental, test, stable", Status::from_word);
    let owner = section.word("owner");
    let occasion = section.optional_choice("on", "acceptance, pass", Occasion::from_word).unwrap_or_default();
    let mode = section.optional_choice("mode", "live, shadow", Mode::from_word).unwrap_or_default();
    let rollout = section.optional_number("rollout_percent", 1, 100).unwrap_or(100);
    let reach = reach(&mut section, occasion);
    let condition =
        reach.and_then(|reach| condition_of(&mut section, text, Setting { occasion, key: reach.key(), measures }));
    let effect = effect(&mut section, status);
    let message = section.bilingual("message");
    let rationale = section.bilingual("rationale");
    let source = section.word("source");
    let false_positives = section.bilingual("false_positives");
    let expected = expected(&mut section);
    let cases = section.tables("case");
    let rule_id = id.clone().unwrap_or_default();
    let cases: Vec<Case> = cases.into_iter().filter_map(|case| case::read(&rule_id, occasion, case)).collect();
    require_both(&section, &cases);
    section.finish();
    let provision =
        Provision { rule: id?, version: u32::try_from(version?).ok()?, message: message?, source: source?.to_owned() };
    let rule = Rule {
        provision: Arc::new(provision),
        title: title?,
        status: status?,
        owner: owner?.to_owned(),
        occasion,
        key: reach?.key(),
        mode,
        rollout_percent: u32::try_from(rollout).ok()?,
        condition: condition?,
        effect: effect?,
        rationale: rationale?,
        false_positives: false_positives?,
        expected: expected?,
    };
    Some(RuleFile { rule, cases })
}

/// Names every id that two files share.
pub(super) fn refuse_repeated(read: &[(&str, &str, RuleFile)], problems: &Problems) {
    for (position, (file, text, rule)) in read.iter().enumerate() {
        let id = &rule.rule.provision.rule;
        if let Some((other, ..)) = read[..position].iter().find(|(.., other)| other.rule.provision.rule == *id) {
            let message =
                Bilingual::new(format!("{other} 已使用规则名 {id}"), format!("{other} already has the id {id}"));
            problems.add((file, text), 0, "repeated_id", message);
        }
    }
}

/// What a rule looks at besides the record.
#[derive(Clone, Copy)]
enum Reach {
    /// Nothing.
    Item,
    /// Windows over a key.
    Over(KeyKind),
}

impl Reach {
    fn key(self) -> Option<KeyKind> {
        match self {
            Self::Item => None,
            Self::Over(kind) => Some(kind),
        }
    }
}

/// What a rule's windows count over. Passes of events know no sender: their rules count over stations and images.
fn reach(section: &mut Section<'_, '_>, occasion: Occasion) -> Option<Reach> {
    let word = |word: &str| if word == "item" { Some(Reach::Item) } else { KeyKind::from_word(word).map(Reach::Over) };
    let of_passes = [KeyKind::Outlet, KeyKind::Machine, KeyKind::Image];
    match occasion {
        Occasion::Acceptance => section.choice("key", KEYS, word),
        Occasion::Pass => section.choice("key", "outlet, machine, image (on = \"pass\")", |text| {
            word(text).filter(|reach| reach.key().is_some_and(|kind| of_passes.contains(&kind)))
        }),
    }
}

/// How often a rule should fire, and how often for nothing.
fn expected(section: &mut Section<'_, '_>) -> Option<Expected> {
    let mut section = section.required_table("expected")?;
    let hits_per_million = section.range("hits_per_million", MILLION);
    let false_alarm_percent = section.range("false_alarm_percent", 100);
    let basis = section.choice("basis", "sample, assumed", Basis::from_word);
    section.finish();
    Some(Expected { hits_per_million: hits_per_million?, false_alarm_percent: false_alarm_percent?, basis: basis? })
}

fn condition_of(section: &mut Section<'_, '_>, text: &str, setting: Setting<'_>) -> Option<Condition> {
    let located = section.located("when")?;
    match check(located.text, setting) {
        Ok(condition) => Some(condition),
        Err(complaints) => {
            for complaint in complaints {
                let Bilingual { zh, en } = complaint.message;
                section.problem(condition::place(text, &located, complaint.offset), complaint.code, zh, en);
            }
            None
        }
    }
}

/// The effect of a rule: `note`, or `inspect` with what it asks. There is no other.
fn effect(section: &mut Section<'_, '_>, status: Option<Status>) -> Option<HintEffect> {
    let inspects = section.choice("effect", "note, inspect", |word| match word {
        "note" => Some(false),
        "inspect" => Some(true),
        _ => None,
    });
    if inspects == Some(false) {
        return Some(HintEffect::Note);
    }
    if status == Some(Status::Experimental) {
        section.problem(
            section.place("effect"),
            "not_yet",
            "试验中的规则只能提示（note）",
            "an experimental rule may only note",
        );
    }
    let asks = section.choice("asks", "identity, open, machine, look", Ask::from_word);
    let remedy = section.bilingual("remedy");
    inspects?;
    Some(HintEffect::Inspect(Arc::new(Request { asks: asks?, remedy: remedy? })))
}

fn require_both(section: &Section<'_, '_>, cases: &[Case]) {
    if !(cases.iter().any(|case| case.fires) && cases.iter().any(|case| !case.fires)) {
        section.problem(
            section.start(),
            "missing",
            "须至少有一个触发的用例和一个不触发的用例",
            "at least one case that fires and one that does not are required",
        );
    }
}

fn well_named(text: &str) -> Option<String> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'.';
    (text.len() <= 64 && text.bytes().all(allowed)).then(|| text.to_owned())
}
