//! Entries in chunks of fixed size: no entry moves, and growth never copies.

use screening::window::{Entry, Measures};

use super::layout::{Layout, PLACES};

/// No entry, or no node.
pub(super) const NONE: u32 = u32::MAX;

/// Bits of a node that name the place of an entry.
const PLACE_BITS: u32 = 4;

/// Most entries that nodes can name.
pub(super) const ENTRIES_MAX: u32 = 1 << (32 - PLACE_BITS);

const CHUNK_BITS: u32 = 10;
const CHUNK: usize = 1 << CHUNK_BITS;

/// One entry at one of its places in chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node(pub(super) u32);

impl Node {
    pub(super) const NONE: Self = Self(NONE);

    pub(super) fn new(entry: u32, place: usize) -> Self {
        Self(entry << PLACE_BITS | place as u32)
    }

    pub(super) fn entry(self) -> u32 {
        self.0 >> PLACE_BITS
    }

    pub(super) fn place(self) -> usize {
        (self.0 & ((1 << PLACE_BITS) - 1)) as usize
    }

    pub(super) fn is_none(self) -> bool {
        self.0 == NONE
    }
}

/// Neighbours in a chain, newest first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) newer: Node,
    pub(super) older: Node,
}

/// An entry with its places in all chains.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) entry: Entry,
    /// Position of the operator in the store.
    pub(super) operator: u32,
    pub(super) links: [Link; PLACES],
    /// Neighbours in the bucket of its time.
    pub(super) bucket_before: u32,
    pub(super) bucket_after: u32,
}

/// All slots of a store.
#[derive(Debug)]
pub(super) struct Slab {
    pub(super) layout: Layout,
    chunks: Vec<Box<[Slot]>>,
    free: Vec<u32>,
    used: u32,
}

impl Slab {
    /// No slot yet, for the chains that these measures need.
    pub(super) fn new(measures: &Measures) -> Self {
        Self { layout: Layout::of(measures), chunks: Vec::new(), free: Vec::new(), used: 0 }
    }

    /// What an entry is found by in the chain at a place; 0 where it is in none.
    pub(super) fn value(&self, node: Node) -> u64 {
        self.layout.value(&self.at(node.entry()).entry, node.place())
    }

    /// Puts an entry in without any neighbour.
    pub(super) fn add(&mut self, entry: &Entry, operator: u32) -> u32 {
        let link = Link { newer: Node::NONE, older: Node::NONE };
        let slot = Slot { entry: *entry, operator, links: [link; PLACES], bucket_before: NONE, bucket_after: NONE };
        if let Some(id) = self.free.pop() {
            *self.at_mut(id) = slot;
            return id;
        }
        let id = self.used;
        if (id as usize).is_multiple_of(CHUNK) {
            self.chunks.push(vec![slot; CHUNK].into_boxed_slice());
        }
        *self.at_mut(id) = slot;
        self.used += 1;
        id
    }

    /// Frees a slot that no chain names any more.
    pub(super) fn free(&mut self, id: u32) {
        self.free.push(id);
    }

    /// Number of entries held.
    pub(super) fn len(&self) -> u32 {
        self.used - self.free.len() as u32
    }

    /// Memory of all slots. Unit: bytes.
    pub(super) fn bytes(&self) -> usize {
        self.chunks.len() * CHUNK * size_of::<Slot>() + self.free.capacity() * size_of::<u32>()
    }

    pub(super) fn at(&self, id: u32) -> &Slot {
        &self.chunks[(id >> CHUNK_BITS) as usize][id as usize % CHUNK]
    }

    pub(super) fn at_mut(&mut self, id: u32) -> &mut Slot {
        &mut self.chunks[(id >> CHUNK_BITS) as usize][id as usize % CHUNK]
    }
}
