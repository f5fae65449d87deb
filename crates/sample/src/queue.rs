//! What is still to come, in order of time: one bucket a minute, the present minute as a heap.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{event::Note, item::Item};

/// What is still to come.
pub(crate) enum Pending {
    /// A record of acceptance: the first, a revision, a repeat or a conflict.
    Item(Box<Item>, Why),
    Event(Note),
}

/// Why a record is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    First,
    Revision,
    Repeat,
    Conflict,
}

struct Entry {
    second: i32,
    /// Order among those of one second.
    number: u32,
    pending: Pending,
}

/// A calendar of what is to come.
pub(crate) struct Queue {
    minutes: Vec<Vec<Entry>>,
    minute: usize,
    present: BinaryHeap<Reverse<Entry>>,
    number: u32,
    waiting: usize,
}

impl Queue {
    /// A calendar up to an instant; what is later comes at the end.
    pub(crate) fn new(end: i32) -> Self {
        let minutes = (end / 60 + 1) as usize;
        Self {
            minutes: std::iter::repeat_with(Vec::new).take(minutes).collect(),
            minute: 0,
            present: BinaryHeap::new(),
            number: 0,
            waiting: 0,
        }
    }

    /// Puts something in; what lies in the past comes next.
    pub(crate) fn push(&mut self, second: i32, pending: Pending) {
        let entry = Entry { second, number: self.number, pending };
        self.number = self.number.wrapping_add(1);
        let minute = (second.max(0) / 60) as usize;
        if minute <= self.minute {
            self.present.push(Reverse(entry));
        } else {
            let last = self.minutes.len() - 1;
            self.minutes[minute.min(last)].push(entry);
            self.waiting += 1;
        }
    }

    /// Takes out what is due before an instant, or anything if there is none.
    pub(crate) fn pop(&mut self, before: Option<i32>) -> Option<(i32, Pending)> {
        loop {
            if let Some(Reverse(entry)) = self.present.peek() {
                if before.is_some_and(|before| entry.second >= before) {
                    return None;
                }
                return self.present.pop().map(|Reverse(entry)| (entry.second, entry.pending));
            }
            if self.waiting == 0 || before.is_some_and(|before| (self.minute as i32 + 1) * 60 > before) {
                return None;
            }
            self.minute += 1;
            let bucket = std::mem::take(self.minutes.get_mut(self.minute)?);
            self.waiting -= bucket.len();
            self.present = bucket.into_iter().map(Reverse).collect();
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.second, self.number).cmp(&(other.second, other.number))
    }
}
