//! The page of rights is what the table says.

use std::{fs, path::PathBuf};

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/access.md")
}

#[test]
fn the_page_is_what_the_table_says() {
    let page = fs::read_to_string(file()).unwrap();
    assert!(page == access::page(), "write it anew: cargo test -p access --test it write_page -- --ignored");
}

#[test]
#[ignore = "writes docs/reference/access.md"]
fn write_page() {
    fs::write(file(), access::page()).unwrap();
}
