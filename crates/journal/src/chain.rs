//! The hash chain: how each block names the one before it.

use crate::{Hash, Head};

/// Says what is hashed, so that the hash of a block can never be taken for that of anything else.
const LABEL: &[u8; 32] = b"portcullis journal block, v1\0\0\0\0";

/// The head of a journal into which nothing was ever appended.
pub(crate) const ORIGIN: Head = Head { end: 0, hash: [0; 32] };

/// The hash of a block that follows `head` and holds `count` entries framed as `raw`.
pub(crate) fn link(head: &Head, count: u32, raw: &[u8]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(LABEL);
    hasher.update(&head.hash);
    hasher.update(&head.end.to_le_bytes());
    hasher.update(&count.to_le_bytes());
    hasher.update(raw);
    hasher.finalize().into()
}
