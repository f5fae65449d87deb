//! `pack diff`: what another pack would do differently, rule by rule and measure by measure.

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Arg, Command, value_parser};
use screening::{pack::Pack, window::KeyKind};
use serde_json::{Map, Value, json};

use super::{folder, show};
use crate::{
    cli::{Context, args},
    failure::{Exit, Outcome},
    language::Language,
};

/// How the tool is described.
pub(super) fn command(language: Language) -> Command {
    let folder = |name: &'static str, help| {
        Arg::new(name)
            .value_name(if name == "a" { "A" } else { "B" })
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(help)
    };
    Command::new("diff")
        .about(language.of(
            "比较两个规则包：增、删、改及其影响",
            "Compare two packs: what is added, removed or changed, and to what effect",
        ))
        .arg(folder("a", language.of("旧规则包文件夹，或 built-in", "Folder of the former pack, or built-in")))
        .arg(folder("b", language.of("新规则包文件夹，或 built-in", "Folder of the new pack, or built-in")))
        .arg(args::json(language))
}

/// What differs in one rule or measure.
struct Difference {
    what: &'static str,
    name: String,
    /// `added`, `removed` or `changed`.
    how: &'static str,
    /// Field, former value, new value.
    fields: Vec<(String, Value, Value)>,
    /// Whether a changed rule kept its version, so that findings of both go by one name.
    version_kept: bool,
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let [one, other] = ["a", "b"].map(|name| {
        let path = context.matches.get_one::<PathBuf>(name).cloned().unwrap_or_default();
        folder::read(&path)?.map_err(|found| folder::unsound(&found))
    });
    let (one, other): (Pack, Pack) = (one?, other?);
    let mut differences = compared("rule", &rules(&one), &rules(&other));
    differences.extend(compared("measure", &measures(&one), &measures(&other)));
    if context.matches.get_flag("json") {
        let all: Vec<Value> = differences.iter().map(as_object).collect();
        println!("{}", json!({ "a": &**one.name(), "b": &**other.name(), "differences": all }));
        return Ok(Exit::Done);
    }
    println!("{} → {}", one.name(), other.name());
    for difference in &differences {
        print(context.language, difference);
    }
    if differences.is_empty() {
        println!("{}", context.language.of("没有差别", "no differences"));
    }
    Ok(Exit::Done)
}

type Described = BTreeMap<String, Map<String, Value>>;

fn rules(pack: &Pack) -> Described {
    let described = pack.rules().rules().iter().map(|rule| {
        let object = show::as_object(rule).as_object().cloned().unwrap_or_default();
        (rule.provision.rule.clone(), object)
    });
    described.collect()
}

fn measures(pack: &Pack) -> Described {
    let all = KeyKind::ALL.into_iter().flat_map(|kind| pack.measures().of(kind));
    let described = all.map(|(_, measure)| {
        let text = |value: String| if value == "None" { Value::Null } else { Value::String(value) };
        let object = json!({
            "key": measure.key.word(), "window_seconds": measure.window / 1_000_000, "at_least": measure.at_least,
            "counts": format!("{:?}", measure.counted).to_lowercase(),
            "distinct": measure.distinct.map(screening::window::Attribute::word), "same": measure.same.map(screening::window::Attribute::word),
            "differs": measure.differs.map(screening::window::Attribute::word), "near": text(format!("{:?}", measure.near)),
            "weight_grams_max": measure.weight_grams_max, "same_weight": measure.same_weight,
            "result": measure.result.and_then(screening::window::MachineResult::word),
        });
        (measure.name.to_string(), object.as_object().cloned().unwrap_or_default())
    });
    described.collect()
}

fn compared(what: &'static str, one: &Described, other: &Described) -> Vec<Difference> {
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter_map(|name| difference(what, name, one.get(name), other.get(name))).collect()
}

fn difference(
    what: &'static str,
    name: &str,
    one: Option<&Map<String, Value>>,
    other: Option<&Map<String, Value>>,
) -> Option<Difference> {
    let (how, fields) = match (one, other) {
        (None, Some(_)) => ("added", Vec::new()),
        (Some(_), None) => ("removed", Vec::new()),
        (Some(one), Some(other)) => {
            let changed = one.iter().filter(|(field, value)| other.get(*field) != Some(value));
            let fields: Vec<_> = changed
                .map(|(field, value)| (field.clone(), value.clone(), other.get(field).cloned().unwrap_or_default()))
                .collect();
            if fields.is_empty() {
                return None;
            }
            ("changed", fields)
        }
        (None, None) => return None,
    };
    let version_kept = what == "rule" && how == "changed" && fields.iter().all(|(field, ..)| field != "version");
    Some(Difference { what, name: name.to_owned(), how, fields, version_kept })
}

fn as_object(difference: &Difference) -> Value {
    let Difference { what, name, how, fields, version_kept } = difference;
    let fields: Vec<Value> = fields.iter().map(|(field, a, b)| json!({ "field": field, "a": a, "b": b })).collect();
    json!({ what.to_owned(): name, "how": how, "fields": fields, "version_kept": version_kept })
}

fn print(language: Language, difference: &Difference) {
    let Difference { what, name, how, fields, version_kept } = difference;
    let (zh, en) = match *how {
        "added" => ("+ 新增", "+ added"),
        "removed" => ("- 删除", "- removed"),
        _ => ("~ 更改", "~ changed"),
    };
    let what = match *what {
        "rule" => language.of("规则", "rule"),
        _ => language.of("统计", "measure"),
    };
    println!("{} {what} {name}", language.of(zh, en));
    for (field, one, other) in fields {
        println!("    {field}: {one} → {other}");
    }
    if *version_kept {
        println!(
            "    {}",
            language.of(
                "版本号未变：新旧结论将同名，请提高 version",
                "the version is the same: findings of both go by one name; raise version"
            )
        );
    }
}
