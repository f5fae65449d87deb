//! Columns of sealed envelopes. A table of their own, so that a copy for analysis can leave them out.

use parcel::Day;

use super::{Days, Sealed, Small, Whole, columns, day_number};

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
