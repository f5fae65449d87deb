//! One process owns a data directory.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::Write,
    path::{Path, PathBuf},
};

/// A data directory is owned by another process, or cannot be owned.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process owns it.
    #[error("{path} is owned by another process")]
    Owned {
        /// The data directory.
        path: PathBuf,
        /// Where that process answers, if it serves.
        address: Option<String>,
    },
    /// The directory cannot be made or locked.
    #[error("{path}: {source}")]
    Disk {
        /// The data directory.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Owns a data directory until it is dropped, or the process ends in whatever way.
#[derive(Debug)]
pub struct OwnerLock {
    path: PathBuf,
    _file: File,
}

impl OwnerLock {
    /// Takes a directory, which is made where it is missing.
    pub fn take(path: &Path) -> Result<Self, LockError> {
        let disk = |source| LockError::Disk { path: path.to_owned(), source };
        fs::create_dir_all(path).map_err(disk)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path.join("lock")).map_err(disk)?;
        match file.try_lock() {
            Ok(()) => {
                let _ = fs::remove_file(address_file(path));
                Ok(Self { path: path.to_owned(), _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let address = fs::read_to_string(address_file(path)).ok().map(|text| text.trim().to_owned());
                Err(LockError::Owned { path: path.to_owned(), address })
            }
            Err(TryLockError::Error(source)) => Err(disk(source)),
        }
    }

    /// Says where this process answers, for commands that find the directory owned.
    pub fn publish(&self, address: &str) -> Result<(), LockError> {
        let write = || -> std::io::Result<()> {
            let temporary = self.path.join("address.tmp");
            File::create(&temporary)?.write_all(address.as_bytes())?;
            fs::rename(&temporary, address_file(&self.path))
        };
        write().map_err(|source| LockError::Disk { path: self.path.clone(), source })
    }
}

impl Drop for OwnerLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(address_file(&self.path));
    }
}

fn address_file(path: &Path) -> PathBuf {
    path.join("address")
}
