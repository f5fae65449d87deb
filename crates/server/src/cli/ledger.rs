//! `portcullis ledger`: the chain of acts: check it, publish its head, carry it elsewhere, put two side by side.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use casebook::{CasebookError, Checkpoint, Parting, compare};
use clap::{Arg, ArgMatches, Command, value_parser};
use intake::store::StoreError;
use seal::{KeyRing, MasterKey};

use super::{
    Context, args,
    case::{Opened, failed, json},
};
use crate::{
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// What the ledger is called in a signed head where nothing else was typed.
const ORIGIN: &str = "portcullis/casebook";

/// How the command is described.
pub fn command(language: Language) -> Command {
    let sub = |name: &'static str, zh: &'static str, en: &'static str| {
        args::dress(
            Command::new(name).about(language.of(zh, en)).args([args::data(language), args::json(language)]),
            language,
        )
    };
    Command::new("ledger")
        .about(language.of(
            "行为账簿：核验、签名链头、导出、导入、比较",
            "The ledger of acts: check, sign its head, export, import, compare",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(sub("verify", "由第一个行为起核验整条链", "Follow the whole chain from the first act"))
        .subcommand(
            sub(
                "head",
                "输出签名的链头（C2SP 签名注记），可供公布",
                "Print the signed head (a C2SP signed note), to be published",
            )
            .args([args::key_file(language), origin(language)]),
        )
        .subcommand(
            sub("export", "逐行导出全部行为（NDJSON，逐字节）", "Write every act as NDJSON, byte for byte").arg(
                file("output", language, "写入此文件（默认标准输出）", "Write to this file (default: standard output)")
                    .long("output"),
            ),
        )
        .subcommand(
            sub(
                "import",
                "把导出文件读入空的账簿，并核验其链",
                "Take an export into an empty ledger, checking its chain",
            )
            .arg(file("file", language, "导出文件；- 为标准输入", "An export; - is standard input").required(true)),
        )
        .subcommand(sub("compare", "两个导出文件从何处分岔", "Where two exports part").args([
            file("first", language, "第一个导出文件", "The first export").required(true),
            file("second", language, "第二个导出文件", "The second export").required(true),
        ]))
}

fn file(name: &'static str, language: Language, zh: &'static str, en: &'static str) -> Arg {
    Arg::new(name).value_name("FILE").value_parser(value_parser!(PathBuf)).help(language.of(zh, en))
}

fn origin(language: Language) -> Arg {
    let plain = |text: &str| {
        let fits = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'+');
        if fits { Ok(text.to_owned()) } else { Err("example.org/casebook") }
    };
    Arg::new("origin")
        .long("origin")
        .value_name("NAME")
        .default_value(ORIGIN)
        .value_parser(plain)
        .help(language.of("账簿的名称，例如 example.org/casebook", "Name of the ledger, e.g. example.org/casebook"))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let language = context.language;
    match context.matches.subcommand() {
        Some(("verify", matches)) => verify(matches, language),
        Some(("head", matches)) => head(matches),
        Some(("export", matches)) => export(matches, language),
        Some(("import", matches)) => import(matches, language),
        Some(("compare", matches)) => side_by_side(matches, language),
        _ => Err(Failure::new(Exit::Usage, "缺少子命令", "a subcommand is missing")),
    }
}

fn verify(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let opened = Opened::existing(matches)?;
    let head = opened.casebook.ledger().verify().map_err(failed)?;
    let hash = hex(&head.hash);
    if matches.get_flag("json") {
        println!("{}", json(&serde_json::json!({ "sound": true, "acts": head.sequence, "head": hash })));
    } else {
        let acts = head.sequence;
        println!(
            "{}",
            language.of(
                format!("✓ 账簿：{acts} 个行为，链首尾相接，链头 {hash}"),
                format!("✓ ledger: {acts} acts, the chain holds, head {hash}")
            )
        );
    }
    Ok(Exit::Done)
}

fn head(matches: &ArgMatches) -> Outcome<Exit> {
    let opened = Opened::existing(matches)?;
    let ring = ring(matches)?;
    let origin = matches.get_one::<String>("origin").map_or(ORIGIN, String::as_str);
    let note = opened.casebook.ledger().signed_head(origin, &ring).map_err(failed)?;
    let key = ring.note_key()?;
    let verifier = Checkpoint::verifier_key(origin, &key);
    if matches.get_flag("json") {
        let size = opened.casebook.ledger().head().sequence;
        println!("{}", json(&serde_json::json!({ "note": note, "verifier_key": verifier, "acts": size })));
    } else {
        print!("{note}");
        eprintln!("{verifier}");
    }
    Ok(Exit::Done)
}

/// The key ring of the data directory; one is made where there is none.
fn ring(matches: &ArgMatches) -> Outcome<KeyRing> {
    let (data, key_file) = args::paths(matches);
    let key_file = key_file.unwrap_or_else(|| MasterKey::default_path(&data));
    MasterKey::check_outside(&key_file, &data)?;
    let directory = data.join("keys");
    if !KeyRing::is_in(&directory) && data.join("journal").is_dir() {
        return Err(StoreError::RingLost { path: data }.into());
    }
    let (master, _) = MasterKey::load_or_create(&key_file, &mut clock::random)?;
    Ok(KeyRing::open(&directory, &master, &mut clock::random)?)
}

fn export(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let opened = Opened::existing(matches)?;
    let ledger = opened.casebook.ledger();
    let Some(path) = matches.get_one::<PathBuf>("output") else {
        let mut out = BufWriter::new(io::stdout().lock());
        ledger.export(&mut out).map_err(failed)?;
        out.flush()?;
        return Ok(Exit::Done);
    };
    let mut out = BufWriter::new(File::create(path)?);
    let acts = ledger.export(&mut out).map_err(failed)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    told(matches, language, acts, &format!("已导出 {acts} 个行为"), &format!("{acts} acts exported"));
    Ok(Exit::Done)
}

fn import(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let opened = Opened::or_made(matches)?;
    let ledger = opened.casebook.ledger();
    if ledger.head().sequence > 0 {
        return Err(Failure::new(
            Exit::Failed,
            "账簿已有行为；导出文件只读入空的账簿，请用 --data 指定另一目录",
            "the ledger holds acts; an export is taken into an empty one only: name another with --data",
        ));
    }
    let taken = if path.as_os_str() == "-" { ledger.import(io::stdin().lock()) } else { ledger.import(read(&path)?) };
    let acts = taken.map_err(unfit)?;
    told(
        matches,
        language,
        acts,
        &format!("已导入 {acts} 个行为，链完好"),
        &format!("{acts} acts taken, the chain holds"),
    );
    Ok(Exit::Done)
}

fn side_by_side(matches: &ArgMatches, language: Language) -> Outcome<Exit> {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned().unwrap_or_default();
    let parting = compare(read(&path("first"))?, read(&path("second"))?).map_err(unfit)?;
    let (value, zh, en) = match parting {
        Parting::Same { acts } => (
            serde_json::json!({ "parting": "none", "acts": acts }),
            format!("相同：{acts} 个行为"),
            format!("the same: {acts} acts"),
        ),
        Parting::Longer { common, first } => (
            serde_json::json!({ "parting": "longer", "common": common, "longer": if first { "first" } else { "second" } }),
            format!("前 {common} 个行为相同，{}继续", if first { "第一个" } else { "第二个" }),
            format!("{common} acts in common, the {} goes on", if first { "first" } else { "second" }),
        ),
        Parting::At { sequence, bytes } => (
            serde_json::json!({ "parting": "at", "sequence": sequence, "bytes": bytes }),
            format!(
                "自第 {sequence} 号行为起不同{}",
                if bytes { "" } else { "（内容相同而散列不同：其中一个文件被改动）" }
            ),
            format!(
                "they differ from act {sequence} on{}",
                if bytes { "" } else { " (same bytes, other hash: one of the files was changed)" }
            ),
        ),
    };
    println!("{}", if matches.get_flag("json") { value.to_string() } else { language.of(zh, en) });
    let damaged = matches!(parting, Parting::At { .. });
    Ok(if damaged { Exit::Damaged } else { Exit::Done })
}

fn told(matches: &ArgMatches, language: Language, acts: u64, zh: &str, en: &str) {
    let out = if matches.get_flag("json") {
        json(&serde_json::json!({ "acts": acts }))
    } else {
        language.of(zh, en).to_owned()
    };
    println!("{out}");
}

fn read(path: &Path) -> Outcome<BufReader<File>> {
    let opened = fs::File::open(path).map_err(|cause| {
        Failure::because("无法读取文件", "the file cannot be read", &format!("{}: {cause}", path.display()))
    })?;
    Ok(BufReader::new(opened))
}

/// An export that does not fit, or whose chain breaks.
fn unfit(error: CasebookError) -> Failure {
    let causes = intake::causes::of(&error);
    match error {
        CasebookError::Export { .. } | CasebookError::Envelope(_) | CasebookError::Payload { .. } => {
            Failure::because("导出文件不符", "the export does not fit", &causes)
        }
        other => failed(other),
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
