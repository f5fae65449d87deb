//! Postcard behind what a buffer already holds, a text at a time rather than a byte at a time.

use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Writes `value` behind `bytes`.
pub(crate) fn append(value: &(impl Serialize + ?Sized), bytes: Vec<u8>) -> postcard::Result<Vec<u8>> {
    postcard::serialize_with_flavor(value, Room(bytes))
}

struct Room(Vec<u8>);

impl Flavor for Room {
    type Output = Vec<u8>;

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Vec<u8>> {
        Ok(self.0)
    }
}
