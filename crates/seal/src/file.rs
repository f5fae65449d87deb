//! Small files that must survive a crash and be read by their owner only.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::SealError;

/// The content of a file, or `None` where there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, SealError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(disk("read", path)(error)),
    }
}

/// Makes a directory that only its owner may enter.
pub(crate) fn make_directory(path: &Path) -> Result<(), SealError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(disk("create the directory", path))
}

/// Puts `bytes` in the place of `path`: after a crash there is either the old content or the new, both whole.
///
/// The old content is overwritten before its space is given back.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), SealError> {
    let next = next_of(path);
    erase(&next)?;
    write_new(&next, bytes)?;
    // Kept open over the rename: afterwards it is the only way to the old blocks.
    let old = OpenOptions::new().write(true).open(path).ok();
    fs::rename(&next, path).map_err(disk("replace", path))?;
    sync_parent(path)?;
    old.map_or(Ok(()), |old| overwrite(old).map_err(disk("overwrite the former", path)))
}

/// Makes a file that must not exist yet, with all of its content.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), SealError> {
    let next = next_of(path);
    erase(&next)?;
    write_new(&next, bytes)?;
    let linked = fs::hard_link(&next, path).map_err(disk("create", path));
    fs::remove_file(&next).map_err(disk("remove", &next))?;
    linked?;
    sync_parent(path)
}

/// Overwrites and removes a file, if it is there.
pub(crate) fn erase(path: &Path) -> Result<(), SealError> {
    match OpenOptions::new().write(true).open(path) {
        Ok(file) => {
            overwrite(file).map_err(disk("overwrite", path))?;
            fs::remove_file(path).map_err(disk("remove", path))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(disk("open", path)(error)),
    }
}

/// Where new content is written before it takes the place of `path`.
pub(crate) fn next_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".next");
    name.into()
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), SealError> {
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(disk("write", path))
}

fn overwrite(mut file: File) -> io::Result<()> {
    let length = file.metadata()?.len() as usize;
    file.write_all(&vec![0; length])?;
    file.sync_all()
}

fn sync_parent(path: &Path) -> Result<(), SealError> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|directory| directory.sync_all()).map_err(disk("sync the directory of", path))
}

/// Names what was tried on which file.
pub(crate) fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> SealError {
    let path = path.to_owned();
    move |source| SealError::Disk { doing, path, source }
}
