//! One record after the other: what it is answered with, and what is found after a crash.

use intake::{decide::Answer, screen::Screen};

use crate::support::{EVENTS, INVALID, VALID, batches, now, open, options, screener, send, word, words};

const DECIDED: [&str; 9] =
    ["accept", "refuse", "inspect", "inspect", "accept", "inspect", "accept", "accept", "accept"];

#[test]
fn examples_are_answered_as_their_notes_say() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("data"), &options());
    assert_eq!(words(&send(&store, VALID)), DECIDED);
    let rejected = words(&send(&store, INVALID));
    assert_eq!(rejected[2], "/waybill bad_pattern, /accepted_at bad_time");
    assert_eq!(rejected[6], "/weight_grams conflict");
    assert_eq!(
        words(&send(&store, EVENTS)),
        ["recorded", "recorded", "recorded", "recorded", "recorded", "opened", "handed_over", "/waybill unknown_item"]
    );
    assert_eq!(
        words(&send(&store, EVENTS))[..7],
        [
            "recorded again",
            "recorded again",
            "recorded again",
            "recorded again",
            "recorded again",
            "opened again",
            "handed_over again"
        ]
    );
    store.close().unwrap();
}

#[test]
fn screening_without_stores_gives_the_same() {
    let mut screen = Screen::new(screener(), |bytes| bytes.fill(3)).unwrap();
    let answers: Vec<_> =
        batches(&format!("{VALID}\n{INVALID}")).iter().flat_map(|batch| screen.answer(batch).unwrap()).collect();
    assert_eq!(words(&answers)[..9], DECIDED);
    let Answer::Decision { position, .. } = &answers[8] else { panic!() };
    assert_eq!(*position, 8);
    assert_eq!(word(&answers[15]), "/weight_grams conflict");
}

#[test]
fn a_repeat_gets_the_same_answer_before_and_after_sealing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    let store = open(&path, &options());
    let first: Vec<_> = send(&store, VALID).iter().map(Answer::to_json).collect();
    let again: Vec<_> = send(&store, VALID).iter().map(Answer::to_json).collect();
    assert_eq!(first, again);
    store.close().unwrap();
    let store = open(&path, &options());
    assert_eq!(store.opened().recovered, 0);
    let later = send(&store, VALID);
    assert!(words(&later).iter().all(|word| word.ends_with("again")));
    assert_eq!(later.iter().map(Answer::to_json).collect::<Vec<_>>(), first);
    store.close().unwrap();
}

#[test]
fn what_was_not_sealed_is_decided_again_and_comes_out_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    let store = open(&path, &options());
    let first: Vec<_> = send(&store, VALID).iter().map(Answer::to_json).collect();
    send(&store, EVENTS);
    // No sealing: as after a crash.
    drop(store);
    let store = open(&path, &options());
    assert!(store.opened().recovered >= 16);
    assert_eq!(send(&store, VALID).iter().map(Answer::to_json).collect::<Vec<_>>(), first);
    assert_eq!(words(&send(&store, EVENTS))[6], "handed_over again");
    let replayed = store.replay(&mut |_, _| {}).unwrap();
    assert_eq!((replayed.decisions, replayed.different.len(), replayed.missing.len()), (9, 0, 0));
    store.close().unwrap();
}

#[test]
fn revisions_replace_and_lower_ones_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("data"), &options());
    let first = VALID.lines().nth(2).unwrap();
    let revision = |number: u32, weight: u32| {
        first.replacen('{', &format!("{{\"revision\": {number}, "), 1).replacen(
            "\"weight_grams\": 620",
            &format!("\"weight_grams\": {weight}"),
            1,
        )
    };
    let text = [
        first.to_owned(),
        revision(3, 700),
        revision(1, 620),
        revision(1, 621),
        revision(2, 620),
        revision(3, 700),
        revision(3, 701),
    ];
    assert_eq!(
        words(&send(&store, &text.join("\n"))),
        [
            "inspect",
            "inspect",
            "inspect again",
            "/weight_grams conflict",
            "/revision lower_revision",
            "inspect again",
            "/weight_grams conflict",
        ]
    );
    store.close().unwrap();
}

#[test]
fn a_conflict_names_personal_fields_without_their_content() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("data"), &options());
    let first = VALID.lines().next().unwrap();
    let other = first.replacen("00000000010", "00000000099", 1).replacen("孙某", "赵某", 1);
    let answers = send(&store, &format!("{first}\n{other}"));
    assert_eq!(word(&answers[1]), "/sender/phone conflict, /recipient/name conflict");
    assert!(!answers[1].to_json().contains("00000000099"));
    store.close().unwrap();
}

#[test]
fn a_clock_too_far_ahead_is_rejected_and_lateness_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("data"), &options());
    let line = VALID.lines().next().unwrap();
    let at = |minutes: i64, waybill: &str| {
        let at = now() + jiff::SignedDuration::from_mins(minutes);
        line.replacen("2026-11-20T09:30:05+08:00", &at.to_string(), 1).replacen("EX0000000000001", waybill, 1)
    };
    let old = line.replacen("2026-11-20T09:30:05", "1999-11-20T09:30:05", 1).replacen("EX0000000000001", "OLD", 1);
    let answers = words(&send(&store, &[at(11, "A"), at(9, "B"), old].join("\n")));
    assert_eq!(answers[0], "/accepted_at bad_time");
    assert!(!answers[1].contains("bad_time") && !answers[2].contains("bad_time"), "{answers:?}");
    store.close().unwrap();
}

#[test]
fn revisions_do_not_undo_what_happened() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("data"), &options());
    let first = VALID.lines().next().unwrap();
    let revision = |number: u32| first.replacen('{', &format!("{{\"revision\": {number}, "), 1);
    let event = |kind: &str| {
        format!(
            "{{\"waybill\": \"EX0000000000001\", \"operator\": \"demo-express\", \"event\": \"{kind}\", \
             \"at\": \"2026-11-20T10:00:00+08:00\"}}"
        )
    };
    let text = [first.to_owned(), event("held"), revision(2), revision(3), event("taken_in"), event("released")];
    assert_eq!(
        words(&send(&store, &text.join("\n"))),
        ["accept", "held", "accept", "accept", "/event illegal_transition", "released"]
    );
    store.close().unwrap();
}
