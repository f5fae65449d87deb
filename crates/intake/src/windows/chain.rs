//! Chains: the entries of one key, newest event time first, linked through the slab.

use screening::window::KeyKind;

use super::{
    slab::{Node, Slab},
    table::Table,
};

/// The chains of one key kind.
#[derive(Debug, Default)]
pub(super) struct Chains {
    heads: Table,
}

impl Chains {
    /// The newest entry of a key.
    pub(super) fn head(&self, slab: &Slab, value: u64) -> Node {
        self.heads.get(value, |id| value_of(slab, Node(id)) == value).map_or(Node::NONE, Node)
    }

    /// Puts a node in its place; returns `false` where that lies further than `walk_max` from the newest.
    pub(super) fn link(&mut self, slab: &mut Slab, node: Node, walk_max: u32) -> bool {
        let value = value_of(slab, node);
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
        *link_mut(slab, node) = super::slab::Link { newer, older };
        if !older.is_none() {
            link_mut(slab, older).newer = node;
        }
        if newer.is_none() {
            self.heads.set(value, node.0, |id| value_of(slab, Node(id)) == value);
        } else {
            link_mut(slab, newer).older = node;
        }
        true
    }

    /// Takes a node out of its chain.
    pub(super) fn unlink(&mut self, slab: &mut Slab, node: Node) {
        let super::slab::Link { newer, older } = *link(slab, node);
        if !older.is_none() {
            link_mut(slab, older).newer = newer;
        }
        if !newer.is_none() {
            link_mut(slab, newer).older = older;
            return;
        }
        let value = value_of(slab, node);
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

/// The key kind of a node.
pub(super) fn kind(node: Node) -> KeyKind {
    KeyKind::of_slot(node.value())
}

fn value_of(slab: &Slab, node: Node) -> u64 {
    slab.at(node.entry()).entry.values[node.value()]
}

fn link(slab: &Slab, node: Node) -> &super::slab::Link {
    &slab.at(node.entry()).links[node.value()]
}

fn link_mut(slab: &mut Slab, node: Node) -> &mut super::slab::Link {
    &mut slab.at_mut(node.entry()).links[node.value()]
}
