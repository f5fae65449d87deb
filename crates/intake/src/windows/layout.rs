//! Which chains a pack's measures need, and which of them answers each measure.
//!
//! A measure that compares a moment ("within 30 seconds of this inspection") would walk the whole day of a busy station.
//! It is answered instead by chains over key and stretch of that moment together: only items that may count are met.
//! A measure of one machine result has chains over key and result in the same way.

use screening::window::{Entry, KeyKind, MachineResult, Measure, Measures, Moment, SLOTS};

/// Most chains over key and something more: what is left of the sixteen places of an entry.
const NEAR_MAX: usize = 16 - SLOTS;

/// Every place that an entry may have in chains.
pub(super) const PLACES: usize = SLOTS + NEAR_MAX;

/// A kind of chain over a key and something more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Near {
    kind: KeyKind,
    by: By,
}

/// What is joined to the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// The stretch of a moment. Length of a stretch in seconds, larger than any difference that is asked for.
    Stretch(Moment, u32),
    /// The result of a machine.
    Result(MachineResult),
}

impl By {
    /// What a measure may be answered by.
    fn of(measure: &Measure) -> Option<Self> {
        let stretch = measure.near.map(|near| Self::Stretch(near.moment, near.seconds.saturating_add(1)));
        stretch.or(measure.result.map(Self::Result))
    }

    /// The kind of chain that answers both, where one does.
    fn merged(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Stretch(one, length), Self::Stretch(same, other)) if one == same => {
                Some(Self::Stretch(one, length.max(other)))
            }
            (one, other) => (one == other).then_some(one),
        }
    }
}

/// How the measures of one key kind are answered; masks have one bit per measure of that kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    /// Measures that walk the chain of the key.
    pub(super) plain: u64,
    /// Measures that walk chains over key and moment, by place in an entry.
    pub(super) near: Vec<(usize, u64)>,
}

/// The chains of a store.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    nears: Vec<Near>,
    routes: [Route; KeyKind::ALL.len()],
}

impl Layout {
    /// The chains that these measures need.
    pub(super) fn of(measures: &Measures) -> Self {
        let mut layout = Self { nears: Vec::new(), routes: Default::default() };
        for kind in KeyKind::ALL {
            for (bit, (_, measure)) in measures.of(kind).enumerate() {
                let by = By::of(measure).filter(|_| kind != KeyKind::Image);
                match by.and_then(|by| layout.near(kind, by)) {
                    Some(place) => layout.routes[kind as usize].add(place, bit),
                    None => layout.routes[kind as usize].plain |= 1 << bit,
                }
            }
        }
        layout
    }

    /// The place of chains over a kind and something more; none where there is no room for another.
    fn near(&mut self, kind: KeyKind, by: By) -> Option<usize> {
        for (place, near) in self.nears.iter_mut().enumerate().filter(|(_, near)| near.kind == kind) {
            if let Some(merged) = near.by.merged(by) {
                near.by = merged;
                return Some(SLOTS + place);
            }
        }
        (self.nears.len() < NEAR_MAX).then(|| {
            self.nears.push(Near { kind, by });
            SLOTS + self.nears.len() - 1
        })
    }

    /// How the measures of a kind are answered.
    pub(super) fn route(&self, kind: KeyKind) -> &Route {
        &self.routes[kind as usize]
    }

    /// What an entry is found by in the chain at a place; 0 where it is in none.
    pub(super) fn value(&self, entry: &Entry, place: usize) -> u64 {
        if place < SLOTS {
            let is_used = self.routes[KeyKind::of_slot(place) as usize].plain != 0;
            return if is_used { entry.values[place] } else { 0 };
        }
        self.nears.get(place - SLOTS).map_or(0, |near| near.value_of(entry))
    }

    /// The values whose chains may hold what counts for an entry; 0 stands for none.
    pub(super) fn around(&self, entry: &Entry, place: usize) -> [u64; 3] {
        let Some(near) = self.nears.get(place - SLOTS) else { return [0; 3] };
        let key = entry.values[near.kind as usize];
        match near.by {
            By::Result(result) => [joined(key, result as u32), 0, 0],
            By::Stretch(moment, length) => {
                let Some(at) = entry.moment(moment) else { return [0; 3] };
                let stretch = at / length;
                let before = stretch.checked_sub(1);
                match length {
                    1 => [joined(key, stretch), 0, 0],
                    _ => {
                        [joined(key, stretch), before.map_or(0, |before| joined(key, before)), joined(key, stretch + 1)]
                    }
                }
            }
        }
    }
}

impl Route {
    fn add(&mut self, place: usize, bit: usize) {
        match self.near.iter_mut().find(|(other, _)| *other == place) {
            Some((_, mask)) => *mask |= 1 << bit,
            None => self.near.push((place, 1 << bit)),
        }
    }
}

impl Near {
    fn value_of(self, entry: &Entry) -> u64 {
        let key = entry.values[self.kind as usize];
        match self.by {
            By::Stretch(moment, length) => entry.moment(moment).map_or(0, |at| joined(key, at / length)),
            By::Result(result) if entry.result == result => joined(key, result as u32),
            By::Result(_) => 0,
        }
    }
}

/// Key and what is joined to it as one value; 0 where there is no key.
fn joined(key: u64, stretch: u32) -> u64 {
    if key == 0 {
        return 0;
    }
    let mixed = (key ^ u64::from(stretch).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed ^ mixed >> 32).max(1)
}
