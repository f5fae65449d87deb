//! Links of Markdown pages to files of the repository lead somewhere.

use std::path::Path;

use crate::{Complaints, files::TextFile};

pub(super) fn complaints(file: &TextFile, root: &Path) -> Complaints {
    if !file.is("md") {
        return Complaints::new();
    }
    let page = root.join(&file.path);
    let directory = page.parent().unwrap_or(root);
    let lines = (1..).zip(file.text.lines());
    let dead = lines.flat_map(|(number, line)| targets(line).map(move |target| (number, target)));
    dead.filter(|(_, target)| !directory.join(target).exists())
        .map(|(number, target)| file.complaint(number, &format!("the link leads nowhere: {target}")))
        .collect()
}

/// Targets of a line's links that are paths.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let all = line.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next());
    all.filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_paths_without_their_anchors() {
        let line = "see [a](docs/a.md#top), [b](https://example.org/b), [c](#here) and ![d](d.svg \"title\")";
        assert_eq!(targets(line).collect::<Vec<_>>(), ["docs/a.md", "d.svg"]);
    }
}
