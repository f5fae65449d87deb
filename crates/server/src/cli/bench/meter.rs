//! Time spent, by stage. Reads the monotonic clock: measuring is what this room is for.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::language::Language;

/// The instant now.
#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// What is measured on its own, in the order in which a record goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Decode,
    Digest,
    Envelope,
    Pseudonyms,
    Duties,
    Goods,
    Encode,
    Names,
    Journal,
    Windows,
    Decision,
    Answers,
    Rows,
    SealAnswers,
    SealWindows,
    SealHistory,
    SealNames,
    Release,
}

/// Stages with their words: stable id, Chinese, English.
const STAGES: [(Stage, &str, &str, &str); 18] = [
    (Stage::Decode, "decode", "解析与校验", "parse and check"),
    (Stage::Digest, "digest", "内容摘要", "content digest"),
    (Stage::Envelope, "envelope", "加密封装", "sealing (envelope)"),
    (Stage::Pseudonyms, "pseudonyms", "假名", "pseudonyms"),
    (Stage::Duties, "duties", "法定义务", "duties"),
    (Stage::Goods, "goods", "品名文本", "goods text"),
    (Stage::Encode, "encode", "日志条目编码", "encode the entry"),
    (Stage::Names, "names", "运单名（查与记）", "names: get and put"),
    (Stage::Journal, "journal", "日志落盘（4096 条一批）", "journal: append and sync, 4,096 at a time"),
    (Stage::Windows, "windows", "时间窗口与规则", "windows and rules"),
    (Stage::Decision, "decision", "决定的 JSON", "decision as JSON"),
    (Stage::Answers, "answers", "保存答复", "answers kept"),
    (Stage::Rows, "rows", "成为列", "rows to columns"),
    (Stage::SealAnswers, "seal_answers", "封存：答复", "sealed: answers"),
    (Stage::SealWindows, "seal_windows", "封存：窗口", "sealed: windows"),
    (Stage::SealHistory, "seal_history", "封存：Parquet 历史", "sealed: history as Parquet"),
    (Stage::SealNames, "seal_names", "封存：运单名", "sealed: names"),
    (Stage::Release, "release", "释放内存", "memory given back"),
];

/// Time by stage.
#[derive(Debug, Default)]
pub(super) struct Meter([Duration; STAGES.len()]);

impl Meter {
    /// Does the work and adds its time to a stage.
    pub(super) fn time<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let begin = now();
        let done = work();
        self.0[stage as usize] += begin.elapsed();
        done
    }

    /// Microseconds for each of `items`, all stages together.
    pub(super) fn total_micros(&self, items: u64) -> f64 {
        self.0.iter().sum::<Duration>().as_secs_f64() * 1e6 / items.max(1) as f64
    }

    /// A table for people: microseconds per item, share, stage.
    pub(super) fn table(&self, items: u64, language: Language) -> String {
        let total = self.total_micros(items);
        let line = |micros: f64, words: &str| format!("{micros:9.3} µs {:5.1} %  {words}\n", micros / total * 100.0);
        let stages = STAGES.iter().map(|(stage, _, zh, en)| line(self.micros(*stage, items), language.of(zh, en)));
        stages.chain([line(total, language.of("合计", "together"))]).collect()
    }

    /// The same for programs.
    pub(super) fn json(&self, items: u64) -> Value {
        let stages = STAGES.iter().map(|(stage, id, zh, en)| {
            json!({ "id": id, "zh": zh, "en": en, "micros_per_item": self.micros(*stage, items) })
        });
        json!({ "items": items, "stages": stages.collect::<Vec<_>>(), "total_micros": self.total_micros(items) })
    }

    fn micros(&self, stage: Stage, items: u64) -> f64 {
        self.0[stage as usize].as_secs_f64() * 1e6 / items.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_stands_at_its_own_place() {
        for (place, (stage, ..)) in STAGES.iter().enumerate() {
            assert_eq!(*stage as usize, place);
        }
    }

    #[test]
    fn times_add_up_by_stage() {
        let mut meter = Meter::default();
        meter.0[Stage::Names as usize] = Duration::from_micros(30);
        meter.0[Stage::Rows as usize] = Duration::from_micros(10);
        let json = meter.json(10);
        assert_eq!(
            (json["total_micros"].as_f64(), json["stages"][7]["micros_per_item"].as_f64()),
            (Some(4.0), Some(3.0))
        );
        assert!(meter.table(10, Language::En).contains("75.0 %  names: get and put"));
    }
}
