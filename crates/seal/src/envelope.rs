//! The bytes of a sealed envelope: which key, then cipher text and tag. `docs/reference/seal-format.md` has the shape.

use std::fmt;

use jiff::Span;
use parcel::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    SealError,
    data_key::{SUITE_INTERNATIONAL, TAG_BYTES},
    slot::Slot,
};

const VERSION: u8 = 1;

/// The personal fields of one record, encrypted under the key of its day and retention class.
///
/// 23 bytes longer than the clear text in it. Bound to the name of its record.
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
        match self.parts()?.0 {
            // The number is as it was found, and may be that of no day.
            Slot::Day { day, .. } => Day::constant(1970, 1, 1).checked_add(Span::new().try_days(day).ok()?).ok(),
            _ => None,
        }
    }

    /// A header, with room for `clear` bytes of text and the tag.
    pub(crate) fn header(slot: Slot, clear: usize) -> Result<Vec<u8>, SealError> {
        let mut bytes = Vec::with_capacity(12 + clear + TAG_BYTES);
        bytes.extend_from_slice(&[VERSION, SUITE_INTERNATIONAL]);
        postcard::to_extend(&slot, bytes).map_err(SealError::Encoding)
    }

    /// A header and what [`crate::data_key::DataKey::seal`] has put behind it.
    pub(crate) fn sealed(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Key, header, and cipher text with tag.
    pub(crate) fn parts(&self) -> Option<(Slot, &[u8], &[u8])> {
        let rest = self.0.strip_prefix(&[VERSION, SUITE_INTERNATIONAL])?;
        let (slot, sealed) = postcard::take_from_bytes(rest).ok()?;
        let is_of_records = matches!(slot, Slot::Day { .. } | Slot::Case(_));
        let header = &self.0[..self.0.len() - sealed.len()];
        (is_of_records && sealed.len() >= TAG_BYTES).then_some((slot, header, sealed))
    }
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
            let header = Envelope::header(Slot::Day { day, class: 1 }, 0).unwrap();
            Envelope::from_bytes([header, vec![0; TAG_BYTES]].concat()).unwrap().day()
        };
        assert_eq!(day_of(1), Some(Day::constant(1970, 1, 2)));
        assert_eq!((day_of(i32::MIN), day_of(i32::MAX), day_of(7_000_000)), (None, None, None));
    }
}
