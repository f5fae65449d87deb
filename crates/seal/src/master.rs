//! The master key: the one secret that is kept outside the data directory.

use std::{
    ffi::OsString,
    fmt, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{SealError, Suite, file, secret::Secret};

/// Permission bits of the group and of all others.
const GROUP: u32 = 0o070;
const OTHERS: u32 = 0o007;

const FIRST_LINE: &str = "portcullis master key 1";

/// Wraps every key of a ring. Shown by no `Debug`, wiped when dropped.
pub struct MasterKey(Secret);

/// Where a master key came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOrigin {
    /// Made just now: tell the owner to back it up.
    Created,
    /// Read from its file.
    Existing,
}

impl MasterKey {
    /// A key from 32 bytes that the caller drew from the system's randomness.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let bytes = Zeroizing::new(bytes);
        Self(Secret::filled(|key| key.copy_from_slice(&*bytes)))
    }

    /// Reads the key file. For a data directory that already has a ring: a new key could not open it.
    ///
    /// # Errors
    /// [`SealError::KeyFileMissing`], [`SealError::KeyFileReadable`] where others can read the file,
    /// [`SealError::KeyFileDamaged`] where it holds something else, [`SealError::Disk`].
    pub fn load(path: &Path) -> Result<Self, SealError> {
        Self::read(path)?.ok_or_else(|| SealError::KeyFileMissing { path: path.to_owned() })
    }

    /// Reads the key file; where there is none, makes one that only its owner can read (mode 0600).
    ///
    /// # Errors
    /// As [`Self::load`], but for [`SealError::KeyFileMissing`].
    pub fn load_or_create(path: &Path, random: &mut dyn FnMut(&mut [u8])) -> Result<(Self, KeyOrigin), SealError> {
        if let Some(key) = Self::read(path)? {
            return Ok((key, KeyOrigin::Existing));
        }
        let key = Secret::filled(|bytes| random(bytes));
        let content = Zeroizing::new(format!("{FIRST_LINE}\n{}\n", blake3::Hash::from_bytes(*key.expose()).to_hex()));
        file::create(path, content.as_bytes())?;
        Ok((Self(key), KeyOrigin::Created))
    }

    fn read(path: &Path) -> Result<Option<Self>, SealError> {
        let Some(content) = file::read(path)?.map(Zeroizing::new) else { return Ok(None) };
        check_mode(path)?;
        let key = parse(&content).ok_or_else(|| SealError::KeyFileDamaged { path: path.to_owned() })?;
        Ok(Some(Self(key)))
    }

    /// Where the key file of a data directory lies unless the owner says otherwise: `DIR.key`, next to `DIR`.
    pub fn default_path(data_dir: &Path) -> PathBuf {
        let mut name: OsString = data_dir.components().as_path().into();
        name.push(".key");
        name.into()
    }

    /// Refuses a key file inside the data directory: one stolen or copied directory would hold lock and key.
    ///
    /// # Errors
    /// [`SealError::KeyFileInsideData`]; [`SealError::Disk`] where neither path can be resolved.
    pub fn check_outside(path: &Path, data_dir: &Path) -> Result<(), SealError> {
        if resolved(path)?.starts_with(resolved(data_dir)?) {
            return Err(SealError::KeyFileInsideData { path: path.to_owned(), data_dir: data_dir.to_owned() });
        }
        Ok(())
    }

    pub(crate) fn derive(&self, suite: Suite, usage: &str) -> Secret {
        self.0.derive(suite, usage)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<master key>")
    }
}

fn check_mode(path: &Path) -> Result<(), SealError> {
    let mode = fs::metadata(path).map_err(file::disk("inspect", path))?.permissions().mode() & 0o7777;
    match mode & (GROUP | OTHERS) {
        0 => Ok(()),
        _ => Err(SealError::KeyFileReadable { path: path.to_owned(), mode }),
    }
}

fn parse(content: &[u8]) -> Option<Secret> {
    let digits = std::str::from_utf8(content).ok()?.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?.trim_end();
    let bytes = blake3::Hash::from_hex(digits).ok()?;
    Some(Secret::filled(|key| key.copy_from_slice(bytes.as_bytes())))
}

/// The real place of a path, of which only the last parts may be missing.
fn resolved(path: &Path) -> Result<PathBuf, SealError> {
    if let Ok(real) = fs::canonicalize(path) {
        return Ok(real);
    }
    let absolute = std::path::absolute(path).map_err(file::disk("resolve", path))?;
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => Ok(resolved(parent)?.join(name)),
        _ => Ok(absolute),
    }
}
