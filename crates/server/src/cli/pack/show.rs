//! `pack show`: what is in a pack, rule by rule.

use clap::Command;
use parcel::HintEffect;
use screening::rules::{Mode, Rule};
use serde_json::{Value, json};

use super::folder;
use crate::{
    cli::{Context, args},
    failure::{Exit, Outcome},
    language::Language,
};

/// How the tool is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("show")
        .about(language.of("列出规则包的名称、散列和规则", "List a pack's name, hash and rules"))
        .args([super::pack(language), args::json(language)])
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let pack = folder::sound(context)?;
    let rules = pack.rules().rules();
    if context.matches.get_flag("json") {
        let rules: Vec<Value> = rules.iter().map(as_object).collect();
        let hash = hex(pack.hash());
        println!("{}", json!({ "pack": &**pack.name(), "hash": hash, "title": pack.title(), "rules": rules }));
        return Ok(Exit::Done);
    }
    println!("{}  {}", pack.name(), context.language.of(&pack.title().zh, &pack.title().en));
    println!("{} {}\n", context.language.of("散列", "hash"), hex(pack.hash()));
    for rule in rules {
        let title = context.language.of(&rule.title.zh, &rule.title.en);
        let (id, version) = (&rule.provision.rule, rule.provision.version);
        let mode = match (rule.mode, rule.rollout_percent) {
            (Mode::Shadow, _) => " shadow".to_owned(),
            (Mode::Live, 100) => String::new(),
            (Mode::Live, percent) => format!(" {percent}%"),
        };
        println!("{id:<32} v{version} {:<12} {:<8} {title}{mode}", rule.status.word(), effect(rule));
    }
    Ok(Exit::Done)
}

/// The word of what a rule does.
pub(super) fn effect(rule: &Rule) -> &'static str {
    match &rule.effect {
        HintEffect::Note => "note",
        HintEffect::Inspect(_) => "inspect",
    }
}

/// A rule with everything that a person decides about it by.
pub(super) fn as_object(rule: &Rule) -> Value {
    let (asks, remedy) = match &rule.effect {
        HintEffect::Note => (Value::Null, Value::Null),
        HintEffect::Inspect(request) => (json!(request.asks), json!(request.remedy)),
    };
    let expected = &rule.expected;
    json!({
        "id": rule.provision.rule, "version": rule.provision.version, "title": rule.title,
        "status": rule.status.word(), "owner": rule.owner, "on": rule.occasion.word(), "key": rule.key_word(),
        "mode": rule.mode.word(), "rollout_percent": rule.rollout_percent, "when": rule.condition.source.trim(),
        "effect": effect(rule), "asks": asks, "remedy": remedy, "message": rule.provision.message,
        "source": rule.provision.source, "rationale": rule.rationale, "false_positives": rule.false_positives,
        "expected": {
            "hits_per_million": [expected.hits_per_million.0, expected.hits_per_million.1],
            "false_alarm_percent": [expected.false_alarm_percent.0, expected.false_alarm_percent.1],
            "basis": expected.basis.word(),
        },
    })
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
