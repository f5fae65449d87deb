//! The page of codes: every closed list of the contract, and every problem with its words.

use std::fmt::Write;

use parcel::{
    Ask, Choice, DutyState, EventKind, Gate, GateState, IdentityMethod, IdentityResult, InspectionResult, NoticeKey,
    ProblemCode, State, Verdict, XrayResult,
    kind::{Channel, IdKind, ItemKind, OperatorKind, Outcome, PaymentMethod},
};

const HEAD: &str = "\
# Codes

Made from the code by `cargo xtask generate`; do not edit.
A code is never renamed or removed.

## Problems of a line

| code | 中文 | English |
|---|---|---|
";

/// The text of `docs/reference/codes.md`.
pub(super) fn page() -> String {
    let mut page = HEAD.to_owned();
    for code in ProblemCode::ALL {
        let message = code.message();
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| `{code}` | {} | {} |", message.zh, message.en);
    }
    page.push_str("\n## Closed lists\n\n| list | words |\n|---|---|\n");
    for (name, words) in lists() {
        let _ = writeln!(page, "| {name} | {} |", words.join(", "));
    }
    page
}

fn lists() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("operator kind", words::<OperatorKind>()),
        ("channel", words::<Channel>()),
        ("item kind", words::<ItemKind>()),
        ("outcome", words::<Outcome>()),
        ("kind of document", words::<IdKind>()),
        ("method of payment", words::<PaymentMethod>()),
        ("gate", words::<Gate>()),
        ("duty", words::<DutyState>()),
        ("recorded of a gate", words::<GateState>()),
        ("result of identity", words::<IdentityResult>()),
        ("method of identity", words::<IdentityMethod>()),
        ("result of inspection", words::<InspectionResult>()),
        ("result of the machine", words::<XrayResult>()),
        ("decision", words::<Verdict>()),
        ("asks", words::<Ask>()),
        ("key of a notice", words::<NoticeKey>()),
        ("event", words::<EventKind>()),
        ("state", words::<State>()),
    ]
}

fn words<C: Choice>() -> Vec<String> {
    C::ALL.iter().map(|member| format!("`{}`", member.word())).collect()
}
