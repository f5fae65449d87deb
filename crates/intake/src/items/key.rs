//! What an item is looked up by: a hash of its name, and how maps use it.

use std::hash::{BuildHasherDefault, Hash, Hasher};

use parcel::ItemName;

/// Key of an item: BLAKE3 of operator, a zero byte and waybill, first 16 bytes.
///
/// Two names share a key with a chance of about 2^-74 among 100 million names.
/// Ordered as bytes, which is the order of records in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemKey(pub [u8; 16]);

/// Length of the longest operator and waybill and the byte between them.
const NAME_BYTES_MAX: usize = 65;

impl ItemKey {
    /// The key of a name.
    pub fn of(name: &ItemName) -> Self {
        let (operator, waybill) = (name.operator.as_str().as_bytes(), name.waybill.as_str().as_bytes());
        let mut text = [0; NAME_BYTES_MAX];
        let length = operator.len() + 1 + waybill.len();
        text[..operator.len()].copy_from_slice(operator);
        text[operator.len() + 1..length].copy_from_slice(waybill);
        let hash = blake3::hash(&text[..length]);
        let mut key = [0; 16];
        key.copy_from_slice(&hash.as_bytes()[..16]);
        Self(key)
    }

    /// First 8 bytes as a number that sorts as the key does.
    pub(super) fn prefix(self) -> u64 {
        (u128::from_be_bytes(self.0) >> 64) as u64
    }

    /// Last 8 bytes, independent of the order of keys: what filters and maps hash by.
    pub(super) fn suffix(self) -> u64 {
        u128::from_be_bytes(self.0) as u64
    }
}

impl Hash for ItemKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.suffix());
    }
}

/// Hasher of keys that are hashes already.
#[derive(Clone, Copy, Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map by key.
pub(super) type KeyMap<V> = hashbrown::HashMap<ItemKey, V, BuildHasherDefault<KeyHasher>>;

#[cfg(test)]
mod tests {
    use super::*;
    use parcel::{Operator, Waybill};

    fn key(operator: &str, waybill: &str) -> ItemKey {
        let name = ItemName { operator: Operator::parse(operator).unwrap(), waybill: Waybill::parse(waybill).unwrap() };
        ItemKey::of(&name)
    }

    #[test]
    fn operator_and_waybill_do_not_run_together() {
        assert_ne!(key("a-1", "1-A"), key("a-11", "-A"));
        let longest = "Z".repeat(32);
        assert_eq!(key(&longest.to_lowercase(), &longest), key(&longest.to_lowercase(), &longest));
    }

    #[test]
    fn the_halves_of_a_key_are_its_prefix_and_suffix() {
        let key = ItemKey(std::array::from_fn(|place| place as u8));
        assert_eq!((key.prefix(), key.suffix()), (0x0001_0203_0405_0607, 0x0809_0a0b_0c0d_0e0f));
    }

    #[test]
    fn keys_are_stored_and_never_change() {
        let hash = blake3::hash(b"demo-express\0EX0000000000001");
        assert_eq!(key("demo-express", "EX0000000000001").0, hash.as_bytes()[..16]);
    }
}
