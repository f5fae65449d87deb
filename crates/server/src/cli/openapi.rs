//! `portcullis openapi`: the description of the HTTP face, as it is checked in under `docs/openapi.json`.

use clap::Command;

use super::Context;
use crate::{
    failure::{Exit, Outcome},
    http,
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("openapi")
        .about(language.of("输出 HTTP 接口的 OpenAPI 3.1 描述", "Print the OpenAPI 3.1 description of the HTTP face"))
}

/// Runs it.
#[expect(clippy::unnecessary_wraps, reason = "a command may fail; this one does not")]
pub fn run(_: &Context) -> Outcome<Exit> {
    print!("{}", http::openapi_text());
    Ok(Exit::Done)
}
