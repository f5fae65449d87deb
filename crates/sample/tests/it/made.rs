//! Samples read back, for the other tests.

use std::sync::LazyLock;

use sample::{EventDetail, LineKind, Plan, Sample, Summary, Truth};
use serde_json::Value;

/// One line read back.
pub(crate) struct Line {
    pub(crate) kind: LineKind,
    pub(crate) text: String,
    pub(crate) json: Value,
    pub(crate) truth: Option<Truth>,
}

impl Line {
    /// Text at a JSON Pointer.
    pub(crate) fn at(&self, pointer: &str) -> Option<&str> {
        self.json.pointer(pointer).and_then(Value::as_str)
    }

    /// Operator and waybill.
    pub(crate) fn name(&self) -> (&str, &str) {
        (self.at("/operator").unwrap(), self.at("/waybill").unwrap())
    }

    /// Seconds since 1970 of the time at a JSON Pointer.
    pub(crate) fn second(&self, pointer: &str) -> Option<i64> {
        self.at(pointer).map(|text| text.parse::<jiff::Timestamp>().unwrap().as_second())
    }

    /// Whether this is the first record of an item.
    pub(crate) fn is_record(&self) -> bool {
        self.kind == LineKind::Acceptance && self.json.get("revision").is_none()
    }
}

/// Makes a sample in full.
pub(crate) fn made(plan: Plan) -> (Vec<Line>, Summary) {
    let mut sample = Sample::new(plan).unwrap();
    let mut lines = Vec::new();
    let mut text = String::new();
    while let Some(line) = sample.next_line(&mut text) {
        let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        lines.push(Line { kind: line.kind, text: std::mem::take(&mut text), json, truth: line.truth });
    }
    (lines, sample.summary().clone())
}

/// A week of 30 000 items with many planted schemes.
pub(crate) static WEEK: LazyLock<(Vec<Line>, Summary)> =
    LazyLock::new(|| made(Plan { items: 30_000, planted_ppm: 100_000, ..Plan::default() }));

/// Honest acceptances only.
pub(crate) static HONEST: LazyLock<(Vec<Line>, Summary)> = LazyLock::new(|| {
    made(Plan { items: 40_000, planted_ppm: 0, repeats_ppm: 0, events: EventDetail::None, ..Plan::default() })
});
