//! Columns of sealed envelopes. A table of their own, so that a copy for analysis can leave them out.

use arrow::{array::BinaryBuilder, datatypes::DataType};
use parcel::Day;

use super::{Days, Kind, Small, Whole, columns, day_number};

/// Sealed bytes.
pub(crate) struct Sealed;

impl Kind for Sealed {
    type Builder = BinaryBuilder;
    fn data_type() -> DataType {
        DataType::Binary
    }
    fn builder() -> BinaryBuilder {
        BinaryBuilder::with_capacity(0, 0)
    }
}

columns! {
    /// The envelope of a record or an event.
    EnvelopeColumns {
        sequence: Whole, required;
        day: Days, required;
        epoch: Small, required;
        envelope: Sealed, required;
    }
}

impl EnvelopeColumns {
    pub(crate) fn append(&mut self, sequence: u64, day: Day, epoch: u32, envelope: &[u8]) {
        self.sequence.append_value(sequence);
        self.day.append_value(day_number(day));
        self.epoch.append_value(epoch);
        self.envelope.append_value(envelope);
    }
}
