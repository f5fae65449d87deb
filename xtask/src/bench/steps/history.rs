//! A large history: taking it in, what it takes on the disk, questions of it.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use serde_json::Value;

use super::{Site, grouped, mebibytes, number, spread, text};
use crate::bench::{
    page::Row,
    process::{Failed, measured},
};

const DATA: &str = "data";

/// Whole calls of a command that are timed.
const CALLS: u64 = 10;

/// Times counted from the start of the process to its end, files sealed.
pub(super) fn ingest(site: &Site) -> Result<Vec<Row>, Failed> {
    let sample = site.sample(site.items)?;
    let data = site.fresh(DATA)?;
    let (said, ended) = site.json(&["ingest", text(&sample), "--data", text(&data), "--json"])?;
    let recorded = number(&said["recorded"]);
    let bytes = fs::metadata(&sample)?.len() as f64 / number(&said["lines"]);
    Ok(vec![
        Row::new(
            format!("`ingest` of {} items ({bytes:.0} bytes a line), durable, sealed, windows on", grouped(recorded)),
            "80,000 items/s",
            format!("{} items/s ({:.1} s)", grouped(recorded / ended.seconds), ended.seconds),
        ),
        Row::new("memory at most", "3 GiB", mebibytes(ended.memory_max)),
        Row::new("repeats among the lines", "", grouped(number(&said["duplicates"]))),
    ])
}

pub(super) fn disk(site: &Site) -> Result<Vec<Row>, Failed> {
    let data = site.path(DATA);
    let items = site.items as f64;
    let each = |place: &str| -> Result<f64, Failed> { Ok(size(&data.join(place))? as f64 / items) };
    let (history, envelopes) = (each("history")?, each("history/envelopes")?);
    let (answers, names, windows) = (each("answers")?, each("items")?, each("windows")?);
    let without = history - envelopes + answers + names + windows;
    let bytes = |number: f64| format!("{number:.1} bytes");
    Ok(vec![
        Row::new("an item, without envelope", "250 bytes", bytes(without)),
        Row::new("an item, with envelope", "600 bytes", bytes(without + envelopes)),
        Row::new("– history without envelopes", "", bytes(history - envelopes)),
        Row::new("– answers", "", bytes(answers)),
        Row::new("– names", "", bytes(names)),
        Row::new("– windows (a few days are kept)", "", bytes(windows)),
        Row::new("– envelopes", "", bytes(envelopes)),
        Row::new("the journal, apart", "", bytes(each("journal")?)),
    ])
}

pub(super) fn questions(site: &Site) -> Result<Vec<Row>, Failed> {
    let (sample, data) = (site.sample(site.items)?, site.path(DATA));
    let stated = ["--purpose", "measurement", "--ground", "own sample"];
    let words = ["bench", "questions", "--data", text(&data), "--file", text(&sample), "--json"];
    let (said, ended) = site.json(&[&words[..], &stated[..]].concat())?;
    let known = known(&sample)?;
    let trace = |(operator, _, phone): &(String, String, String)| {
        let words = ["trace", "--operator", operator, "--by", "phone", "--json", "--data", text(&data)];
        let ended = measured(&mut site.portcullis(&[&words[..], &stated[..]].concat()), &format!("{phone}\n"))?;
        Ok(ended.seconds)
    };
    let item = |(operator, waybill, _): &(String, String, String)| {
        Ok(measured(&mut site.portcullis(&["item", operator, waybill, "--json", "--data", text(&data)]), "")?.seconds)
    };
    let (item_calls, trace_calls) = (slowest(&known, item)?, slowest(&known, trace)?);
    let served = site.serve(&data)?;
    let served_calls = slowest(&known, item)?;
    let served_memory = served.memory_max();
    drop(served);
    Ok(vec![
        Row::new("`item`, warm, in an open process", "30 ms", spread(&said["item_warm"])),
        Row::new("`item`, first time", "", spread(&said["item_first"])),
        Row::new("`trace` of one pseudonym, in an open process", "1.5 s", spread(&said["trace"])),
        Row::new("the directory opened", "", format!("{:.2} s", number(&said["opening_seconds"]))),
        Row::new("memory at most, with all questions", "", mebibytes(ended.memory_max)),
        Row::new(format!("`portcullis item`, the whole call, slowest of {CALLS}"), "", format!("{item_calls:.2} s")),
        Row::new(format!("`portcullis trace`, the whole call, slowest of {CALLS}"), "", format!("{trace_calls:.2} s")),
        Row::new(
            format!("`portcullis item` beside a running server, the whole call, slowest of {CALLS}"),
            "",
            format!("{:.1} ms", served_calls * 1e3),
        ),
        Row::new("memory of that server", "", mebibytes(served_memory)),
    ])
}

fn slowest<T>(known: &[T], call: impl Fn(&T) -> Result<f64, Failed>) -> Result<f64, Failed> {
    known.iter().try_fold(0.0_f64, |slowest, one| Ok(slowest.max(call(one)?)))
}

/// Operator, waybill and sender's phone of some records, evenly from the whole file.
fn known(sample: &Path) -> Result<Vec<(String, String, String)>, Failed> {
    let mut file = BufReader::new(fs::File::open(sample)?);
    let size = file.get_ref().metadata()?.len();
    let mut known = Vec::new();
    for place in 0..CALLS {
        file.seek(SeekFrom::Start(size / CALLS * place))?;
        let mut lines = file.by_ref().lines().skip(usize::from(place > 0));
        let record = lines.find_map(|line| serde_json::from_str::<Value>(&line.ok()?).ok());
        let field = |value: &Value| value.as_str().map(str::to_owned);
        known.extend(record.and_then(|record| {
            Some((field(&record["operator"])?, field(&record["waybill"])?, field(&record["sender"]["phone"])?))
        }));
    }
    Ok(known)
}

/// Bytes of all files below a place.
fn size(place: &Path) -> io::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let data = entry.metadata()?;
        sum += if data.is_dir() { size(&entry.path())? } else { data.len() };
    }
    Ok(sum)
}
