//! Planted schemes do what their names say, and honest people come near them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sample::{Family, SchemeId, Summary, Truth};

use crate::made::{HONEST, Line, WEEK};

type Instance = Vec<(&'static Line, &'static Truth)>;

/// Planted items by scheme and instance, in the order of their lines.
fn instances(scheme: SchemeId) -> Vec<Instance> {
    let mut found: BTreeMap<u32, Instance> = BTreeMap::new();
    for line in &WEEK.0 {
        if let Some(truth) = line.truth.as_ref().filter(|truth| truth.scheme == scheme) {
            found.entry(truth.instance).or_default().push((line, truth));
        }
    }
    found.into_values().collect()
}

fn distinct<'a>(instance: &'a Instance, key: &str) -> BTreeSet<&'a str> {
    instance.iter().filter_map(|(line, _)| line.at(key)).collect()
}

/// The largest number of distinct values of one field that honest records show for one value of another.
fn honest_most(key: &str, counted: &str) -> usize {
    let mut seen: HashMap<(&str, &str), BTreeSet<&str>> = HashMap::new();
    for line in HONEST.0.iter().filter(|line| line.at("/sender/agreement").is_none()) {
        if let (Some(key), Some(counted)) = (line.at(key), line.at(counted)) {
            seen.entry((line.at("/operator").unwrap(), key)).or_default().insert(counted);
        }
    }
    seen.values().map(BTreeSet::len).max().unwrap_or(0)
}

#[test]
fn every_scheme_is_planted_and_told() {
    let mut told: BTreeMap<SchemeId, u64> = BTreeMap::new();
    for line in &WEEK.0 {
        if let Some(truth) = &line.truth {
            assert_eq!((truth.operator, truth.waybill.as_str()), line.name());
            *told.entry(truth.scheme).or_default() += 1;
        }
    }
    let Summary { planted, items, .. } = &WEEK.1;
    assert_eq!(told, planted.iter().map(|(scheme, count)| (*scheme, count.items)).collect());
    assert_eq!(told.keys().copied().collect::<Vec<_>>(), SchemeId::ALL);
    let share = told.values().sum::<u64>() * 100 / items;
    assert!((6..=13).contains(&share), "{share} percent of the items planted, 10 asked for");
}

#[test]
fn a_truth_is_one_line_of_json() {
    let truth = WEEK.0.iter().find_map(|line| line.truth.as_ref()).unwrap();
    let json = serde_json::to_value(truth).unwrap();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["instance", "kind", "note", "operator", "overt", "scheme", "waybill"]);
    assert!(["trade", "paper_gate"].contains(&json["kind"].as_str().unwrap()));
}

#[test]
fn trade_shares_what_its_name_says() {
    // Scheme, what all items of an instance share, what differs.
    let shared = [
        (SchemeId::Scatter, "/sender/id_number", "/recipient/phone"),
        (SchemeId::Split, "/recipient/phone", "/waybill"),
        (SchemeId::LentIdentity, "/sender/id_number", "/sender/phone"),
        (SchemeId::OneHand, "/payment/payer_phone", "/sender/id_number"),
        (SchemeId::ForeignPayer, "/payment/payer_phone", "/sender/phone"),
        (SchemeId::Apart, "/payment/payer_phone", "/sender/phone"),
        (SchemeId::SharedDocument, "/sender/id_number", "/sender/phone"),
        (SchemeId::ReusedImage, "/inspection/photos/0", "/waybill"),
        (SchemeId::SameSecond, "/inspection/by", "/sender/phone"),
        (SchemeId::FastHands, "/courier", "/sender/phone"),
        (SchemeId::TwoPlaces, "/courier", "/waybill"),
    ];
    for (scheme, same, differs) in shared {
        for instance in instances(scheme) {
            assert_eq!(distinct(&instance, same).len(), 1, "{scheme:?}");
            let many = distinct(&instance, differs).len();
            assert!(many * 4 >= instance.len() * 3, "{scheme:?}: {many} of {}", instance.len());
        }
    }
}

#[test]
fn paper_gates_break_what_hands_and_belts_can_do() {
    for instance in instances(SchemeId::FastHands) {
        let mut stamps: Vec<i64> = instance.iter().filter_map(|(line, _)| line.second("/inspection/at")).collect();
        stamps.sort_unstable();
        let seconds = stamps[stamps.len() - 1] - stamps[0];
        assert!(seconds <= 3 * instance.len() as i64, "{seconds} s for {}", instance.len());
    }
    for instance in instances(SchemeId::SameSecond) {
        assert_eq!(distinct(&instance, "/inspection/at").len(), 1);
        assert!(instance.len() < 4 || distinct(&instance, "/accepted_at").len() > 1);
    }
    for instance in instances(SchemeId::TwoPlaces) {
        assert!(instance.len() < 2 || distinct(&instance, "/outlet").len() == 2);
    }
    for instance in instances(SchemeId::MarksWithoutMachine) {
        let bare =
            |(line, _): &(&Line, &Truth)| line.at("/xray/result") == Some("clear") && line.at("/xray/at").is_none();
        assert!(instance.iter().all(bare));
    }
}

#[test]
fn a_fast_belt_shows_in_the_events() {
    let mut marks: HashMap<(&str, &str), i64> = HashMap::new();
    for line in WEEK.0.iter().filter(|line| line.at("/event") == Some("xray_clear")) {
        marks.insert(line.name(), line.second("/at").unwrap());
    }
    let mut quickest = i64::MAX;
    for instance in instances(SchemeId::FastBelt) {
        let mut times: Vec<i64> = instance.iter().filter_map(|(line, _)| marks.get(&line.name()).copied()).collect();
        times.sort_unstable();
        if times.len() >= 20 {
            assert!(times[19] - times[0] <= 30, "{times:?}");
            quickest = quickest.min(times[19] - times[0]);
        }
    }
    assert!(quickest <= 30);
}

#[test]
fn disguised_names_are_declared_in_many_ways() {
    let names: BTreeSet<String> = instances(SchemeId::Disguise)
        .iter()
        .flat_map(|instance| distinct(instance, "/goods/0/name"))
        .map(str::to_owned)
        .collect();
    assert!(names.len() > 40, "{}", names.len());
    let overt = instances(SchemeId::Disguise).iter().flatten().filter(|(_, truth)| truth.overt).count();
    let all = instances(SchemeId::Disguise).iter().flatten().count();
    assert!(overt * 10 > all * 6 && overt * 10 < all * 9, "{overt} of {all}");
}

#[test]
fn honest_people_come_near_what_is_planted() {
    let smallest = |scheme| instances(scheme).iter().map(Vec::len).min().unwrap();
    // Gifts; families; dormitories and offices that pay; front desks.
    let recipients = honest_most("/sender/phone", "/recipient/phone");
    assert!(recipients > smallest(SchemeId::Scatter) && recipients <= 60, "{recipients}");
    let phones = honest_most("/sender/id_number", "/sender/phone");
    assert!((3..=6).contains(&phones), "{phones}");
    let payers = honest_most("/payment/payer_phone", "/sender/phone");
    assert!(payers >= smallest(SchemeId::ForeignPayer) && payers <= 12, "{payers}");
    let senders = honest_most("/recipient/phone", "/sender/phone");
    assert!(senders >= 4, "{senders}");
    let addresses = honest_most("/sender/address", "/sender/phone");
    assert!(addresses >= smallest(SchemeId::OneHand), "{addresses}");
    let photos = HONEST.0.iter().filter_map(|line| line.at("/inspection/photos/0"));
    let mut uses: HashMap<&str, u32> = HashMap::new();
    photos.for_each(|photo| *uses.entry(photo).or_default() += 1);
    assert!(matches!(uses.values().max(), Some(2..=3)));
    assert!(HONEST.0.iter().any(|line| line.at("/xray/result") == Some("clear") && line.at("/xray/at").is_none()));
}

#[test]
fn some_instances_cannot_be_told_from_honest_people() {
    for scheme in SchemeId::ALL {
        let instances = instances(scheme);
        let overt = instances.iter().flatten().filter(|(_, truth)| truth.overt).count();
        let hidden = instances.iter().flatten().count() - overt;
        assert!(hidden > 0, "{scheme:?}: {overt} overt, {hidden} hidden");
    }
    assert_eq!(SchemeId::Scatter.family(), Family::Trade);
    assert_eq!(SchemeId::FastHands.family(), Family::PaperGate);
}

#[test]
fn planted_things_are_found_at_times() {
    let planted: BTreeSet<_> = WEEK.0.iter().filter(|line| line.truth.is_some()).map(Line::name).collect();
    let (mut in_planted, mut in_others) = (0, 0);
    for line in WEEK.0.iter().filter(|line| line.at("/event") == Some("opened_found")) {
        *(if planted.contains(&line.name()) { &mut in_planted } else { &mut in_others }) += 1;
    }
    assert!(in_planted > 5 && in_others < in_planted, "{in_planted} {in_others}");
}

#[test]
fn no_pack_no_catalogue_and_no_law_is_seen() {
    let manifest = include_str!("../../Cargo.toml");
    for unseen in ["screening", "law.workspace", "packs"] {
        assert!(!manifest.contains(unseen), "{unseen}");
    }
}
