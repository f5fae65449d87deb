//! `portcullis rectify`: orders to rectify, penalties, and the bases on which they rest.

use casebook::{Named, SubjectKind, acts::order::PenaltyForm};
use clap::{Arg, ArgMatches, Command};
use law::{Penalties, PenaltyBasis};
use parcel::{Choice, Day};
use serde_json::json;

use super::{Context, args, measure::tool};
use crate::{
    failure::{Exit, Outcome},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    let bases = Command::new("penalties")
        .about(
            language
                .of("列出某日有效的处罚依据和幅度", "List the bases of penalties in force on a day, with their ranges"),
        )
        .arg(
            Arg::new("on")
                .long("on")
                .value_name("DATE")
                .value_parser(|text: &str| text.parse::<Day>().map_err(|_| "2026-11-22"))
                .help(language.of("哪一天（默认今天）", "Which day (today by default)")),
        )
        .arg(args::json(language));
    tool::command("rectify", language)
        .about(language.of(
            "责令改正与行政处罚：记录、列表、期限，以及处罚依据",
            "Orders to rectify and penalties: record, list, show, and the bases of penalties",
        ))
        .subcommand(args::dress(bases, language))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    match context.matches.subcommand() {
        Some(("penalties", matches)) => Ok(penalties(matches, context.language)),
        _ => tool::run(context, SubjectKind::Order),
    }
}

fn penalties(matches: &ArgMatches, language: Language) -> Exit {
    for basis in Penalties::built_in().on(tool::day(matches)) {
        if matches.get_flag("json") {
            println!("{}", in_json(basis));
        } else {
            println!("{}  {}", basis.breach, language.pick(&basis.says));
            println!("    {}", language.pick(&basis.cite));
            println!("    {}", in_words(basis, false, language));
            if basis.knows_serious() {
                println!("    {}: {}", language.of("情节严重", "serious"), in_words(basis, true, language));
            }
        }
    }
    Exit::Done
}

fn in_words(basis: &PenaltyBasis, serious: bool, language: Language) -> String {
    let forms = basis.forms(serious).iter().filter_map(|word| PenaltyForm::from_word(word)).map(Named::label);
    let forms: Vec<_> = forms.map(|form| language.pick(&form).to_owned()).collect();
    let mut parts = vec![forms.join(language.of("、", ", "))];
    let amount = |[least, most]: [u64; 2]| language.of(format!("{least}至{most}元"), format!("{least} to {most} yuan"));
    parts.extend(basis.fine_yuan(serious).map(amount));
    let persons = language.of("责任人员", "responsible persons ");
    parts.extend(basis.person_fine_yuan().map(|range| format!("{persons}{}", amount(range))));
    parts.join(language.of("；", "; "))
}

fn in_json(basis: &PenaltyBasis) -> serde_json::Value {
    let status = if basis.status == law::Status::Verified { "verified" } else { "unverified" };
    json!({
        "breach": basis.breach, "says": basis.says, "cite": basis.cite, "valid_from": basis.valid_from,
        "valid_to": basis.valid_to, "forms": basis.forms(false), "forms_serious": basis.forms(true),
        "fine_yuan": basis.fine_yuan(false), "fine_serious_yuan": basis.fine_yuan(true),
        "person_fine_yuan": basis.person_fine_yuan(), "status": status,
    })
}
