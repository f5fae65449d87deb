//! Chains: the entries of one key, newest event time first, linked through the slab.

use screening::window::{KeyKind, SLOTS};

use super::{
    slab::{Link, Node, Slab},
    table::Table,
};

/// Number of sets of chains: one per key kind, one per place for chains over key and moment.
pub(super) const SETS: usize = KeyKind::ALL.len() + super::layout::PLACES - SLOTS;

/// The chains of one key kind, or over one key kind and moment.
#[derive(Debug, Default)]
pub(super) struct Chains {
    heads: Table,
}

impl Chains {
    /// The newest entry of a key.
    pub(super) fn head(&self, slab: &Slab, value: u64) -> Node {
        self.heads.get(value, |id| slab.value(Node(id)) == value).map_or(Node::NONE, Node)
    }

    /// Puts a node in its place; returns `false` where that lies further than `walk_max` from the newest.
    pub(super) fn link(&mut self, slab: &mut Slab, node: Node, walk_max: u32) -> bool {
        let value = slab.value(node);
        let time = slab.at(node.entry()).entry.accepted_at;
        let mut newer = Node::NONE;
        let mut older = self.head(slab, value);
        let mut steps = 0;
        while !older.is_none() && slab.at(older.entry()).entry.accepted_at > time {
            steps += 1;
            if steps > walk_max {
                return false;
            }
            newer = older;
            older = link(slab, older).older;
        }
        *link_mut(slab, node) = Link { newer, older };
        if !older.is_none() {
            link_mut(slab, older).newer = node;
        }
        if newer.is_none() {
            self.heads.set(value, node.0, |id| slab.value(Node(id)) == value);
        } else {
            link_mut(slab, newer).older = node;
        }
        true
    }

    /// Takes a node out of its chain.
    pub(super) fn unlink(&mut self, slab: &mut Slab, node: Node) {
        let Link { newer, older } = *link(slab, node);
        if !older.is_none() {
            link_mut(slab, older).newer = newer;
        }
        if !newer.is_none() {
            link_mut(slab, newer).older = older;
            return;
        }
        let value = slab.value(node);
        if older.is_none() {
            self.heads.remove(value, |id| id == node.0);
        } else {
            self.heads.set(value, older.0, |id| id == node.0);
        }
    }

    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.heads.len()
    }

    /// Memory of the heads. Unit: bytes.
    pub(super) fn bytes(&self) -> usize {
        self.heads.bytes()
    }
}

/// The chain's next older node.
pub(super) fn older(slab: &Slab, node: Node) -> Node {
    link(slab, node).older
}

/// Which set of chains a place belongs to.
pub(super) fn set(place: usize) -> usize {
    if place < SLOTS { KeyKind::of_slot(place) as usize } else { KeyKind::ALL.len() + place - SLOTS }
}

fn link(slab: &Slab, node: Node) -> &Link {
    &slab.at(node.entry()).links[node.place()]
}

fn link_mut(slab: &mut Slab, node: Node) -> &mut Link {
    &mut slab.at_mut(node.entry()).links[node.place()]
}
