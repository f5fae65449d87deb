//! `portcullis clock`: when a period of the law ends, explained line by line; and the table of all periods.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::PathBuf,
};

use clap::{Arg, ArgAction, Command};
use intake::lines::LineReader;
use law::clock::{ClockRow, Clocks, Question, answer_line, ask, board, problems_line};
use parcel::Day;

use super::{Context, args};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
    output::left,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("clock")
        .about(language.of("计算法定期限并逐行说明", "Compute the periods of the law, explained line by line"))
        .after_help(language.of(
            "每行一个问题：{\"clock\":\"filing-reasons\",\"start\":\"2026-09-25\",\"custody\":false,\"options\":{}}；\n\
             逐行答复 {\"due\",\"provision\",\"steps\",\"provisional\",…} 或 {\"error\",\"problems\"}，顺序不变。\n\
             可选字段：events（延长、不计入、重新计算、办结）、law_day（适用哪一天的法律）、on（某日的状态）、reference（原样返回）。",
            "A question a line: {\"clock\":\"filing-reasons\",\"start\":\"2026-09-25\",\"custody\":false,\"options\":{}};\n\
             answered line by line, in order, with {\"due\",\"provision\",\"steps\",\"provisional\",…} or {\"error\",\"problems\"}.\n\
             Optional fields: events (extended, paused, restarted, done), law_day (whose law governs), on (how it stands),\n\
             reference (given back).",
        ))
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .conflicts_with("list")
                .help(language.of("NDJSON 文件；- 或省略为标准输入", "An NDJSON file; - or nothing is standard input")),
        )
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .help(language.of("列出全部期限", "List every period")),
        )
        .arg(
            Arg::new("board")
                .long("board")
                .value_name("DATE")
                .value_parser(|text: &str| text.parse::<Day>().map_err(|_| "2026-11-22"))
                .conflicts_with("list")
                .help(language.of(
                    "不逐行答复，而是列出该日尚未办结的期限，按期满先后",
                    "Instead of answers, the periods still open on that day, by due date",
                )),
        )
        .arg(args::json(language))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    if context.matches.get_flag("list") {
        return list(context);
    }
    let path = context.matches.get_one::<PathBuf>("file").filter(|path| path.as_os_str() != "-");
    let Some(path) = path else { return read(context, io::stdin().lock()) };
    let file = File::open(path).map_err(|cause| {
        Failure::because("无法读取文件", "the file cannot be read", &format!("{}: {cause}", path.display()))
    })?;
    read(context, BufReader::new(file))
}

fn read(context: &Context, input: impl BufRead) -> Outcome<Exit> {
    let mut out = BufWriter::new(io::stdout().lock());
    match context.matches.get_one::<Day>("board") {
        Some(day) => show_board(*day, input, &mut out)?,
        None => answer(input, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn answer(input: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    let clocks = Clocks::built_in();
    each_line(input, |line| writeln!(out, "{}", answer_line(clocks, line)))
}

/// Most clocks of one board.
const BOARD_CLOCKS_MAX: usize = 100_000;

/// What cannot be read is answered first, in its order; then the board.
fn show_board(day: Day, input: impl BufRead, out: &mut impl Write) -> io::Result<()> {
    let clocks = Clocks::built_in();
    let mut open: Vec<Question> = Vec::new();
    each_line(input, |line| match ask(clocks, line) {
        Ok(question) if open.len() < BOARD_CLOCKS_MAX => {
            open.push(question);
            Ok(())
        }
        Ok(_) => Err(io::Error::other(format!("a board holds {BOARD_CLOCKS_MAX} clocks at most"))),
        Err(problems) => writeln!(out, "{}", problems_line(&problems)),
    })?;
    for row in board(open.iter().map(|question| (question.reference.as_deref(), &question.ledger)), day) {
        writeln!(out, "{}", serde_json::to_string(&row).unwrap_or_default())?;
    }
    Ok(())
}

fn each_line(input: impl BufRead, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut reader = LineReader::new(input);
    loop {
        let batch = reader.next_batch()?;
        if batch.is_empty() {
            return Ok(());
        }
        for (_, line) in batch.iter() {
            take(line)?;
        }
    }
}

fn list(context: &Context) -> Outcome<Exit> {
    let clocks = Clocks::built_in();
    let today = parcel::statutory_day(crate::clock::now());
    let mut out = BufWriter::new(io::stdout().lock());
    for row in clocks.all().filter_map(|clock| ClockRow::on(clock, today)) {
        if context.matches.get_flag("json") {
            writeln!(out, "{}", serde_json::to_string(&row).unwrap_or_default())?;
        } else {
            writeln!(out, "{}", line(&row))?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// A row in both languages.
fn line(row: &ClockRow) -> String {
    let mark = if row.status == "unverified" { " [未核 unverified]" } else { "" };
    let option = row.option.as_ref().map_or_else(String::new, |choice| {
        format!("\n    选项 option {}: {} .. {}", choice.name, choice.min, choice.max)
    });
    format!(
        "{}{} / {}{mark}\n    {} / {}\n    起算 from: {} / {}；义务人 due by: {} / {}{option}\n    {}",
        left(&row.clock, 42),
        row.length_words.zh,
        row.length_words.en,
        row.name.zh,
        row.name.en,
        row.starts.zh,
        row.starts.en,
        row.bearer.zh,
        row.bearer.en,
        row.provision,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = concat!(
        r#"{"clock":"objection-reexamination","start":"2026-11-13","reference":"b"}"#,
        "\n\n",
        r#"{"clock":"nothing","start":"2026-11-13"}"#,
        "\n",
        r#"{"clock":"arrest-review","start":"2026-11-12","reference":"a"}"#,
    );

    fn lines(run: impl FnOnce(&[u8], &mut Vec<u8>) -> io::Result<()>) -> Vec<serde_json::Value> {
        let mut out = Vec::new();
        run(LINES.as_bytes(), &mut out).unwrap();
        out.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }

    #[test]
    fn every_question_is_answered_in_its_place_and_a_wrong_one_stops_nothing() {
        let answers = lines(|input, out| answer(input, out));
        let due: Vec<_> = answers.iter().map(|answer| answer["due"].as_str()).collect();
        assert_eq!(due, [Some("2026-11-20"), None, Some("2026-11-19")]);
        assert_eq!(answers[1]["error"]["code"], "unknown_clock");
    }

    #[test]
    fn the_board_tells_what_is_wrong_and_then_what_is_due_first() {
        let rows = lines(|input, out| show_board(jiff::civil::date(2026, 11, 16), input, out));
        assert_eq!(rows[0]["error"]["field"], "clock");
        let order: Vec<_> = rows[1..].iter().map(|row| row["reference"].as_str()).collect();
        assert_eq!(order, [Some("a"), Some("b")]);
    }
}
