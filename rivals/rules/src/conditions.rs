//! The same conditions in three engines, over values that are ready.

use std::{fmt::Write as _, time::Instant};

use parcel::Item;
use screening::{
    pack::Pack,
    rules::{Fired, RuleSet, Scratch, Subject},
    window::{Entry, Insertion, KeyKind, Measures, Reading, Windows},
};
use serde_json::{Value, json};

use crate::{items, zen};

/// Counts that conditions look at.
pub(crate) const COUNTS: usize = 8;

/// One condition: a weight at most, and one count at least. Few can fire: counts are mostly small.
pub(crate) struct Condition {
    pub(crate) weight_max: u64,
    pub(crate) count: usize,
    pub(crate) count_min: u64,
}

/// What a record is to the engines.
pub(crate) struct Record {
    pub(crate) item: Item,
    pub(crate) weight: u64,
    pub(crate) counts: [u64; COUNTS],
}

fn conditions(number: usize) -> Vec<Condition> {
    let one = |position: usize| Condition {
        weight_max: 500 + (position as u64 * 37) % 4_000,
        count: position % COUNTS,
        count_min: 20 + (position as u64 * 7) % 40,
    };
    (0..number).map(one).collect()
}

/// One record in fifty has one count that reaches some conditions.
fn records(number: usize) -> Vec<Record> {
    let one = |position: usize| {
        let item = items::item(position as u64, number as u64);
        let weight = item.weight.map_or(1, parcel::Grams::get);
        let mut counts = [0; COUNTS];
        counts.iter_mut().enumerate().for_each(|(at, count)| *count = (position + at) as u64 % 7);
        if position.is_multiple_of(50) {
            counts[position / 50 % COUNTS] = 20 + (position as u64 / 50) % 12;
        }
        Record { item, weight, counts }
    };
    (0..number).map(one).collect()
}

/// Runs every engine at every size.
pub(crate) fn run(number: usize) -> Value {
    let records = records(number);
    let mut rows = Vec::new();
    for size in [30, 300, 3_000] {
        let conditions = conditions(size);
        let (own, own_hits) = screening(&conditions, &records);
        // The slower engines get fewer records: their time for each is what is compared.
        let part = &records[..(records.len() * 30 / size).clamp(200, records.len())];
        let (_, part_hits) = screening(&conditions, part);
        let (rego, rego_hits) = regorus(&conditions, part);
        let (zen, zen_hits) = zen::run(&conditions, part);
        assert_eq!((rego_hits, zen_hits), (part_hits, part_hits), "the engines do not find the same");
        rows.push(json!({
            "rules": size, "hits_per_record": own_hits as f64 / records.len() as f64,
            "screening_micros": own, "regorus_micros": rego, "zen_micros": zen,
        }));
    }
    json!({ "records": records.len(), "conditions": rows })
}

/// Readings that are ready: no window is kept.
struct Ready<'a>(&'a [u64; COUNTS]);

impl Windows for Ready<'_> {
    fn read(&mut self, _: &Entry, measures: &Measures, kind: KeyKind, wanted: u64, readings: &mut [Reading]) {
        for (bit, (id, _)) in measures.of(kind).enumerate() {
            if wanted >> bit & 1 == 1 {
                readings[id.0] = Reading::Count(self.0[id.0] as u32);
            }
        }
    }

    fn holds(&self, _: u64) -> bool {
        true
    }

    fn insert(&mut self, _: &Entry) -> Insertion {
        Insertion::Old
    }
}

fn screening(conditions: &[Condition], records: &[Record]) -> (f64, u64) {
    let pack = pack(conditions);
    let rules: &RuleSet = pack.rules();
    let entries: Vec<Entry> = records.iter().filter_map(|record| Entry::of(&record.item)).collect();
    let mut scratch = Scratch::default();
    let mut hits = 0;
    let start = Instant::now();
    for (record, entry) in records.iter().zip(&entries) {
        rules.evaluate(Subject::Item(&record.item), entry, &mut Ready(&record.counts), &mut scratch, |fired| {
            hits += u64::from(matches!(fired, Fired::Holds(..)));
        });
    }
    (start.elapsed().as_secs_f64() * 1e6 / records.len() as f64, hits)
}

fn pack(conditions: &[Condition]) -> Pack {
    let mut head = "id = \"bench\"\nedition = \"1\"\nlate = \"1h\"\ntitle = { zh = \"试\", en = \"try\" }\n".to_owned();
    for count in 0..COUNTS {
        let _ = write!(head, "[measure.m{count}]\nkey = \"sender\"\nwindow = \"24h\"\nat_least = 64\n");
    }
    let rule = |(number, it): (usize, &Condition)| {
        let (weight, count, min) = (it.weight_max, it.count, it.count_min);
        let text = format!(
            "id = \"r{number:04}\"\nversion = 1\nstatus = \"test\"\nowner = \"o\"\nkey = \"sender\"\n\
             when = \"has(item.weight_grams) && item.weight_grams <= {weight} && window.m{count} >= {min}\"\n\
             effect = \"note\"\nsource = \"s\"\ntitle = {{ zh = \"题\", en = \"t\" }}\n\
             message = {{ zh = \"话\", en = \"m\" }}\nrationale = {{ zh = \"因\", en = \"w\" }}\n\
             false_positives = {{ zh = \"误\", en = \"f\" }}\n\
             expected = {{ hits_per_million = [0, 1], false_alarm_percent = [0, 100], basis = \"assumed\" }}\n\
             case = [{{ title = \"a\", fires = true, item = {{}} }}, {{ title = \"b\", fires = false, item = {{}} }}]\n"
        );
        (format!("r{number:04}.toml"), text)
    };
    let rules: Vec<(String, String)> = conditions.iter().enumerate().map(rule).collect();
    let rules: Vec<(&str, &str)> = rules.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    Pack::load(("pack.toml", &head), &rules).unwrap_or_else(|found| panic!("{:#?}", &found[..1]))
}

fn regorus(conditions: &[Condition], records: &[Record]) -> (f64, u64) {
    let mut policy = "package bench\nimport rego.v1\n".to_owned();
    for (number, it) in conditions.iter().enumerate() {
        let (weight, count, min) = (it.weight_max, it.count, it.count_min);
        let _ = writeln!(
            policy,
            "hits contains \"r{number:04}\" if {{ input.weight_grams <= {weight}; input.counts.m{count} >= {min} }}"
        );
    }
    let mut engine = regorus::Engine::new();
    engine.add_policy("bench.rego".to_owned(), policy).expect("the policy is sound");
    let compiled = engine.compile_with_entrypoint(&"data.bench.hits".into()).expect("the policy compiles");
    let inputs: Vec<regorus::Value> = records
        .iter()
        .map(|record| regorus::Value::from_json_str(&input(record).to_string()).expect("JSON"))
        .collect();
    let mut hits = 0;
    let start = Instant::now();
    for input in inputs {
        let found = compiled.eval_with_input(input).expect("the policy answers");
        hits += found.as_set().map_or(0, |set| set.len() as u64);
    }
    (start.elapsed().as_secs_f64() * 1e6 / records.len() as f64, hits)
}

/// A record as the other engines read it.
pub(crate) fn input(record: &Record) -> Value {
    let counts: serde_json::Map<String, Value> =
        record.counts.iter().enumerate().map(|(at, count)| (format!("m{at}"), json!(count))).collect();
    json!({ "weight_grams": record.weight, "counts": counts })
}
