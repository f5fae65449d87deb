//! The conditions as a decision table of zen-engine: one row a rule, every hit collected.

use std::time::Instant;

use futures::executor::block_on;
use serde_json::{Map, Value, json};
use zen_engine::{DecisionEngine, model::DecisionContent};

use crate::conditions::{COUNTS, Condition, Record, input};

/// Evaluates the table for every record; time for each and hits of all.
pub(crate) fn run(conditions: &[Condition], records: &[Record]) -> (f64, u64) {
    let content: DecisionContent = serde_json::from_value(table(conditions)).expect("a table");
    let engine = DecisionEngine::default();
    let mut decision = engine.create_decision(content.into()).expect("a decision");
    decision.compile();
    let inputs: Vec<Value> = records.iter().map(input).collect();
    let mut hits = 0;
    let start = Instant::now();
    for input in inputs {
        let answer = block_on(decision.evaluate(input.into())).expect("the table answers");
        let found: Value = answer.result.to_value();
        hits += found.as_array().map_or(0, |rows| rows.len() as u64);
    }
    (start.elapsed().as_secs_f64() * 1e6 / records.len() as f64, hits)
}

fn table(conditions: &[Condition]) -> Value {
    let mut inputs = vec![json!({ "id": "w", "name": "weight", "field": "weight_grams" })];
    for count in 0..COUNTS {
        inputs.push(json!({ "id": format!("m{count}"), "name": format!("m{count}"), "field": format!("counts.m{count}") }));
    }
    let row = |(number, it): (usize, &Condition)| {
        let mut cells = Map::new();
        cells.insert("_id".to_owned(), json!(format!("row{number}")));
        cells.insert("w".to_owned(), json!(format!("<= {}", it.weight_max)));
        for count in 0..COUNTS {
            let cell = if count == it.count { format!(">= {}", it.count_min) } else { String::new() };
            cells.insert(format!("m{count}"), json!(cell));
        }
        cells.insert("rule".to_owned(), json!(format!("\"r{number:04}\"")));
        Value::Object(cells)
    };
    let rules: Vec<Value> = conditions.iter().enumerate().map(row).collect();
    json!({
        "nodes": [
            { "id": "in", "type": "inputNode", "name": "in" },
            { "id": "table", "type": "decisionTableNode", "name": "table", "content": {
                "hitPolicy": "collect", "inputs": inputs,
                "outputs": [{ "id": "rule", "name": "rule", "field": "rule" }], "rules": rules } },
            { "id": "out", "type": "outputNode", "name": "out" },
        ],
        "edges": [
            { "id": "a", "sourceId": "in", "targetId": "table", "type": "edge" },
            { "id": "b", "sourceId": "table", "targetId": "out", "type": "edge" },
        ],
    })
}
