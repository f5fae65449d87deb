//! `portcullis bulletin`: figures of the register as a report, in both languages and four formats.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use bulletin::{Document, Period, Register, Template, Wish};
use casebook::Casebook;
use clap::{Arg, Command, value_parser};

use super::{Context, args};
use crate::{
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// Cells of breakdowns below this are withheld where nothing else is asked for. No law fixes a number.
const SMALL_CELLS_BELOW: &str = "5";

/// How the command is described.
pub fn command(language: Language) -> Command {
    let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).help(language.of(zh, en))
    };
    Command::new("bulletin")
        .about(language.of("由登记簿编制通报：数字、定义、不能得出的", "A bulletin from the register: figures, definitions, what cannot be derived"))
        .after_help(language.of(
            "例：portcullis bulletin drug-casework --from 2019-01 --to 2020-05\n    portcullis bulletin parcel-crime --year 2020 --format xlsx --output a.xlsx",
            "E.g. portcullis bulletin drug-casework --from 2019-01 --to 2020-05\n     portcullis bulletin parcel-crime --year 2020 --format xlsx --output a.xlsx",
        ))
        .arg(
            Arg::new("bulletin")
                .required(true)
                .value_name("NAME")
                .value_parser(bulletin::templates().iter().map(|template| template.id.as_str()).collect::<Vec<_>>())
                .help(language.of("哪一种通报", "Which bulletin")),
        )
        .arg(option("from", "MONTH", "第一个月，例如 2019-01", "First month, e.g. 2019-01").requires("to"))
        .arg(option("to", "MONTH", "最后一个月，例如 2020-05", "Last month, e.g. 2020-05").requires("from"))
        .arg(
            option("year", "YEAR", "全年，例如 2020", "A whole year, e.g. 2020")
                .value_parser(value_parser!(i16).range(1900..2200))
                .conflicts_with_all(["from", "to"]),
        )
        .arg(
            option("format", "FORMAT", "格式（默认 markdown）", "Format (default markdown)")
                .default_value("markdown")
                .value_parser(["markdown", "html", "csv", "xlsx"]),
        )
        .arg(
            option("as-of", "SEQUENCE", "按截至某号行为所知编制", "As it was known when the ledger ended at this act")
                .value_parser(value_parser!(u64)),
        )
        .arg(
            option("small-cells-below", "N", "分类数字小于此数的不予公布", "Withhold cells of breakdowns below this")
                .default_value(SMALL_CELLS_BELOW)
                .value_parser(value_parser!(u64)),
        )
        .arg(
            option("output", "FILE", "写入此文件（默认标准输出）", "Write to this file (default: standard output)")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(args::data(language))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    let matches = &context.matches;
    let name = matches.get_one::<String>("bulletin").map_or("", String::as_str);
    let Some(template) = bulletin::template(name) else {
        return Err(Failure::new(Exit::Usage, "没有这种通报", "there is no such bulletin"));
    };
    let period = period(context)?;
    let register = register(context)?;
    let bytes = written(&register, template, period, context)?;
    match matches.get_one::<PathBuf>("output") {
        Some(path) => fs::write(path, bytes)?,
        None => io::stdout().lock().write_all(&bytes)?,
    }
    Ok(Exit::Done)
}

fn period(context: &Context) -> Outcome<Period> {
    let text = |name: &str| context.matches.get_one::<String>(name);
    if let Some(year) = context.matches.get_one::<i16>("year").copied().and_then(Period::year) {
        return Ok(year);
    }
    let (Some(from), Some(to)) = (text("from"), text("to")) else {
        return Err(Failure::new(
            Exit::Usage,
            "请给出期间：--year 2020，或者 --from 2019-01 --to 2020-05",
            "give the period: --year 2020, or --from 2019-01 --to 2020-05",
        ));
    };
    format!("{from}..{to}").parse().map_err(|_| {
        Failure::new(
            Exit::Usage,
            format!("期间 {from} 至 {to} 不被接受；可通过：--from 2019-01 --to 2020-05"),
            format!("the period {from} to {to} is not accepted; would pass: --from 2019-01 --to 2020-05"),
        )
    })
}

/// The register in the data directory; a bulletin never makes one.
fn register(context: &Context) -> Outcome<Register> {
    let (data, _) = args::paths(&context.matches);
    let folder = data.join("casebook");
    if !folder.is_dir() {
        return Err(Failure::new(
            Exit::Failed,
            format!("{} 中没有登记簿（casebook）", data.display()),
            format!("{} holds no register (casebook)", data.display()),
        ));
    }
    let unread = |cause: &dyn std::error::Error| {
        Failure::because("登记簿无法读取", "the register cannot be read", &intake::causes::of(cause))
    };
    let casebook = Casebook::open(&folder).map_err(|cause| unread(&cause))?;
    Register::read(&casebook, context.matches.get_one::<u64>("as-of").copied()).map_err(|cause| unread(&cause))
}

fn written(register: &Register, template: &Template, period: Period, context: &Context) -> Outcome<Vec<u8>> {
    let small_cells_below = context.matches.get_one::<u64>("small-cells-below").copied().unwrap_or(0);
    let language = context.language.of(bulletin::Language::Zh, bulletin::Language::En);
    let wish = Wish { period, language, small_cells_below };
    let document = bulletin::compose(register, template, wish)
        .map_err(|cause| Failure::because("无法编制", "the bulletin cannot be composed", &cause))?;
    let format = context.matches.get_one::<String>("format").map_or("markdown", String::as_str);
    in_format(&document, format)
}

fn in_format(document: &Document, format: &str) -> Outcome<Vec<u8>> {
    Ok(match format {
        "html" => bulletin::html(document).into_bytes(),
        "csv" => bulletin::csv(document).into_bytes(),
        "xlsx" => bulletin::workbook(document)
            .map_err(|cause| Failure::because("无法写出工作簿", "the workbook cannot be written", &cause))?,
        _ => bulletin::markdown(document).into_bytes(),
    })
}
