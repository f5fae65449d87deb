//! The machine that numbers were made on.

use std::fs;

use super::said;

/// Processor, memory, system, compiler; a line each.
pub(super) fn lines() -> Vec<String> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    vec![
        format!("- Processor: {}, {cores} cores", field("/proc/cpuinfo", "model name")),
        format!("- Memory: {}", field("/proc/meminfo", "MemTotal")),
        format!("- System: {}", said("uname", &["-srm"])),
        format!("- Compiler: {}", said("rustc", &["--version"])),
    ]
}

/// The commit that is checked out, with a mark where files differ from it.
pub(super) fn commit() -> String {
    said("git", &["describe", "--always", "--dirty", "--abbrev=12"])
}

/// Today, in UTC.
pub(super) fn today() -> String {
    said("date", &["-u", "+%Y-%m-%d"])
}

fn field(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let value = text.lines().find(|line| line.starts_with(name)).and_then(|line| line.split_once(':'));
    value.map_or_else(|| "not known".to_owned(), |(_, value)| value.trim().to_owned())
}
