//! `portcullis ingest`: files of records into a data directory.

mod sender;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use clap::{Arg, ArgAction, Command};
use indicatif::ProgressBar;
use intake::{
    decide::Answer,
    lines::{Batch, LineReader},
    store::Store,
    table::{RowOutcome, TableReader},
};
use parcel::Rejection;

use self::sender::Sender;
use super::{Context, args, store, summary::Summary};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    progress,
    remote::Told,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("ingest")
        .about(language.of("把收寄记录和后续事件写入数据目录", "Take acceptances and events into a data directory"))
        .after_help(language.of(
            "每行都会得到答复：lines = recorded + duplicates + conflicts + rejected。\n例：portcullis ingest 记录.ndjson --data 目录 --json\n    portcullis ingest --csv 申报.csv --mapping 映射.toml",
            "Every line is answered: lines = recorded + duplicates + conflicts + rejected.\nE.g. portcullis ingest records.ndjson --data DIR --json\n     portcullis ingest --csv declarations.csv --mapping mapping.toml",
        ))
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .action(ArgAction::Append)
                .value_parser(clap::value_parser!(PathBuf))
                .help(language.of("NDJSON 文件；- 表示标准输入", "NDJSON files; - is standard input")),
        )
        .arg(
            Arg::new("csv")
                .long("csv")
                .value_name("FILE")
                .requires("mapping")
                .conflicts_with("files")
                .value_parser(clap::value_parser!(PathBuf))
                .help(language.of("CSV 文件", "A CSV file")),
        )
        .arg(
            Arg::new("mapping")
                .long("mapping")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help(language.of("映射文件：列如何成为字段", "The mapping file: how columns become fields")),
        )
        .arg(
            Arg::new("answers")
                .long("answers")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help(language.of("把每行的答复写入此文件", "Write the answer to every line to this file")),
        )
        .arg(
            Arg::new("rejections")
                .long("rejections")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help(language.of("把未被接收的行及原因写入此文件", "Write the lines that were not taken, with reasons, to this file")),
        )
        .args([args::data(language), args::key_file(language), args::suite(language)])
        .args([args::seal_entries(language), args::json(language)])
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let sources = sources(context)?;
    let store = match store::open_or_make(&context.matches, context.language) {
        Ok(store) => store,
        Err(failure) => return to_server(context, &sources, failure),
    };
    let sink = Arc::new(Mutex::new(Sink::open(context)?));
    let mut failed = None;
    for source in &sources {
        if let Err(failure) = source.send(&store, &sink, context.language) {
            failed = Some(failure);
            break;
        }
    }
    let bar = progress::bar(1, context.language.of("封存", "Sealing"));
    let closed = store.close();
    bar.finish_and_clear();
    let mut sink = sink.lock().unwrap_or_else(PoisonError::into_inner);
    sink.flush()?;
    print(context, &sink);
    match failed {
        Some(failure) => Err(failure),
        None => closed.map(|()| Exit::Done).map_err(Failure::from),
    }
}

/// Sends the lines to the process that owns the directory.
fn to_server(context: &Context, sources: &[Source], failure: Failure) -> Outcome<Exit> {
    let server = store::server(context, failure)?;
    let mut sink = Sink::open(context)?;
    for source in sources {
        let mut kept = Ok(());
        let mut take = |told, answer: &str| {
            let taken = sink.take_told(told, answer);
            if kept.is_ok() {
                kept = taken;
            }
        };
        match source {
            Source::Lines(path) if is_standard_input(path) => server.send_lines(io::stdin().lock(), &mut take)?,
            Source::Lines(path) => {
                let file = File::open(path).map_err(|cause| cannot_read(path, &cause))?;
                server.send_lines(BufReader::new(file), &mut take)?
            }
            Source::Table { .. } => {
                return Err(Failure::new(
                    Exit::Owned,
                    "数据目录正由服务使用，CSV 须在服务停止后写入",
                    "a server owns the data directory; take CSV in when it has ended",
                ));
            }
        };
        kept?;
    }
    sink.flush()?;
    print(context, &sink);
    Ok(Exit::Done)
}

/// Where lines come from.
enum Source {
    Lines(PathBuf),
    Table { csv: PathBuf, mapping: PathBuf },
}

fn sources(context: &Context) -> Outcome<Vec<Source>> {
    let path = |name: &str| context.matches.get_one::<PathBuf>(name).cloned();
    if let Some((csv, mapping)) = path("csv").zip(path("mapping")) {
        return Ok(vec![Source::Table { csv, mapping }]);
    }
    let files: Vec<_> = context.matches.get_many::<PathBuf>("files").into_iter().flatten().cloned().collect();
    if files.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            "请给出文件，或 --csv 与 --mapping；- 表示标准输入",
            "name a file, or --csv with --mapping; - is standard input",
        ));
    }
    // Every file is looked at before the first line of any is taken.
    for file in files.iter().filter(|file| !is_standard_input(file)) {
        File::open(file).map_err(|cause| cannot_read(file, &cause))?;
    }
    Ok(files.into_iter().map(Source::Lines).collect())
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn cannot_read(path: &Path, cause: &io::Error) -> Failure {
    let path = path.display();
    Failure::new(Exit::Failed, format!("无法读取 {path}：{cause}"), format!("{path} cannot be read: {cause}"))
}

impl Source {
    fn send(&self, store: &Store, sink: &Arc<Mutex<Sink>>, language: Language) -> Outcome {
        match self {
            Self::Lines(path) if is_standard_input(path) => {
                send_lines(LineReader::new(io::stdin().lock()), &ProgressBar::hidden(), store, sink)
            }
            Self::Lines(path) => {
                let file = File::open(path).map_err(|cause| cannot_read(path, &cause))?;
                let size = file.metadata().map_err(|cause| cannot_read(path, &cause))?.len();
                let bar = progress::bytes_bar(size, language.of("写入", "Taking in"));
                let sent = send_lines(LineReader::new(BufReader::with_capacity(1 << 20, file)), &bar, store, sink);
                bar.finish_and_clear();
                sent
            }
            Self::Table { csv, mapping } => send_table(csv, mapping, store, sink, language),
        }
    }
}

fn send_lines<R: BufRead>(
    mut reader: LineReader<R>,
    bar: &ProgressBar,
    store: &Store,
    sink: &Arc<Mutex<Sink>>,
) -> Outcome {
    let mut sender = Sender::new(store, sink);
    loop {
        let batch = reader.next_batch()?;
        if batch.is_empty() {
            break;
        }
        sender.send(batch);
        bar.set_position(reader.bytes_read());
    }
    sender.finish()
}

fn send_table(csv: &Path, mapping: &Path, store: &Store, sink: &Arc<Mutex<Sink>>, language: Language) -> Outcome {
    let size = std::fs::metadata(csv).map_or(0, |found| found.len());
    let reader = TableReader::open(csv, mapping).map_err(|diagnostics| unreadable_mapping(&diagnostics))?;
    let bar = progress::bytes_bar(size, language.of("写入", "Taking in"));
    let mut sender = Sender::new(store, sink);
    let mut batch = Batch::default();
    for row in reader {
        let row = row
            .map_err(|cause| Failure::because("CSV 文件无法读完", "the CSV file cannot be read to its end", &cause))?;
        match row.outcome {
            RowOutcome::Json(json) => batch.push(row.line, json.as_bytes()),
            RowOutcome::Problems { waybill, problems } => {
                let rejection = Rejection { line: row.line, waybill, problems };
                lock(sink).take(&[Answer::Rejected(rejection)])?;
            }
        }
        if batch.is_full() {
            sender.send(std::mem::take(&mut batch));
        }
    }
    if !batch.is_empty() {
        sender.send(batch);
    }
    bar.finish_and_clear();
    sender.finish()
}

fn unreadable_mapping(diagnostics: &[screening::Diagnostic]) -> Failure {
    let all = |pick: fn(&screening::Diagnostic) -> &str| {
        let line = |found: &screening::Diagnostic| {
            format!("{}:{}:{} [{}] {}", found.file, found.line, found.column, found.code, pick(found))
        };
        diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    Failure::new(
        Exit::Failed,
        format!("映射文件有误：\n{}", all(|found| &found.message.zh)),
        format!("the mapping cannot be used:\n{}", all(|found| &found.message.en)),
    )
}

fn lock(sink: &Mutex<Sink>) -> std::sync::MutexGuard<'_, Sink> {
    sink.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where answers go.
struct Sink {
    summary: Summary,
    answers: Option<BufWriter<File>>,
    rejections: Option<BufWriter<File>>,
    first: Vec<Rejection>,
}

/// Rejections that are shown to a person; all of them go to `--rejections`.
const SHOWN_MAX: usize = 5;

impl Sink {
    fn open(context: &Context) -> Outcome<Self> {
        let file = |name: &str| -> Outcome<Option<BufWriter<File>>> {
            let path = context.matches.get_one::<PathBuf>(name);
            Ok(path.map(File::create).transpose()?.map(BufWriter::new))
        };
        Ok(Self {
            summary: Summary::default(),
            answers: file("answers")?,
            rejections: file("rejections")?,
            first: Vec::new(),
        })
    }

    fn take(&mut self, answers: &[Answer]) -> Outcome {
        for answer in answers {
            self.summary.add(answer);
            if let Some(out) = &mut self.answers {
                writeln!(out, "{}", answer.to_json())?;
            }
            if let Answer::Rejected(rejection) = answer {
                if let Some(out) = &mut self.rejections {
                    writeln!(out, "{}", answer.to_json())?;
                }
                if self.first.len() < SHOWN_MAX {
                    self.first.push(rejection.clone());
                }
            }
        }
        // Whoever reads along sees each batch as it is answered.
        self.flush()
    }

    /// Takes an answer that a running server gave.
    fn take_told(&mut self, told: Told, answer: &str) -> Outcome {
        self.summary.add_told(told);
        if let Some(out) = &mut self.answers {
            writeln!(out, "{answer}")?;
        }
        if let (Told::Rejected { .. }, Some(out)) = (told, &mut self.rejections) {
            writeln!(out, "{answer}")?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Outcome {
        for out in [&mut self.answers, &mut self.rejections].into_iter().flatten() {
            out.flush()?;
        }
        Ok(())
    }
}

fn print(context: &Context, sink: &Sink) {
    let summary = &sink.summary;
    if context.matches.get_flag("json") {
        println!("{}", serde_json::to_string(summary).unwrap_or_default());
        return;
    }
    let language = context.language;
    let Summary { lines, recorded, duplicates, conflicts, rejected, decisions, .. } = summary;
    println!("{}", language.of(
        format!("共 {lines} 行：新记录 {recorded}，重复 {duplicates}，冲突 {conflicts}，未接收 {rejected}"),
        format!("{lines} lines: {recorded} recorded, {duplicates} duplicates, {conflicts} conflicts, {rejected} rejected"),
    ));
    println!(
        "{}",
        language.of(
            format!("决定：可收寄 {}，先核查 {}，不得收寄 {}", decisions.accept, decisions.inspect, decisions.refuse),
            format!(
                "decisions: {} accept, {} inspect, {} refuse",
                decisions.accept, decisions.inspect, decisions.refuse
            ),
        )
    );
    for rejection in &sink.first {
        for problem in &rejection.problems {
            let message = language.pick(&problem.message);
            println!(
                "{}",
                language.of(
                    format!(
                        "  第 {} 行 {} {}：{message}；可通过：{}",
                        rejection.line, problem.field, problem.code, problem.would_pass
                    ),
                    format!(
                        "  line {} {} {}: {message}; would pass: {}",
                        rejection.line, problem.field, problem.code, problem.would_pass
                    ),
                )
            );
        }
    }
}
