//! The thread that gives positions: it places what was prepared, makes it durable, and says where a range ends.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

use super::{
    COMMIT_BYTES_MAX, COMMIT_LINES_MAX, Change, Counts, Order, Reply, SEAL_BEHIND_MAX, Stopped, Ticket, Work, lock,
    permits::Permit, stop,
};
use crate::{
    items::Items,
    keep::{Keeper, Placed},
};

/// The thread that gives positions.
pub(super) struct Keeping {
    pub(super) keeper: Keeper<Items>,
    pub(super) orders: Receiver<Order>,
    pub(super) work: Sender<Work>,
    pub(super) cut_to: u64,
    /// Whether names of the last cut still wait for its files.
    pub(super) frozen_waits: bool,
    pub(super) seal_entries: u64,
    pub(super) sealing: Arc<AtomicBool>,
    pub(super) stopped: Arc<Mutex<Option<Stopped>>>,
    pub(super) counts: Arc<Counts>,
}

impl Keeping {
    pub(super) fn run(mut self) {
        while let Ok(order) = self.orders.recv() {
            match order {
                Order::Lines(ticket) => self.lines(ticket),
                Order::Note(entry, done) => drop(done.send(self.note(entry))),
                Order::SealAll(done) => drop(done.send(self.seal_all())),
                Order::Activate(change, done) => drop(done.send(self.activate(change))),
            }
        }
        self.settle();
    }

    /// Names of a range wait for its files also at the end; where those failed they are not written at all.
    fn settle(&mut self) {
        while self.frozen_waits && self.sealing.load(Ordering::Acquire) {
            thread::sleep(Duration::from_millis(1));
        }
        if self.stopped_for().is_none()
            && let Err(error) = self.keeper.names().settle()
        {
            stop(&self.stopped, &error);
        }
    }

    /// Places a batch and those that queue up behind it, and makes them durable together.
    fn lines(&mut self, first: Ticket) {
        let mut group = Vec::new();
        let mut lines = 0;
        let mut next = Some(Order::Lines(first));
        let mut after = None;
        while let Some(order) = next.take() {
            let Order::Lines(ticket) = order else {
                after = Some(order);
                break;
            };
            lines += self.place(ticket, &mut group);
            if lines < COMMIT_LINES_MAX && self.keeper.pending_bytes() < COMMIT_BYTES_MAX {
                next = self.orders.try_recv().ok();
            }
        }
        self.finish(group);
        match after {
            Some(Order::Note(entry, done)) => drop(done.send(self.note(entry))),
            Some(Order::SealAll(done)) => drop(done.send(self.seal_all())),
            Some(Order::Activate(change, done)) => drop(done.send(self.activate(change))),
            Some(Order::Lines(_)) | None => {}
        }
        self.cut_when_due();
    }

    fn place(&mut self, ticket: Ticket, group: &mut Vec<(Vec<Placed>, Reply, Permit)>) -> usize {
        let Ticket { prepared, reply, permit } = ticket;
        if let Some(stopped) = lock(&self.stopped).clone() {
            reply(Err(stopped));
            return 0;
        }
        let placed = match prepared.recv() {
            Ok((batch, prepared)) => prepared.and_then(|prepared| self.keeper.place(&batch, prepared)),
            Err(_) => return 0,
        };
        match placed {
            Ok(placed) => {
                let lines = placed.len();
                group.push((placed, reply, permit));
                lines
            }
            Err(error) => {
                reply(Err(stop(&self.stopped, &error)));
                0
            }
        }
    }

    fn finish(&mut self, group: Vec<(Vec<Placed>, Reply, Permit)>) {
        let failed = lock(&self.stopped).clone();
        let committed = match failed {
            Some(stopped) => Err(stopped),
            None => self.keeper.commit().map_err(|error| stop(&self.stopped, &error)),
        };
        self.counts.commits.fetch_add(1, Ordering::Relaxed);
        for (placed, reply, permit) in group {
            match &committed {
                Ok(()) => drop(self.work.send(Work::Answer { placed, reply, permit })),
                Err(stopped) => reply(Err(stopped.clone())),
            }
        }
    }

    fn note(&mut self, entry: Vec<u8>) -> Result<u64, Stopped> {
        if let Some(stopped) = lock(&self.stopped).clone() {
            return Err(stopped);
        }
        self.keeper.note(entry).map_err(|error| stop(&self.stopped, &error))
    }

    fn cut_when_due(&mut self) {
        if self.frozen_waits && !self.sealing.load(Ordering::Acquire) {
            self.write_frozen();
        }
        let open = self.keeper.end() - self.cut_to;
        while open >= SEAL_BEHIND_MAX * self.seal_entries && self.sealing.load(Ordering::Acquire) {
            // Files are slower than the journal: whoever sends waits for them.
            thread::sleep(Duration::from_millis(1));
        }
        if open >= self.seal_entries && !self.sealing.swap(true, Ordering::AcqRel) {
            self.cut(None);
        }
    }

    /// Names of a range are written after its files: a crash never finds them ahead.
    fn write_frozen(&mut self) {
        self.frozen_waits = false;
        let sealed = lock(&self.stopped).is_none();
        if sealed && let Err(error) = self.keeper.names().write_frozen() {
            stop(&self.stopped, &error);
        }
    }

    /// Ends the open range here: names are frozen, the decider hands its rows over.
    fn cut(&mut self, done: Option<Sender<()>>) {
        let end = self.keeper.end();
        // Freezing writes what was frozen before: not where the files of that range failed.
        let frozen = self.stopped_for().is_none().then(|| self.keeper.names().freeze(end));
        if !matches!(frozen, Some(Ok(()))) {
            if let Some(Err(error)) = frozen {
                stop(&self.stopped, &error);
            }
            self.sealing.store(false, Ordering::Release);
            return;
        }
        self.frozen_waits = true;
        self.cut_to = end;
        let _ = self.work.send(Work::Cut { end, done });
    }

    fn seal_all(&mut self) -> Result<(), Stopped> {
        while self.sealing.swap(true, Ordering::AcqRel) {
            thread::sleep(Duration::from_millis(1));
        }
        let (done, sealed) = mpsc::channel();
        self.cut(Some(done));
        // The sender is dropped once the range is sealed.
        let _ = sealed.recv();
        self.frozen_waits = false;
        self.settle();
        self.stopped_for().map_or(Ok(()), Err)
    }

    /// Seals what was decided before, journals the activation, and has the next line decided by the new screener.
    fn activate(&mut self, change: Change) -> Result<u64, Stopped> {
        self.seal_all()?;
        let failed = |error: &dyn std::error::Error| stop(&self.stopped, error);
        (change.ahead)(self.keeper.end()).map_err(|error| failed(&error))?;
        let position = self.note(change.entry)?;
        let (done, active) = mpsc::channel();
        let _ = self.work.send(Work::Activate { screener: change.screener, done });
        let _ = active.recv();
        self.stopped_for().map_or(Ok(position), Err)
    }

    fn stopped_for(&self) -> Option<Stopped> {
        lock(&self.stopped).clone()
    }
}
