//! How columns are written to disk: encodings, compression, row groups, bloom filters.

use std::path::Path;

use arrow::{array::RecordBatch, datatypes::DataType};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, Encoding, ZstdLevel},
    errors::ParquetError,
    file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder, WriterVersion},
    schema::types::ColumnPath,
};

use crate::{
    error::{HistoryError, Result},
    folder::{NewFile, Written},
    table::Table,
};

/// Rows of a row group: what a look-up has to decode where a bloom filter says "perhaps".
const ROW_GROUP_ROWS: usize = 131_072;

/// Rows of a page: what a look-up has to decode in each column for one row found.
const PAGE_ROWS: usize = 8_192;

/// How often a bloom filter may say "perhaps" of a value that is not there.
const PERHAPS: f64 = 0.02;

/// Columns whose values are nearly all different, so that a dictionary would only cost.
const UNIQUE: [&str; 5] = ["waybill", "inspection_mark", "answer", "notice", "envelope"];

/// Writes one file: rows of one table and one day.
pub(crate) fn write(path: &Path, table: Table, batches: &[RecordBatch]) -> Result<Written> {
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    let mut writer =
        ArrowWriter::try_new(NewFile::create(path.to_owned())?, table.schema(), Some(properties(table, rows)))
            .map_err(failed(path))?;
    for batch in batches {
        writer.write(batch).map_err(failed(path))?;
    }
    writer.into_inner().map_err(failed(path))?.finish()
}

/// Writing fails where the disk does.
fn failed(path: &Path) -> impl Fn(ParquetError) -> HistoryError {
    move |source| HistoryError::Disk {
        action: "write",
        path: path.to_owned(),
        source: match source {
            ParquetError::External(cause) => std::io::Error::other(cause),
            other => std::io::Error::other(other),
        },
    }
}

fn properties(table: Table, rows: usize) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by(concat!("portcullis ", env!("CARGO_PKG_VERSION")).to_owned());
    for field in table.schema().fields() {
        builder = column(builder, table, field.name(), field.data_type(), rows);
    }
    builder.build()
}

fn column(
    builder: WriterPropertiesBuilder,
    table: Table,
    name: &str,
    kind: &DataType,
    rows: usize,
) -> WriterPropertiesBuilder {
    let column = || ColumnPath::from(name);
    let (dictionary, encoding) = encoding(name, kind);
    let mut builder = builder.set_column_dictionary_enabled(column(), dictionary);
    if let Some(encoding) = encoding {
        builder = builder.set_column_encoding(column(), encoding);
    }
    if let Some(statistics) = statistics(name, kind) {
        builder = builder.set_column_statistics_enabled(column(), statistics);
    }
    if name == "envelope" {
        builder = builder.set_column_compression(column(), Compression::UNCOMPRESSED);
    }
    if name == "waybill" || table.pseudonyms().contains(&name) {
        builder = builder
            .set_column_bloom_filter_enabled(column(), true)
            .set_column_bloom_filter_fpp(column(), PERHAPS)
            .set_column_bloom_filter_max_ndv(column(), rows.clamp(1, ROW_GROUP_ROWS) as u64);
    }
    builder
}

/// Whether a column begins with a dictionary, and how it goes on without one; nested columns as Parquet chooses.
fn encoding(name: &str, kind: &DataType) -> (bool, Option<Encoding>) {
    match kind {
        DataType::Timestamp(..) => (false, Some(Encoding::DELTA_BINARY_PACKED)),
        DataType::UInt64 if name == "sequence" => (false, Some(Encoding::DELTA_BINARY_PACKED)),
        DataType::FixedSizeBinary(_) => (is_staff(name), Some(Encoding::PLAIN)),
        DataType::Utf8 | DataType::Binary => (!UNIQUE.contains(&name), Some(Encoding::PLAIN)),
        _ => (true, None),
    }
}

/// Where smallest and largest value help to leave something out, or mean nothing.
fn statistics(name: &str, kind: &DataType) -> Option<EnabledStatistics> {
    match kind {
        _ if matches!(name, "sequence" | "day" | "accepted_at") => Some(EnabledStatistics::Page),
        DataType::FixedSizeBinary(_) | DataType::Binary => Some(EnabledStatistics::None),
        _ if name == "findings" || UNIQUE.contains(&name) && name != "waybill" => Some(EnabledStatistics::None),
        _ => None,
    }
}

/// Members of staff are few: their pseudonyms repeat.
fn is_staff(column: &str) -> bool {
    matches!(column, "courier" | "inspection_by" | "xray_by" | "by" | "by_second" | "approved_by")
}
