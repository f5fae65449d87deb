//! Power cuts at random moments, on a disk that forgets and tears what was not synced.

use std::path::Path;

use journal::{Entries, Journal, SqliteJournal};

use crate::file_layer::{Fault, Layer};
use crate::support::{Chance, append, everything, new_folder, small, verify};

/// What is known of a journal across power cuts.
#[derive(Default)]
struct Known {
    /// Entries whose append returned, or that an opening has shown.
    acknowledged: Vec<Vec<u8>>,
    /// Entries of the append that the cut interrupted: kept all or none.
    unsure: Vec<Vec<u8>>,
    /// Entries before this position may have been dropped.
    droppable: u64,
}

impl Known {
    /// Compares what an opened journal holds with what it must hold; what it shows is certain from then on.
    fn check(&mut self, journal: &SqliteJournal) -> Result<(), String> {
        verify(journal).map_err(|error| format!("does not verify: {error}"))?;
        let found = everything(journal).map_err(|error| format!("cannot be read: {error}"))?;
        if journal.start() > self.droppable {
            return Err(format!("begins at {}, nothing after {} was dropped", journal.start(), self.droppable));
        }
        let start = journal.start() as usize;
        let unsure = std::mem::take(&mut self.unsure);
        if journal.end() != self.acknowledged.len() as u64 {
            self.acknowledged.extend(unsure);
        }
        if journal.end() == self.acknowledged.len() as u64 && found == self.acknowledged[start..] {
            return Ok(());
        }
        Err(format!("ends at {}, acknowledged or in flight were {}", journal.end(), self.acknowledged.len()))
    }

    /// Appends until something fails.
    fn append_until_failure(&mut self, journal: &mut SqliteJournal, chance: &mut Chance) {
        loop {
            let batch = chance.batch();
            if append(journal, &batch).is_err() {
                self.unsure = batch;
                return;
            }
            self.acknowledged.extend(batch);
            if chance.below(10) == 0 {
                let position = chance.below(journal.end());
                self.droppable = self.droppable.max(position);
                if journal.drop_segments_before(position, &mut |_, _| b"signed".to_vec()).is_err() {
                    return;
                }
            }
        }
    }
}

/// Several cuts, each at a random moment of opening or appending, each followed by opening what is left.
fn survive(seed: u64, lies: bool) -> Result<(), String> {
    let mut chance = Chance::new(seed);
    let mut known = Known::default();
    let mut folder = new_folder();
    for _ in 0..4 {
        let layer = Layer::new(folder.path(), chance.below(u64::MAX));
        layer.set(Fault::PowerCut { after: chance.below(500) });
        if lies {
            layer.lie_about_syncing();
        }
        if let Ok(mut journal) = SqliteJournal::open(folder.path(), layer.options()) {
            match known.check(&journal) {
                Ok(()) => known.append_until_failure(&mut journal, &mut chance),
                Err(_) if layer.is_off() => {}
                Err(error) => return Err(error),
            }
        }
        folder = layer.after_power_cut();
    }
    open_and_check(folder.path(), &mut known)
}

fn open_and_check(folder: &Path, known: &mut Known) -> Result<(), String> {
    let mut journal = SqliteJournal::open(folder, small()).map_err(|error| format!("cannot be opened: {error}"))?;
    known.check(&journal)?;
    journal.append(&[b"life goes on"]).map_err(|error| format!("cannot grow: {error}"))?;
    known.acknowledged.push(b"life goes on".to_vec());
    known.check(&journal)
}

#[test]
fn acknowledged_entries_survive_power_cuts() {
    for seed in 0..150 {
        survive(seed, false).unwrap_or_else(|error| panic!("seed {seed}: the journal {error}"));
    }
}

/// The test above can fail: where syncing is acknowledged and not done (`synchronous=OFF`), entries are lost.
#[test]
fn without_syncing_entries_are_lost() {
    let lost = (0..20).filter(|seed| survive(*seed, true).is_err()).count();
    assert!(lost > 10, "only {lost} of 20 runs lost entries");
}

/// A process dies between writing and syncing an append; the next one shows the append to its readers.
/// Then it must be on the disk, even if the power goes at once.
#[test]
fn what_an_opening_shows_survives_a_power_cut() {
    let mut shown = 0;
    for seed in 0..40 {
        let (mut chance, mut known, folder) = (Chance::new(seed), Known::default(), new_folder());
        let layer = Layer::new(folder.path(), seed);
        let mut journal = SqliteJournal::open(folder.path(), layer.options()).unwrap();
        layer.set(Fault::Sync { after: chance.below(10) });
        known.append_until_failure(&mut journal, &mut chance);
        let (folder, layer) = layer.after_kill(seed);
        drop(journal);

        let journal = SqliteJournal::open(folder.path(), layer.options()).unwrap();
        shown += usize::from(journal.end() > known.acknowledged.len() as u64);
        known.check(&journal).unwrap();
        let left = layer.after_power_cut();
        open_and_check(left.path(), &mut known).unwrap_or_else(|error| panic!("seed {seed}: the journal {error}"));
    }
    assert!(shown > 10, "only {shown} runs showed an append that never returned");
}
