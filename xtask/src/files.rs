//! The files of the repository, read once.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Directories that hold nothing written by hand.
const LEFT_OUT: [&str; 3] = ["target", ".git", "node_modules"];

/// A file that is text.
pub(crate) struct TextFile {
    /// From the root, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl TextFile {
    pub(crate) fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    /// `path:line: what`, with a line from 1.
    pub(crate) fn complaint(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// All text files below `root`, in order of their paths.
pub(crate) fn text_files(root: &Path) -> io::Result<Vec<TextFile>> {
    let mut paths = Vec::new();
    collect(root, &mut paths)?;
    paths.sort();
    let read = |path: PathBuf| {
        let text = String::from_utf8(fs::read(&path).ok()?).ok()?;
        let path = path.strip_prefix(root).ok()?.to_string_lossy().into_owned();
        Some(TextFile { path, text })
    };
    Ok(paths.into_iter().filter_map(read).collect())
}

fn collect(directory: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let left_out = LEFT_OUT.iter().any(|name| entry.file_name() == *name);
        if kind.is_dir() && !left_out {
            collect(&entry.path(), paths)?;
        } else if kind.is_file() {
            paths.push(entry.path());
        }
    }
    Ok(())
}
