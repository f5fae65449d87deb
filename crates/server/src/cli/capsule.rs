//! `portcullis capsule`: one file that gives a decision again, years later and elsewhere.

use std::{fs, path::PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use intake::capsule::{self, Capsule, CapsuleError};

use super::{Context, args, item, store};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    progress,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    let replay = Command::new("replay")
        .about(language.of(
            "只凭胶囊文件重新计算其中的决定，逐字节比较",
            "Decide again from a capsule alone and compare byte for byte",
        ))
        .after_help(language.of(
            "不需要数据目录。退出码：0 相同，4 不同或文件被改动；语义不同的版本会指名拒绝。",
            "Needs no data directory. Exit codes: 0 the same, 4 another decision or a changed file; another semantics is refused by name.",
        ))
        .arg(
            Arg::new("file")
                .required(true)
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(language.of("胶囊文件", "The capsule")),
        )
        .arg(args::json(language));
    Command::new("capsule")
        .about(language.of(
            "把一件的决定连同其全部依据写成一个文件，可在别处逐字节复算",
            "Write the decision of an item with all that it rests on into one file that replays elsewhere",
        ))
        .after_help(language.of(
            "胶囊内只有专为它另编的假名，不能与其他记录关联。",
            "A capsule holds pseudonyms made for it alone, which link to no other record.",
        ))
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .args(args::item(language))
        .arg(
            Arg::new("revision")
                .long("revision")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..))
                .help(language.of("修订号（默认最新）", "Revision (default: the latest)")),
        )
        .arg(Arg::new("out").long("out").value_name("FILE").value_parser(value_parser!(PathBuf)).help(language.of(
            "写入的文件（默认 OPERATOR-WAYBILL.capsule.json）",
            "File to write (default OPERATOR-WAYBILL.capsule.json)",
        )))
        .args([args::data(language), args::key_file(language)])
        .subcommand(args::dress(replay, language))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    match context.matches.subcommand() {
        Some(("replay", matches)) => replay(matches, context.language),
        _ => make(context),
    }
}

fn make(context: &Context) -> Outcome<Exit> {
    let name = item::name(&context.matches)?;
    let store = store::open_existing(&context.matches, context.language)?;
    let bar = progress::bar(0, context.language.of("复原时间窗口", "Filling the windows"));
    let revision = context.matches.get_one::<u32>("revision").copied();
    let made = capsule::make(&store, &name, revision, &mut |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let capsule = made.map_err(|error| match error {
        CapsuleError::UnknownRecord => item::unknown(&name),
        other => failure(&other),
    })?;
    let default = || PathBuf::from(format!("{}-{}.capsule.json", name.operator.as_str(), name.waybill.as_str()));
    let path = context.matches.get_one::<PathBuf>("out").cloned().unwrap_or_else(default);
    fs::write(&path, capsule.to_text())?;
    println!("{}", path.display());
    store.close()?;
    Ok(Exit::Done)
}

fn replay(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let capsule = Capsule::read(&fs::read_to_string(&path)?).map_err(|error| failure(&error))?;
    let replayed = capsule::replay(&capsule).map_err(|error| failure(&error))?;
    let same = replayed.same_decision && replayed.same_notices;
    let signer = replayed.signed_by.as_ref().map(ToString::to_string);
    if matches.get_flag("json") {
        let told = serde_json::json!({
            "same": same, "same_decision": replayed.same_decision, "same_notices": replayed.same_notices,
            "signed_by": signer, "pack": capsule.pack, "law": capsule.law, "catalogue": capsule.catalogue,
            "semantics": capsule.semantics, "decision": replayed.decision,
        });
        println!("{told}");
    } else {
        println!("{}", replayed.decision);
        eprintln!("{}", verdict(same, language));
        if let Some(signer) = signer {
            eprintln!(
                "{}",
                language.of(
                    format!("签名密钥：{signer}（是否可信请另行核对）"),
                    format!("signed by {signer} (whether to trust that key is another question)")
                )
            );
        }
    }
    Ok(if same { Exit::Done } else { Exit::Damaged })
}

fn verdict(same: bool, language: Language) -> &'static str {
    if same {
        language.of("✓ 与胶囊所载逐字节相同", "✓ the same bytes as in the capsule")
    } else {
        language.of("✗ 与胶囊所载不同", "✗ not what the capsule holds")
    }
}

/// Why a capsule was not made or replayed, in both languages.
pub fn failure(error: &CapsuleError) -> Failure {
    match error {
        CapsuleError::UnknownRecord => Failure::new(Exit::Failed, "没有这条记录", "no such record"),
        CapsuleError::OtherEdition { what, found, held } => Failure::new(
            Exit::Failed,
            format!("该决定依据的{}是 {found}，此处为 {held}；请用该版本的程序或规则包", edition(what)),
            format!("{what}: decided by {found}, at hand is {held}; use the program or pack of that edition"),
        ),
        CapsuleError::OtherSemantics { what, found, held } => Failure::new(
            Exit::Failed,
            format!("胶囊的 {what} 为 {found}，本程序为 {held}，含义不同，不予复算；请用对应版本的程序"),
            format!(
                "the capsule's {what} is {found}, this program's is {held}: it would mean something else and is not replayed; use a program of that version"
            ),
        ),
        CapsuleError::Damaged { reason } => Failure::new(
            Exit::Damaged,
            format!("胶囊不完整或被改动：{reason}"),
            format!("the capsule is not sound: {reason}"),
        ),
        CapsuleError::Different { position } => Failure::new(
            Exit::Damaged,
            format!("第 {position} 条重新计算的结果与当时的答复不同；请运行 verify --replay"),
            format!("position {position} comes out otherwise than it was answered; run verify --replay"),
        ),
        other => Failure::because("无法完成", "it could not be done", &intake::causes::of(other)),
    }
}

fn edition(what: &str) -> &'static str {
    match what {
        "pack" => "规则包",
        "law" => "法律数据",
        _ => "目录",
    }
}
