//! Accounts and keys on the command line.

use std::process::{Output, Stdio};

use crate::process::{Data, Ran, feed};

/// Runs a command with something on standard input.
fn with_input(data: &Data, arguments: &[&str], input: &str) -> Ran {
    let mut child = data.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    feed(&mut child, input.to_owned());
    let output: Output = child.wait_with_output().unwrap();
    Ran::of(output)
}

#[test]
fn an_account_is_made_listed_and_disabled() {
    let data = Data::new();
    let add = ["account", "add", "officer-1", "--role", "compliance_officer", "--operator", "demo-express"];
    let made = data.run(&add).done();
    let password = made.out.lines().find_map(|line| line.split_once(": ")).unwrap().1;
    assert_eq!(password.len(), 43, "{}", made.out);

    let again = data.run(&add);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("officer-1"), "{}", again.err);

    let listed = data.run(&["account", "list", "--json"]).done().out;
    let account: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!((&account["name"], &account["role"]), (&"officer-1".into(), &"compliance_officer".into()));
    assert_eq!(account["bounds"]["operators"][0], "demo-express");
    assert_eq!((&account["must_change_password"], &account["disabled_at"]), (&true.into(), &serde_json::Value::Null));
    assert!(!listed.contains(password));

    let new = data.run(&["account", "reset", "officer-1"]).done();
    assert!(!new.out.contains(password));
    data.run(&["account", "disable", "officer-1"]).done();
    let twice = data.run(&["account", "disable", "officer-1"]);
    assert_eq!(twice.code, Some(1), "{}", twice.err);
    assert!(data.run(&["account", "list"]).done().out.contains("disabled"));
}

#[test]
fn a_password_is_read_from_standard_input_and_must_pass() {
    let data = Data::new();
    let add = ["account", "add", "auditor-1", "--role", "auditor", "--password-stdin"];
    let weak = with_input(&data, &add, "password2026\n");
    assert_eq!(weak.code, Some(2));
    assert!(weak.err.contains("15 characters") && !weak.err.contains("password2026"), "{}", weak.err);
    let made = with_input(&data, &add, "three parcels for the grey cat\n").done();
    assert!(!made.out.contains("parcels"), "what was typed is not repeated");
}

#[test]
fn the_bounds_of_a_role_are_asked_for() {
    let data = Data::new();
    let refused = |arguments: &[&str], expected: &str| {
        let ran = data.run(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.err.contains(expected), "{}", ran.err);
    };
    refused(&["account", "add", "officer-1", "--role", "inspector"], "needs 1 to 64 regions");
    refused(&["account", "add", "officer-1", "--role", "auditor", "--office", "P-1"], "takes no operator");
    refused(&["account", "add", "Officer", "--role", "auditor"], "^[a-z]");
    let both = ["account", "add", "officer-1", "--role", "inspector", "--region", "x", "--operator", "A B"];
    refused(&both, "--region x");
    refused(&both, "--operator A B");
    refused(&["key", "add", "counter 7", "--role", "clerk"], "needs 1 to 64 operators");
    refused(&["key", "add", " ", "--role", "clerk", "--operator", "demo-express"], "1 to 64 characters");
    assert!(data.run(&["account", "list"]).done().out.is_empty());
}

#[test]
fn a_key_is_shown_once_listed_and_revoked() {
    let data = Data::new();
    let add = ["key", "add", "counter 7", "--role", "clerk", "--operator", "demo-express", "--only", "item.submit"];
    let made = data.run(&add).done();
    let key = made.out.lines().find(|line| line.starts_with("pck_")).unwrap().to_owned();
    let id = &key[4..16];
    let listed = data.run(&["key", "list", "--json"]).done().out;
    assert!(!listed.contains(&key[17..]), "the secret is kept nowhere");
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!((&listed["id"], &listed["only"][0]), (&id.into(), &"item.submit".into()));
    assert!(data.run(&["key", "list"]).done().out.contains("valid"));
    data.run(&["key", "revoke", id]).done();
    assert!(data.run(&["key", "list"]).done().out.contains("revoked"));
    assert_eq!(data.run(&["key", "revoke", id]).code, Some(1));
}
