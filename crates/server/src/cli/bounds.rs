//! What accounts and keys have in common on the command line: a role, what bounds it, and where they are kept.

use access::{AccessError, AccessOptions, Bounds, OfficeCode, Role, Store};
use clap::{Arg, ArgAction, ArgMatches};
use parcel::{Operator, Region};

use super::args;
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// Where a data directory keeps accounts and keys.
const FOLDER: &str = "access";

/// `--role`, `--operator`, `--region` and `--office`.
pub fn arguments(language: Language) -> [Arg; 4] {
    let many = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).action(ArgAction::Append).help(language.of(zh, en))
    };
    [
        Arg::new("role")
            .long("role")
            .value_name("ROLE")
            .required(true)
            .value_parser(Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>())
            .help(language.of("角色", "The role")),
        many(
            "operator",
            "NAME",
            "所属寄递企业，可重复（收寄端、企业合规员）",
            "Own operator, may be repeated (clerk, compliance officer)",
        ),
        many(
            "region",
            "CODE",
            "所辖地区的行政区划代码，可重复（监管人员）",
            "Own region by GB/T 2260, may be repeated (inspector)",
        ),
        Arg::new("office")
            .long("office")
            .value_name("CODE")
            .help(language.of("所属机关代码（办案人员、案管人员）", "Own office (case officer, case manager)")),
    ]
}

/// The role and bounds that were typed; everything wrong with the codes at once.
pub fn of(matches: &ArgMatches) -> Outcome<(Role, Bounds)> {
    let role = matches.get_one::<String>("role").and_then(|word| Role::parse(word));
    let role = role.ok_or_else(|| Failure::new(Exit::Usage, "缺少 --role", "--role is missing"))?;
    let mut wrong = Vec::new();
    let typed = |name: &str| matches.get_many::<String>(name).into_iter().flatten();
    let mut bounds = Bounds::default();
    for text in typed("operator") {
        match Operator::parse(text) {
            Ok(operator) => bounds.operators.push(operator),
            Err(fault) => wrong.push(format!("--operator {text}: {}", fault.would_pass)),
        }
    }
    for text in typed("region") {
        match Region::parse(text) {
            Ok(region) => bounds.regions.push(region),
            Err(fault) => wrong.push(format!("--region {text}: {}", fault.would_pass)),
        }
    }
    if let Some(text) = matches.get_one::<String>("office") {
        match OfficeCode::parse(text) {
            Ok(office) => bounds.office = Some(office),
            Err(error) => wrong.push(format!("--office {text}: {error}")),
        }
    }
    if wrong.is_empty() {
        return Ok((role, bounds));
    }
    let all = wrong.join("; ");
    Err(Failure::new(Exit::Usage, format!("参数取值不被接受：{all}"), format!("values are not accepted: {all}")))
}

/// The bounds on one line.
pub fn shown(bounds: &Bounds) -> String {
    let operators = bounds.operators.iter().map(|operator| operator.as_str().to_owned());
    let regions = bounds.regions.iter().map(ToString::to_string);
    let office = bounds.office.iter().map(ToString::to_string);
    operators.chain(regions).chain(office).collect::<Vec<_>>().join(" ")
}

/// The store of accounts and keys, made where it is missing.
pub fn store(matches: &ArgMatches) -> Outcome<Store> {
    let (data, _) = args::paths(matches);
    Ok(Store::open(&data.join(FOLDER), AccessOptions::default())?)
}

/// The store where there is one: listing makes none.
pub fn existing(matches: &ArgMatches) -> Outcome<Option<Store>> {
    let (data, _) = args::paths(matches);
    if data.join(FOLDER).is_dir() { store(matches).map(Some) } else { Ok(None) }
}

impl From<AccessError> for Failure {
    fn from(error: AccessError) -> Self {
        let exit = match error {
            AccessError::Store(_) | AccessError::Disk(_) | AccessError::Unknown { .. } | AccessError::Hash => {
                Exit::Failed
            }
            AccessError::Damaged { .. } | AccessError::Version { .. } => Exit::Damaged,
            _ => Exit::Usage,
        };
        let words = error.words();
        Self::new(exit, words.zh, words.en)
    }
}
