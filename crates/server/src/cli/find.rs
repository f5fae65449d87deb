//! `portcullis find`: finds, their two routes to the police, and the goods from hand to hand.

use casebook::SubjectKind;
use clap::Command;

use super::{Context, measure::tool};
use crate::{
    failure::{Exit, Outcome},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    tool::command("find", language).about(language.of(
        "查获：停止运递、报告、移交公安机关或者经邮政管理部门移送，物品流转与缺口",
        "Finds: reported, handed over by either route, and the goods from hand to hand with every gap",
    ))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    tool::run(context, SubjectKind::Find)
}
