//! `portcullis screen`: decisions on standard output, nothing kept.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::PathBuf,
};

use clap::{Arg, Command};
use intake::{lines::LineReader, screen::Screen};

use super::{Context, store};
use crate::{
    clock,
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("screen")
        .about(language.of("逐行核查并输出决定，不保存任何内容", "Answer records line by line, keeping nothing"))
        .after_help(language.of(
            "决定与拒收原因按输入顺序逐行输出 JSON；sequence 是该行从 0 起的序号。",
            "Decisions and rejections come as JSON, one a line, in input order; sequence is the ordinal of the line from 0.",
        ))
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help(language.of("NDJSON 文件；- 表示标准输入", "An NDJSON file; - is standard input")),
        )
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let path = context.matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    if path.as_os_str() == "-" {
        return screen(io::stdin().lock());
    }
    let file = File::open(&path).map_err(|cause| {
        Failure::because("无法读取文件", "the file cannot be read", &format!("{}: {cause}", path.display()))
    })?;
    screen(BufReader::new(file))
}

fn screen(input: impl BufRead) -> Outcome<Exit> {
    let mut reader = LineReader::new(input);
    let mut screen = Screen::new(store::screener()?, clock::random)?;
    let mut out = BufWriter::new(io::stdout().lock());
    loop {
        let batch = reader.next_batch()?;
        if batch.is_empty() {
            break;
        }
        for answer in screen.answer(&batch)? {
            writeln!(out, "{}", answer.to_json())?;
        }
        out.flush()?;
    }
    Ok(Exit::Done)
}
