//! The store: entries by item, by key and by time.

use hashbrown::HashMap;
use screening::window::{Abstention, Entry, Insertion, KeyKind, Measure, Measures, Reading, Source, Tally, Windows};

use super::{
    WindowBounds,
    chain::{self, Chains, SETS},
    layout::PLACES,
    operator::{OperatorState, bucket},
    slab::{ENTRIES_MAX, NONE, Node, Slab, Slot},
    table::Table,
};

/// Windows in memory.
#[derive(Debug)]
pub struct WindowStore {
    slab: Slab,
    items: Table,
    chains: [Chains; SETS],
    operators: Vec<OperatorState>,
    operator_ids: HashMap<u64, u32>,
    /// How far behind an operator's newest record entries are kept. Unit: microseconds.
    keep: i64,
    bounds: WindowBounds,
    tallies: Vec<Tally>,
}

impl WindowStore {
    /// A store that can answer these measures.
    pub fn new(measures: &Measures, mut bounds: WindowBounds) -> Self {
        bounds.window_items_max = bounds.window_items_max.min(ENTRIES_MAX - 1);
        Self {
            slab: Slab::new(measures),
            items: Table::default(),
            chains: Default::default(),
            operators: Vec::new(),
            operator_ids: HashMap::new(),
            keep: measures.keep(),
            bounds,
            tallies: vec![Tally::default(); Measures::OF_KIND_MAX],
        }
    }

    /// Event time before which no entry of any operator is needed. Unit: microseconds since 1970.
    pub fn horizon(&self) -> Option<i64> {
        self.operators
            .iter()
            .map(|operator| bucket(operator.horizon(self.keep)))
            .min()
            .map(super::operator::bucket_start)
    }

    /// Number of entries held.
    pub fn len(&self) -> usize {
        self.slab.len() as usize
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of keys held.
    pub fn keys(&self) -> u64 {
        self.chains.iter().map(|chains| chains.len() as u64).sum()
    }

    /// Memory. Unit: bytes.
    pub fn bytes(&self) -> usize {
        let chains: usize = self.chains.iter().map(Chains::bytes).sum();
        self.slab.bytes() + self.items.bytes() + chains
    }

    fn operator(&mut self, print: u64) -> u32 {
        *self.operator_ids.entry(print).or_insert_with(|| {
            self.operators.push(OperatorState::new());
            self.operators.len() as u32 - 1
        })
    }

    /// An entry whose place another one takes.
    fn replaced(&self, by: &Entry) -> Option<u32> {
        self.items.get(by.item, |id| by.replaces(&self.slab.at(id).entry))
    }

    /// Takes an entry out of everything.
    fn remove(&mut self, id: u32) {
        let item = self.slab.at(id).entry.item;
        for node in (0..PLACES).map(|place| Node::new(id, place)) {
            if self.slab.value(node) != 0 {
                self.chains[chain::set(node.place())].unlink(&mut self.slab, node);
            }
        }
        self.items.remove(item, |other| other == id);
        self.leave_bucket(id);
        self.slab.free(id);
    }

    fn leave_bucket(&mut self, id: u32) {
        let &Slot { bucket_before: before, bucket_after: after, operator, ref entry, .. } = self.slab.at(id);
        let number = bucket(entry.accepted_at);
        if after != NONE {
            self.slab.at_mut(after).bucket_before = before;
        }
        if before != NONE {
            self.slab.at_mut(before).bucket_after = after;
            return;
        }
        let buckets = &mut self.operators[operator as usize].buckets;
        if after == NONE {
            buckets.remove(&number);
        } else {
            buckets.insert(number, after);
        }
    }

    fn enter_bucket(&mut self, id: u32) {
        let slot = self.slab.at(id);
        let buckets = &mut self.operators[slot.operator as usize].buckets;
        let after = buckets.insert(bucket(slot.entry.accepted_at), id).unwrap_or(NONE);
        if after != NONE {
            self.slab.at_mut(after).bucket_before = id;
        }
        self.slab.at_mut(id).bucket_after = after;
    }

    /// Lets whole buckets behind the horizon go.
    fn evict(&mut self, operator: u32) {
        while let Some(number) = self.operators[operator as usize].expired(self.keep) {
            while let Some(id) = self.operators[operator as usize].buckets.get(&number).copied() {
                self.remove(id);
            }
        }
    }

    /// Puts an entry into all its chains, or into none.
    fn link_all(&mut self, id: u32) -> bool {
        let mut linked: [Node; PLACES] = [Node::NONE; PLACES];
        for node in (0..PLACES).map(|place| Node::new(id, place)) {
            if self.slab.value(node) == 0 {
                continue;
            }
            let chains = &mut self.chains[chain::set(node.place())];
            if !chains.link(&mut self.slab, node, self.bounds.window_walk_max) {
                for done in linked.into_iter().filter(|done| !done.is_none()) {
                    self.chains[chain::set(done.place())].unlink(&mut self.slab, done);
                }
                return false;
            }
            linked[node.place()] = node;
        }
        true
    }

    fn is_full(&self) -> bool {
        self.slab.len() >= self.bounds.window_items_max || self.keys() >= self.bounds.window_keys_max
    }

    /// Puts an entry in, unless a bound keeps it out.
    fn hold(&mut self, entry: &Entry, operator: u32) -> Insertion {
        if !self.is_full() {
            let id = self.slab.add(entry, operator);
            if self.link_all(id) {
                self.items.set(entry.item, id, |_| false);
                self.enter_bucket(id);
                return Insertion::Held;
            }
            self.slab.free(id);
        }
        self.operators[operator as usize].miss(entry.accepted_at);
        Insertion::Full
    }

    /// Counts the measures of `open`, whose readings stand at zero.
    fn walk_all(&mut self, own: &Entry, measures: &Measures, kind: KeyKind, open: u64, readings: &mut [Reading]) {
        let Self { slab, chains, tallies, bounds, .. } = self;
        let mut walk = Walk { slab, own, measures, kind, steps_max: bounds.window_walk_max, tallies, readings };
        let route = slab.layout.route(kind);
        if open & route.plain != 0 {
            for value in own.values[kind.slots()].iter().filter(|value| **value != 0) {
                walk.clear(open & route.plain);
                walk.chain(chains[kind as usize].head(slab, *value), open & route.plain);
            }
        }
        for (place, mask) in route.near.iter().filter(|(_, mask)| open & mask != 0) {
            walk.clear(open & mask);
            for value in slab.layout.around(own, *place).into_iter().filter(|value| *value != 0) {
                walk.chain(chains[chain::set(*place)].head(slab, value), open & mask);
            }
        }
    }

    /// Why a window of this operator cannot be told, if so.
    fn abstention(&self, own: &Entry, measure: &Measure) -> Option<Abstention> {
        let operator = &self.operators[*self.operator_ids.get(&own.operator)? as usize];
        let start = own.accepted_at.saturating_sub(measure.window);
        if start < operator.horizon(self.keep) {
            Some(Abstention::Evicted)
        } else {
            operator.misses(start).then_some(Abstention::Full)
        }
    }
}

impl Windows for WindowStore {
    fn read(&mut self, own: &Entry, measures: &Measures, kind: KeyKind, wanted: u64, readings: &mut [Reading]) {
        if !own.has_key(kind) {
            return;
        }
        let mut open = 0_u64;
        for bit in bits(wanted & low_bits(measures.of(kind).len())) {
            let (id, measure) = measures.at(kind, bit);
            if measure.applies_to(own) {
                let abstention = self.abstention(own, measure);
                open |= u64::from(abstention.is_none()) << bit;
                readings[id.0] = abstention.map_or(Reading::Count(0), Reading::Abstains);
            }
        }
        if open != 0 {
            self.walk_all(own, measures, kind, open, readings);
        }
    }

    fn holds(&self, item: u64) -> bool {
        let is_it = |id| {
            let entry = &self.slab.at(id).entry;
            entry.item == item && entry.source == Source::Acceptance
        };
        self.items.get(item, is_it).is_some()
    }

    fn insert(&mut self, entry: &Entry) -> Insertion {
        // An item has one acceptance and any number of passes: what becomes a letter takes out all of them.
        while let Some(earlier) = self.replaced(entry) {
            self.remove(earlier);
        }
        let operator = self.operator(entry.operator);
        let state = &mut self.operators[operator as usize];
        if entry.source == Source::Acceptance {
            state.watermark = state.watermark.max(entry.accepted_at);
        }
        self.evict(operator);
        if entry.is_blank() {
            self.operators[operator as usize].miss(entry.accepted_at);
            return if entry.accepted_at == i64::MIN { Insertion::Old } else { Insertion::Full };
        }
        if self.operators[operator as usize].is_old(entry.accepted_at, self.keep) {
            return Insertion::Old;
        }
        self.hold(entry, operator)
    }
}

/// Passes over chains for the measures of one key kind.
struct Walk<'a> {
    slab: &'a Slab,
    own: &'a Entry,
    measures: &'a Measures,
    kind: KeyKind,
    steps_max: u32,
    tallies: &'a mut [Tally],
    readings: &'a mut [Reading],
}

impl Walk<'_> {
    /// Starts the measures of a mask at zero.
    fn clear(&mut self, mask: u64) {
        bits(mask).for_each(|bit| self.tallies[bit].clear());
    }

    /// Counts on over one chain, and keeps the larger of each count and what was read before.
    fn chain(&mut self, head: Node, mask: u64) {
        let mut open = mask;
        let now = self.own.accepted_at;
        let mut node = head;
        let mut steps = 0;
        while !node.is_none() && open != 0 && steps <= self.steps_max {
            steps += 1;
            let other = &self.slab.at(node.entry()).entry;
            if other.accepted_at <= now {
                for bit in bits(open) {
                    let (_, measure) = self.measures.at(self.kind, bit);
                    let is_over = other.accepted_at <= now.saturating_sub(measure.window)
                        || (other.item != self.own.item && self.tallies[bit].add(measure, self.own, other));
                    open &= !(u64::from(is_over) << bit);
                }
            }
            node = chain::older(self.slab, node);
        }
        let cut_short = if steps > self.steps_max { open } else { 0 };
        for bit in bits(mask) {
            let (id, _) = self.measures.at(self.kind, bit);
            self.readings[id.0] = match self.readings[id.0] {
                Reading::Count(_) if cut_short >> bit & 1 == 1 => Reading::Abstains(Abstention::TooLong),
                Reading::Count(before) => Reading::Count(before.max(self.tallies[bit].count())),
                other => other,
            };
        }
    }
}

/// The bits that are set, lowest first.
fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros() as usize)?;
        mask &= mask - 1;
        Some(bit)
    })
}

/// As many of the lowest bits.
fn low_bits(number: usize) -> u64 {
    if number >= 64 { u64::MAX } else { (1 << number) - 1 }
}
