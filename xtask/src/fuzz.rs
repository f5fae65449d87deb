//! Damaged input for every decoder, from the workspace `fuzz/`, which has its own dependencies.

use std::path::Path;

use crate::{Complaints, check::cargo};

pub(crate) fn run(root: &Path, seconds: u32) -> Result<(), Complaints> {
    let seconds = seconds.to_string();
    let arguments = ["run", "--quiet", "--bin", "smoke", "--", &seconds];
    cargo(&root.join("fuzz"), &arguments).map_err(|reason| vec![format!("fuzzing: {reason}")])
}
