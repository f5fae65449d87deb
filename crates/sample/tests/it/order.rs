//! Order and names: the same plan gives the same bytes, events follow their item, revisions rise.

use std::collections::{HashMap, HashSet};

use parcel::{Choice, EventKind, State, kind::Outcome};
use sample::{EventDetail, LineKind, Plan, PlanError, Sample};

use crate::made::{WEEK, made};

/// FNV-1a over the first lines.
fn digest(plan: Plan, lines: usize) -> u64 {
    let mut sample = Sample::new(plan).unwrap();
    let mut text = String::new();
    for _ in 0..lines {
        sample.next_line(&mut text);
        text.push('\n');
    }
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[test]
fn the_same_seed_gives_the_same_bytes_for_ever() {
    let first = digest(Plan::default(), 10_000);
    assert_eq!(first, digest(Plan::default(), 10_000));
    assert_ne!(first, digest(Plan { seed: 2, ..Plan::default() }, 10_000));
    // A change here changes every sample that was ever named by its seed: say so in the changelog.
    assert_eq!(first, 0x8cb3_0ff9_bef7_7388, "{first:#x}");
}

#[test]
fn every_event_follows_its_item_and_is_legal() {
    let mut states: HashMap<(&str, &str), State> = HashMap::new();
    let mut events = HashSet::new();
    for line in &WEEK.0 {
        let name = line.name();
        if line.kind == LineKind::Acceptance {
            states.entry(name).or_insert_with(|| State::first(line.at("/outcome").and_then(Outcome::from_word)));
            continue;
        }
        let kind = line.at("/event").and_then(EventKind::from_word).unwrap();
        let state = states.get_mut(&name).unwrap_or_else(|| panic!("event before its item: {}", line.text));
        *state = state.after(kind).unwrap_or_else(|| panic!("illegal in {state}: {}", line.text));
        events.insert(kind);
    }
    assert!(events.len() >= 10, "{events:?}");
}

#[test]
fn revisions_rise_and_repeats_are_exact() {
    let mut last: HashMap<(&str, &str), (u64, &str)> = HashMap::new();
    let (mut repeats, mut revisions) = (0, 0);
    for line in WEEK.0.iter().filter(|line| line.kind == LineKind::Acceptance) {
        let revision = line.json.get("revision").and_then(serde_json::Value::as_u64).unwrap_or(1);
        match last.insert(line.name(), (revision, &line.text)) {
            None => assert_eq!(revision, 1),
            Some((before, text)) if before == revision => {
                assert_eq!(text, line.text);
                repeats += 1;
            }
            Some((before, _)) => {
                assert_eq!(revision, before + 1, "{}", line.text);
                revisions += 1;
            }
        }
    }
    let summary = &WEEK.1;
    assert_eq!((last.len() as u64, repeats, revisions), (summary.items, summary.repeats, summary.revisions));
    assert!(repeats > 0 && revisions > 0);
    assert_eq!(summary.acceptances, summary.items + repeats + revisions);
}

#[test]
fn conflicts_come_only_when_asked_for() {
    assert_eq!(WEEK.1.conflicts, 0);
    let plan = Plan { items: 4_000, conflicts_ppm: 10_000, events: EventDetail::None, ..Plan::default() };
    let (lines, summary) = made(plan);
    assert!(summary.conflicts > 10);
    let mut texts: HashMap<_, HashSet<&str>> = HashMap::new();
    for line in lines.iter().filter(|line| line.is_record()) {
        texts.entry(line.name()).or_default().insert(&line.text);
    }
    assert_eq!(texts.values().filter(|texts| texts.len() > 1).count() as u64, summary.conflicts);
}

#[test]
fn acceptances_alone_have_no_events_and_no_results_of_machines_that_come_later() {
    let (lines, summary) = made(Plan { items: 5_000, events: EventDetail::None, revisions_ppm: 0, ..Plan::default() });
    assert!(lines.iter().all(|line| line.kind == LineKind::Acceptance));
    assert_eq!((summary.events, summary.revisions, summary.items), (0, 0, 5_000));
    let (lines, _) = made(Plan { items: 5_000, events: EventDetail::Gates, ..Plan::default() });
    assert!(lines.iter().any(|line| line.kind == LineKind::Event));
    assert!(!lines.iter().any(|line| line.at("/event") == Some("delivered")));
}

#[test]
fn some_lines_are_late_and_some_clocks_are_wrong() {
    let (mut latest, mut late, mut ahead) = (0, 0, 0);
    for line in WEEK.0.iter().filter(|line| line.is_record()) {
        let accepted = line.second("/accepted_at").unwrap();
        late += usize::from(accepted < latest - 1_800);
        ahead += usize::from(latest > 0 && accepted > latest + 60);
        // What a clock that runs ahead says is no measure of the present.
        latest = latest.max(accepted - 240);
    }
    assert!(late > 20 && late < WEEK.0.len() / 100, "{late}");
    assert!(ahead > 0);
}

#[test]
fn everything_lies_within_the_days_of_the_plan() {
    let begin = "2026-11-09T00:00:00+08:00".parse::<jiff::Timestamp>().unwrap().as_second();
    for line in &WEEK.0 {
        let at = line.second("/accepted_at").or_else(|| line.second("/at")).unwrap() - begin;
        assert!((-300..7 * 86_400 + 300).contains(&at), "{}", line.text);
    }
}

#[test]
fn a_plan_out_of_bounds_is_refused_and_small_plans_work() {
    let refused = |plan: Plan| Sample::new(plan).err();
    assert_eq!(refused(Plan { items: 0, ..Plan::default() }), Some(PlanError::Items));
    assert_eq!(refused(Plan { days: 0, ..Plan::default() }), Some(PlanError::Days));
    assert_eq!(refused(Plan { people: Some(3), ..Plan::default() }), Some(PlanError::People));
    assert_eq!(refused(Plan { late_ppm: 100_001, ..Plan::default() }), Some(PlanError::Rate));
    for (items, days) in [(1, 1), (2, 366), (37, 3), (5_000, 1), (700, 30)] {
        let (_, summary) = made(Plan { items, days, planted_ppm: 100_000, ..Plan::default() });
        assert_eq!(summary.items, items);
    }
}
