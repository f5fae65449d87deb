//! The bytes of a sealed envelope: which key, then cipher text and tag. `docs/reference/seal-format.md` has the shape.

use std::fmt;

use jiff::Span;
use parcel::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{SealError, Suite, slot::Slot};

const VERSION: u8 = 1;

/// The personal fields of one record, encrypted under the key of its day and retention class.
///
/// 23 bytes longer than the clear text in it, 35 in the suite `guomi`. Bound to the name of its record.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Envelope(Vec<u8>);

impl Envelope {
    /// Takes bytes that were kept; [`SealError::EnvelopeFormat`] where they cannot be an envelope of this edition.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SealError> {
        let envelope = Self(bytes);
        envelope.parts().map(|_| ()).ok_or(SealError::EnvelopeFormat)?;
        Ok(envelope)
    }

    /// The bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to keep, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The statutory day whose key seals it; `None` where it is held under the key of a case.
    pub fn day(&self) -> Option<Day> {
        match self.parts()?.slot {
            // The number is as it was found, and may be that of no day.
            Slot::Day { day, .. } => Day::constant(1970, 1, 1).checked_add(Span::new().try_days(day).ok()?).ok(),
            _ => None,
        }
    }

    /// The suite that it was sealed in.
    pub fn suite(&self) -> Suite {
        self.parts().map(|parts| parts.suite).unwrap_or_default()
    }

    /// A header, with room for `clear` bytes of text and what the suite puts behind them.
    pub(crate) fn header(suite: Suite, slot: Slot, clear: usize) -> Result<Vec<u8>, SealError> {
        let mut bytes = Vec::with_capacity(12 + clear + suite.trailer_bytes());
        bytes.extend_from_slice(&[VERSION, suite.number()]);
        postcard::to_extend(&slot, bytes).map_err(SealError::Encoding)
    }

    /// A header and what [`crate::data_key::DataKey::seal`] has put behind it.
    pub(crate) fn sealed(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// What it is made of; `None` for no envelope of this edition.
    pub(crate) fn parts(&self) -> Option<Parts<'_>> {
        let (suite, rest) = self.0.strip_prefix(&[VERSION])?.split_first()?;
        let suite = Suite::of_number(*suite)?;
        let (slot, sealed) = postcard::take_from_bytes(rest).ok()?;
        let is_of_records = matches!(slot, Slot::Day { .. } | Slot::Case(_));
        let header = &self.0[..self.0.len() - sealed.len()];
        (is_of_records && sealed.len() >= suite.trailer_bytes()).then_some(Parts { suite, slot, header, sealed })
    }
}

/// The parts of an envelope.
pub(crate) struct Parts<'a> {
    pub(crate) suite: Suite,
    /// The place of its key.
    pub(crate) slot: Slot,
    /// Everything before the cipher text.
    pub(crate) header: &'a [u8],
    /// The cipher text and what the suite puts behind it.
    pub(crate) sealed: &'a [u8],
}

impl fmt::Debug for Envelope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "<envelope of {} bytes>", self.0.len())
    }
}

impl Serialize for Envelope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_bytes(Vec::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_no_day_is_none() {
        let day_of = |day| {
            let header = Envelope::header(Suite::International, Slot::Day { day, class: 1 }, 0).unwrap();
            Envelope::from_bytes([header, vec![0; 16]].concat()).unwrap().day()
        };
        assert_eq!(day_of(1), Some(Day::constant(1970, 1, 2)));
        assert_eq!((day_of(i32::MIN), day_of(i32::MAX), day_of(7_000_000)), (None, None, None));
    }
}
