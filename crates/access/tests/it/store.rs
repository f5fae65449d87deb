//! Accounts, sessions and keys as they are kept.

use std::collections::BTreeSet;

use access::{
    AccessError, Action, Bounds, NewAccount, NewKey, PrincipalKind, Role, Scope, Secret, SignIn, SignInRefusal, Store,
    may,
};
use jiff::{SignedDuration, Timestamp};

use crate::make::{PASSWORD, add, at, bounds, name, operator, options, own, random, store_with};

fn sign_in(store: &Store, account: &str, password: &str, now: Timestamp) -> Result<Secret, SignInRefusal> {
    // Another seed each time: tokens differ.
    let mut seed = now.as_microsecond();
    let mut random = move |bytes: &mut [u8]| {
        seed += 1;
        bytes.iter_mut().zip(seed.to_le_bytes().into_iter().cycle()).for_each(|(byte, seed)| *byte = seed);
    };
    match store.sign_in(account, password, now, &mut random).unwrap() {
        SignIn::Session { secret, .. } => Ok(secret),
        SignIn::Refused(refusal) => Err(refusal),
    }
}

#[test]
fn the_first_account_or_key_closes_the_machine() {
    let store = Store::unkept(options()).unwrap();
    assert!(!store.is_closed().unwrap());
    add(&store, "officer-1", Role::ComplianceOfficer);
    assert!(store.is_closed().unwrap());
    store.disable_account(&name("officer-1"), "local", at("02:00")).unwrap();
    assert!(store.is_closed().unwrap(), "disabling it opens nothing again");

    let store = Store::unkept(options()).unwrap();
    let made = store.add_key(&key(Role::Clerk, at("05:00")), "local", at("01:00"), &mut random()).unwrap();
    store.revoke_key(&made.id, "local", at("01:01")).unwrap();
    assert!(store.is_closed().unwrap());
}

#[test]
fn a_password_opens_a_session_and_must_be_changed_first() {
    let store = store_with("officer-1", Role::ComplianceOfficer);
    let secret = sign_in(&store, "officer-1", PASSWORD, at("02:00")).unwrap();
    let session = store.session(&secret, at("02:01")).unwrap().unwrap();
    assert_eq!(session.ends_at, at("14:00"));
    let principal = session.account.principal();
    assert!(!may(&principal, Action::CoverageRead, &own()).is_allowed());

    let next = "four letters for the brown dog";
    let same = store.change_password(&name("officer-1"), PASSWORD, &mut random());
    assert!(matches!(same, Err(AccessError::Password { .. })), "the given one is known to others");
    store.change_password(&name("officer-1"), next, &mut random()).unwrap();
    assert!(store.session(&secret, at("02:02")).unwrap().is_none(), "former sessions end");
    assert_eq!(sign_in(&store, "officer-1", PASSWORD, at("02:03")), Err(SignInRefusal::Wrong));
    let secret = sign_in(&store, "officer-1", next, at("02:04")).unwrap();
    let principal = store.session(&secret, at("02:05")).unwrap().unwrap().account.principal();
    assert!(may(&principal, Action::CoverageRead, &own()).is_allowed());

    store.reset_password(&name("officer-1"), PASSWORD, &mut random()).unwrap();
    assert!(store.account(&name("officer-1")).unwrap().must_change_password);
}

#[test]
fn names_and_passwords_that_do_not_agree_are_told_alike() {
    let store = store_with("officer-1", Role::ComplianceOfficer);
    add(&store, "officer-2", Role::ComplianceOfficer);
    store.disable_account(&name("officer-2"), "local", at("02:00")).unwrap();
    for (account, password) in
        [("officer-1", "wrong"), ("nobody", PASSWORD), ("officer-2", PASSWORD), ("' OR 1=1 --", PASSWORD), ("", "")]
    {
        assert_eq!(sign_in(&store, account, password, at("03:00")), Err(SignInRefusal::Wrong), "{account}");
    }
}

#[test]
fn guessing_locks_for_a_while_and_the_right_password_too() {
    let store = store_with("officer-1", Role::ComplianceOfficer);
    for _ in 0..5 {
        assert_eq!(sign_in(&store, "officer-1", "wrong", at("02:00")), Err(SignInRefusal::Wrong));
    }
    let until = at("02:01");
    assert_eq!(sign_in(&store, "officer-1", PASSWORD, at("02:00")), Err(SignInRefusal::Locked { until }));
    assert!(sign_in(&store, "officer-1", PASSWORD, until).is_ok());
    assert_eq!(store.account(&name("officer-1")).unwrap().lockout.failures, 0, "a right one forgets the wrong ones");
    for _ in 0..40 {
        assert_eq!(sign_in(&store, "nobody", "wrong", at("02:00")), Err(SignInRefusal::Wrong), "no name is told");
    }
}

#[test]
fn guesses_side_by_side_all_count() {
    let store = store_with("officer-1", Role::ComplianceOfficer);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(sign_in(&store, "officer-1", "wrong", at("02:00")).is_err()));
        }
    });
    assert_eq!(store.account(&name("officer-1")).unwrap().lockout.failures, 4);
}

#[test]
fn a_session_ends_by_time_by_idleness_and_by_hand() {
    let store = store_with("officer-1", Role::ComplianceOfficer);
    let open = |secret: &Secret, now| store.session(secret, now).unwrap().is_some();
    let secret = sign_in(&store, "officer-1", PASSWORD, at("01:00")).unwrap();
    assert!(open(&secret, at("01:29")), "a request keeps it");
    assert!(open(&secret, at("01:58")));
    assert!(!open(&secret, at("02:28")), "half an hour without one ends it");

    let secret = sign_in(&store, "officer-1", PASSWORD, at("03:00")).unwrap();
    for minutes in (0..719).step_by(20) {
        assert!(open(&secret, at("03:00") + SignedDuration::from_mins(minutes)));
    }
    assert!(!open(&secret, at("15:00")), "twelve hours end it");

    let secret = sign_in(&store, "officer-1", PASSWORD, at("16:00")).unwrap();
    let other = sign_in(&store, "officer-1", PASSWORD, at("16:01")).unwrap();
    store.end_session(&secret).unwrap();
    assert!(!open(&secret, at("16:02")) && open(&other, at("16:02")));
    store.disable_account(&name("officer-1"), "local", at("16:03")).unwrap();
    assert!(!open(&other, at("16:04")));
}

#[test]
fn a_ninth_session_takes_the_place_of_the_first() {
    let store = store_with("officer-1", Role::ComplianceOfficer);
    let minute = |number: i64| at("01:00") + SignedDuration::from_mins(number);
    let secrets: Vec<_> =
        (0..9).map(|number| sign_in(&store, "officer-1", PASSWORD, minute(number)).unwrap()).collect();
    let open: Vec<_> = secrets.iter().map(|secret| store.session(secret, minute(9)).unwrap().is_some()).collect();
    assert_eq!(open, [false, true, true, true, true, true, true, true, true]);
    assert_eq!(store.end_sessions(&name("officer-1")).unwrap(), 8);
}

fn key(role: Role, expires_at: Timestamp) -> NewKey {
    NewKey { name: "counter 7".to_owned(), role, bounds: bounds(role), only: BTreeSet::new(), expires_at }
}

#[test]
fn a_key_opens_what_it_was_made_for_until_it_expires_or_is_revoked() {
    let store = Store::unkept(options()).unwrap();
    let made = store.add_key(&key(Role::Clerk, at("05:00")), "admin-1", at("01:00"), &mut random()).unwrap();
    let of = |text: &str, now| store.principal_of_key(text, now).unwrap();
    let principal = of(&made.text, at("02:00")).unwrap();
    assert_eq!(principal.name, format!("key:{}", made.id));
    assert_eq!(principal.kind, PrincipalKind::Machine { only: BTreeSet::new() });
    assert!(may(&principal, Action::ItemSubmit, &own()).is_allowed());
    assert!(!may(&principal, Action::ItemSubmit, &Scope::of_operator(operator("demo-post"), None)).is_allowed());

    let mut changed = made.text.to_string();
    let last = changed.pop().unwrap();
    changed.push(if last == 'A' { 'Q' } else { 'A' });
    for wrong in ["", "pck_", "pck_000000000000_", "pck_一二三四", &changed, &made.text[4..], &made.text.to_uppercase()]
    {
        assert!(of(wrong, at("02:00")).is_none(), "{wrong}");
    }
    assert!(of(&made.text, at("05:00")).is_none(), "expired");
    store.revoke_key(&made.id, "admin-1", at("03:00")).unwrap();
    assert!(of(&made.text, at("03:01")).is_none(), "revoked");
    assert!(matches!(store.revoke_key(&made.id, "admin-1", at("03:02")), Err(AccessError::Unknown { .. })));
    let listed = store.keys().unwrap();
    assert_eq!((listed.len(), listed[0].name.as_str(), listed[0].revoked_at), (1, "counter 7", Some(at("03:00"))));
}

#[test]
fn a_key_is_made_for_a_while_and_with_bounds() {
    let store = Store::unkept(options()).unwrap();
    let now = at("01:00");
    let refused = |key: &NewKey| store.add_key(key, "admin-1", now, &mut random()).unwrap_err();
    for expires_at in [now, at("00:59"), now + Store::KEY_LASTS_MAX + SignedDuration::from_secs(1)] {
        assert!(matches!(refused(&key(Role::Clerk, expires_at)), AccessError::BadShape { what: "expiry", .. }));
    }
    for name in ["", "   ", "a\nb", &"x".repeat(65)] {
        let key = NewKey { name: name.to_owned(), ..key(Role::Clerk, at("05:00")) };
        assert!(matches!(refused(&key), AccessError::BadShape { what: "key name", .. }));
    }
    let unbounded = NewKey { bounds: Bounds::default(), ..key(Role::Clerk, at("05:00")) };
    assert!(matches!(refused(&unbounded), AccessError::Bounds { .. }));
}

#[test]
fn an_account_needs_the_bounds_of_its_role_and_nothing_else() {
    let store = Store::unkept(options()).unwrap();
    for role in Role::ALL {
        for of in Role::ALL {
            let account = NewAccount { name: name("somebody"), role: *role, bounds: bounds(*of) };
            let made = store.add_account(&account, PASSWORD, "local", at("01:00"), &mut random());
            match made {
                Err(AccessError::Bounds { needed }) => {
                    assert_ne!(role.bound(), of.bound(), "{role}");
                    assert!(!needed.zh.is_empty());
                }
                Ok(()) | Err(AccessError::NameTaken { .. }) => assert_eq!(role.bound(), of.bound(), "{role}"),
                Err(error) => panic!("{error}"),
            }
        }
    }
}

#[test]
fn what_is_wrong_is_told_in_both_languages() {
    let store = store_with("officer-1", Role::ComplianceOfficer);
    let account = |text| NewAccount { name: name(text), role: Role::Auditor, bounds: Bounds::default() };
    let add = |text, password| store.add_account(&account(text), password, "local", at("01:00"), &mut random());
    for error in [
        add("officer-1", PASSWORD).unwrap_err(),
        add("officer-2", "short").unwrap_err(),
        store.account(&name("nobody")).unwrap_err(),
        store.disable_account(&name("nobody"), "local", at("01:00")).unwrap_err(),
    ] {
        let words = error.words();
        assert!(words.zh.chars().any(|letter| letter > '\u{2e80}'), "{words:?}");
        assert!(words.en.is_ascii() && words.en.len() > 10, "{words:?}");
        assert!(!format!("{words:?}{error:?}").contains(PASSWORD));
    }
}

#[test]
fn what_is_kept_comes_back_and_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("access");
    let (token, made) = {
        let store = Store::open(&path, options()).unwrap();
        add(&store, "officer-1", Role::Inspector);
        let token = sign_in(&store, "officer-1", PASSWORD, at("02:00")).unwrap();
        let made = store.add_key(&key(Role::Clerk, at("05:00")), "local", at("01:00"), &mut random()).unwrap();
        (token, made)
    };
    let store = Store::open(&path, options()).unwrap();
    assert!(store.session(&token, at("02:01")).unwrap().is_some());
    assert!(store.principal_of_key(&made.text, at("02:01")).unwrap().is_some());
    let account = store.accounts().unwrap().remove(0);
    assert_eq!((account.role, account.bounds), (Role::Inspector, bounds(Role::Inspector)));

    let secret = made.text["pck_0123456789ab_".len()..].to_owned();
    assert_eq!(secret.len(), 43);
    for file in std::fs::read_dir(&path).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for hidden in [PASSWORD, &*token.expose(), &secret] {
            assert!(!bytes.windows(hidden.len()).any(|window| window == hidden.as_bytes()));
        }
    }
}

#[test]
fn another_file_and_a_newer_one_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path(), options()).unwrap());
    let set = |name: &str, value: i64| {
        let connection = rusqlite::Connection::open(folder.path().join("access.sqlite")).unwrap();
        connection.pragma_update(None, name, value).unwrap();
    };
    set("user_version", 2);
    assert!(matches!(Store::open(folder.path(), options()), Err(AccessError::Version { version: 2 })));
    set("application_id", 7);
    assert!(matches!(Store::open(folder.path(), options()), Err(AccessError::Damaged { .. })));
}

#[test]
fn a_request_is_changed_only_from_what_was_read() {
    let store = Store::unkept(options()).unwrap();
    store.add_request("opening", "1", &"asked").unwrap();
    let mut read = store.request::<String>("opening", "1").unwrap();
    let stale = read.clone();
    "agreed".clone_into(&mut read.content);
    assert!(store.replace_request(&read, true).unwrap());
    assert!(!store.replace_request(&stale, true).unwrap(), "somebody was faster");
    let open = store.open_requests::<String>("opening").unwrap();
    assert_eq!((open.len(), open[0].content.as_str(), open[0].version), (1, "agreed", 2));
    assert!(store.replace_request(&open[0], false).unwrap());
    assert!(store.open_requests::<String>("opening").unwrap().is_empty());
    assert!(store.request::<String>("publication", "1").is_err(), "kinds are kept apart");
    assert!(store.add_request("opening", "1", &"again").is_err(), "an id is used once");
}
