//! The tables that can be asked: sealed files and tail as one, and the views over them.

use std::{fmt::Write as _, sync::Arc};

use datafusion::{
    catalog::TableProvider,
    datasource::{
        MemTable,
        file_format::parquet::ParquetFormat,
        listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl},
    },
    error::Result,
    prelude::SessionContext,
};

use super::shown::{self, Shown};
use crate::{batch::Batch, store::Sealed, table::Table};

/// The tables that a question in SQL reaches: all but the envelopes.
const ASKED: [Table; 4] = [Table::Records, Table::Events, Table::Notices, Table::Coverage];

/// Latest revision per operator and waybill: all records but those that a higher one supersedes.
///
/// Few items have a second revision, so that the list of these stays small; a window over all records would not.
const ITEMS: &str = "
    SELECT records.* FROM (
        SELECT operator AS superseded_operator, waybill AS superseded_waybill, max(revision) AS latest
        FROM records WHERE revision > 1 GROUP BY operator, waybill
    ) AS superseded
    RIGHT ANTI JOIN records ON records.operator = superseded.superseded_operator
        AND records.waybill = superseded.superseded_waybill AND records.revision < superseded.latest";

/// The answers, without what they answer.
const DECISIONS: &str = "
    SELECT sequence, day, operator, waybill, revision, verdict, rules, findings, pack, law, catalogue,
        identity_duty, inspection_duty, machine_duty
    FROM records WHERE verdict IS NOT NULL";

pub(crate) async fn register(
    context: &SessionContext,
    sealed: &Sealed,
    tail: &[Arc<Batch>],
    shown: Option<&Shown>,
) -> Result<()> {
    for table in ASKED {
        let in_memory = context.read_table(in_memory(table, sealed, tail)?)?;
        let both = match on_disk(table, sealed)? {
            Some(files) => context.read_table(files)?.union(in_memory)?,
            None => in_memory,
        };
        let both = match shown {
            Some(shown) => shown::show(both, table, shown)?,
            None => both,
        };
        context.register_table(table.name(), both.into_view())?;
    }
    for (name, view) in [("items", ITEMS), ("decisions", DECISIONS)] {
        let view = context.sql(view).await?.into_view();
        context.register_table(name, view)?;
    }
    Ok(())
}

fn in_memory(table: Table, sealed: &Sealed, tail: &[Arc<Batch>]) -> Result<Arc<dyn TableProvider>> {
    let batches = sealed.unsealed(tail).map(|batch| batch.table(table).clone()).collect();
    Ok(Arc::new(MemTable::try_new(table.schema(), vec![batches])?))
}

fn on_disk(table: Table, sealed: &Sealed) -> Result<Option<Arc<dyn TableProvider>>> {
    let paths = sealed.files(table).map(|file| location(&sealed.path(file))).collect::<Result<Vec<_>>>()?;
    if paths.is_empty() {
        return Ok(None);
    }
    let options = ListingOptions::new(Arc::new(ParquetFormat::default()));
    let config =
        ListingTableConfig::new_with_multi_paths(paths).with_listing_options(options).with_schema(table.schema());
    Ok(Some(Arc::new(ListingTable::try_new(config)?)))
}

/// A file as an address: percent-encoded, so that no character of a folder's name is taken for a pattern.
fn location(path: &std::path::Path) -> Result<ListingTableUrl> {
    let path = std::path::absolute(path)?;
    let mut address = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~=".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing to memory cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    ListingTableUrl::parse(address)
}
