//! Measures: what is counted, declared as data in the pack.

use std::sync::Arc;

use super::{Attribute, Entry, KeyKind, MachineResult, Moment, Source};

/// Exact below a measure's bound; the bound itself means "at least".
pub type Count = u32;

/// Largest bound that a measure may state.
pub const COUNT_MAX: Count = 2000;

/// Largest bound of a measure of distinct values: each one that was counted is remembered.
pub const DISTINCT_MAX: Count = 256;

/// Position of a measure among all measures of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureId(pub usize);

/// One count over a window of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Name, unique in the pack; rules say `window.NAME`.
    pub name: Arc<str>,
    /// What the window is over.
    pub key: KeyKind,
    /// Which entries are counted.
    pub counted: Counted,
    /// Length of the window. Unit: microseconds.
    pub window: i64,
    /// Count each value of this once; without it items are counted.
    pub distinct: Option<Attribute>,
    /// Count only items whose value is this record's.
    pub same: Option<Attribute>,
    /// Count only items whose value differs from this record's; items without the value do not count.
    pub differs: Option<Attribute>,
    /// Count only items whose moment lies near this record's.
    pub near: Option<Near>,
    /// Count only items that are known to weigh at most this. Unit: gram.
    pub weight_grams_max: Option<u32>,
    /// Count only items that weigh exactly what this record's item does.
    pub same_weight: bool,
    /// Count only passes with this result.
    pub result: Option<MachineResult>,
    /// Counting stops here. Range: 1 to [`COUNT_MAX`], of distinct values to [`DISTINCT_MAX`].
    pub at_least: Count,
}

/// Which entries a measure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// Acceptances.
    #[default]
    Items,
    /// Passes through a machine, at acceptance or after it.
    Passes,
    /// Passes after acceptance, as events tell of them.
    Events,
    /// All.
    Any,
}

impl Counted {
    /// What rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "items" => Some(Self::Items),
            "passes" => Some(Self::Passes),
            "events" => Some(Self::Events),
            "any" => Some(Self::Any),
            _ => None,
        }
    }

    fn admits(self, other: &Entry) -> bool {
        match self {
            Self::Items => other.source == Source::Acceptance,
            Self::Passes => other.result != MachineResult::None,
            Self::Events => other.source == Source::Pass,
            Self::Any => true,
        }
    }
}

/// Closeness of a moment of another item to the same moment of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Which moment.
    pub moment: Moment,
    /// Largest difference, in whole seconds either way; 0 is the same second.
    pub seconds: u32,
}

impl Measure {
    /// Whether the record has what the measure compares with.
    pub fn applies_to(&self, own: &Entry) -> bool {
        [self.same, self.differs].iter().flatten().all(|attribute| own.attribute(*attribute).is_some())
            && self.near.is_none_or(|near| own.moment(near.moment).is_some())
            && (!self.same_weight || own.weight_grams != 0)
    }

    /// Whether another item inside the window counts.
    pub fn admits(&self, own: &Entry, other: &Entry) -> bool {
        self.counted.admits(other)
            && self.same.is_none_or(|attribute| other.attribute(attribute) == own.attribute(attribute))
            && self.differs.is_none_or(|attribute| {
                other.attribute(attribute).is_some_and(|value| Some(value) != own.attribute(attribute))
            })
            && self.near.is_none_or(|near| near.holds(own, other))
            && self.weight_grams_max.is_none_or(|max| (1..=max).contains(&other.weight_grams))
            && (!self.same_weight || other.weight_grams == own.weight_grams)
            && self.result.is_none_or(|result| other.result == result)
    }
}

impl Near {
    fn holds(self, own: &Entry, other: &Entry) -> bool {
        match (own.moment(self.moment), other.moment(self.moment)) {
            (Some(own), Some(other)) => own.abs_diff(other) <= self.seconds,
            _ => false,
        }
    }
}

/// The measures of a pack, grouped by key kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    all: Vec<Measure>,
    by_kind: [Vec<MeasureId>; KeyKind::ALL.len()],
    late: i64,
}

impl Measures {
    /// Largest number of measures over one key kind: one bit each in a mask.
    pub const OF_KIND_MAX: usize = 64;

    /// Groups measures. `late`: how far behind the newest a record may come and still be judged, in microseconds.
    pub fn new(all: Vec<Measure>, late: i64) -> Self {
        let mut by_kind: [Vec<MeasureId>; KeyKind::ALL.len()] = Default::default();
        for (position, measure) in all.iter().enumerate() {
            by_kind[measure.key as usize].push(MeasureId(position));
        }
        Self { all, by_kind, late }
    }

    /// Number of measures.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The measure at a position.
    pub fn get(&self, id: MeasureId) -> &Measure {
        &self.all[id.0]
    }

    /// The measure of a name.
    pub fn find(&self, name: &str) -> Option<MeasureId> {
        self.all.iter().position(|measure| &*measure.name == name).map(MeasureId)
    }

    /// The measures over one key kind, in the order of the bits of a mask.
    pub fn of(&self, kind: KeyKind) -> impl ExactSizeIterator<Item = (MeasureId, &Measure)> {
        self.by_kind[kind as usize].iter().map(|id| (*id, self.get(*id)))
    }

    /// The measure of a bit in the mask of a key kind.
    pub fn at(&self, kind: KeyKind, bit: usize) -> (MeasureId, &Measure) {
        let id = self.by_kind[kind as usize][bit];
        (id, self.get(id))
    }

    /// The bit of a measure in the mask of its key kind.
    pub fn bit(&self, id: MeasureId) -> u64 {
        let kind = self.get(id).key;
        let position = self.by_kind[kind as usize].iter().position(|other| *other == id);
        position.map_or(0, |position| 1 << position)
    }

    /// How far behind an operator's newest record entries are kept. Unit: microseconds.
    pub fn keep(&self) -> i64 {
        self.all.iter().map(|measure| measure.window).max().unwrap_or(0) + self.late
    }
}

/// A count under way: one measure, other items one by one.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    count: Count,
    seen: Vec<u64>,
}

impl Tally {
    /// Starts again at zero and keeps the room.
    pub fn clear(&mut self) {
        self.count = 0;
        self.seen.clear();
    }

    /// Counts another item inside the window; returns whether the bound is reached.
    pub fn add(&mut self, measure: &Measure, own: &Entry, other: &Entry) -> bool {
        if self.count < measure.at_least && measure.admits(own, other) && self.is_new(measure, other) {
            self.count += 1;
        }
        self.count >= measure.at_least
    }

    /// What was counted so far.
    pub fn count(&self) -> Count {
        self.count
    }

    fn is_new(&mut self, measure: &Measure, other: &Entry) -> bool {
        let Some(attribute) = measure.distinct else { return true };
        match other.attribute(attribute) {
            Some(value) if !self.seen.contains(&value) => {
                self.seen.push(value);
                true
            }
            _ => false,
        }
    }
}
