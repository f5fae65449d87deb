//! One evaluator: records and packs give the same outcomes live, in a rule's cases, in shadow, in a back-test and when
//! everything is decided again.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
    path::Path,
    sync::Arc,
};

use intake::{
    backtest::{self, Trial},
    decide::{Answer, Decider},
    entry::{self, Entry},
    store::Store,
    windows::{WindowBounds, WindowStore},
};
use parcel::{Finding, Verdict, kind::ItemKind};
use screening::{
    Screener,
    pack::{Case, Journaled, Pack},
    rules::Mode,
};

use crate::support::{EVENTS, SURROUNDINGS, VALID, batches, now, options};

/// Rules that say something of the entry at each position.
type Hits = BTreeMap<u64, BTreeSet<String>>;

/// The built-in pack with every text put through a change.
fn pack(change: impl Fn(&str) -> String) -> Arc<Pack> {
    let built_in = Pack::built_in().unwrap();
    let files = Pack::files(built_in.canonical()).unwrap();
    let files: Vec<(String, String)> = files.into_iter().map(|(name, text)| (name, change(&text))).collect();
    let named: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (head, rules) = named.split_first().unwrap();
    Arc::new(Pack::load(*head, rules).unwrap_or_else(|found| panic!("{found:#?}")))
}

/// As it ships, with lower thresholds, rolled out to half of the items, and in shadow.
fn packs() -> [(&'static str, Arc<Pack>); 4] {
    let eager = |text: &str| text.replace("sender_small_recipients_24h >= 15", "sender_small_recipients_24h >= 3");
    let half = |text: &str| text.replacen("\nkey = ", "\nrollout_percent = 50\nkey = ", 1);
    let half = move |text: &str| {
        if text.contains("\nwhen = ") && !text.contains("\nrollout_percent = ") { half(text) } else { text.to_owned() }
    };
    [("as it ships", pack(str::to_owned)), ("eager", pack(eager)), ("half", pack(half)), ("shadow", pack(in_shadow))]
}

fn in_shadow(text: &str) -> String {
    let is_live_rule = text.contains("\nwhen = ") && !text.contains("\nmode = ");
    if is_live_rule { text.replacen("\nkey = ", "\nmode = \"shadow\"\nkey = ", 1) } else { text.to_owned() }
}

fn screener(pack: &Arc<Pack>) -> Arc<Screener> {
    let built_in = Screener::built_in().unwrap();
    Arc::new(Screener::new(built_in.law(), built_in.catalogue(), Arc::clone(pack)))
}

/// Honest records, one sender with many small items stamped in a rush, and passes faster than a belt.
fn lines() -> String {
    let one = VALID.lines().next().unwrap();
    let mut lines = VALID.trim_end().to_owned();
    for number in 0..24 {
        let (waybill, seconds) = (format!("CF{number:013}"), format!("T10:00:{:02}", number / 8));
        let line = one
            .replacen("EX0000000000001", &waybill, 1)
            .replace("T09:30:05", &seconds)
            .replace("T09:29:50", &seconds)
            .replace("00000000050", &format!("000000001{number:02}"));
        lines.extend(["\n", &line]);
    }
    let pass = EVENTS.lines().find(|line| line.contains("xray_clear")).unwrap();
    for number in 0..24 {
        let line = pass.replacen("EX0000000000001", &format!("CF{number:013}"), 1);
        lines.extend(["\n", &line]);
    }
    lines
}

/// Everything journaled, in order: acceptances, and passes of items that are no letters.
fn journaled(store: &Store) -> Vec<(u64, Journaled)> {
    let (mut all, mut letters) = (Vec::new(), BTreeSet::new());
    let journal = store.journal();
    journal
        .read(journal.start()..journal.end(), &mut |position, bytes| {
            match entry::read(bytes).unwrap() {
                Entry::Acceptance(kept, _) => {
                    if kept.record.item_kind == ItemKind::Letter {
                        letters.insert(kept.record.item().clone());
                    }
                    all.push((position, Journaled::Item(kept.record)));
                }
                Entry::Event(kept, _) if !letters.contains(&kept.record.item) => {
                    all.push((position, Journaled::Pass(kept.record)));
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

/// Sends everything and gives what was answered, and what live rules said.
fn live(path: &Path, screener: &Arc<Screener>) -> (Store, BTreeMap<u64, String>, Hits) {
    let store = Store::open(path, Arc::clone(screener), &options(), SURROUNDINGS, &mut |_, _| {}).unwrap();
    let (mut answered, mut hits) = (BTreeMap::new(), Hits::new());
    for batch in batches(&lines()) {
        let received = intake::prepare::Received::At(now());
        for answer in store.pipeline().answer(batch, intake::prepare::Expect::Any, received).unwrap() {
            if let Answer::Decision { position, text, .. } = answer {
                let json = text.json();
                let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
                let rules = screener.pack().rules().rules();
                let fired =
                    parsed["findings"].as_array().unwrap().iter().filter_map(|finding| finding["rule"].as_str());
                let fired = fired.filter(|id| rules.iter().any(|rule| rule.provision.rule == *id));
                hits.entry(position).or_default().extend(fired.map(str::to_owned));
                answered.insert(position, json);
            }
        }
    }
    let notices = store.history().query("SELECT sequence, rule FROM notices", &store.tail().unwrap()).unwrap();
    for row in 0..notices.rows.len() {
        let position = notices.cell(row, "sequence").unwrap().as_u64().unwrap();
        let rule = notices.cell(row, "rule").unwrap().as_str().unwrap().to_owned();
        hits.entry(position).or_default().insert(rule);
    }
    hits.retain(|_, rules| !rules.is_empty());
    (store, answered, hits)
}

/// What the cases of rules would say, each entry as the record of a case with everything before it.
fn in_cases(pack: &Pack, all: &[(u64, Journaled)]) -> Hits {
    let mut hits = Hits::new();
    for (place, (position, record)) in all.iter().enumerate() {
        for rule in pack.rules().rules().iter().filter(|rule| rule.mode == Mode::Live) {
            let before = all[..place].iter().map(|(_, before)| before.clone()).collect();
            let rule = rule.provision.rule.clone();
            let case = Case { rule, title: String::new(), fires: true, before, record: record.clone() };
            let mut windows = WindowStore::new(pack.measures(), WindowBounds::default());
            if case.run(pack.rules(), &mut windows).fired {
                hits.entry(*position).or_default().insert(case.rule);
            }
        }
    }
    hits
}

/// What a pack in shadow says, and that no pattern is in its decisions.
fn watched(pack: &Arc<Pack>, store: &Store) -> Hits {
    let screener = screener(pack);
    let windows = WindowStore::new(pack.measures(), WindowBounds::default());
    let mut decider = Decider::new(Arc::clone(&screener), windows, None);
    let mut hits = Hits::new();
    let journal = store.journal();
    journal
        .read(journal.start()..journal.end(), &mut |position, bytes| {
            let shadow = match entry::read(bytes).unwrap() {
                Entry::Acceptance(kept, _) => {
                    let outcome = decider.decide(&kept, screener.prepare(&kept.record));
                    assert!(outcome.notices.is_empty());
                    let patterns = outcome.decision.findings.iter();
                    assert!(patterns.into_iter().all(|finding| !matches!(finding, Finding::Pattern { .. })));
                    outcome.shadow.clone()
                }
                Entry::Event(kept, _) => decider.decide_event(&kept).shadow,
                _ => Vec::new(),
            };
            if !shadow.is_empty() {
                hits.entry(position).or_default().extend(shadow.iter().map(|hit| hit.provision.rule.clone()));
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    hits
}

/// Items by rule and side of a back-test, with the decisions that it changes.
fn tried(store: &Store, base: &Arc<Pack>, changed: &Arc<Pack>) -> backtest::Backtest {
    let trial = Trial {
        journal: store.journal(),
        base: screener(base),
        changed: screener(changed),
        bounds: WindowBounds::default(),
        from: None,
        to: None,
        known: [].into_iter().collect(),
        expected: None,
    };
    backtest::run(&trial, &mut |_, _| {}).unwrap()
}

/// Items by rule.
fn items(all: &[(u64, Journaled)], hits: &Hits) -> BTreeMap<String, u64> {
    let mut items: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (position, rules) in hits {
        let (_, record) = all.iter().find(|(at, _)| at == position).unwrap();
        let name = match record {
            Journaled::Item(item) => item.item(),
            Journaled::Pass(event) => &event.item,
        };
        let name = format!("{} {}", name.operator.as_str(), name.waybill.as_str());
        for rule in rules {
            items.entry(rule.clone()).or_default().insert(name.clone());
        }
    }
    items.into_iter().map(|(rule, names)| (rule, names.len() as u64)).collect()
}

fn verdict(json: &str) -> Verdict {
    let parsed: serde_json::Value = serde_json::from_str(json).unwrap();
    serde_json::from_value(parsed["decision"].clone()).unwrap()
}

#[test]
fn one_matrix_of_records_and_packs_gives_the_same_outcomes_on_every_way() {
    let shadow = pack(in_shadow);
    let mut seen = BTreeSet::new();
    for (name, pack) in packs() {
        let dir = tempfile::tempdir().unwrap();
        let (store, answered, hits) = live(&dir.path().join("data"), &screener(&pack));
        let all = journaled(&store);
        assert_eq!(in_cases(&pack, &all), hits, "{name}: in cases");

        let replayed = store.replay(&mut |_, _| {}).unwrap();
        assert_eq!((replayed.different, replayed.missing), (vec![], vec![]), "{name}: decided again");
        assert_eq!(replayed.decisions, answered.len() as u64, "{name}: decided again");

        let report = tried(&store, &shadow, &pack);
        let items = items(&all, &hits);
        let live_rules = report.rules.iter().filter(|rule| !rule.shadow && rule.items.changed > 0);
        let counted: BTreeMap<_, _> = live_rules.map(|rule| (rule.rule.clone(), rule.items.changed)).collect();
        assert_eq!(counted, items, "{name}: in a back-test");
        // In shadow patterns decide nothing: what the back-test changes is what they asked for.
        let changed: u64 = report.verdicts.iter().map(|change| change.records).sum();
        let asked =
            answered.values().filter(|json| verdict(json) == Verdict::Inspect && only_patterns_ask(json)).count();
        assert_eq!(changed, asked as u64, "{name}: in a back-test");

        if name == "as it ships" {
            let mut watched = watched(&shadow, &store);
            let is_live = |id: &String| {
                pack.rules().rules().iter().any(|rule| rule.provision.rule == *id && rule.mode == Mode::Live)
            };
            for rules in watched.values_mut() {
                rules.retain(is_live);
            }
            watched.retain(|_, rules| !rules.is_empty());
            assert_eq!(watched, hits, "in shadow");
            assert!(
                tried(&store, &pack, &pack)
                    .rules
                    .iter()
                    .all(|rule| rule.items.only_base + rule.items.only_changed == 0)
            );
        }
        seen.extend(items.into_keys().map(|rule| (name, rule)));
    }
    // The matrix says something: without hits everything would agree.
    assert!(seen.iter().filter(|(name, _)| *name == "as it ships").count() >= 4, "{seen:?}");
    assert!(seen.iter().all(|(name, _)| *name != "shadow"), "{seen:?}");
}

/// Whether nothing but patterns makes a decision ask.
fn only_patterns_ask(json: &str) -> bool {
    let parsed: serde_json::Value = serde_json::from_str(json).unwrap();
    let asks = |finding: &&serde_json::Value| finding["effect"] != "note";
    parsed["findings"].as_array().unwrap().iter().filter(asks).all(|finding| finding["kind"] == "pattern")
}
