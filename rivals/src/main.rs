//! PostgreSQL at the work of the gate, on the records of a file: `rivals FILE [CLIENTS,CLIENTS…] [DIR]`.
//!
//! Prints JSON: records a second for each number of clients, one record a transaction, and once with many records a
//! transaction. The cluster is private to the run and lies in DIR, a directory that is made and removed.

mod cluster;
mod error;
mod load;
mod record;

use std::{path::PathBuf, process::ExitCode};

use serde_json::json;

use crate::{cluster::Cluster, error::RivalError};

/// Records of one transaction where they come in batches, as from a file.
const BATCH: usize = 1_000;

fn main() -> ExitCode {
    match run() {
        Ok(found) => {
            println!("{found}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("rivals: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<serde_json::Value, RivalError> {
    let mut arguments = std::env::args().skip(1);
    let file = PathBuf::from(arguments.next().ok_or(RivalError::Usage)?);
    let clients = arguments.next().unwrap_or_else(|| "8,32,64".to_owned());
    let clients: Vec<usize> =
        clients.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| RivalError::Usage)?;
    let directory = arguments.next().map_or_else(|| std::env::temp_dir().join("portcullis-rival"), PathBuf::from);
    let records = record::read(&file)?;
    let names = record::names();
    eprintln!("{} records, {} goods names", records.len(), names.len());
    let cluster = Cluster::start(&directory)?;
    load::prepare(&cluster, &names)?;
    let mut rates = Vec::new();
    for number in clients {
        let rate = load::run(&cluster, &records, number, 1)?;
        eprintln!("{number} clients, one record a transaction: {rate:.0} records/s");
        rates.push(json!({ "clients": number, "records_per_second": rate }));
    }
    let batches = load::run(&cluster, &records, 8, BATCH)?;
    eprintln!("8 clients, {BATCH} records a transaction: {batches:.0} records/s");
    Ok(json!({
        "engine": load::version(&cluster)?,
        "records": records.len(),
        "goods_names": names.len(),
        "one_record_a_transaction": rates,
        "batches": { "clients": 8, "records_a_transaction": BATCH, "records_per_second": batches },
    }))
}
