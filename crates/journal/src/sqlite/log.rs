//! The write-ahead log of a segment, looked at before `SQLite` opens it.
//!
//! `SQLite` reads the log up to the first frame that does not fit and takes what follows as never written.
//! That is right after a crash, where only the last transaction can be incomplete, and wrong after damage in the
//! middle: it would quietly forget entries that were acknowledged. Here the two are told apart.
//! Layout: <https://www.sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::directory;
use super::segment::damaged;
use crate::{JournalError, Position};

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
/// Of a log whose checksums read words with the lowest byte first; one more: the highest first.
const MAGIC: u32 = 0x377f_0682;

/// Names a log that is damaged where it was synced before.
pub(super) fn check(folder: &Path, first: Position) -> Result<(), JournalError> {
    let file = match File::open(directory::log_file(folder, first)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(failed)?,
    };
    match check_log(&mut BufReader::with_capacity(1 << 16, file)) {
        Ok(None) => Ok(()),
        Ok(Some(what)) => Err(damaged(first, first, what)),
        Err(error) => Err(failed(error)),
    }
}

fn failed(source: io::Error) -> JournalError {
    JournalError::Files { doing: "read a segment's log", source }
}

/// What is damaged in a log, if something is.
fn check_log(log: &mut impl Read) -> io::Result<Option<&'static str>> {
    let mut header = [0; HEADER_BYTES];
    // An empty log, or one whose first write never reached the disk.
    if !fill(log, &mut header)? || header == [0; HEADER_BYTES] {
        return Ok(None);
    }
    let Some(words) = Words::of(&header) else { return Ok(Some("the header of its log is damaged")) };
    let page_bytes = number(&header, 8) as usize;
    let mut frame = vec![0; FRAME_HEADER_BYTES + page_bytes];
    let mut before = sum_at(&header, 24);
    let (mut broken, mut ended_since) = (false, false);
    while fill(log, &mut frame)? && frame[8..16] == header[16..24] {
        let fits = words.sum(words.sum(before, &frame[..8]), &frame[FRAME_HEADER_BYTES..]) == sum_at(&frame, 16);
        // The frame that ends a transaction is synced before the next transaction writes anything.
        if fits && ended_since {
            return Ok(Some("its log is damaged before a place that was synced"));
        }
        broken |= !fits;
        ended_since = broken && number(&frame, 4) != 0;
        before = sum_at(&frame, 16);
    }
    Ok(None)
}

/// Reads as much as fits; false where the log ends before.
fn fill(log: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match log.read_exact(bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        result => result.map(|()| true),
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes are four bytes"))
}

type Sum = (u32, u32);

fn sum_at(bytes: &[u8], at: usize) -> Sum {
    (number(bytes, at), number(bytes, at + 4))
}

/// How the checksums of a log read words.
#[derive(Clone, Copy)]
struct Words(fn([u8; 4]) -> u32);

impl Words {
    /// As a header says, if its own checksum fits and its page size is possible.
    fn of(header: &[u8; HEADER_BYTES]) -> Option<Self> {
        let words = match number(header, 0) {
            MAGIC => Self(u32::from_le_bytes),
            magic if magic == MAGIC + 1 => Self(u32::from_be_bytes),
            _ => return None,
        };
        let page_bytes = number(header, 8);
        let possible = page_bytes.is_power_of_two() && (512..=65_536).contains(&page_bytes);
        (possible && words.sum((0, 0), &header[..24]) == sum_at(header, 24)).then_some(words)
    }

    /// The checksum that goes on from `before` over some bytes, a multiple of eight.
    fn sum(self, before: Sum, bytes: &[u8]) -> Sum {
        let (mut left, mut right) = before;
        for pair in bytes.chunks_exact(8) {
            left = left.wrapping_add(self.word(pair, 0)).wrapping_add(right);
            right = right.wrapping_add(self.word(pair, 4)).wrapping_add(left);
        }
        (left, right)
    }

    fn word(self, pair: &[u8], at: usize) -> u32 {
        (self.0)(pair[at..at + 4].try_into().expect("four bytes are four bytes"))
    }
}

#[cfg(test)]
mod tests;
