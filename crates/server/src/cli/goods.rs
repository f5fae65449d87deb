//! `portcullis goods`: what the catalogue says of names of goods.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::PathBuf,
};

use clap::{Arg, Command};
use screening::goods::Catalogue;

use super::Context;
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("goods")
        .about(language.of("逐行查看品名在目录中对应什么", "Say what names of goods may stand for, line by line"))
        .after_help(language.of(
            "每行输出 {\"text\",\"class\",\"entry\",\"effect\",\"edition\",\"trail\"}；未命中时 class 为 null，未命中不代表没有问题。",
            "Prints {\"text\",\"class\",\"entry\",\"effect\",\"edition\",\"trail\"} a line; class is null where nothing matched, which clears nothing.",
        ))
        .arg(
            Arg::new("file")
                .long("file")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help(language.of("每行一个品名；- 表示标准输入", "One text a line; - is standard input")),
        )
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let path = context.matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    if path.as_os_str() == "-" {
        return look(io::stdin().lock());
    }
    let file = File::open(&path).map_err(|cause| {
        Failure::because("无法读取文件", "the file cannot be read", &format!("{}: {cause}", path.display()))
    })?;
    look(BufReader::new(file))
}

fn look(input: impl BufRead) -> Outcome<Exit> {
    let catalogue = Catalogue::built_in();
    let mut out = BufWriter::new(io::stdout().lock());
    for line in input.split(b'\n') {
        let line = line?;
        let text = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(&line)).into_owned();
        let answer = catalogue.answer(&text);
        writeln!(out, "{}", serde_json::to_string(&answer).unwrap_or_default())?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
