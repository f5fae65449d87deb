//! Does the history still hold what was sealed?

use std::{
    collections::HashSet,
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::{
    error::{HistoryError, Result},
    folder,
    manifest::{self, SealedFile},
    store::{History, manifests},
    table::Table,
};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files that were read.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Rows in the footers of sound files, in the order of [`Table::ALL`].
    pub rows: [u64; 5],
    /// Every place that is not as it was sealed, in the order of the journal; the first one first.
    pub damaged: Vec<Damage>,
}

/// One place that is not as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Verified {
    /// Whether everything is as it was sealed.
    pub fn is_sound(&self) -> bool {
        self.damaged.is_empty()
    }

    /// Rows of one table.
    pub fn rows(&self, table: Table) -> u64 {
        self.rows[table as usize]
    }
}

impl History {
    /// Reads every file and compares it with its manifest; the chain of manifests too.
    ///
    /// `progress` is told bytes done and bytes in all after each file. Goes on after damage, to name all of it.
    pub fn verify(&self, mut progress: impl FnMut(u64, u64)) -> Result<Verified> {
        let (manifests, _) = manifest::read_all(&manifests(&self.folder))?;
        let sealed_to = manifests.last().map_or(0, |manifest| manifest.end);
        let files: Vec<SealedFile> = manifests.into_iter().flat_map(|manifest| manifest.files).collect();
        let total = files.iter().map(|file| file.bytes).sum();
        let mut verified = Verified::default();
        for file in &files {
            let path = self.folder.join(&file.path);
            match fault(&path, file) {
                Some(reason) => verified.damaged.push(Damage { path, reason }),
                None => add_rows(&mut verified, file),
            }
            verified.files += 1;
            verified.bytes += file.bytes;
            progress(verified.bytes, total);
        }
        self.unnamed(&files, sealed_to, &mut verified)?;
        Ok(verified)
    }

    /// Files that no manifest names. Those of a sealing under way lie after the last manifest and are no damage.
    fn unnamed(&self, files: &[SealedFile], sealed_to: u64, verified: &mut Verified) -> Result<()> {
        let named: HashSet<PathBuf> = files.iter().map(|file| self.folder.join(&file.path)).collect();
        for table in Table::ALL {
            for path in folder::files_below(&self.folder.join(table.name()))? {
                let later = folder::range_of(&path).is_some_and(|range| range.start >= sealed_to);
                if !named.contains(&path) && !later {
                    verified.damaged.push(Damage { path, reason: "no manifest names it" });
                }
            }
        }
        Ok(())
    }
}

fn add_rows(verified: &mut Verified, file: &SealedFile) {
    if let Some(table) = Table::ALL.into_iter().find(|table| table.name() == file.table) {
        verified.rows[table as usize] += file.rows;
    }
}

fn fault(path: &Path, file: &SealedFile) -> Option<&'static str> {
    match hash_of(path) {
        Err(_) => return Some("it cannot be read"),
        Ok((bytes, _)) if bytes != file.bytes => return Some("it has another length than when it was sealed"),
        Ok((_, hash)) if hash != file.blake3 => return Some("it has other bytes than when it was sealed"),
        Ok(_) => {}
    }
    let rows = File::open(path).ok().and_then(|file| SerializedFileReader::new(file).ok());
    let rows = rows.map(|reader| reader.metadata().file_metadata().num_rows() as u64);
    (rows != Some(file.rows)).then_some("it has another number of rows than its manifest says")
}

fn hash_of(path: &Path) -> Result<(u64, String)> {
    let file = File::open(path).map_err(HistoryError::disk("open", path))?;
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut hash = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = reader.read(&mut buffer).map_err(HistoryError::disk("read", path))?;
        if read == 0 {
            return Ok((bytes, hash.finalize().to_string()));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}
