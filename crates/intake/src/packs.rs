//! Packs that a data directory has decided by: kept with their signatures, so that each can decide again.
//!
//! One file a pack, `DIR/packs/<hash>.pack`: a first line with format and origin, a line with the signature, then the
//! pack's canonical bytes. What is in a pack belongs in `screening::pack`; which one decides belongs in `store`.

pub mod inbox;

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use screening::pack::Pack;
use seal::{
    KeyRing, SealError,
    signing::{self, Purpose, Signature},
};

const FIRST_LINE: &str = "portcullis pack 1 ";
const EXTENSION: &str = "pack";

/// Largest pack that is read. Unit: byte.
const BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A pack cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The disk failed.
    #[error("pack {path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is damaged or was changed: publish that pack again from its folder.
    #[error("{path} is damaged or was changed: {reason}; publish the pack again from its folder")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// See the key ring's own error.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Its windows reach further back than this directory keeps them.
    #[error(
        "its windows reach back {asked_seconds} s; this directory keeps {kept_seconds} s, so that they would miss records: shorten them"
    )]
    LongerWindows {
        /// What the pack asks for.
        asked_seconds: i64,
        /// What is kept.
        kept_seconds: i64,
    },
    /// No pack of that hash was ever published here.
    #[error("no pack {hash} was published here")]
    Unknown {
        /// What was asked for.
        hash: String,
    },
}

/// Where a pack came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Published by somebody: it goes on deciding when a program with another built-in pack opens the directory.
    Published,
    /// The one that came with the program.
    BuiltIn,
}

impl Origin {
    fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::BuiltIn => "built-in",
        }
    }
}

/// The packs of a data directory.
#[derive(Clone, Debug)]
pub struct Packs {
    dir: PathBuf,
}

impl Packs {
    /// The packs under a data directory.
    pub fn of(data: &Path) -> Self {
        Self { dir: data.join("packs") }
    }

    /// Keeps a pack, signed by the ring. A pack that is kept already stays as it is, but for its origin.
    pub fn keep(&self, pack: &Pack, origin: Origin, ring: &KeyRing) -> Result<(), PackError> {
        let path = self.path(pack.hash());
        if read(&path).is_ok_and(|kept| kept.origin == origin || kept.origin == Origin::Published) {
            return Ok(());
        }
        let signature = ring.sign(Purpose::Pack, pack.canonical())?;
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.dir)?;
            let temporary = path.with_extension("tmp");
            let mut file = File::create(&temporary)?;
            writeln!(file, "{FIRST_LINE}{}\n{signature}", origin.word())?;
            file.write_all(pack.canonical())?;
            file.sync_all()?;
            fs::rename(&temporary, &path)?;
            File::open(&self.dir)?.sync_all()
        };
        write().map_err(|source| PackError::Disk { path: path.clone(), source })
    }

    /// The pack whose hash starts as the name of a decision says, and where it came from; none where it is not kept.
    ///
    /// Its hash and signature are checked.
    pub fn named(&self, name: &str, ring: &KeyRing) -> Result<Option<(Arc<Pack>, Origin)>, PackError> {
        let Some((_, start)) = name.rsplit_once('#') else { return Ok(None) };
        let Some(path) = self.find(start)? else { return Ok(None) };
        let kept = read(&path)?;
        let damaged = |reason: String| PackError::Damaged { path: path.clone(), reason };
        signing::verify(Purpose::Pack, &kept.canonical, &kept.signature, &ring.signing_keys()?)
            .map_err(|error| damaged(error.to_string()))?;
        let pack = Pack::from_canonical(&kept.canonical)
            .map_err(|found| damaged(found.first().map(ToString::to_string).unwrap_or_default()))?;
        if **pack.name() != *name {
            return Err(damaged(format!("it is {}", pack.name())));
        }
        Ok(Some((Arc::new(pack), kept.origin)))
    }

    /// Names and origins of all packs kept, in order of names; files that cannot be read are left out.
    pub fn list(&self) -> Result<Vec<(String, Origin)>, PackError> {
        let mut names: Vec<(String, Origin)> = self
            .files()?
            .iter()
            .filter_map(|path| {
                let kept = read(path).ok()?;
                Some((Pack::from_canonical(&kept.canonical).ok()?.name().to_string(), kept.origin))
            })
            .collect();
        names.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(names)
    }

    fn path(&self, hash: &[u8; 32]) -> PathBuf {
        let hex = blake3::Hash::from_bytes(*hash).to_hex();
        self.dir.join(hex.as_str()).with_extension(EXTENSION)
    }

    fn find(&self, start: &str) -> Result<Option<PathBuf>, PackError> {
        let starts = |path: &PathBuf| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(start))
        };
        Ok(self.files()?.into_iter().find(starts))
    }

    fn files(&self) -> Result<Vec<PathBuf>, PackError> {
        let disk = |source| PackError::Disk { path: self.dir.clone(), source };
        if !self.dir.is_dir() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.dir).map_err(disk)? {
            let path = entry.map_err(disk)?.path();
            if path.extension().is_some_and(|extension| extension == EXTENSION) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

/// A file of a pack, read but not yet trusted.
struct Kept {
    origin: Origin,
    signature: Signature,
    canonical: Vec<u8>,
}

fn read(path: &Path) -> Result<Kept, PackError> {
    let disk = |source| PackError::Disk { path: path.to_owned(), source };
    let damaged = || PackError::Damaged { path: path.to_owned(), reason: "not a pack file".to_owned() };
    if fs::metadata(path).map_err(disk)?.len() > BYTES_MAX {
        return Err(damaged());
    }
    let bytes = fs::read(path).map_err(disk)?;
    let line = |bytes: &[u8]| {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        Some((String::from_utf8(bytes[..end].to_vec()).ok()?, bytes[end + 1..].to_vec()))
    };
    let (first, rest) = line(&bytes).ok_or_else(damaged)?;
    let (signature, canonical) = line(&rest).ok_or_else(damaged)?;
    let origin = match first.strip_prefix(FIRST_LINE) {
        Some("published") => Origin::Published,
        Some("built-in") => Origin::BuiltIn,
        _ => return Err(damaged()),
    };
    Ok(Kept { origin, signature: Signature::parse(&signature).map_err(|_| damaged())?, canonical })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(dir: &Path) -> KeyRing {
        let master = seal::MasterKey::from_bytes([3; 32]);
        KeyRing::open(&dir.join("keys"), &master, &mut |bytes| bytes.fill(5)).unwrap()
    }

    #[test]
    fn a_pack_comes_back_by_its_name_and_a_changed_file_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let (packs, ring) = (Packs::of(dir.path()), ring(dir.path()));
        let pack = Pack::built_in().unwrap();
        assert!(packs.named(pack.name(), &ring).unwrap().is_none());
        packs.keep(&pack, Origin::BuiltIn, &ring).unwrap();
        let (again, origin) = packs.named(pack.name(), &ring).unwrap().unwrap();
        assert_eq!((again.hash(), origin), (pack.hash(), Origin::BuiltIn));
        packs.keep(&pack, Origin::Published, &ring).unwrap();
        assert_eq!(packs.list().unwrap(), [(pack.name().to_string(), Origin::Published)]);
        let path = packs.path(pack.hash());
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 10;
        bytes[last] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(matches!(packs.named(pack.name(), &ring), Err(PackError::Damaged { .. })));
    }
}
