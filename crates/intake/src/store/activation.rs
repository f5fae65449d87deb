//! What decides from here on: journaled whenever it is not what decided last, and found again when a directory opens.
//!
//! The file `activation` names the positions of all activations, one a line; it is written before the entry, and a
//! position that holds no activation is passed over. Where the file is missing the journal is looked through.

use std::{
    fs::{self, File},
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use journal::{Entries, JournalError};
use screening::Screener;
use seal::KeyRing;

use crate::{
    entry::{self, Activation, Entry},
    keep::KeepError,
    packs::{Origin, PackError, Packs},
};

/// An activation cannot be journaled, noted or found.
#[derive(Debug, thiserror::Error)]
pub enum ActivationError {
    /// See the error itself.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// See the journal's own error.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// See the error itself.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The disk failed.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Every activation of a journal, oldest first.
#[derive(Clone, Debug)]
pub struct Activations {
    path: PathBuf,
    known: Vec<(u64, Activation)>,
}

impl Activations {
    /// Finds the activations of a journal.
    pub(super) fn read(dir: &Path, journal: &dyn Entries) -> Result<Self, ActivationError> {
        let path = dir.join("activation");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let listed: Option<Vec<u64>> = text.lines().map(|line| line.parse().ok()).collect();
        let positions = match listed.filter(|listed| !listed.is_empty()) {
            Some(listed) => listed,
            None => positions(journal)?,
        };
        let mut known = Vec::new();
        for position in positions {
            if !(journal.start()..journal.end()).contains(&position) {
                continue;
            }
            if let Ok(Entry::Activation(activation)) = entry::read(&journal.entry(position)?) {
                known.push((position, activation));
            }
        }
        Ok(Self { path, known })
    }

    /// Every activation with its position, oldest first.
    pub fn all(&self) -> &[(u64, Activation)] {
        &self.known
    }

    /// What decided just before a position; none where nothing was activated before it.
    pub(super) fn before(&self, position: u64) -> Option<&Activation> {
        self.known.iter().rev().find(|(at, _)| *at < position).map(|(_, activation)| activation)
    }

    /// What decides now.
    pub fn last(&self) -> Option<&Activation> {
        self.known.last().map(|(_, activation)| activation)
    }

    /// Knows an activation that was journaled and noted.
    pub(super) fn add(&mut self, position: u64, activation: Activation) {
        self.known.push((position, activation));
    }

    /// Notes an activation that is about to be journaled at a position.
    pub(super) fn note(&mut self, position: u64, activation: &Activation) -> Result<(), ActivationError> {
        self.known.push((position, activation.clone()));
        let write = || -> std::io::Result<()> {
            let temporary = self.path.with_extension("tmp");
            let mut file = File::create(&temporary)?;
            for (position, _) in &self.known {
                writeln!(file, "{position}")?;
            }
            file.sync_all()?;
            fs::rename(&temporary, &self.path)
        };
        write().map_err(|source| ActivationError::Disk { path: self.path.clone(), source })
    }
}

fn positions(journal: &dyn Entries) -> Result<Vec<u64>, JournalError> {
    let mut found = Vec::new();
    journal.read(journal.start()..journal.end(), &mut |position, bytes| {
        if entry::kind(bytes) == Some(entry::Kind::Activation) {
            found.push(position);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// What a screener is called in an activation.
pub(super) fn named(screener: &Screener, ring: &KeyRing, now: Timestamp) -> Activation {
    Activation {
        at: now,
        pack: screener.pack().name().to_string(),
        law: screener.law().edition().to_string(),
        catalogue: screener.catalogue().edition().to_string(),
        epoch: ring.epoch_on(parcel::statutory_day(now)).0,
    }
}

/// Whether two activations are of the same pack, law, catalogue and epoch.
pub(super) fn is_same(one: &Activation, other: &Activation) -> bool {
    *one == Activation { at: one.at, ..other.clone() }
}

/// The screener of an activation: `given` with that pack where it is kept, else `given`.
pub(crate) fn screener_of(
    pack: &str,
    given: &Arc<Screener>,
    packs: &Packs,
    ring: &KeyRing,
) -> Result<(Arc<Screener>, Origin), PackError> {
    if **given.pack().name() == *pack {
        let origin = packs.named(pack, ring)?.map_or(Origin::BuiltIn, |(_, origin)| origin);
        return Ok((Arc::clone(given), origin));
    }
    Ok(match packs.named(pack, ring)? {
        Some((pack, origin)) => (Arc::new(Screener::new(given.law(), given.catalogue(), pack)), origin),
        None => (Arc::clone(given), Origin::BuiltIn),
    })
}
