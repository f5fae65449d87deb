//! A full disk and damaged files: told clearly, nothing further acknowledged, and mended as the guide says.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::process::{Data, Ran, SEAL_ENTRIES, Serving, files_below, lines, portcullis};

const ITEMS: u64 = 3_000;

/// Answers that were given, by the place of their line.
fn answers(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    text[..whole].lines().map(str::to_owned).collect()
}

/// After room was made: every answer given before is given again, and everything is in order.
fn check_mended(data: &Data, lines: &[String], acknowledged: &[String]) {
    let (ran, again) = data.ingest(&lines.concat());
    ran.done();
    assert_eq!(again.len(), lines.len());
    assert!(again.starts_with(acknowledged), "what was acknowledged is answered otherwise");
    data.verify().done();
}

/// Files may not grow beyond a bound: every store is refused in turn, as the bound is raised.
#[test]
fn a_disk_that_refuses_stops_the_gate_and_loses_nothing() {
    let lines = lines(ITEMS, 3);
    for blocks in [80, 400, 1_200] {
        let data = Data::new();
        let input = data.beside("lines.ndjson", &lines.concat());
        // Answers go to a pipe: the bound is not for those.
        let arguments = ["ingest", input.to_str().unwrap(), "--seal-entries", SEAL_ENTRIES, "--answers", "/dev/stdout"];
        let mut bounded = data.bounded(blocks, &arguments);
        let ran = Ran::of(bounded.output().unwrap());
        assert_eq!(ran.code, Some(1), "{blocks} blocks: {}", ran.err);
        let reason = ran.err.lines().last().unwrap_or_default();
        assert!(reason.contains("nothing further is recorded") || reason.contains("cannot be opened"), "{}", ran.err);
        println!("{blocks} blocks: {reason}");
        let given: Vec<_> = ran.out.lines().filter(|line| line.starts_with('{')).map(str::to_owned).collect();
        assert!(given.len() < lines.len(), "{blocks} blocks: nothing was refused");
        check_mended(&data, &lines, &given);
    }
}

#[test]
fn a_server_whose_disk_refuses_says_so_and_records_nothing_further() {
    let (data, lines) = (Data::new(), lines(ITEMS, 6));
    let serving = Serving::of(data.bounded(800, &Serving::ARGUMENTS));
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let post = |line: &str| {
        let kind = if line.contains("\"event\":\"") { "events" } else { "acceptances" };
        let url = format!("{}/v1/{kind}", serving.address);
        let mut answer = agent.post(url).content_type("application/json").send(line).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };
    let mut given = Vec::new();
    let refused = lines.iter().map(|line| post(line)).find(|(status, answer)| {
        given.extend((*status == 200).then(|| answer.trim_end().to_owned()));
        *status != 200
    });
    let (status, problem) = refused.expect("nothing was refused");
    assert_eq!(status, 503, "{problem}");
    assert!(problem.contains("\"stopped\""), "{problem}");
    assert_eq!(post(&lines[0]).0, 503, "a line is answered after the disk refused");
    assert_eq!(agent.get(format!("{}/readyz", serving.address)).call().unwrap().status().as_u16(), 503);
    drop(serving);
    check_mended(&data, &lines, &given);
}

/// A disk that is really full, where this machine lets a test mount one: once the journal does not fit, once only what
/// is sealed from it.
#[test]
fn a_full_disk_stops_the_gate_and_loses_nothing() {
    let lines = lines(ITEMS, 4);
    let acknowledged = ["1000k", "2500k"].map(|size| full_disk(&lines, size));
    assert!(acknowledged.iter().all(Option::is_none) || acknowledged[0] < Some(lines.len()), "{acknowledged:?}");
}

/// How many lines were acknowledged on a disk of a size; none where it cannot be mounted.
fn full_disk(lines: &[String], size: &str) -> Option<usize> {
    const SCRIPT: &str = r#"
        mount -t tmpfs -o size="$SIZE" none "$DISK" || exit 77
        "$BIN" --lang en ingest "$LINES" --seal-entries 300 --data "$DISK/data" --answers "$BESIDE/first" 2> "$BESIDE/told"
        echo $? > "$BESIDE/code"
        mount -o remount,size=200m "$DISK"
        "$BIN" ingest "$LINES" --seal-entries 300 --data "$DISK/data" --answers "$BESIDE/again" || exit 1
        "$BIN" verify --replay --data "$DISK/data"
    "#;
    let beside = Data::new();
    let disk = beside.dir.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let file = |name: &str| beside.dir.path().join(name);
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", SCRIPT])
        .env("BIN", env!("CARGO_BIN_EXE_portcullis"))
        .env("DISK", &disk)
        .env("SIZE", size)
        .env("BESIDE", beside.dir.path())
        .env("LINES", beside.beside("lines.ndjson", &lines.concat()))
        .output();
    let Some(ran) = ran.ok().map(Ran::of).filter(|ran| ran.code != Some(77) && !ran.err.contains("unshare:")) else {
        println!("SKIPPED: no disk can be mounted here");
        return None;
    };
    ran.done();
    assert_eq!(fs::read_to_string(file("code")).unwrap().trim(), "1");
    let told = fs::read_to_string(file("told")).unwrap();
    assert!(told.contains("nothing further is recorded"), "{told}");
    println!("{told}");
    let (first, again) = (answers(&file("first")), answers(&file("again")));
    assert_eq!(again.len(), lines.len());
    assert!(again.starts_with(&first), "what was acknowledged is answered otherwise");
    Some(first.len())
}

/// A directory with several sealed ranges, copied for each damage.
fn filled() -> (Data, Vec<String>, Vec<String>) {
    let (data, lines) = (Data::new(), lines(2_000, 5));
    let (ran, answers) = data.ingest(&lines.concat());
    ran.done();
    (data, lines, answers)
}

fn file_with(directory: &Path, suffix: &str) -> PathBuf {
    let files = files_below(directory);
    files.into_iter().find(|path| path.to_string_lossy().ends_with(suffix)).unwrap()
}

/// Changes one bit in the middle of a file.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

#[test]
fn damage_is_named_and_mended_by_removing_what_is_derived() {
    let (data, lines, answers) = filled();
    for (name, suffix) in [
        ("history", ".parquet"),
        ("history", ".json"),
        ("answers", ".answers"),
        ("windows", ".windows"),
        ("items", ".run"),
    ] {
        let path = file_with(&data.path().join(name), suffix);
        damage(&path);
        for (language, words) in [("zh", ["损坏", "无法打开"]), ("en", ["damaged", "cannot be opened"])] {
            let mut verify = portcullis(language);
            let ran = Ran::of(verify.args(["verify", "--data"]).arg(data.path()).output().unwrap());
            assert_eq!(ran.code, Some(4), "{suffix}: {ran:?}");
            let told = ran.out + &ran.err;
            assert!(words.iter().any(|word| told.contains(word)), "{suffix}: {told}");
            assert!(told.contains(path.file_name().unwrap().to_str().unwrap()), "{suffix}: {told}");
        }
        fs::remove_dir_all(data.path().join(name)).unwrap();
        data.verify().done();
    }
    let (ran, again) = data.ingest(&lines.concat());
    assert_eq!(serde_json::from_str::<Value>(&ran.done().out).unwrap()["recorded"], 0);
    assert_eq!(again, answers);
}

#[test]
fn damage_in_the_journal_is_named_and_mended_from_a_copy() {
    let (data, _, _) = filled();
    let path = file_with(&data.path().join("journal"), ".sqlite");
    let copy = fs::read(&path).unwrap();
    damage(&path);
    let ran = data.run(&["verify"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!((ran.out + &ran.err).contains("damaged at position"), "no place is named");
    fs::write(&path, copy).unwrap();
    data.verify().done();
}

/// What was recorded since the copy was made is gone from the journal: said, and then sent again.
#[test]
fn an_older_copy_of_the_journal_is_noticed_and_can_be_gone_on_from() {
    let (data, lines) = (Data::new(), lines(2_000, 7));
    let journal = data.path().join("journal");
    data.ingest(&lines[..1_000].concat()).0.done();
    let path = file_with(&journal, ".sqlite");
    let copy = fs::read(&path).unwrap();
    let (ran, answers) = data.ingest(&lines.concat());
    ran.done();
    fs::write(&path, copy).unwrap();
    let ran = data.run(&["verify"]);
    assert!(ran.code == Some(4) && ran.err.contains("entries are lost"), "{ran:?}");
    for derived in ["items", "answers", "windows", "history"] {
        fs::remove_dir_all(data.path().join(derived)).unwrap();
    }
    data.verify().done();
    let (ran, again) = data.ingest(&lines.concat());
    ran.done();
    assert_eq!(again[..1_000], answers[..1_000]);
    data.verify().done();
}

#[test]
fn a_journal_that_lost_its_end_is_noticed() {
    let (data, _, _) = filled();
    fs::remove_dir_all(data.path().join("journal")).unwrap();
    let ran = data.run(&["ingest", "-"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("entries are lost"), "{ran:?}");
}
