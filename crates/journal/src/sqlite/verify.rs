//! Checking a whole journal: every hash, every link, every segment's own structure.

use std::ops::ControlFlow;

use super::kept::Kept;
use super::reader::SqliteReader;
use super::segment::{Segment, damaged};
use crate::{Head, JournalError, Position, chain};

/// Checks everything kept as of now; returns the head reached.
pub(super) fn verify(reader: &SqliteReader, progress: &mut dyn FnMut(Position)) -> Result<Head, JournalError> {
    let kept = reader.kept();
    check_dropped(&kept)?;
    let mut head = kept.origin();
    for (index, first) in kept.segments.iter().enumerate() {
        let segment = Segment::open_to_read(&reader.folder, *first, &reader.options)?;
        check_start(&segment, head)?;
        let end = kept.segments.get(index + 1).copied().unwrap_or(kept.head.end);
        head = walk(reader, &segment, head, end, progress)?;
        check_end(&segment, head, index + 1 == kept.segments.len())?;
        check_structure(&segment)?;
    }
    if head != kept.head {
        return Err(damaged(kept.start(), head.end, "the chain does not reach the head"));
    }
    Ok(head)
}

/// What was dropped must reach from 0 to the first segment without a hole.
pub(super) fn check_dropped(kept: &Kept) -> Result<(), JournalError> {
    let mut end = chain::ORIGIN.end;
    for dropped in &kept.dropped {
        if dropped.first != end || dropped.head.end <= end {
            return Err(damaged(kept.start(), end, "what is noted of the dropped entries has a hole"));
        }
        end = dropped.head.end;
    }
    if end == kept.start() { Ok(()) } else { Err(damaged(kept.start(), end, "entries are missing before the segment")) }
}

fn check_start(segment: &Segment, head: Head) -> Result<(), JournalError> {
    if segment.summary()?.previous == head {
        return Ok(());
    }
    Err(damaged(segment.first, head.end, "the segment does not follow the one before it"))
}

/// Follows the chain through one segment and returns its head.
fn walk(
    reader: &SqliteReader,
    segment: &Segment,
    mut head: Head,
    end: Position,
    progress: &mut dyn FnMut(Position),
) -> Result<Head, JournalError> {
    reader.blocks(head.end..end, &mut |block| {
        if block.previous != head {
            return Err(damaged(segment.first, head.end, "the block does not follow the one before it"));
        }
        head = block.head;
        progress(head.end);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(head)
}

/// A closed segment must end where its last block does; the last one may have grown since verifying began.
fn check_end(segment: &Segment, head: Head, last: bool) -> Result<(), JournalError> {
    let summary = segment.summary()?;
    if summary.head == head || (last && summary.head.end > head.end) {
        return Ok(());
    }
    Err(damaged(segment.first, head.end, "the segment does not end where its last block does"))
}

/// Asks `SQLite` for damage that no block shows, such as a wrong key in an inner page.
fn check_structure(segment: &Segment) -> Result<(), JournalError> {
    let answer = segment.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match answer {
        Ok(answer) if answer == "ok" => Ok(()),
        Ok(answer) => Err(damaged(segment.first, segment.first, answer)),
        Err(error) => Err(segment.error(segment.first, "check the segment's structure", error)),
    }
}
