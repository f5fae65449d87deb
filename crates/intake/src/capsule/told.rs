//! What windows said, kept and said again.

use std::collections::BTreeMap;

use screening::window::{Abstention, Entry, Insertion, KeyKind, MeasureId, Measures, Reading, Windows};
use serde::{Deserialize, Serialize};

/// What windows said of one measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldReading {
    /// Name of the measure.
    pub measure: String,
    /// The count; its bound stands for "at least".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub count: Option<u32>,
    /// Why it could not be told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub abstains: Option<String>,
}

/// Windows that remember what they said, once they are told to listen.
pub(super) struct Remembering<W> {
    windows: W,
    listens: bool,
    said: BTreeMap<MeasureId, Reading>,
}

impl<W> Remembering<W> {
    pub(super) fn new(windows: W) -> Self {
        Self { windows, listens: false, said: BTreeMap::new() }
    }

    pub(super) fn listen(&mut self) {
        self.listens = true;
    }

    /// What was said since then, by measure.
    pub(super) fn take(&mut self, measures: &Measures) -> Vec<ToldReading> {
        std::mem::take(&mut self.said)
            .into_iter()
            .map(|(id, reading)| {
                let measure = measures.get(id).name.to_string();
                match reading {
                    Reading::Count(count) => ToldReading { measure, count: Some(count), abstains: None },
                    Reading::Abstains(why) => {
                        ToldReading { measure, count: None, abstains: Some(why.word().to_owned()) }
                    }
                    Reading::Absent => ToldReading { measure, count: None, abstains: None },
                }
            })
            .collect()
    }
}

impl<W: Windows> Windows for Remembering<W> {
    fn read(&mut self, own: &Entry, measures: &Measures, kind: KeyKind, wanted: u64, readings: &mut [Reading]) {
        self.windows.read(own, measures, kind, wanted, readings);
        for (bit, (id, _)) in measures.of(kind).enumerate() {
            if self.listens && wanted >> bit & 1 == 1 {
                self.said.insert(id, readings[id.0]);
            }
        }
    }

    fn holds(&self, item: u64) -> bool {
        self.windows.holds(item)
    }

    fn insert(&mut self, entry: &Entry) -> Insertion {
        self.windows.insert(entry)
    }
}

/// Windows that say again what was kept, and know what they were asked in vain.
pub(super) struct Retelling {
    readings: BTreeMap<MeasureId, Reading>,
    pub(super) unknown: Option<String>,
}

impl Retelling {
    /// Windows that say this. The error names a measure or word that the pack does not have.
    pub(super) fn new(told: &[ToldReading], measures: &Measures) -> Result<Self, String> {
        let mut readings = BTreeMap::new();
        for ToldReading { measure, count, abstains } in told {
            let id = measures.find(measure).ok_or_else(|| measure.clone())?;
            let reading = match (count, abstains) {
                (Some(count), None) => Reading::Count(*count),
                (None, Some(word)) => Reading::Abstains(abstention(word).ok_or_else(|| word.clone())?),
                (None, None) => Reading::Absent,
                (Some(_), Some(word)) => return Err(word.clone()),
            };
            readings.insert(id, reading);
        }
        Ok(Self { readings, unknown: None })
    }
}

fn abstention(word: &str) -> Option<Abstention> {
    [Abstention::Evicted, Abstention::Full, Abstention::TooLong].into_iter().find(|why| why.word() == word)
}

impl Windows for Retelling {
    fn read(&mut self, _: &Entry, measures: &Measures, kind: KeyKind, wanted: u64, readings: &mut [Reading]) {
        for (_, (id, measure)) in measures.of(kind).enumerate().filter(|(bit, _)| wanted >> bit & 1 == 1) {
            match self.readings.get(&id) {
                Some(reading) => readings[id.0] = *reading,
                None => self.unknown = Some(measure.name.to_string()),
            }
        }
    }

    fn holds(&self, _: u64) -> bool {
        false
    }

    fn insert(&mut self, _: &Entry) -> Insertion {
        Insertion::Old
    }
}
