//! Recording one act from standard input.

use std::io::{self, Read as _};

use casebook::{
    CasebookError, NewAct, Office, Role, Subject, SubjectId, SubjectKind,
    acts::{ActKind, Payload},
};
use clap::ArgMatches;
use parcel::Day;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::tool;
use crate::{
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// Longest act, in bytes.
const ACT_BYTES_MAX: u64 = 1 << 20;

/// An act as it is typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: SubjectId,
    /// Version that the writer has seen; none: as it stands.
    expected: Option<u32>,
    day: Day,
    actor: String,
    role: Role,
    office: Office,
    purpose: String,
    key: Option<String>,
    kind: ActKind,
    #[serde(default = "first")]
    payload_version: u16,
    payload: Box<RawValue>,
}

fn first() -> u16 {
    1
}

/// What help says of the body.
pub(in crate::cli) fn help(language: Language) -> &'static str {
    language.of(
        "例：{\"id\":\"M-1\",\"day\":\"2026-11-20\",\"actor\":\"officer-17\",\"role\":\"prosecutor\",\n  \
         \"office\":{\"name\":\"示例区人民检察院\",\"region\":\"330106\"},\"purpose\":\"立案监督\",\n  \
         \"kind\":\"document_served\",\"payload\":{\"how\":\"in_person\"}}\n\
         可选：expected（所见版本）、key（幂等键）。各类行为的字段见 docs/reference/measures.md。不得写入个人信息。",
        "E.g. {\"id\":\"M-1\",\"day\":\"2026-11-20\",\"actor\":\"officer-17\",\"role\":\"prosecutor\",\n  \
         \"office\":{\"name\":\"Example Procuratorate\",\"region\":\"330106\"},\"purpose\":\"supervision\",\n  \
         \"kind\":\"document_served\",\"payload\":{\"how\":\"in_person\"}}\n\
         Optional: expected (version seen), key (idempotency). For the fields of each kind see docs/reference/measures.md. No personal data.",
    )
}

/// Reads, checks and records.
pub(in crate::cli) fn run(matches: &ArgMatches, kind: SubjectKind, language: Language) -> Outcome<Exit> {
    let body = read()?;
    let payload = Payload::read(body.kind, body.payload_version, body.payload.get()).map_err(failure)?;
    let (_lock, casebook) = tool::open(matches)?;
    let subject = Subject { kind, id: body.id };
    let stands = || match casebook.state_at(&subject, u64::MAX) {
        Ok(state) => Ok(state.version()),
        Err(CasebookError::NoSuchSubject { .. }) => Ok(0),
        Err(other) => Err(failure(other)),
    };
    let expected = body.expected.map_or_else(stands, Ok)?;
    let act = NewAct {
        subject: subject.clone(),
        day: body.day,
        recorded_at: clock::now(),
        actor: body.actor,
        role: body.role,
        office: body.office,
        purpose: body.purpose,
        key: body.key,
        payload,
    };
    let appended = casebook.append(act, expected).map_err(failure)?;
    if matches.get_flag("json") {
        let answer = serde_json::json!({
            "subject": subject, "sequence": appended.sequence, "version": appended.version, "repeated": appended.repeated,
        });
        println!("{answer}");
        return Ok(Exit::Done);
    }
    let (sequence, version) = (appended.sequence, appended.version);
    println!(
        "{}",
        language.of(
            format!("已记录：{subject} 第{version}项，账本第{sequence}条"),
            format!("recorded: {subject} version {version}, act {sequence} of the ledger"),
        )
    );
    Ok(Exit::Done)
}

fn read() -> Outcome<Body> {
    let mut text = String::new();
    let unread = |cause: &dyn std::fmt::Display| Failure::because("无法读取该行为", "the act cannot be read", cause);
    io::stdin().lock().take(ACT_BYTES_MAX + 1).read_to_string(&mut text).map_err(|cause| unread(&cause))?;
    if text.len() as u64 > ACT_BYTES_MAX {
        return Err(Failure::new(Exit::Failed, "该行为过长，至多1 MiB", "the act is too long: at most 1 MiB"));
    }
    serde_json::from_str(&text).map_err(|cause| unread(&cause))
}

/// Why nothing was recorded: every field, or the article, or who was faster.
pub(in crate::cli) fn failure(error: CasebookError) -> Failure {
    match error {
        CasebookError::Refused(refused) => {
            let message = refused.message();
            Failure::new(Exit::Failed, message.zh, message.en)
        }
        CasebookError::Fields(problems) => {
            let zh = problems.iter().map(|of| format!("{}：{}；可通过：{}", of.field, of.message.zh, of.would_pass));
            let en =
                problems.iter().map(|of| format!("{}: {}; would pass: {}", of.field, of.message.en, of.would_pass));
            let (zh, en) = (zh.collect::<Vec<_>>().join("\n"), en.collect::<Vec<_>>().join("\n"));
            Failure::new(Exit::Failed, zh, en)
        }
        CasebookError::Conflict { subject, expected, found } => Failure::new(
            Exit::Failed,
            format!("{subject} 已到第{found}项，而非第{expected}项：请先用 show 看清变化再记录"),
            format!(
                "{subject} is at version {found}, not {expected}: look at what changed with show, then decide again"
            ),
        ),
        CasebookError::NoSuchSubject { subject } => {
            Failure::new(Exit::Failed, format!("没有 {subject}"), format!("nothing is recorded of {subject}"))
        }
        other => Failure::because("未能记录", "nothing was recorded", &intake::causes::of(&other)),
    }
}
