//! One process owns a data directory; others are told so.

use std::process::Stdio;

use crate::process::{Data, Serving, lines, wait_for};

#[test]
fn a_second_process_is_told_who_owns_the_directory() {
    let data = Data::new();
    let serving = Serving::start(&data);
    let input = data.beside("lines.ndjson", &lines(10, 1).concat());
    for command in [&["verify"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let ran = data.run(command);
        assert_eq!(ran.code, Some(3), "{command:?}: {ran:?}");
        assert!(ran.err.contains(&serving.address), "{command:?}: {ran:?}");
    }
    // What can be asked of the owner is asked.
    data.run(&["ingest", input.to_str().unwrap()]).done();
    drop(serving);
    // The owner was killed and left its address behind: it owns nothing any more.
    data.run(&["ingest", input.to_str().unwrap()]).done();
}

#[test]
fn an_owner_that_does_not_serve_has_no_address() {
    let data = Data::new();
    let mut owner = data.command(&["ingest", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    // Journaled when the directory is open.
    wait_for("the activation", || data.path().join("activation").is_file());
    let input = data.beside("lines.ndjson", &lines(10, 1).concat());
    for command in [&["verify"][..], &["ingest", input.to_str().unwrap()]] {
        let ran = data.run(command);
        assert_eq!(ran.code, Some(3), "{command:?}: {ran:?}");
        assert!(ran.err.contains("owned by another process") && !ran.err.contains("http"), "{ran:?}");
    }
    drop(owner.stdin.take());
    assert!(owner.wait().unwrap().success());
    data.run(&["verify"]).done();
}
