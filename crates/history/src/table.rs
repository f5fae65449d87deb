//! The stored tables and their columns.
//!
//! `items` and `decisions`, which can be asked for in SQL, are views of `records` (see `sql`).

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{Schema, SchemaRef};

use crate::columns::{
    coverage::CoverageColumns, decision::Decisions, envelope::EnvelopeColumns, event::EventColumns,
    notice::NoticeColumns, record::RecordColumns,
};

/// A stored table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Every revision of every item, with its decision beside it.
    Records,
    /// What happened to items later.
    Events,
    /// What windows over other keys than the sender's raised.
    Notices,
    /// Roll-ups of the gates.
    Coverage,
    /// Sealed personal values of records and events; no question in SQL reaches them.
    Envelopes,
}

impl Table {
    /// Every table, in the order in which they are written.
    pub const ALL: [Self; 5] = [Self::Records, Self::Events, Self::Notices, Self::Coverage, Self::Envelopes];

    /// Name in SQL and of its folder. Part of stored data: never renamed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Events => "events",
            Self::Notices => "notices",
            Self::Coverage => "coverage",
            Self::Envelopes => "envelopes",
        }
    }

    /// Its columns that hold a pseudonym.
    pub fn pseudonyms(self) -> &'static [&'static str] {
        match self {
            Self::Records => &[
                "courier",
                "sender_name",
                "sender_phone",
                "sender_id_number",
                "sender_agreement",
                "sender_address",
                "recipient_name",
                "recipient_phone",
                "recipient_address",
                "payer_phone",
                "inspection_by",
                "xray_by",
            ],
            Self::Events => &["by", "by_second", "approved_by"],
            Self::Notices | Self::Coverage | Self::Envelopes => &[],
        }
    }

    pub(crate) fn schema(self) -> SchemaRef {
        static SCHEMAS: LazyLock<[SchemaRef; 5]> = LazyLock::new(|| Table::ALL.map(|table| Arc::new(columns(table))));
        Arc::clone(&SCHEMAS[self as usize])
    }
}

fn columns(table: Table) -> Schema {
    Schema::new(match table {
        Table::Records => {
            let mut fields = RecordColumns::fields();
            fields.extend(Decisions::fields());
            fields
        }
        Table::Events => EventColumns::fields(),
        Table::Notices => NoticeColumns::fields(),
        Table::Coverage => CoverageColumns::fields(),
        Table::Envelopes => EnvelopeColumns::fields(),
    })
}
