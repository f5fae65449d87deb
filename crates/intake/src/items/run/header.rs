//! The first page of a run: what it holds and where its parts stand.

use std::path::Path;

use super::{BLOCK_BYTES, BLOCK_RECORDS, INDEX_BYTES};
use crate::items::{ItemsError, filter::LANE_BYTES};

/// The header takes a page, so that blocks lie on pages.
pub(super) const HEADER_BYTES: usize = 4_096;

const MAGIC: &[u8; 8] = b"pcitems\n";
/// Version of the layout; a reader refuses every other.
const FORMAT: u32 = 1;
/// Bytes before the header's own hash.
const FIELDS_BYTES: usize = 72;

/// What the first page says.
pub(super) struct Header {
    /// Number of records, at least 1.
    pub(super) records: u64,
    /// Number of lanes of the filter, at least 1.
    pub(super) lanes: u64,
    /// The newest day on which a record was put, days since 1970-01-01.
    pub(super) newest_seen: i32,
    /// BLAKE3 of index and filter.
    pub(super) tail_hash: [u8; 32],
}

impl Header {
    pub(super) fn blocks(&self) -> u64 {
        self.records.div_ceil(BLOCK_RECORDS as u64)
    }

    /// Where index and filter begin; `None` where the counts cannot be those of a file.
    pub(super) fn tail_at(&self) -> Option<u64> {
        self.blocks().checked_mul(BLOCK_BYTES as u64)?.checked_add(HEADER_BYTES as u64)
    }

    /// Bytes of index and filter.
    pub(super) fn tail_bytes(&self) -> Option<u64> {
        let filter = self.lanes.checked_mul(LANE_BYTES as u64)?;
        self.blocks().checked_mul(INDEX_BYTES as u64)?.checked_add(filter)
    }

    pub(super) fn file_bytes(&self) -> Option<u64> {
        self.tail_at()?.checked_add(self.tail_bytes()?)
    }

    pub(super) fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..12].copy_from_slice(&FORMAT.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.newest_seen.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.records.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.lanes.to_le_bytes());
        bytes[40..FIELDS_BYTES].copy_from_slice(&self.tail_hash);
        let hash = blake3::hash(&bytes[..FIELDS_BYTES]);
        bytes[FIELDS_BYTES..FIELDS_BYTES + 32].copy_from_slice(hash.as_bytes());
        bytes
    }

    pub(super) fn decode(bytes: &[u8; HEADER_BYTES], path: &Path) -> Result<Self, ItemsError> {
        let number = |at| u64::from_le_bytes(array(bytes, at));
        let format = u32::from_le_bytes(array(bytes, 8));
        if bytes[..8] == *MAGIC && format != FORMAT {
            return Err(ItemsError::Format { path: path.to_owned(), found: format });
        }
        let hash = blake3::hash(&bytes[..FIELDS_BYTES]);
        let header = Self {
            newest_seen: i32::from_le_bytes(array(bytes, 12)),
            records: number(16),
            lanes: number(24),
            tail_hash: array(bytes, 40),
        };
        let whole = bytes[..8] == *MAGIC && bytes[FIELDS_BYTES..FIELDS_BYTES + 32] == *hash.as_bytes();
        if whole && header.records > 0 && header.lanes > 0 {
            Ok(header)
        } else {
            Err(ItemsError::damaged(path, "header"))
        }
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(&bytes[at..at + N]);
    array
}
