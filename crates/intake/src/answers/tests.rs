use super::*;

fn answer(position: u64) -> KeptAnswer {
    let json = format!("{{\"decision\":\"accept\",\"findings\":[{position}]}}");
    KeptAnswer { position, verdict: Verdict::Accept, text: AnswerText::of_json(&json) }
}

#[test]
fn answers_are_found_open_and_sealed() {
    let dir = tempfile::tempdir().unwrap();
    let answers = Answers::open(dir.path(), 0).unwrap();
    // Positions of events lie between those of acceptances.
    answers.keep((0..3000).map(|n| answer(2 * n)));
    assert_eq!(answers.get(1998).unwrap(), Some(answer(1998)));
    assert_eq!(answers.get(1999).unwrap(), None);
    answers.seal(0..2500).unwrap();
    answers.keep((3000..3100).map(|n| answer(2 * n)));
    for position in [0, 2498, 2500, 5998, 6000, 6198] {
        assert_eq!(answers.get(position).unwrap(), Some(answer(position)), "{position}");
    }
    assert_eq!(answers.get(6199).unwrap(), None);
    drop(answers);
    let reopened = Answers::open(dir.path(), 2500).unwrap();
    assert_eq!(reopened.get(2498).unwrap(), Some(answer(2498)));
    assert_eq!(reopened.get(2500).unwrap(), None);
}

#[test]
fn a_range_that_was_never_committed_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let answers = Answers::open(dir.path(), 0).unwrap();
    answers.keep((0..10).map(answer));
    answers.seal(0..10).unwrap();
    let reopened = Answers::open(dir.path(), 0).unwrap();
    assert_eq!(reopened.get(3).unwrap(), None);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn damage_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let answers = Answers::open(dir.path(), 0).unwrap();
    answers.keep((0..10).map(answer));
    answers.seal(0..10).unwrap();
    let path = std::fs::read_dir(dir.path()).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&path).unwrap();
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x55;
        std::fs::write(&path, &bytes).unwrap();
        let read = Answers::open(dir.path(), 10).and_then(|answers| answers.get(3));
        assert!(matches!(read, Err(AnswersError::Damaged { .. } | AnswersError::Disk { .. })), "byte {place}");
    }
}
