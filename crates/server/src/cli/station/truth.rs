//! Signs held against the truth about a sample: found, missed, bothered, by scheme and by strength of faking.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use hashbrown::HashMap;
use parcel::{Gate, ItemName, Operator, Waybill};
use screening::{
    interval::Interval,
    station::{Kind, Sign, Station, Surveyed},
    window::item_print,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::input;
use crate::failure::{Exit, Failure, Outcome};

#[derive(Deserialize)]
struct RawTruth {
    scheme: String,
    kind: String,
    operator: String,
    waybill: String,
    instance: u64,
    overt: bool,
}

/// What is true of a planted item.
struct Planted {
    scheme: String,
    paper: bool,
    instance: u64,
    overt: bool,
}

/// The truth about a sample, by item.
pub(super) struct Truth(HashMap<u64, Planted>);

/// Upper bounds of the sizes of instances that are told apart: the strength of faking.
const SIZES: [u64; 7] = [3, 5, 8, 12, 20, 40, u64::MAX];

#[derive(Default)]
#[expect(clippy::struct_field_names, reason = "of each sort there are all and those that were found")]
struct Found {
    items: u64,
    found: u64,
    instances: BTreeSet<u64>,
    instances_found: BTreeSet<u64>,
    overt_items: u64,
    overt_found: u64,
}

impl Truth {
    /// Reads a file of `portcullis sample --truth`.
    pub(super) fn read(path: &Path) -> Outcome<Self> {
        let mut all = HashMap::new();
        for (number, line) in input::text(path)?.lines().enumerate() {
            let read = serde_json::from_str::<RawTruth>(line).ok().and_then(|raw| {
                let name = ItemName {
                    operator: Operator::parse(&raw.operator).ok()?,
                    waybill: Waybill::parse(&raw.waybill).ok()?,
                };
                let RawTruth { scheme, kind, instance, overt, .. } = raw;
                Some((item_print(&name), Planted { scheme, paper: kind == "paper_gate", instance, overt }))
            });
            let Some((item, planted)) = read else {
                let (shown, number) = (path.display(), number + 1);
                return Err(Failure::new(
                    Exit::Usage,
                    format!("{shown} 第 {number} 行读不懂；可通过：portcullis sample --truth 写出的文件"),
                    format!("{shown}: line {number} does not read; would pass: a file of portcullis sample --truth"),
                ));
            };
            all.insert(item, planted);
        }
        Ok(Self(all))
    }

    /// Prints one object: curves by scheme and size, who was bothered, how often intervals hold the true share.
    pub(super) fn print(&self, surveyed: &Surveyed) {
        println!("{}", self.told(surveyed));
    }

    fn told(&self, surveyed: &Surveyed) -> Value {
        let signs = signs(surveyed);
        let items: BTreeSet<u64> = surveyed.marks.iter().map(|mark| mark.item).collect();
        let mut sizes: HashMap<u64, u64> = HashMap::new();
        self.0.values().for_each(|planted| *sizes.entry(planted.instance).or_default() += 1);
        let mut schemes: BTreeMap<&str, Found> = BTreeMap::new();
        let mut strengths: BTreeMap<(&str, u64), Found> = BTreeMap::new();
        for (item, planted) in self.0.iter().filter(|(_, planted)| planted.paper) {
            let seen = signs.contains_key(item);
            let size = sizes[&planted.instance];
            let bucket = SIZES.iter().copied().find(|most| size <= *most).unwrap_or(u64::MAX);
            for found in [
                schemes.entry(planted.scheme.as_str()).or_default(),
                strengths.entry((planted.scheme.as_str(), bucket)).or_default(),
            ] {
                found.add(planted, seen);
            }
        }
        let honest = items.iter().filter(|item| !self.0.contains_key(*item)).count() as u64;
        let bothered = signs.keys().filter(|item| !self.0.contains_key(*item)).count() as u64;
        let trade = signs.keys().filter(|item| self.0.get(*item).is_some_and(|planted| !planted.paper)).count();
        let by_sign = self.bothered_by_sign(&signs);
        json!({
            "schemes": schemes.iter().map(|(scheme, found)| found.told(scheme, None)).collect::<Vec<_>>(),
            "curves": strengths.iter().map(|((scheme, most), found)| found.told(scheme, Some(*most))).collect::<Vec<_>>(),
            "bothered": { "items": bothered, "of": honest, "interval": Interval::of(bothered, honest), "by_sign": by_sign },
            "signs_on_other_schemes": trade,
            "stations": Kind::ALL.map(|kind| self.held(surveyed, kind)),
        })
    }

    fn bothered_by_sign(&self, signs: &HashMap<u64, BTreeSet<Sign>>) -> BTreeMap<&'static str, u64> {
        let mut by_sign = BTreeMap::new();
        for (_, signs) in signs.iter().filter(|(item, _)| !self.0.contains_key(*item)) {
            for sign in signs {
                *by_sign.entry(sign.word()).or_default() += 1;
            }
        }
        by_sign
    }

    /// How many stations' intervals hold the share of their marks that was planted.
    fn held(&self, surveyed: &Surveyed, kind: Kind) -> Value {
        let mut planted: HashMap<(u32, Gate), (u64, u64)> = HashMap::new();
        for mark in &surveyed.marks {
            let station = match kind {
                Kind::Outlet => mark.outlet,
                Kind::Courier => mark.courier,
                Kind::Machine => mark.machine,
            };
            let fake = self.0.get(&mark.item).is_some_and(|planted| gate_of(&planted.scheme) == Some(mark.gate));
            let count = planted.entry((station.0, mark.gate)).or_default();
            count.0 += u64::from(fake);
            count.1 += 1;
        }
        let (mut all, mut held, mut touched, mut touched_held, mut width) = (0_u64, 0_u64, 0_u64, 0_u64, 0.0);
        let of_kind = |station: &&Station| surveyed.roll.name(station.id).is_some_and(|name| name.kind() == kind);
        for station in surveyed.stations.iter().filter(of_kind) {
            let Some((fake, marks)) = planted.get(&(station.id.0, station.gate)) else { continue };
            let share = *fake as f64 / *marks as f64;
            let holds = station.estimate.interval.holds(share);
            all += 1;
            held += u64::from(holds);
            touched += u64::from(*fake > 0);
            touched_held += u64::from(*fake > 0 && holds);
            width += station.estimate.interval.to - station.estimate.interval.from;
        }
        json!({
            "kind": kind.word(), "stations": all, "interval_holds": held,
            "with_planted": touched, "with_planted_interval_holds": touched_held,
            "mean_width": if all > 0 { width / all as f64 } else { 0.0 },
        })
    }
}

/// The signs on each item.
fn signs(surveyed: &Surveyed) -> HashMap<u64, BTreeSet<Sign>> {
    let mut signs: HashMap<u64, BTreeSet<Sign>> = HashMap::new();
    for evidence in &surveyed.evidence {
        signs.entry(surveyed.marks[evidence.mark as usize].item).or_default().insert(evidence.sign);
    }
    signs
}

/// The gate that a scheme leaves undone.
fn gate_of(scheme: &str) -> Option<Gate> {
    match scheme {
        "fast_hands" | "same_second" | "two_places" | "reused_image" => Some(Gate::Inspection),
        "marks_without_machine" | "fast_belt" => Some(Gate::Machine),
        "shared_document" => Some(Gate::Identity),
        _ => None,
    }
}

impl Found {
    fn add(&mut self, planted: &Planted, seen: bool) {
        self.items += 1;
        self.found += u64::from(seen);
        self.instances.insert(planted.instance);
        if seen {
            self.instances_found.insert(planted.instance);
        }
        self.overt_items += u64::from(planted.overt);
        self.overt_found += u64::from(planted.overt && seen);
    }

    fn told(&self, scheme: &str, most: Option<u64>) -> Value {
        json!({
            "scheme": scheme,
            "instance_items_max": most.filter(|most| *most != u64::MAX),
            "items": self.items, "found": self.found, "missed": self.items - self.found,
            "interval": Interval::of(self.found, self.items),
            "instances": self.instances.len(), "instances_found": self.instances_found.len(),
            "overt_items": self.overt_items, "overt_found": self.overt_found,
        })
    }
}
