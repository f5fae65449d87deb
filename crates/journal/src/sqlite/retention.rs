//! Dropping whole segments at the end of their retention; their heads stay.

use std::path::Path;

use super::directory;
use super::kept::Shared;
use super::segment::Segment;
use crate::{Dropped, Head, JournalError, Options, Position};

/// Notes what is dropped in the first segment that stays, then removes the files.
pub(super) fn drop_before(
    folder: &Path,
    options: &Options,
    shared: &Shared,
    position: Position,
    state: &mut dyn FnMut(Position, &Head) -> Vec<u8>,
) -> Result<Vec<Dropped>, JournalError> {
    let kept = shared.look().clone();
    let gone = kept.segments.iter().skip(1).take_while(|first| **first <= position).count();
    if gone == 0 {
        return Ok(Vec::new());
    }
    let mut newly = Vec::with_capacity(gone);
    for first in &kept.segments[..gone] {
        let head = Segment::open_to_read(folder, *first, options)?.summary()?.head;
        newly.push(Dropped { first: *first, head, statement: state(*first, &head) });
    }
    let all = [kept.dropped, newly.clone()].concat();
    Segment::open_to_write(folder, kept.segments[gone], options)?.note_dropped(&all)?;
    let mut now = shared.change();
    now.dropped = all;
    now.segments.drain(..gone);
    drop(now);
    for first in &kept.segments[..gone] {
        directory::remove_segment(folder, *first)?;
    }
    directory::sync(folder)?;
    Ok(newly)
}
