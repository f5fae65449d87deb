//! From a value to where it is kept, in nine bytes a key: the value itself stands in the slab.

use hashbrown::HashTable;

/// A map from 64-bit values that are already well mixed.
#[derive(Debug, Default)]
pub(super) struct Table(HashTable<Place>);

#[derive(Clone, Copy, Debug)]
struct Place {
    tag: u32,
    id: u32,
}

impl Table {
    /// Where a value is kept; `holds` says whether a place keeps it.
    pub(super) fn get(&self, value: u64, holds: impl Fn(u32) -> bool) -> Option<u32> {
        let tag = tag(value);
        self.0.find(hash(tag), |place| place.tag == tag && holds(place.id)).map(|place| place.id)
    }

    /// Says where a value is kept now; returns whether it is a new one.
    pub(super) fn set(&mut self, value: u64, id: u32, holds: impl Fn(u32) -> bool) -> bool {
        let tag = tag(value);
        if let Some(place) = self.0.find_mut(hash(tag), |place| place.tag == tag && holds(place.id)) {
            place.id = id;
            return false;
        }
        self.0.insert_unique(hash(tag), Place { tag, id }, |place| hash(place.tag));
        true
    }

    /// Forgets a value.
    pub(super) fn remove(&mut self, value: u64, holds: impl Fn(u32) -> bool) {
        let tag = tag(value);
        if let Ok(found) = self.0.find_entry(hash(tag), |place| place.tag == tag && holds(place.id)) {
            found.remove();
        }
    }

    /// Number of values.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Memory. Unit: bytes.
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * 8 / 7 * (size_of::<Place>() + 1)
    }
}

fn tag(value: u64) -> u32 {
    (value ^ value >> 32) as u32
}

fn hash(tag: u32) -> u64 {
    u64::from(tag).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
