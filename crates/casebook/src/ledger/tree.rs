//! A Merkle tree over the acts (RFC 6962, SHA-256): its root is what a checkpoint publishes.
//!
//! The chain of BLAKE3 hashes is for us; the tree is the form in which others keep and compare heads.

use sha2::{Digest, Sha256};

/// Builds the root from leaves in order; holds one hash per level.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The roots of the full subtrees so far, the largest first, each with its height.
    roots: Vec<(u32, [u8; 32])>,
}

impl Tree {
    /// Adds a leaf.
    pub(super) fn push(&mut self, leaf: &[u8]) {
        let (mut height, mut hash) = (0, hash(0, &[leaf]));
        while let Some((_, left)) = self.roots.pop_if(|(other, _)| *other == height) {
            hash = node(&left, &hash);
            height += 1;
        }
        self.roots.push((height, hash));
    }

    /// The root over all leaves so far.
    pub(super) fn root(&self) -> [u8; 32] {
        let mut roots = self.roots.iter().rev().map(|(_, hash)| *hash);
        let Some(last) = roots.next() else { return Sha256::digest(b"").into() };
        roots.fold(last, |right, left| node(&left, &right))
    }
}

fn node(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    hash(1, &[left, right])
}

fn hash(kind: u8, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new_with_prefix([kind]);
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The recursive definition of RFC 6962, section 2.1.
    fn slow(leaves: &[Vec<u8>]) -> [u8; 32] {
        match leaves {
            [] => Sha256::digest(b"").into(),
            [leaf] => hash(0, &[leaf]),
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                node(&slow(&leaves[..split]), &slow(&leaves[split..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition() {
        let leaves: Vec<Vec<u8>> = (0_u32..70).map(|number| number.to_le_bytes().to_vec()).collect();
        for size in 0..leaves.len() {
            let mut tree = Tree::default();
            leaves[..size].iter().for_each(|leaf| tree.push(leaf));
            assert_eq!(tree.root(), slow(&leaves[..size]), "{size}");
        }
    }
}
