//! The gate's work put to a cluster by many clients at once.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use postgres::{Client, GenericClient, Statement};

use crate::{cluster::Cluster, error::RivalError, record::Row};

const INSERT: &str = "INSERT INTO acceptances
    (operator, waybill, revision, accepted_at, sender, phone, address, goods, record)
    VALUES ($1, $2, $3, $4::text::timestamptz, $5, $6, $7, $8, $9)
    ON CONFLICT DO NOTHING
    RETURNING items_of_sender, items_of_phone, items_of_address, name_found";

/// Makes the tables and fills in the names.
pub fn prepare(cluster: &Cluster, names: &[String]) -> Result<(), RivalError> {
    let mut client = cluster.connect()?;
    client.batch_execute(include_str!("../sql/gate.sql"))?;
    let mut transaction = client.transaction()?;
    for name in names {
        transaction.execute("INSERT INTO goods_names VALUES ($1)", &[name])?;
    }
    transaction.commit()?;
    client.batch_execute("VACUUM ANALYZE goods_names")?;
    Ok(())
}

/// What the engine says it is.
pub fn version(cluster: &Cluster) -> Result<String, RivalError> {
    Ok(cluster.connect()?.query_one("SELECT version()", &[])?.get(0))
}

/// Inserts every record into the empty table; returns records a second.
pub fn run(cluster: &Cluster, records: &[Row], clients: usize, batch: usize) -> Result<f64, RivalError> {
    cluster.connect()?.batch_execute("TRUNCATE acceptances; CHECKPOINT")?;
    let connections = (0..clients).map(|_| cluster.connect()).collect::<Result<Vec<_>, _>>()?;
    let next = AtomicUsize::new(0);
    let begin = Instant::now();
    thread::scope(|scope| {
        let work = |client: Client| scope.spawn(|| insert(client, records, &next, batch));
        let threads: Vec<_> = connections.into_iter().map(work).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or(Err(RivalError::Client)))
    })?;
    Ok(records.len() as f64 / begin.elapsed().as_secs_f64())
}

fn insert(mut client: Client, records: &[Row], next: &AtomicUsize, batch: usize) -> Result<(), RivalError> {
    let statement = client.prepare(INSERT)?;
    loop {
        let first = next.fetch_add(batch, Ordering::Relaxed);
        let Some(rest) = records.get(first..).filter(|rest| !rest.is_empty()) else { return Ok(()) };
        let rows = &rest[..rest.len().min(batch)];
        if batch == 1 {
            insert_one(&mut client, &statement, &rows[0])?;
            continue;
        }
        let mut transaction = client.transaction()?;
        rows.iter().try_for_each(|row| insert_one(&mut transaction, &statement, row))?;
        transaction.commit()?;
    }
}

fn insert_one(client: &mut impl GenericClient, statement: &Statement, row: &Row) -> Result<(), RivalError> {
    let Row { operator, waybill, revision, accepted_at, sender, phone, address, goods, record } = row;
    client.query(statement, &[operator, waybill, revision, accepted_at, sender, phone, address, goods, record])?;
    Ok(())
}
