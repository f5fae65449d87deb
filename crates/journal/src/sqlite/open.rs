//! Opening: what the folder holds, what a crash left unfinished, and whether the segments fit each other.

use std::path::Path;

use super::directory;
use super::kept::Kept;
use super::log;
use super::segment::{Segment, Summary, Unzip, damaged};
use super::verify;
use super::writer::Writer;
use crate::{Head, JournalError, Options, Position, chain};

/// Finds or makes the segments and opens the last for writing.
pub(super) fn open(folder: &Path, options: &Options) -> Result<(Kept, Writer), JournalError> {
    let mut segments = directory::segments(folder)?;
    let last = match segments.pop() {
        Some(last) => open_segment(folder, last, options)?,
        None => Segment::create(folder, chain::ORIGIN, options)?,
    };
    // What a killed process wrote but did not sync must not be shown before it is on the disk.
    last.settle()?;
    let head = check_last(&last)?;
    let kept = check_earlier(folder, options, &last, head, segments)?;
    directory::remove_unfinished(folder, head.end)?;
    Ok((kept, Writer::new(last, head)?))
}

/// Opens a segment whose log is not damaged.
fn open_segment(folder: &Path, first: Position, options: &Options) -> Result<Segment, JournalError> {
    log::check(folder, first)?;
    Segment::open_to_write(folder, first, options)
}

/// The head of the last segment, which its last block must make.
fn check_last(last: &Segment) -> Result<Head, JournalError> {
    let Summary { previous, head, sealed } = named(last)?;
    let end = last.last_block_end()?.unwrap_or(previous.end);
    let reached = if end > previous.end { last.block(end - 1, &mut Unzip::new())?.head } else { previous };
    if reached != head {
        let position = reached.end.min(head.end);
        return Err(damaged(last.first, position, "the segment does not end where its last block does"));
    }
    if sealed {
        return Err(damaged(last.first, head.end, "the segment that follows is missing"));
    }
    Ok(head)
}

/// Goes back from the last segment and checks that each follows the one before it.
///
/// Ends at the latest segment that notes a drop: what is left before it was to be removed when a crash came.
fn check_earlier(
    folder: &Path,
    options: &Options,
    last: &Segment,
    head: Head,
    earlier: Vec<Position>,
) -> Result<Kept, JournalError> {
    let mut kept = Kept { segments: vec![last.first], head, dropped: last.dropped()? };
    let mut next = last.summary()?;
    for first in earlier.into_iter().rev() {
        if !kept.dropped.is_empty() {
            directory::remove_segment(folder, first)?;
            continue;
        }
        let segment = open_segment(folder, first, options)?;
        next = check_follows(&segment, &next)?;
        kept.dropped = segment.dropped()?;
        kept.segments.push(first);
    }
    kept.segments.reverse();
    verify::check_dropped(&kept)?;
    if next.previous == kept.origin() {
        return Ok(kept);
    }
    Err(damaged(kept.start(), kept.start(), "the segment does not follow what was dropped before it"))
}

/// A segment must end where the next begins; it is closed now if a crash came before that. Returns its summary.
fn check_follows(segment: &Segment, next: &Summary) -> Result<Summary, JournalError> {
    let summary = named(segment)?;
    if summary.head != next.previous {
        return Err(damaged(segment.first, summary.head.end, "the next segment does not follow this one"));
    }
    if !summary.sealed {
        segment.seal()?;
    }
    Ok(summary)
}

/// What a segment says about itself, if it bears the right name.
fn named(segment: &Segment) -> Result<Summary, JournalError> {
    let summary = segment.summary()?;
    if summary.previous.end == segment.first {
        return Ok(summary);
    }
    Err(damaged(segment.first, segment.first, "the segment's name is not its first position"))
}
