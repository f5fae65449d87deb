//! What a sample is made of: kinds, gates, people, goods, hours.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use parcel::{
    Choice, Gate,
    kind::{Channel, ItemKind, OperatorKind, PaymentMethod},
};

use crate::made::{HONEST, Line, WEEK};

/// Done, said not to be done, not recorded: percent, low and high of each.
type Shares = [(u32, u32); 3];

/// Shares of a gate at acceptance, of parcels of senders without agreement;
/// `docs/reference/sample-schemes.md` carries the same table.
const GATES: [(OperatorKind, Gate, Shares); 16] = [
    (OperatorKind::Postal, Gate::Identity, [(80, 98), (0, 3), (1, 18)]),
    (OperatorKind::Express, Gate::Identity, [(80, 96), (1, 3), (2, 18)]),
    (OperatorKind::Instant, Gate::Identity, [(6, 40), (15, 30), (40, 75)]),
    (OperatorKind::SameCity, Gate::Identity, [(17, 45), (14, 27), (35, 65)]),
    (OperatorKind::CrowdSourced, Gate::Identity, [(8, 40), (20, 38), (30, 65)]),
    (OperatorKind::NetworkFreight, Gate::Identity, [(45, 68), (7, 16), (20, 46)]),
    (OperatorKind::BulkFreight, Gate::Identity, [(58, 78), (4, 11), (14, 36)]),
    (OperatorKind::Locker, Gate::Identity, [(68, 86), (3, 10), (8, 26)]),
    (OperatorKind::Postal, Gate::Inspection, [(78, 97), (0, 4), (2, 20)]),
    (OperatorKind::Express, Gate::Inspection, [(74, 91), (2, 6), (5, 24)]),
    (OperatorKind::Instant, Gate::Inspection, [(4, 32), (13, 26), (45, 80)]),
    (OperatorKind::SameCity, Gate::Inspection, [(11, 35), (17, 29), (40, 70)]),
    (OperatorKind::CrowdSourced, Gate::Inspection, [(3, 30), (20, 34), (40, 75)]),
    (OperatorKind::NetworkFreight, Gate::Inspection, [(20, 40), (13, 25), (38, 64)]),
    (OperatorKind::BulkFreight, Gate::Inspection, [(34, 54), (9, 20), (30, 54)]),
    (OperatorKind::Locker, Gate::Inspection, [(6, 16), (36, 50), (36, 56)]),
];

fn kind(line: &Line) -> OperatorKind {
    line.at("/operator_kind").and_then(OperatorKind::from_word).unwrap()
}

fn parcels_without_agreement() -> impl Iterator<Item = &'static Line> {
    let plain = |line: &&Line| line.at("/sender/agreement").is_none() && line.at("/item_kind") != Some("letter");
    HONEST.0.iter().filter(|line| line.is_record()).filter(plain)
}

#[test]
fn gates_are_worked_differently_by_every_kind_of_operator() {
    let mut outside = Vec::new();
    for (operator_kind, gate, ranges) in GATES {
        let mut counts = [0_u32; 4];
        for line in parcels_without_agreement().filter(|line| kind(line) == operator_kind) {
            let result = line.at(&format!("/{}/result", gate.word()));
            let place = match result {
                Some("verified" | "mismatch" | "passed" | "found") => 0,
                Some("not_done") => 1,
                None => 2,
                Some(_) => 3,
            };
            counts[place] += 1;
        }
        let total: u32 = counts.iter().sum();
        for (count, (low, high)) in counts.into_iter().zip(ranges) {
            let percent = count * 100 / total;
            if !(low..=high).contains(&percent) {
                outside.push(format!("{operator_kind} {gate}: {counts:?}, {percent} not in {low}..={high}"));
            }
        }
        assert!(counts[3] * 100 < total, "{operator_kind} {gate}: {counts:?}");
    }
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn new_formats_do_more_where_a_local_duty_covers_them() {
    let share = |local: bool| {
        let instant = parcels_without_agreement().filter(|line| kind(line) == OperatorKind::Instant);
        let (mut done, mut all) = (0, 0);
        for line in instant.filter(|line| line.at("/accepted_region").unwrap().starts_with("11") == local) {
            all += 1;
            done += u32::from(line.at("/identity/result") == Some("verified"));
        }
        (done * 100 / all, all)
    };
    let ((beijing, count), (elsewhere, _)) = (share(true), share(false));
    assert!(beijing > 3 * elsewhere && count > 100, "{beijing} {elsewhere} {count}");
}

#[test]
fn every_kind_channel_and_payment_occurs_and_no_operator_is_alone() {
    let mut operators: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut words: BTreeSet<(&str, &str)> = BTreeSet::new();
    for line in WEEK.0.iter().filter(|line| line.is_record()) {
        operators.entry(line.at("/operator_kind").unwrap()).or_default().insert(line.at("/operator").unwrap());
        words.extend(["/channel", "/item_kind", "/payment/method"].map(|key| (key, line.at(key).unwrap_or_default())));
    }
    for kind in OperatorKind::ALL {
        assert!(operators[kind.word()].len() >= 2, "{kind}");
    }
    let all = |key, words_of: Vec<&'static str>| {
        words_of.into_iter().filter(|word| !words.contains(&(key, *word))).collect::<Vec<_>>()
    };
    assert!(all("/channel", Channel::ALL.iter().map(|word| word.word()).collect()).is_empty());
    assert!(all("/item_kind", ItemKind::ALL.iter().map(|word| word.word()).collect()).is_empty());
    assert_eq!(all("/payment/method", PaymentMethod::ALL.iter().map(|word| word.word()).collect()), ["other"]);
}

#[test]
fn many_distinct_people_send_and_receive() {
    let mut people: HashSet<&str> = HashSet::new();
    for line in &HONEST.0 {
        people.extend(["/sender/phone", "/recipient/phone"].iter().filter_map(|key| line.at(key)));
    }
    let share = people.len() as u64 * 100 / HONEST.1.items;
    assert!((50..=100).contains(&share), "{share} people for a hundred items");
}

#[test]
fn merchants_come_back_and_most_people_do_not() {
    let mut senders: HashMap<&str, u32> = HashMap::new();
    let (mut merchants, mut single): (HashMap<&str, u32>, _) = (HashMap::new(), 0);
    for line in &HONEST.0 {
        match line.at("/sender/agreement") {
            Some(agreement) => *merchants.entry(agreement).or_default() += 1,
            None => *senders.entry(line.at("/sender/phone").unwrap()).or_default() += 1,
        }
    }
    single += senders.values().filter(|count| **count == 1).count();
    assert!(single * 10 > senders.len() * 4, "{single} of {}", senders.len());
    assert!(merchants.values().max().unwrap() > &150);
    let share = merchants.values().sum::<u32>() * 100 / HONEST.1.items as u32;
    assert!((35..=50).contains(&share), "{share}");
}

#[test]
fn goods_are_many_and_weigh_less_than_their_parcel() {
    let mut names = HashSet::new();
    for line in HONEST.0.iter().filter(|line| line.is_record()) {
        let goods = line.json["goods"].as_array().unwrap();
        assert_eq!(goods.is_empty(), line.at("/item_kind") == Some("letter"));
        names.extend(goods.iter().map(|goods| goods["name"].as_str().unwrap()));
        let declared: u64 = goods.iter().filter_map(|goods| goods.get("weight_grams")?.as_u64()).sum();
        assert!(line.json["weight_grams"].as_u64().unwrap() > declared, "{}", line.text);
    }
    assert!(names.len() > 1_000, "{}", names.len());
    for alike in ["象牙白", "枪灰色", "虎纹", "手枪钻", "玩具水枪", "子弹头口红"] {
        assert!(names.iter().any(|name| name.contains(alike)), "{alike}");
    }
}

#[test]
fn the_day_has_a_rhythm() {
    let mut hours: HashMap<OperatorKind, [u32; 24]> = HashMap::new();
    for line in HONEST.0.iter().filter(|line| !line.at("/accepted_at").unwrap().ends_with('Z')) {
        let hour: usize = line.at("/accepted_at").unwrap()[11..13].parse().unwrap();
        hours.entry(kind(line)).or_insert([0; 24])[hour] += 1;
    }
    for (kind, hours) in &hours {
        let night: u32 = hours[1..5].iter().sum();
        let day: u32 = hours[14..18].iter().sum();
        assert!(night * 3 < day, "{kind}: {hours:?}");
    }
    let instant = hours[&OperatorKind::Instant];
    assert!(instant[11] > instant[15] && instant[18] > instant[15], "{instant:?}");
    let postal = hours[&OperatorKind::Postal];
    assert!(postal[3] == 0 && postal[16] > 100, "{postal:?}");
}

#[test]
fn couriers_work_at_a_human_pace() {
    let mut days: HashMap<(&str, &str, &str), u32> = HashMap::new();
    for line in HONEST.0.iter().filter(|line| kind(line) == OperatorKind::Express) {
        let key =
            (line.at("/operator").unwrap(), line.at("/courier").unwrap(), &line.at("/accepted_at").unwrap()[..10]);
        *days.entry(key).or_default() += 1;
    }
    let mut counts: Vec<u32> = days.into_values().collect();
    counts.sort_unstable();
    let (median, most) = (counts[counts.len() / 2], counts[counts.len() - 1]);
    // A small sample has the same outlets and fewer items.
    assert!((8..=180).contains(&median) && most < 600, "median {median}, most {most}");
}
