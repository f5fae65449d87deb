//! Opening: what the folder holds, what a crash left unfinished, and whether the segments fit each other.

use std::path::Path;

use super::directory;
use super::kept::Kept;
use super::segment::{Segment, Summary, Unzip, damaged};
use super::verify;
use super::writer::Writer;
use crate::{Dropped, Head, JournalError, Options, Position, chain};

/// Finds or makes the segments and opens the last for writing.
pub(super) fn open(folder: &Path, options: &Options) -> Result<(Kept, Writer), JournalError> {
    let mut segments = directory::segments(folder)?;
    if segments.is_empty() {
        segments.push(Segment::create(folder, chain::ORIGIN, options)?.first);
    }
    let dropped = finish_drop(folder, options, &mut segments)?;
    let last = check_segments(folder, options, &segments)?;
    let head = check_last(&last)?;
    let kept = Kept { segments, head, dropped };
    verify::check_dropped(&kept)?;
    check_origin(folder, options, &kept)?;
    directory::remove_unfinished(folder, head.end)?;
    Ok((kept, Writer::new(last, head)?))
}

/// Removes the segments before the latest one that notes a drop, as the crash that interrupted it would have.
fn finish_drop(folder: &Path, options: &Options, segments: &mut Vec<Position>) -> Result<Vec<Dropped>, JournalError> {
    for (index, first) in segments.iter().enumerate().rev() {
        let dropped = Segment::open_to_read(folder, *first, options)?.dropped()?;
        if dropped.is_empty() {
            continue;
        }
        for gone in segments.drain(..index) {
            directory::remove_segment(folder, gone)?;
        }
        return Ok(dropped);
    }
    Ok(Vec::new())
}

/// Checks that each segment follows the one before it; returns the last, open for writing.
fn check_segments(folder: &Path, options: &Options, segments: &[Position]) -> Result<Segment, JournalError> {
    let mut before: Option<(Segment, Summary)> = None;
    for first in segments {
        let segment = Segment::open_to_write(folder, *first, options)?;
        let summary = segment.summary()?;
        if summary.previous.end != *first {
            return Err(damaged(*first, *first, "the segment's name is not its first position"));
        }
        if let Some((before, earlier)) = before {
            check_follows(&before, &earlier, &summary)?;
        }
        before = Some((segment, summary));
    }
    let (last, summary) = before.expect("a journal has a segment");
    if summary.sealed {
        return Err(damaged(last.first, summary.head.end, "the segment that follows is missing"));
    }
    Ok(last)
}

/// A segment must begin where the one before it ends; that one is closed now if a crash came before.
fn check_follows(before: &Segment, earlier: &Summary, next: &Summary) -> Result<(), JournalError> {
    if earlier.head != next.previous {
        return Err(damaged(before.first, earlier.head.end, "the next segment does not follow this one"));
    }
    if earlier.sealed { Ok(()) } else { before.seal() }
}

/// The head of the last segment, which its last block must make.
fn check_last(last: &Segment) -> Result<Head, JournalError> {
    let Summary { previous, head, .. } = last.summary()?;
    let ends = last.last_block_end()?.unwrap_or(previous.end);
    if ends != head.end {
        return Err(damaged(last.first, ends.min(head.end), "the segment does not end where its last block does"));
    }
    let reached = if head.end == previous.end { previous } else { last.block(head.end - 1, &mut Unzip::new())?.head };
    if reached == head {
        return Ok(head);
    }
    Err(damaged(last.first, head.end, "the segment does not end where its last block does"))
}

/// The first segment must follow what was dropped, or the beginning.
fn check_origin(folder: &Path, options: &Options, kept: &Kept) -> Result<(), JournalError> {
    let first = kept.start();
    if Segment::open_to_read(folder, first, options)?.summary()?.previous == kept.origin() {
        return Ok(());
    }
    Err(damaged(first, first, "the segment does not follow what was dropped before it"))
}
