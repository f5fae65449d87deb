//! The texts of a pack: from a folder, or built in.

use std::{fs, path::Path, path::PathBuf, sync::Arc};

use screening::{Diagnostic, pack::Pack};

use crate::{
    cli::Context,
    failure::{Exit, Failure, Outcome},
};

/// The pack that the command names; its diagnostics where it does not load.
pub(super) fn named(context: &Context) -> Outcome<Result<Pack, Vec<Diagnostic>>> {
    match context.matches.get_one::<PathBuf>("pack") {
        None => Ok(Pack::built_in()),
        Some(folder) => read(folder),
    }
}

/// The pack that the command names, which must load.
pub(in crate::cli) fn sound(context: &Context) -> Outcome<Arc<Pack>> {
    named(context)?.map(Arc::new).map_err(|found| unsound(&found))
}

/// Reads a folder; `built-in` is the pack that ships with this program, unless a folder is called so.
pub(in crate::cli) fn read(folder: &Path) -> Outcome<Result<Pack, Vec<Diagnostic>>> {
    if folder.as_os_str() == "built-in" && !folder.is_dir() {
        return Ok(Pack::built_in());
    }
    let text = |path: &Path| {
        let shown = path.display().to_string();
        fs::read_to_string(path).map(|text| (shown.clone(), text)).map_err(|cause| {
            Failure::because("无法读取规则包", "the pack cannot be read", &format!("{shown}: {cause}"))
        })
    };
    let head = text(&folder.join("pack.toml"))?;
    let mut rules = Vec::new();
    for path in rule_files(&folder.join("rules"))? {
        rules.push(text(&path)?);
    }
    let rules: Vec<(&str, &str)> = rules.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    Ok(Pack::load((&head.0, &head.1), &rules))
}

fn rule_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let unreadable = |cause: std::io::Error| {
        Failure::because("无法读取规则包", "the pack cannot be read", &format!("{}: {cause}", folder.display()))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The failure of a command that needs a sound pack.
pub(in crate::cli) fn unsound(found: &[Diagnostic]) -> Failure {
    let all = |line: fn(&Diagnostic) -> String| found.iter().map(line).collect::<Vec<_>>().join("\n  ");
    Failure::new(
        Exit::Failed,
        format!("规则包有 {} 处错误：\n  {}", found.len(), all(|it| line(it, &it.message.zh))),
        format!("the pack has {} errors:\n  {}", found.len(), all(|it| line(it, &it.message.en))),
    )
}

/// A diagnostic as editors read it.
pub(super) fn line(it: &Diagnostic, message: &str) -> String {
    format!("{}:{}:{}: {}: {message}", it.file, it.line, it.column, it.code)
}
