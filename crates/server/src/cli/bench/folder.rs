//! A directory for one measurement, gone when it ends.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Arg, value_parser};

use crate::{
    cli::Context,
    failure::{Exit, Failure, Outcome},
    language::Language,
};

/// `--dir DIR`.
pub(super) fn argument(language: Language) -> Arg {
    Arg::new("dir").long("dir").value_name("DIR").value_parser(value_parser!(PathBuf)).help(language.of(
        "测量所用的新目录，随后删除（默认在系统临时目录下；应在要测的磁盘上）",
        "A new directory to measure in, removed again (default: below the system's temporary one); put it on the disk to be measured",
    ))
}

/// Removes its directory when it is dropped.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes the directory that was named, which must not exist, or one of its own.
    pub(super) fn make(context: &Context) -> Outcome<Self> {
        let own = || std::env::temp_dir().join(format!("portcullis-bench-{}", std::process::id()));
        let path = context.matches.get_one::<PathBuf>("dir").cloned().unwrap_or_else(own);
        if path.exists() {
            let path = path.display();
            return Err(Failure::new(
                Exit::Usage,
                format!("{path} 已存在；测量须在新目录中进行"),
                format!("{path} exists; a measurement needs a new directory"),
            ));
        }
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is seen by whoever looks for the disk space.
        let _ = fs::remove_dir_all(&self.0);
    }
}
