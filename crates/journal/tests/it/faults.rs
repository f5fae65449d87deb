//! A full disk and a disk that fails to sync: a clear error, no further acknowledgement, and recovery at reopening.

use journal::{Journal, JournalError, SqliteJournal};

use crate::file_layer::{Fault, Layer};
use crate::support::{Chance, append, everything, new_folder, small, verify};

/// Appends until the fault shows, checks what may happen after it, takes the fault away and opens anew.
fn recover_from(fault: Fault, is_expected: fn(&JournalError) -> bool) {
    let folder = new_folder();
    let layer = Layer::new(folder.path(), 1);
    let mut journal = SqliteJournal::open(folder.path(), layer.options()).unwrap();
    layer.set(fault);
    let (mut chance, mut acknowledged) = (Chance::new(7), Vec::new());
    let (unsure, error) = loop {
        let batch = chance.batch();
        match append(&mut journal, &batch) {
            Ok(_) => acknowledged.extend(batch),
            Err(error) => break (batch, error),
        }
    };
    assert!(is_expected(&error), "{fault:?}: {error:?}");
    layer.set(Fault::None);
    assert!(matches!(journal.append(&[b"x"]), Err(JournalError::Poisoned)), "poisoned until reopened");
    assert!(everything(&journal).unwrap() == acknowledged, "what was acknowledged stays readable");
    drop(journal);

    let mut journal = SqliteJournal::open(folder.path(), small()).unwrap();
    let found = everything(&journal).unwrap();
    assert!(found == acknowledged || found == [acknowledged, unsure].concat(), "all of an append or none of it");
    assert_eq!(journal.append(&[b"x"]).unwrap(), found.len() as u64);
    verify(&journal).unwrap();
}

#[test]
fn a_full_disk_is_named_and_nothing_is_half_acknowledged() {
    for after in 0..80 {
        recover_from(Fault::Full { after }, |error| matches!(error, JournalError::Full { .. }));
    }
}

#[test]
fn a_failed_sync_is_named_and_nothing_is_half_acknowledged() {
    for after in 0..40 {
        recover_from(Fault::Sync { after }, |error| {
            matches!(error, JournalError::Engine { .. } | JournalError::Files { .. })
        });
    }
}

#[test]
fn a_disk_full_at_opening_is_named_and_opening_later_works() {
    let folder = new_folder();
    let layer = Layer::new(folder.path(), 1);
    for after in 0..10 {
        layer.set(Fault::Full { after });
        if let Err(error) = SqliteJournal::open(folder.path(), layer.options()) {
            assert!(matches!(error, JournalError::Full { .. }), "{error:?}");
        }
    }
    layer.set(Fault::None);
    verify(&SqliteJournal::open(folder.path(), layer.options()).unwrap()).unwrap();
}
