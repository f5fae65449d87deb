//! One rule file.

use std::sync::Arc;

use parcel::{Ask, Bilingual, Choice, HintEffect, Provision, Request};

use super::{
    case::{self, Case},
    condition,
    reader::{self, Problems, Section},
};
use crate::{
    rules::{Rule, Status, check},
    window::{KeyKind, Measures},
};

const KEYS: &str = "sender, phone, payer, recipient, address, outlet, courier, inspector, machine, image";

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
    let key = section.choice("key", KEYS, KeyKind::from_word);
    let condition = key.and_then(|key| condition_of(&mut section, text, key, measures));
    let effect = effect(&mut section, status);
    let message = section.bilingual("message");
    let rationale = section.bilingual("rationale");
    let source = section.word("source");
    let false_positives = section.bilingual("false_positives");
    let cases = section.tables("case");
    require_both(&section, &cases);
    let rule_id = id.clone().unwrap_or_default();
    let cases = cases.into_iter().filter_map(|case| case::read(&rule_id, case)).collect();
    section.finish();
    let provision =
        Provision { rule: id?, version: u32::try_from(version?).ok()?, message: message?, source: source?.to_owned() };
    let rule = Rule {
        provision: Arc::new(provision),
        title: title?,
        status: status?,
        owner: owner?.to_owned(),
        key: key?,
        condition: condition?,
        effect: effect?,
        rationale: rationale?,
        false_positives: false_positives?,
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

fn condition_of(
    section: &mut Section<'_, '_>,
    text: &str,
    key: KeyKind,
    measures: &Measures,
) -> Option<crate::rules::Condition> {
    let located = section.located("when")?;
    match check(located.text, key, measures) {
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

fn require_both(section: &Section<'_, '_>, cases: &[Section<'_, '_>]) {
    if cases.len() < 2 {
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
