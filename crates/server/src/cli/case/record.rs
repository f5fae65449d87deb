//! `portcullis case record`: one act from standard input, recorded or refused with the article.

use std::io::{self, Read};

use casebook::{Casebook, PersonId, Subject, SubjectState};
use clap::{ArgMatches, Command};

use super::{Opened, failed, json, named};
use crate::{
    cli::args,
    clock,
    failure::{Exit, Outcome},
    language::Language,
    output::left,
    register::{incoming, refusal::Refusal},
};

/// Longest act.
///
/// Unit: byte.
const ACT_BYTES_MAX: u64 = 1 << 20;

/// How the command is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("record")
        .about(language.of(
            "由标准输入登记一个行为（JSON）；不合法的，注明条文并拒绝",
            "Record an act given as JSON on standard input; what is not lawful is refused with the article",
        ))
        .after_help(language.of(
            "例：{\"subject\":\"case:2026-000017\",\"kind\":\"case_filed\",\"day\":\"2026-11-02\",\"actor\":\"officer-17\",\"role\":\"police\",\n\
             \"office\":{\"name\":\"示例区公安局\",\"region\":\"330106\"},\"purpose\":\"立案\",\"expected_version\":1,\"payload\":{\"document\":\"filing-1\"}}\n\
             expected_version 是所依据的版本（0：尚无记录）；其间有人登记的，不登记并列出变动。key：同一键只登记一次。\n\
             人员可用其在案中的次序表示：\"person\":\"#1\"。退出码 1：未登记。",
            "E.g. {\"subject\":\"case:2026-000017\",\"kind\":\"case_filed\",\"day\":\"2026-11-02\",\"actor\":\"officer-17\",\"role\":\"police\",\n\
             \"office\":{\"name\":\"示例区公安局\",\"region\":\"330106\"},\"purpose\":\"filing\",\"expected_version\":1,\"payload\":{\"document\":\"filing-1\"}}\n\
             expected_version is the version that was looked at (0: nothing recorded); where somebody was faster, nothing is recorded\n\
             and what changed is told. key: repeats are recorded once. A person may be named by place: \"person\":\"#1\".\n\
             Exit code 1: not recorded.",
        ))
        .args([args::data(language), args::json(language)])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(ACT_BYTES_MAX).read_to_end(&mut bytes)?;
    let opened = Opened::or_made(matches)?;
    let casebook = &opened.casebook;
    let refusal = match incoming::read(&bytes, None, clock::now(), |subject| persons(casebook, subject)) {
        Err(problems) => Refusal::of_fields(problems),
        Ok(incoming) => match casebook.append(incoming.act, incoming.expected) {
            Ok(appended) => {
                recorded(matches, language, &appended);
                return Ok(Exit::Done);
            }
            Err(error) => Refusal::of(casebook, error).map_err(failed)?,
        },
    };
    if matches.get_flag("json") {
        println!("{}", json(&refusal));
    } else {
        tell(&refusal, language);
    }
    Ok(Exit::Failed)
}

/// The persons of a case in their order.
fn persons(casebook: &Casebook, subject: &Subject) -> Vec<PersonId> {
    match casebook.state_at(subject, u64::MAX) {
        Ok(SubjectState::Case(state)) => state.persons.iter().map(|person| person.person).collect(),
        _ => Vec::new(),
    }
}

fn recorded(matches: &ArgMatches, language: Language, appended: &casebook::Appended) {
    let (sequence, version, repeated) = (appended.sequence, appended.version, appended.repeated);
    if matches.get_flag("json") {
        let out = serde_json::json!({ "sequence": sequence, "version": version, "repeated": repeated });
        println!("{out}");
        return;
    }
    let again = if repeated { language.of("（此前已登记）", " (recorded before)") } else { "" };
    println!(
        "{}",
        language.of(
            format!("已登记：第 {sequence} 号行为，第 {version} 版{again}"),
            format!("recorded: act {sequence}, version {version}{again}")
        )
    );
}

fn tell(refusal: &Refusal, language: Language) {
    eprintln!("{}", language.of(&refusal.says.zh, &refusal.says.en));
    for field in &refusal.fields {
        let message = language.of(&field.message.zh, &field.message.en);
        let would_pass = language.of("可通过", "would pass");
        eprintln!("  {} {message}; {would_pass}: {}", left(&field.field, 18), field.would_pass);
    }
    for act in &refusal.changed {
        eprintln!("  {} {} {} {}", act.sequence, act.day, named(&act.kind, language), act.office.name);
    }
}
