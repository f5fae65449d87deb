//! `portcullis measure`: supervision of filing, investigation and trial. Shared with finds, recommendations and orders.

pub(in crate::cli) mod record;
pub(in crate::cli) mod show;
pub(in crate::cli) mod tool;

use casebook::SubjectKind;
use clap::Command;

use super::Context;
use crate::{
    failure::{Exit, Outcome},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    tool::command("measure", language).about(language.of(
        "监督事项：立案监督、纠正违法、漏捕漏诉、抗诉、检察意见，记录、列表、逐行说明期限",
        "Measures of supervision: record, list, and show with clocks explained",
    ))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    tool::run(context, SubjectKind::Measure)
}
