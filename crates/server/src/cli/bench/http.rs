//! A load generator for a running gate, on the same machine.
//!
//! Where a rate is given, a request is due at its moment whether or not those before it were answered, and its time
//! counts from that moment: a server that stalls is seen to stall.

use std::{
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use clap::{Arg, Command, value_parser};
use serde_json::json;

use super::{
    client::{Answer, Client},
    meter::now,
    source::{Lines, Source},
    spread::Spread,
};
use crate::{
    cli::{Context, args},
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// How long to wait after "later".
const LATER: Duration = Duration::from_millis(20);

/// How the command is described.
pub(super) fn command(language: Language) -> Command {
    Command::new("http")
        .about(language.of("向正在运行的服务发送样本记录，测量速率与时延", "Send sample records to a running server; measure rate and latency"))
        .after_help(language.of(
            "会写入该服务的数据目录：只用于测量用的新目录（两个种子的样本运单号相同）。给出 --rate 时，时延自应发时刻起算。",
            "Writes to that server's data directory: use a new one made for measuring (samples of two seeds share waybills). With --rate, latency counts from when a request was due.",
        ))
        .arg(
            Arg::new("address")
                .long("address")
                .value_name("ADDR")
                .default_value("127.0.0.1:8700")
                .help(language.of("服务地址", "Where the server listens")),
        )
        .arg(
            Arg::new("mode")
                .long("mode")
                .value_name("batch|single")
                .default_value("batch")
                .value_parser(["batch", "single"])
                .help(language.of("每个请求多行，或一个对象", "Many lines a request, or one object")),
        )
        .arg(number("rate", language, "每秒件数；不给则尽快", "Items a second; without it as fast as answered"))
        .arg(number("lines", language, "每批行数", "Lines of one batch").default_value("2000"))
        .arg(number("connections", language, "连接数（默认：成批 4，逐件 64）", "Connections (default: 4 for batches, 64 one by one)"))
        .arg(
            Arg::new("file")
                .long("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(language.of("从此文件取行，而不是边生成边发送", "Take lines from this file instead of making them on the way")),
        )
        .args([super::items(language, "100000"), super::seed(language), args::json(language)])
}

fn number(name: &'static str, language: Language, zh: &'static str, en: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("N").value_parser(value_parser!(u64).range(1..)).help(language.of(zh, en))
}

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let load = Load::of(context)?;
    let workers = (0..load.connections).map(|_| Client::connect(&load.address)).collect::<Result<Vec<_>, _>>()?;
    let begin = now();
    let done: Vec<Outcome<Sent>> = thread::scope(|scope| {
        let threads: Vec<_> = workers.into_iter().map(|client| scope.spawn(|| load.work(client, begin))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(lost()))).collect()
    });
    let seconds = begin.elapsed().as_secs_f64();
    let mut all = Sent::default();
    for sent in done {
        all.add(sent?);
    }
    print(context, all, seconds);
    Ok(Exit::Done)
}

fn lost() -> Failure {
    Failure::new(Exit::Failed, "一个线程失败", "a thread failed")
}

fn print(context: &Context, sent: Sent, seconds: f64) {
    let Sent { items, requests, later, not_taken, times } = sent;
    let (rate, times) = (items as f64 / seconds, times.percentiles());
    if context.matches.get_flag("json") {
        println!(
            "{}",
            json!({
                "items": items, "requests": requests, "later": later, "not_taken": not_taken, "seconds": seconds, "items_per_second": rate,
                "latency": times.json(),
            })
        );
        return;
    }
    println!("{}", context.language.of(
        format!("{items} 件（{requests} 个请求；{not_taken} 件未接收；{later} 次被告知稍后再试），{seconds:.1} 秒：每秒 {rate:.0} 件"),
        format!("{items} items ({requests} requests; {not_taken} not taken; told \"later\" {later} times) in {seconds:.1} s: {rate:.0} a second"),
    ));
    println!("{}", times.line());
}

/// What is to be sent.
struct Load {
    address: String,
    lines: u64,
    connections: u64,
    /// Between the moments at which two requests are due.
    pace: Option<Duration>,
    source: Mutex<Remaining>,
    turn: AtomicU64,
}

struct Remaining {
    source: Source,
    items: u64,
}

/// What was sent and answered.
#[derive(Debug, Default)]
struct Sent {
    items: u64,
    requests: u64,
    later: u64,
    not_taken: u64,
    times: Spread,
}

impl Sent {
    fn add(&mut self, other: Self) {
        self.items += other.items;
        self.requests += other.requests;
        self.later += other.later;
        self.not_taken += other.not_taken;
        self.times.extend(other.times);
    }
}

impl Load {
    fn of(context: &Context) -> Outcome<Self> {
        let number = |name: &str| context.matches.get_one::<u64>(name).copied();
        let is_single = context.matches.get_one::<String>("mode").is_some_and(|mode| mode == "single");
        let lines = if is_single { 1 } else { number("lines").unwrap_or(2_000) };
        let items = number("items").unwrap_or(1);
        let source = match context.matches.get_one::<PathBuf>("file") {
            Some(path) => Source::file(path)?,
            None => Source::made(items, number("seed").unwrap_or(1))?,
        };
        Ok(Self {
            address: context.matches.get_one::<String>("address").cloned().unwrap_or_default(),
            lines,
            connections: number("connections").unwrap_or(if is_single { 64 } else { 4 }),
            pace: number("rate").map(|rate| Duration::from_secs_f64(lines as f64 / rate as f64)),
            source: Mutex::new(Remaining { source, items }),
            turn: AtomicU64::new(0),
        })
    }

    fn work(&self, mut client: Client, begin: Instant) -> Outcome<Sent> {
        let mut sent = Sent::default();
        loop {
            let lines = self.next()?;
            if lines.count == 0 {
                return Ok(sent);
            }
            let due = self.due(begin);
            thread::sleep(due.saturating_duration_since(now()));
            self.send(&mut client, &lines, &mut sent)?;
            sent.times.add(due.elapsed());
            sent.requests += 1;
            sent.items += lines.count;
        }
    }

    fn next(&self) -> Outcome<Lines> {
        let mut remaining = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let lines_max = self.lines.min(remaining.items);
        let lines = remaining.source.next(lines_max)?;
        remaining.items -= lines.count;
        Ok(lines)
    }

    fn due(&self, begin: Instant) -> Instant {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        self.pace.map_or_else(now, |pace| begin + Duration::from_secs_f64(pace.as_secs_f64() * turn as f64))
    }

    /// Sends until it is taken.
    fn send(&self, client: &mut Client, lines: &Lines, sent: &mut Sent) -> Outcome {
        let (media, body) = if self.lines == 1 {
            ("application/json", lines.text.trim_end().as_bytes())
        } else {
            ("application/x-ndjson", lines.text.as_bytes())
        };
        loop {
            match client.post("/v1/acceptances", media, body)? {
                Answer { status: 200, body } if self.is_whole(&body, lines.count) => {
                    sent.not_taken += rejections(&body);
                    return Ok(());
                }
                Answer { status: 409 | 422, .. } if self.lines == 1 => {
                    sent.not_taken += 1;
                    return Ok(());
                }
                Answer { status: 429, .. } => {
                    sent.later += 1;
                    thread::sleep(LATER);
                }
                Answer { status, body } => return Err(unexpected(status, &body)),
            }
        }
    }

    /// Whether every line was answered.
    fn is_whole(&self, body: &[u8], lines: u64) -> bool {
        self.lines == 1 || body.split(|byte| *byte == b'\n').count() as u64 == lines + 1
    }
}

/// Lines that were answered with a rejection.
fn rejections(body: &[u8]) -> u64 {
    body.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{\"line\":")).count() as u64
}

fn unexpected(status: u16, body: &[u8]) -> Failure {
    // Answers hold no personal data.
    let start: String = String::from_utf8_lossy(body).chars().take(300).collect();
    Failure::new(
        Exit::Failed,
        format!("服务的答复不符（{status}）：{start}"),
        format!("the server answered otherwise ({status}): {start}"),
    )
}
