//! Columns in memory: the kinds of column there are and the groups that tables are made of.
//!
//! How columns are written to disk belongs in `write`.

use std::sync::Arc;

use arrow::{
    array::{
        Array, BinaryBuilder, Date32Builder, FixedSizeBinaryBuilder, Float64Builder, Int64Builder, ListBuilder,
        StringBuilder, TimestampMicrosecondBuilder, UInt32Builder, UInt64Builder,
    },
    buffer::Buffer,
    datatypes::{DataType, Field, TimeUnit},
};
use jiff::Timestamp;
use parcel::{Choice, Day, Pseudonym, Sha256};

pub(crate) mod coverage;
pub(crate) mod decision;
pub(crate) mod envelope;
pub(crate) mod event;
pub(crate) mod goods;
pub(crate) mod notice;
pub(crate) mod record;

/// A kind of column: its type and what builds it.
pub(crate) trait Kind {
    type Builder;
    fn data_type() -> DataType;
    fn builder(room: Room) -> Self::Builder;
}

/// How much a builder has room for before it has to grow.
#[derive(Clone, Copy, Default)]
pub(crate) struct Room {
    rows: usize,
    /// Values of all lists together.
    values: usize,
    /// Bytes of all texts together.
    bytes: usize,
}

impl Room {
    /// As much as an array took, and a little more: the next batch is hardly ever much larger, and a builder that
    /// begins with nothing copies all of its values several times.
    pub(crate) fn like(array: &dyn Array) -> Self {
        let more = |taken: usize| taken + taken / 16;
        let data = array.to_data();
        let values = data.child_data().first().unwrap_or(&data);
        let bytes = values.buffers().last().map_or(0, Buffer::len);
        Self { rows: more(array.len()), values: more(values.len()), bytes: more(bytes) }
    }
}

macro_rules! kind {
    ($(#[$meta:meta])* $name:ident, $builder:ty, $type:expr, $new:expr) => {
        $(#[$meta])*
        pub(crate) struct $name;

        impl Kind for $name {
            type Builder = $builder;
            fn data_type() -> DataType {
                $type
            }
            fn builder(room: Room) -> $builder {
                let new: fn(Room) -> $builder = $new;
                new(room)
            }
        }
    };
}

kind!(/// Text.
    Text, StringBuilder, DataType::Utf8, |room| StringBuilder::with_capacity(room.rows, room.bytes));
kind!(/// A count or position.
    Whole, UInt64Builder, DataType::UInt64, |room| UInt64Builder::with_capacity(room.rows));
kind!(/// A small count.
    Small, UInt32Builder, DataType::UInt32, |room| UInt32Builder::with_capacity(room.rows));
kind!(/// A count that may fall.
    Signed, Int64Builder, DataType::Int64, |room| Int64Builder::with_capacity(room.rows));
kind!(/// A measured number.
    Number, Float64Builder, DataType::Float64, |room| Float64Builder::with_capacity(room.rows));
kind!(/// A statutory day.
    Days, Date32Builder, DataType::Date32, |room| Date32Builder::with_capacity(room.rows));
kind!(/// An instant to the microsecond, shown in Beijing time.
    Instant, TimestampMicrosecondBuilder, instant_type(),
    |room| TimestampMicrosecondBuilder::with_capacity(room.rows).with_data_type(instant_type()));
kind!(/// A pseudonym: 16 bytes.
    Alias, FixedSizeBinaryBuilder, DataType::FixedSizeBinary(16),
    |room| FixedSizeBinaryBuilder::with_capacity(room.rows, 16));
kind!(/// A hash of an image: 32 bytes.
    Hash, FixedSizeBinaryBuilder, DataType::FixedSizeBinary(32),
    |room| FixedSizeBinaryBuilder::with_capacity(room.rows, 32));
kind!(/// Sealed bytes.
    Sealed, BinaryBuilder, DataType::Binary, |room| BinaryBuilder::with_capacity(room.rows, room.bytes));
kind!(/// Several texts.
    Texts, ListBuilder<StringBuilder>, list_of(DataType::Utf8),
    |room| ListBuilder::with_capacity(StringBuilder::with_capacity(room.values, room.bytes), room.rows)
        .with_field(element(DataType::Utf8)));
kind!(/// Several hashes of images.
    Hashes, ListBuilder<FixedSizeBinaryBuilder>, list_of(Hash::data_type()),
    |room| ListBuilder::with_capacity(FixedSizeBinaryBuilder::with_capacity(room.values, 32), room.rows)
        .with_field(element(Hash::data_type())));

fn instant_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("+08:00".into()))
}

fn element(of: DataType) -> Field {
    Field::new("element", of, false)
}

fn list_of(of: DataType) -> DataType {
    DataType::List(Arc::new(element(of)))
}

/// Declares a group of columns: its builders, its fields and how it is finished, in one order.
macro_rules! columns {
    ($(#[$meta:meta])* $name:ident { $($column:ident: $kind:ty, $need:ident;)+ }) => {
        $(#[$meta])*
        pub(crate) struct $name { $(pub(crate) $column: <$kind as $crate::columns::Kind>::Builder),+ }

        impl $name {
            pub(crate) fn new() -> Self {
                Self { $($column: <$kind as $crate::columns::Kind>::builder($crate::columns::Room::default())),+ }
            }

            pub(crate) fn fields() -> Vec<arrow::datatypes::Field> {
                vec![$(arrow::datatypes::Field::new(
                    stringify!($column),
                    <$kind as $crate::columns::Kind>::data_type(),
                    $crate::columns::is_optional(stringify!($need)),
                )),+]
            }

            pub(crate) fn finish(&mut self, out: &mut Vec<arrow::array::ArrayRef>) {
                $(
                    let array = self.$column.finish();
                    self.$column = <$kind as $crate::columns::Kind>::builder($crate::columns::Room::like(&array));
                    out.push(std::sync::Arc::new(array));
                )+
            }
        }
    };
}
pub(crate) use columns;

pub(crate) fn is_optional(need: &str) -> bool {
    need == "optional"
}

pub(crate) fn word(column: &mut StringBuilder, choice: Option<impl Choice>) {
    column.append_option(choice.map(Choice::word));
}

pub(crate) fn alias(column: &mut FixedSizeBinaryBuilder, pseudonym: Option<&Pseudonym>) {
    bytes(column, pseudonym.map(|pseudonym| pseudonym.0.as_slice()));
}

pub(crate) fn hash(column: &mut FixedSizeBinaryBuilder, hash: Option<&Sha256>) {
    bytes(column, hash.map(|hash| hash.0.as_slice()));
}

fn bytes(column: &mut FixedSizeBinaryBuilder, value: Option<&[u8]>) {
    match value {
        // The widths are those of the types, so that this cannot fail.
        Some(value) => column.append_value(value).unwrap_or_default(),
        None => column.append_null(),
    }
}

pub(crate) fn instant(column: &mut TimestampMicrosecondBuilder, at: Option<Timestamp>) {
    column.append_option(at.map(Timestamp::as_microsecond));
}

/// Days since 1970-01-01.
pub(crate) fn day_number(day: Day) -> i32 {
    const EPOCH: Day = jiff::civil::date(1970, 1, 1);
    // Both lie within the 20,000 years that jiff knows.
    EPOCH.until(day).map(|span| span.get_days()).unwrap_or_default()
}

/// The day that so many days since 1970-01-01 make.
pub(crate) fn day_of(number: i32) -> Day {
    jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(number))
}

/// Writes a value as it shows itself, without an allocation of its own.
pub(crate) fn shown(column: &mut StringBuilder, value: Option<impl std::fmt::Display>) {
    use std::fmt::Write as _;
    match value {
        Some(value) => {
            // Writing to memory cannot fail.
            let _ = write!(column, "{value}");
            column.append_value("");
        }
        None => column.append_null(),
    }
}
