//! Merging runs: which, and how.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    ItemsError, entry,
    run::{Cursor, Run, RunWriter},
};

/// A run with its level: a flush makes level 0, a merge of level `n` makes level `n + 1`.
///
/// Newer runs never have a higher level than older ones.
#[derive(Clone)]
pub(super) struct Leveled {
    pub(super) level: u32,
    pub(super) run: Arc<Run>,
}

/// Which runs to merge: all of the lowest level that has `fan` or more. `runs` is newest first.
pub(super) fn pick(runs: &[Leveled], fan: usize) -> Option<&[Leveled]> {
    runs.chunk_by(|newer, older| newer.level == older.level).find(|level| level.len() >= fan)
}

/// Merges runs, newest first, into one: the newest entry of a key wins, and what was last put before
/// `forgotten_before` is left out.
///
/// Ends early, with a run that is no use, once `stop` is set.
pub(super) fn merge(
    runs: &[Leveled],
    forgotten_before: i32,
    path: PathBuf,
    stop: &AtomicBool,
) -> Result<Option<Run>, ItemsError> {
    let mut cursors = runs.iter().map(|leveled| Cursor::new(&leveled.run)).collect::<Result<Vec<_>, _>>()?;
    let mut writer = RunWriter::create(path, runs.iter().map(|leveled| leveled.run.records()).sum())?;
    while let Some((key, newest)) = least(&cursors).filter(|_| !stop.load(Ordering::Relaxed)) {
        let payload = cursors[newest].payload();
        // Days are stamped in the order of puts: where the newest entry is forgotten, so are those beneath it.
        if entry::seen(&payload) >= forgotten_before {
            writer.push(key, &payload)?;
        }
        for cursor in cursors[newest..].iter_mut().filter(|cursor| cursor.key() == Some(key)) {
            cursor.advance()?;
        }
    }
    writer.finish()
}

/// The least key and the newest run that holds it.
fn least(cursors: &[Cursor<'_>]) -> Option<(super::ItemKey, usize)> {
    cursors.iter().enumerate().filter_map(|(newest, cursor)| cursor.key().map(|key| (key, newest))).min()
}
