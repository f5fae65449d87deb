//! What decides from here on: journaled whenever it is not what decided last.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use screening::Screener;
use seal::KeyRing;

use crate::{
    entry::{self, Activation},
    items::Items,
    keep::{KeepError, Keeper},
};

/// An activation cannot be journaled or noted.
#[derive(Debug, thiserror::Error)]
pub enum ActivationError {
    /// See the error itself.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The disk failed.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Journals what decides from here on, unless the file beside the journal says that it was journaled last.
///
/// Without that file it is journaled once more, which changes nothing.
pub(super) fn activate(
    dir: &Path,
    keeper: &mut Keeper<Items>,
    screener: &Screener,
    ring: &KeyRing,
    now: Timestamp,
) -> Result<(), ActivationError> {
    let next = Activation {
        at: now,
        pack: screener.pack().name().to_string(),
        law: screener.law().edition().to_string(),
        catalogue: screener.catalogue().edition().to_string(),
        epoch: ring.epoch_on(parcel::statutory_day(now)).0,
    };
    let path = dir.join("activation");
    let text = format!("{}\n{}\n{}\n{}\n", next.pack, next.law, next.catalogue, next.epoch);
    if keeper.end() > 0 && fs::read_to_string(&path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    keeper.note(entry::activation(&next))?;
    let write = || -> std::io::Result<()> {
        let temporary = path.with_extension("tmp");
        let mut file = File::create(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, &path)
    };
    write().map_err(|source| ActivationError::Disk { path: path.clone(), source })
}
